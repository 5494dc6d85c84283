import type { FoundProfile } from './profile';

/** Which profiles are meant; what is left out fits any. */
export interface ProfileQuery {
  readonly cloud?: string | undefined;
  readonly source?: string | undefined;
  readonly profile?: string | undefined;
}

/** Whether a profile is meant, by any of the places where it stands. */
export const isMeant = (
  query: ProfileQuery,
  cloud: string,
  { source, name, alsoIn = [] }: FoundProfile,
): boolean =>
  (query.cloud ?? cloud) === cloud &&
  [{ source, name }, ...alsoIn].some(
    origin =>
      (query.source ?? origin.source) === origin.source && (query.profile ?? origin.name) === origin.name,
  );

/** The label, with a number behind it when it is taken. */
export function uniqueLabel(label: string, taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? label : `${label} (${number})`;
    if (!taken.includes(candidate)) return candidate;
  }
}

/** The argument that adds the account of a profile. */
export const accountArgument = (
  cloud: string,
  { source, name, credential, settings }: FoundProfile,
  taken: readonly string[],
): Record<string, unknown> => ({
  cloud,
  label: uniqueLabel(name || source, taken),
  credential,
  ...settings,
});
