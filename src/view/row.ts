/** One line of the tree as plain data. */
export interface Row {
  readonly label: string;
  readonly description?: string;
  /** A codicon. */
  readonly icon: string;
  readonly color?: string;
  /** Whether the editor is asked for a mark beside the label. */
  readonly marked?: boolean;
  /** What the menus of the manifest look for in `viewItem`. */
  readonly words: readonly string[];
  /** Undefined for a row without children; else whether it is open when first seen. */
  readonly parent: false | 'open' | 'closed';
  /** What a click does. */
  readonly click?: 'open' | 'details' | 'more' | 'downloaded';
  /** Markdown with all cloud text escaped; made only when it is looked at. */
  tooltip?(): string;
  /** For a screen reader, which does not see the icon. */
  readonly spoken: string;
}
