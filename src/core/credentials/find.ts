import type { Cloud } from '../cloud';
import { isArgumentError } from '../errors';
import { withoutInvisible } from '../invisible';
import { readCredentialFile, type Surroundings, type UnusableFile } from './files';
import {
  refused,
  type CredentialFile,
  type FileText,
  type FoundProfile,
  type ProfileOrigin,
} from './profile';

/** What was found of one cloud. */
export interface CloudProfiles {
  readonly cloud: Cloud;
  /** In the order in which they were looked for. */
  readonly profiles: readonly FoundProfile[];
  /** The files that were looked for, with `~` for the home. */
  readonly files: readonly string[];
}

/** Names are shown in a list: longer ones would be cut there anyway. */
const longestName = 80;

/**
 * Looks for what the vendors' tools have left on this computer, and reads it. Never throws for what stands there, and
 * nothing of a file gets anywhere but into the profiles.
 */
export async function findProfiles(
  clouds: readonly Cloud[],
  surroundings: Surroundings,
  now: number,
): Promise<CloudProfiles[]> {
  return Promise.all(clouds.map(cloud => profilesOf(cloud, surroundings, now)));
}

async function profilesOf(cloud: Cloud, surroundings: Surroundings, now: number): Promise<CloudProfiles> {
  const importer = await cloud.importer();
  const texts = new Map<string, FileText>();
  const unusable: FoundProfile[] = [];
  const read = async (file: CredentialFile) => [file, await readCredentialFile(file, surroundings)] as const;
  for (const [file, result] of await Promise.all(importer.files.map(read))) {
    if (!result) continue;
    if (isUnusable(result)) unusable.push({ ...result, name: '' });
    else texts.set(file.path, result);
  }
  const { environment } = surroundings;
  const found = importer.read({ file: path => texts.get(path), environment, now }).map(withShownName);
  const checked = await Promise.all(found.map(profile => checkedBy(cloud, profile)));
  const files = importer.files.map(({ path }) => `~/${path}`);
  return { cloud, profiles: [...withoutCopies(checked), ...unusable], files };
}

const isUnusable = (read: FileText | UnusableFile): read is UnusableFile => 'refusal' in read;

const withShownName = (profile: FoundProfile): FoundProfile => ({
  ...profile,
  name: withoutInvisible(profile.name, ' ').trim().slice(0, longestName),
});

/** A key that the cloud would not take from the keyboard is not taken from a file either. */
async function checkedBy(cloud: Cloud, profile: FoundProfile): Promise<FoundProfile> {
  if (profile.credential === undefined) return profile;
  const provider = await cloud.provider();
  try {
    return { ...profile, credential: provider.readCredential(profile.credential) };
  } catch (error) {
    if (!isArgumentError(error)) throw error;
    return refused(profile, { kind: 'invalid', field: error.field.replace(/^credential\./, '') });
  }
}

/** The same credential in several places is one profile: the first, with what the others know besides. */
function withoutCopies(profiles: readonly FoundProfile[]): FoundProfile[] {
  const kept = new Map<string, FoundProfile>();
  profiles.forEach((profile, index) => {
    const print = profile.credential === undefined ? String(index) : printOf(profile.credential);
    const first = kept.get(print);
    kept.set(print, first ? merged(first, profile) : profile);
  });
  return [...kept.values()];
}

function merged(first: FoundProfile, copy: FoundProfile): FoundProfile {
  const origin: ProfileOrigin = { source: copy.source, name: copy.name };
  const settings = { ...copy.settings, ...first.settings };
  return { ...copy, ...first, settings, alsoIn: [...(first.alsoIn ?? []), origin] };
}

/** Equal for equal credentials, whatever the order of their fields. */
export const printOf = (credential: unknown): string =>
  JSON.stringify(Object.entries(credential ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)));
