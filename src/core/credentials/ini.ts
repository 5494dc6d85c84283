/** A section of an INI file: names in lower case, values without the quotes around them. */
export interface IniSection {
  /** As the file has it. */
  readonly name: string;
  readonly values: ReadonlyMap<string, string>;
}

/**
 * Reads the INI files of the vendors' tools: those of Python's `configparser`, of Node's `ini` and of Go's `gcfg` and
 * `ini.v1`. No package reads them all as their tools do: `ini` makes objects of dots in the names of sections and
 * tells `Ak` from `ak`, which gcfg does not. Names are the same in either case; a later value wins; sections of one
 * name are one. A line that makes no sense is left out, as it may be a part of a secret.
 *
 * What stands before the first section is in one without a name.
 */
export function readIni(text: string): IniSection[] {
  const sections = new Map<string, { name: string; values: Map<string, string> }>();
  let name = '';
  for (const line of text.split(/\r\n|\r|\n/)) {
    const trimmed = line.trim();
    if (trimmed === '' || /^[#;]/.test(trimmed)) continue;
    const header = trimmed.startsWith('[') ? (/^\[([^\]]*)\]/.exec(trimmed)?.[1] ?? '') : undefined;
    if (header !== undefined) name = unquoted(header.trim());
    const [, key, value] = (header === undefined && /^([\w.-]+)\s*[=:]\s*(.*)$/.exec(trimmed)) || [];
    const id = name.toLowerCase();
    const section = sections.get(id) ?? { name, values: new Map<string, string>() };
    if (key !== undefined) section.values.set(key.toLowerCase(), valueOf(value ?? ''));
    if (key !== undefined || header !== undefined) sections.set(id, section);
  }
  return [...sections.values()];
}

/** A comment behind a value begins with a blank; quotes keep blanks, `#` and `;`. */
const valueOf = (text: string): string => {
  const quoted = /^(?:"((?:[^"\\]|\\.)*)"|'([^']*)')\s*(?:[#;].*)?$/.exec(text);
  if (quoted) return (quoted[1]?.replace(/\\(["\\])/g, '$1') ?? quoted[2] ?? '').trim();
  return text.replace(/(?:^|\s)[#;].*$/, '').trim();
};

const unquoted = (text: string): string => /^"(.*)"$/.exec(text)?.[1] ?? text;

/** A value of a section; empty when there is none. */
export const iniValue = (section: IniSection | undefined, name: string): string =>
  section?.values.get(name.toLowerCase()) ?? '';

/** The section of that name, in either case. */
export const iniSection = (sections: readonly IniSection[], name: string): IniSection | undefined =>
  sections.find(section => section.name.toLowerCase() === name.toLowerCase());
