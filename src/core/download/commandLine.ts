/** Programs that fetch a link. */
export const downloaders = ['curl', 'wget', 'aria2c'] as const;
export type Downloader = (typeof downloaders)[number];

/** Those that read a command line alike. */
export const shells = ['posix', 'powershell'] as const;
export type Shell = (typeof shells)[number];

interface LinkedFile {
  /** An absolute URL. */
  readonly url: string;
  /** What to save it as in the working directory: a name that is safe there. */
  readonly name: string;
}

/**
 * A command line that fetches a link into a file, and goes on with one that is there in part. The link is final: where
 * the program leaves the choice, a redirect is not followed.
 */
export function commandLine(program: Downloader, { url, name }: LinkedFile, shell: Shell): string {
  // As a download of ours sends it: nothing in it is a blank, a control character that a terminal would act on, or a
  // double quote, of which Windows PowerShell makes several arguments.
  const link = quoted(new URL(url).href, shell);
  const file = name.startsWith('-') ? `./${name}` : name; // else it would be an option, or the standard output
  // Windows PowerShell has aliases called curl and wget, for a command of its own.
  const start = shell === 'powershell' ? `${program}.exe` : program;
  switch (program) {
    case 'curl':
      // Without globbing brackets in the link are what they are, and so is `#1` in the name.
      return `${start} --fail --globoff --continue-at - --output ${quoted(file, shell)} ${link}`;
    case 'wget':
      return `${start} --continue --max-redirect=0 --output-document ${quoted(file, shell)} ${link}`;
    case 'aria2c':
      return `${start} --continue=true --max-connection-per-server=4 --split=4 ${quoted(`--out=${file}`, shell)} ${link}`;
  }
}

/** A text as one argument that a shell takes as it is; it must hold no NUL, which no argument can. */
export const quoted = (text: string, shell: Shell): string =>
  shell === 'posix'
    ? `'${text.replaceAll("'", String.raw`'\''`)}'`
    : // PowerShell takes typographic quotes for plain ones, and two in a row for the first of them: about_Quoting_Rules
      // and `EscapeSingleQuotedStringContent` of its CodeGeneration.cs.
      `'${text.replace(/['‘’‚‛]/g, '$&$&')}'`;
