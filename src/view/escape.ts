// eslint-disable-next-line no-control-regex -- they are what is looked for
const invisible = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

/** Cloud text for one line of plain text: no line breaks, control characters or marks that turn text around. */
export const plain = (text: string): string => text.replace(invisible, ' ');

/** Cloud text for Markdown: shown as it is, never read as a link, HTML, an icon or any other markup. */
export const escapeMarkdown = (text: string): string =>
  plain(text)
    .replace(/[\\`*_{}[\]()#+\-.!|<>~$:@/&"']/g, character => `&#${character.charCodeAt(0)};`)
    .replace(/ {2,}/g, ' ');
