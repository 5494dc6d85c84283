import type { Account } from '../account';
import { compact } from '../compact';

/** Why a profile cannot be imported; the view has a sentence for each. None holds anything secret of a file. */
export type ImportRefusal =
  /** The tool keeps its keys encrypted, and only the tool can read them. */
  | { readonly kind: 'encrypted' }
  /** `mode` is the vendor's word for a way to sign in that we do not have; absent where we do not know the word. */
  | { readonly kind: 'mode'; readonly mode?: string }
  /** A role has to be taken first; `base` is the profile whose key takes it, where that can be imported. */
  | { readonly kind: 'role'; readonly base?: string }
  /** `source_profile` leads round in a circle. */
  | { readonly kind: 'cycle' }
  | { readonly kind: 'expired'; readonly at: Date }
  /** The tool holds no key of the profile now: it gets one when it is run. */
  | { readonly kind: 'signIn' }
  /** A program would have to be run. */
  | { readonly kind: 'command' }
  /** Keys come from the metadata service of a machine in the cloud. */
  | { readonly kind: 'metadata' }
  /** A token of another identity provider would have to be exchanged. */
  | { readonly kind: 'identityProvider' }
  /** A server that hands out keys would have to be asked. */
  | { readonly kind: 'server' }
  /** `field` is its name as the tool has it. */
  | { readonly kind: 'incomplete' | 'invalid'; readonly field: string }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'tooLarge' }
  /** `code` is that of the system. */
  | { readonly kind: 'unreadable'; readonly code: string }
  /** The same credential is there already; `account` is the label. */
  | { readonly kind: 'known'; readonly account: string };

/** Where a profile stands: a path (with `~` for the home) or the variable with the key's id; and its name there. */
export interface ProfileOrigin {
  readonly source: string;
  /** `environment` for variables; empty where a whole file cannot be used. */
  readonly name: string;
}

/** What a profile says of its account besides the credential. */
export type ProfileSettings = Partial<
  Pick<Account, 'regions' | 'site' | 'projectIds' | 'enterpriseProjectId' | 'endpoints'>
>;

/** A profile of a vendor's tool. Nothing secret of it stands anywhere but in `credential`. */
export interface FoundProfile extends ProfileOrigin {
  /** The first and last characters of the key's id. */
  readonly keyHint?: string;
  /** In the shape of the cloud's credential argument; absent when the profile is refused. */
  readonly credential?: unknown;
  /** A temporary key dies by itself, and nothing renews it here. */
  readonly isTemporary?: boolean;
  readonly expiresAt?: Date;
  readonly settings?: ProfileSettings;
  readonly refusal?: ImportRefusal;
  /** Where else the same credential stands. */
  readonly alsoIn?: readonly ProfileOrigin[];
}

/** A file that a vendor's tool keeps profiles in. */
export interface CredentialFile {
  /** Below the home, with `/`. */
  readonly path: string;
  /** The variable that names another file in its place. */
  readonly variable?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** A file that was there and could be read. */
export interface FileText {
  readonly source: string;
  readonly text: string;
}

/** What a cloud's profiles are read from. */
export interface Findings {
  /** The text of one of the importer's files; undefined where there is none that can be read. */
  readonly file: (path: string) => FileText | undefined;
  readonly environment: Environment;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Knows what the tools of one cloud leave on a computer. */
export interface CredentialImporter {
  readonly files: readonly CredentialFile[];
  /** Never throws: what cannot be used becomes a profile with a refusal. */
  readonly read: (findings: Findings) => FoundProfile[];
}

export const environmentName = 'environment';

/** Enough of a key's id to know it by: `LTAI…x7`. A short one shows less. */
export const maskedKey = (id: string): string => `${id.length < 12 ? '' : id.slice(0, 4)}…${id.slice(-2)}`;

/** A value with the name its tool has for it; empty when it is not there. */
export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

export interface FoundKey {
  readonly id: NamedValue;
  readonly secret: NamedValue;
  readonly token?: NamedValue;
  /** Whether the key is of no use without its token. */
  readonly needsToken?: boolean;
}

/**
 * The profile of an access key, or its refusal when a part of the key is missing.
 *
 * @param credential makes the cloud's credential of it; the token is undefined when there is none
 */
export function keyProfile(
  origin: ProfileOrigin,
  { id, secret, token, needsToken = false }: FoundKey,
  credential: (id: string, secret: string, token: string | undefined) => unknown,
): FoundProfile {
  const needed = [id, secret, ...(needsToken && token ? [token] : [])];
  const missing = needed.find(({ value }) => value === '');
  const found = { ...origin, ...(id.value !== '' && { keyHint: maskedKey(id.value) }) };
  if (missing) return { ...found, refusal: { kind: 'incomplete', field: missing.name } };
  const isTemporary = token !== undefined && token.value !== '';
  return {
    ...found,
    credential: credential(id.value, secret.value, isTemporary ? token.value : undefined),
    ...(isTemporary && { isTemporary }),
  };
}

/** The profile with a reason in the place of its credential. */
export const refused = (profile: FoundProfile, refusal: ImportRefusal): FoundProfile =>
  compact<FoundProfile>({ ...profile, credential: undefined, refusal });

/** The profile with what its tool says of the end of its key. @param end milliseconds since the epoch */
export function untilExpiry(profile: FoundProfile, end: number, now: number): FoundProfile {
  if (profile.refusal) return profile;
  const expiresAt = new Date(end);
  if (Number.isNaN(expiresAt.getTime())) return profile;
  return end > now ? { ...profile, expiresAt } : refused(profile, { kind: 'expired', at: expiresAt });
}

/** The profile with settings, when it has any. */
export const withSettings = (profile: FoundProfile, settings: ProfileSettings): FoundProfile =>
  Object.keys(settings).length > 0 ? { ...profile, settings } : profile;
