import { objectsIn, readObject, textIn, type Fields } from '../../core/credentials/json';
import {
  keyProfile,
  untilExpiry,
  withSettings,
  type FileText,
  type FoundProfile,
  type ImportRefusal,
  type NamedValue,
  type ProfileSettings,
} from '../../core/credentials/profile';
import type { AlibabaCredential } from './credential';

/** The profiles of the `aliyun` CLI, from its `config.json` (contracts alibaba 5.1). */
export function cliProfiles({ source, text }: FileText, now: number): FoundProfile[] {
  const profiles = objectsIn(readObject(text), 'profiles');
  if (!profiles) return [{ source, name: '', refusal: { kind: 'damaged' } }];
  return profiles.map(profile => withSettings(read(profile, { source, profiles, now }), settingsOf(profile)));
}

interface Context {
  readonly source: string;
  readonly profiles: readonly Fields[];
  readonly now: number;
}

function read(profile: Fields, context: Context): FoundProfile {
  const origin = { source: context.source, name: textIn(profile, 'name') };
  const refusedFor = (refusal: ImportRefusal): FoundProfile => ({ ...origin, refusal });
  const mode = modeOf(profile);
  switch (mode) {
    case 'AK':
      return key(profile, context);
    case 'StsToken':
      return key(profile, context, { needsToken: true });
    case 'CloudSSO':
    case 'OAuth':
      return cached(profile, context) ?? refusedFor({ kind: 'signIn' });
    case 'External':
      return cached(profile, context) ?? refusedFor({ kind: 'command' });
    case 'RamRoleArn':
      return refusedFor({ kind: 'role' });
    case 'ChainableRamRoleArn':
      return refusedFor(chained(profile, context));
    case 'EcsRamRole':
    case 'RamRoleArnWithRoleName':
      return refusedFor({ kind: 'metadata' });
    case 'OIDC':
      return refusedFor({ kind: 'identityProvider' });
    case 'CredentialsURI':
      return refusedFor({ kind: 'server' });
    case 'RsaKeyPair':
    case 'BearerToken':
    case 'Anonymous':
      return refusedFor({ kind: 'mode', mode });
    default:
      return refusedFor({ kind: 'mode' });
  }
}

const modes = [
  ...['AK', 'StsToken', 'CloudSSO', 'OAuth', 'External', 'RamRoleArn', 'ChainableRamRoleArn'],
  ...[
    'EcsRamRole',
    'RamRoleArnWithRoleName',
    'OIDC',
    'CredentialsURI',
    'RsaKeyPair',
    'BearerToken',
    'Anonymous',
  ],
];

/**
 * The mode in the CLI's own letters, which takes it in any case. Undefined for a word that it does not know: that may
 * be anything, and is not shown. Without one the fields tell, as they do to the CLI.
 */
function modeOf(profile: Fields): string | undefined {
  const given = textIn(profile, 'mode').toLowerCase();
  if (given !== '') return modes.find(mode => mode.toLowerCase() === given);
  if (textIn(profile, 'ram_role_arn') !== '') return 'RamRoleArn';
  return textIn(profile, 'sts_token') === '' ? 'AK' : 'StsToken';
}

const named = (profile: Fields, name: string): NamedValue => ({ name, value: textIn(profile, name) });

/** A key of mode AK has no token, whatever else the profile holds. */
const key = (profile: Fields, { source }: Context, { needsToken = false } = {}): FoundProfile =>
  keyProfile(
    { source, name: textIn(profile, 'name') },
    {
      id: named(profile, 'access_key_id'),
      secret: named(profile, 'access_key_secret'),
      ...(needsToken && { token: named(profile, 'sts_token'), needsToken }),
    },
    credentialOf,
  );

/** The key that the CLI got the last time, while it lives; undefined when there is none. */
function cached(profile: Fields, context: Context): FoundProfile | undefined {
  const hasToken = textIn(profile, 'sts_token') !== '';
  const found = key(profile, context, { needsToken: hasToken });
  if (found.refusal) return undefined;
  const seconds = profile['sts_expiration'];
  return typeof seconds === 'number' && seconds > 0 ? untilExpiry(found, seconds * 1000, context.now) : found;
}

/** Follows `source_profile` to the profile whose key takes the first role. */
function chained(profile: Fields, { profiles }: Context): ImportRefusal {
  const passed = new Set<Fields>();
  let at = profile;
  while (modeOf(at) === 'ChainableRamRoleArn') {
    if (passed.has(at)) return { kind: 'cycle' };
    passed.add(at);
    const name = textIn(at, 'source_profile');
    const next = profiles.find(candidate => name !== '' && textIn(candidate, 'name') === name);
    if (!next) return { kind: 'incomplete', field: 'source_profile' };
    at = next;
  }
  const hasKey = ['AK', 'StsToken'].includes(modeOf(at) ?? '');
  return hasKey ? { kind: 'role', base: textIn(at, 'name') } : { kind: 'role' };
}

/** By the site that the CLI signed in at, where it tells. */
function settingsOf(profile: Fields): ProfileSettings {
  const site = (textIn(profile, 'oauth_site_type') || textIn(profile, 'site')).toLowerCase();
  if (['intl', 'international'].includes(site)) return { site: 'international' };
  return ['cn', 'china'].includes(site) ? { site: 'china' } : {};
}

/** The credential of a key, for `keyProfile`. */
export const credentialOf = (
  accessKeyId: string,
  accessKeySecret: string,
  securityToken: string | undefined,
): AlibabaCredential => ({
  kind: 'accessKey',
  accessKeyId,
  accessKeySecret,
  ...(securityToken !== undefined && { securityToken }),
});
