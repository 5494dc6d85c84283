import * as l10n from '@vscode/l10n';
import type { ZipProblem } from '../core/refusal';

/** Why an archive, or a file in it, is not opened, and what to do; complete over the problems. @param name plain text */
export function zipText(problem: ZipProblem, name: string): string {
  switch (problem) {
    case 'damaged':
      return l10n.t('“{0}” is damaged or not a zip archive. Download it again.', name);
    case 'split':
      return l10n.t('“{0}” is one part of a split archive. Open it with another program.', name);
    case 'tooMany':
      return l10n.t('“{0}” has too many files to be shown here. Open it with another program.', name);
    case 'noEntry':
      return l10n.t('There is no “{0}” in the archive.', name);
    case 'unsafeName':
      return l10n.t('“{0}” leads out of the archive, as an attack would. It is not opened.', name);
    case 'duplicate':
      return l10n.t(
        'The archive has more than one “{0}”: which of them is meant cannot be told. Open the archive with another program.',
        name,
      );
    case 'symlink':
      return l10n.t(
        '“{0}” is a link to another file, and links in an archive are not followed. Open that file instead.',
        name,
      );
    case 'encrypted':
      return l10n.t(
        '“{0}” is encrypted and cannot be opened here. Open the archive with another program.',
        name,
      );
    case 'unknownMethod':
      return l10n.t(
        '“{0}” is compressed in a way that is not known here. Open the archive with another program.',
        name,
      );
    case 'overlap':
      return l10n.t(
        '“{0}” shares its bytes with other files of the archive, as a zip bomb does. It is not opened.',
        name,
      );
    case 'bomb':
      return l10n.t(
        '“{0}” would unpack to hundreds of times its size, as a zip bomb does. It is not opened.',
        name,
      );
    case 'tooLarge':
      return l10n.t('“{0}” is too large to be opened here. Open the archive with another program.', name);
    case 'damagedEntry':
      return l10n.t('“{0}” is damaged. Download the archive again.', name);
    case 'empty':
      return l10n.t('The archive “{0}” is empty.', name);
  }
}
