/** Tells the process that started this one what it wants to know. This one ends when that one lets go of it. */
export function tell(what: object): void {
  process.once('disconnect', () => process.exit());
  process.send?.(what);
}
