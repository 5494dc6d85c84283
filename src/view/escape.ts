import { withoutInvisible } from '../core/invisible';

/** Cloud text for one line of plain text: no line breaks, control characters or marks that turn text around. */
export const plain = (text: string): string => withoutInvisible(text, ' ');

/** Cloud text for Markdown: shown as it is, never read as a link, HTML, an icon or any other markup. */
export const escapeMarkdown = (text: string): string =>
  plain(text)
    .replace(/[\\`*_{}[\]()#+\-.!|<>~$:@/&"']/g, character => `&#${character.charCodeAt(0)};`)
    .replace(/ {2,}/g, ' ');
