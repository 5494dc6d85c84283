/** Control characters, and the marks that turn text around on the screen or take up no room there. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const invisible = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+/g;

/** The text with `instead` for each run of invisible characters. */
export const withoutInvisible = (text: string, instead: string): string => text.replace(invisible, instead);
