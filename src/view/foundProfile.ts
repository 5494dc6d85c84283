import * as l10n from '@vscode/l10n';
import type { FoundProfile, ImportRefusal } from '../core/credentials/profile';
import { plain } from './escape';
import { formatDateTime, formatUntil, joinParts, type Locale } from './format';

/** A profile in a list to choose from: plain text, of a file for a part. */
export interface ProfileRow {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** A profile as a row: its name, where it stands and the ends of its key, then why not or until when. */
export function profileRow(profile: FoundProfile, now: number, locale: Locale): ProfileRow {
  const { source, name, keyHint, refusal, alsoIn = [] } = profile;
  const copies = alsoIn.map(origin => joinParts([origin.source, origin.name].map(plain)));
  const also = copies.length > 0 ? l10n.t('The same key is in {0}.', copies.join(l10n.t(', '))) : undefined;
  const state = refusal ? importRefusalText(refusal, locale) : lifeText(profile, now, locale);
  return {
    label: plain(name || source),
    description: joinParts([plain(source), keyHint && plain(keyHint)]),
    detail: joinParts([state, also]),
  };
}

function lifeText({ isTemporary, expiresAt }: FoundProfile, now: number, locale: Locale): string | undefined {
  if (expiresAt)
    return l10n.t(
      'Temporary key, expires {0} ({1})',
      formatUntil(expiresAt, now, locale),
      formatDateTime(expiresAt, locale),
    );
  return isTemporary ? l10n.t('Temporary key; when it expires is not known') : undefined;
}

/** Why a profile cannot be imported, and what to do about it; complete over the reasons. */
export function importRefusalText(refusal: ImportRefusal, locale: Locale): string {
  switch (refusal.kind) {
    case 'encrypted':
      return l10n.t('Its keys are encrypted, and only the tool can read them: add the account by hand.');
    case 'mode':
      return refusal.mode === undefined
        ? l10n.t('It signs in in a way that is not known here: add an account with an access key.')
        : l10n.t('“{0}” is not supported: add an account with an access key.', refusal.mode);
    case 'role':
      return refusal.base
        ? l10n.t('It takes a role first: import its base profile “{0}” instead.', plain(refusal.base))
        : l10n.t('It takes a role first: have the vendor’s tool do that, and add the temporary key by hand.');
    case 'cycle':
      return l10n.t('Its source profiles lead round in a circle: mend them with the vendor’s tool.');
    case 'expired':
      return l10n.t(
        'Its key expired on {0}: run the vendor’s tool for a new one, then import again.',
        formatDateTime(refusal.at, locale),
      );
    case 'signIn':
      return l10n.t('It has no key at the moment: sign in with the vendor’s tool, then import again.');
    case 'command':
      return l10n.t('It gets its key by running a program, which is not done here: add the key by hand.');
    case 'metadata':
      return l10n.t('It gets its key from a machine in the cloud: add an account with an access key.');
    case 'identityProvider':
      return l10n.t('It signs in with another identity provider: add an account with an access key.');
    case 'server':
      return l10n.t('It asks a server for its key, which is not done here: add the key by hand.');
    case 'incomplete':
      return l10n.t('“{0}” is missing.', refusal.field);
    case 'invalid':
      return l10n.t('“{0}” is not valid.', refusal.field);
    case 'damaged':
      return l10n.t('The file is damaged: mend it with the vendor’s tool.');
    case 'tooLarge':
      return l10n.t('The file is larger than 1 MB, which no such file should be.');
    case 'unreadable':
      return l10n.t('The file cannot be read ({0}).', refusal.code);
    case 'known':
      return l10n.t('It is here already, as “{0}”.', plain(refusal.account));
  }
}
