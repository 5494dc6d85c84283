import type { CredentialImporter, Environment, FoundProfile } from '../../src/core/credentials/profile';

/** The moment at which the tests look; keys expire before or after it. */
export const lookedAt = Date.parse('2026-11-22T10:00:00Z');

/** What an importer makes of files (by their paths below the home) and variables. */
export function profilesIn(
  importer: CredentialImporter,
  files: Readonly<Record<string, string>>,
  environment: Environment = {},
): FoundProfile[] {
  const unknown = Object.keys(files).find(path => !importer.files.some(file => file.path === path));
  if (unknown !== undefined) throw new Error(`“${unknown}” is not looked for.`);
  return importer.read({
    file: path => {
      const text = files[path];
      return text === undefined ? undefined : { source: `~/${path}`, text };
    },
    environment,
    now: lookedAt,
  });
}
