import { homedir } from 'node:os';
import { homesOf } from '../core/credentials/files';
import { findProfiles, printOf, type CloudProfiles } from '../core/credentials/find';
import { refused, type FoundProfile } from '../core/credentials/profile';
import type { Parts } from './parts';

/** What the vendors' tools have left on this computer, with a word where an account has the same credential. */
export async function lookForProfiles({ world, accounts }: Parts): Promise<CloudProfiles[]> {
  const environment = process.env;
  const surroundings = { homes: homesOf(homedir(), environment), environment };
  const [found, known] = await Promise.all([
    findProfiles(world.clouds, surroundings, world.clock.now()),
    labelsByCredential(accounts),
  ]);
  return found.map(({ profiles, ...rest }) => ({
    ...rest,
    profiles: profiles.map(profile => markKnown(profile, known)),
  }));
}

function markKnown(profile: FoundProfile, known: ReadonlyMap<string, string>): FoundProfile {
  const account = profile.credential === undefined ? undefined : known.get(printOf(profile.credential));
  return account === undefined ? profile : refused(profile, { kind: 'known', account });
}

/** A storage that does not answer knows nothing; adding an account will tell of it. */
async function labelsByCredential(accounts: Parts['accounts']): Promise<ReadonlyMap<string, string>> {
  const entries = accounts.list().map(async ({ id, label }) => {
    const credential = await accounts.credential(id).catch(() => undefined);
    return [printOf(credential), label] as const;
  });
  return new Map(await Promise.all(entries));
}
