import { isRegion } from '../../core/endpoint';
import { objectIn, objectsIn, readObject, textIn, type Fields } from '../../core/credentials/json';
import {
  keyProfile,
  withSettings,
  type FileText,
  type FoundProfile,
  type NamedValue,
  type ProfileSettings,
} from '../../core/credentials/profile';
import type { HuaweiCredential } from './credential';

/** The profiles of KooCLI (`hcloud`), from its `config.json`, which Terraform reads too (contracts huawei 5). */
export function cliProfiles({ source, text }: FileText): FoundProfile[] {
  const config = readObject(text);
  const profiles = objectsIn(config, 'profiles');
  if (!profiles) return [{ source, name: '', refusal: { kind: 'damaged' } }];
  // A text there, as the CLI writes it; keys are in plain text only where it says so.
  const isPlain = textIn(config, 'authEncrypt').toLowerCase() === 'false';
  return profiles.map(profile =>
    withSettings(
      cliProfile(profile, source, isPlain),
      settingsOf({ region: textIn(profile, 'region'), projectId: textIn(profile, 'projectId') }),
    ),
  );
}

function cliProfile(profile: Fields, source: string, isPlain: boolean): FoundProfile {
  const origin = { source, name: textIn(profile, 'name') };
  const mode = textIn(profile, 'mode').toLowerCase();
  switch (mode) {
    case 'ecsagency':
      return { ...origin, refusal: { kind: 'metadata' } };
    case 'assumerole':
      return { ...origin, refusal: { kind: 'role' } };
    case '':
    case 'aksk':
      return isPlain ? key(profile, origin) : { ...origin, refusal: { kind: 'encrypted' } };
    case 'sso':
      return isPlain ? signedIn(profile, origin) : { ...origin, refusal: { kind: 'encrypted' } };
    default:
      return { ...origin, refusal: { kind: 'mode' } };
  }
}

type Origin = Pick<FoundProfile, 'source' | 'name'>;

/** An empty security token is that of a permanent key. */
function key(fields: Fields, origin: Origin): FoundProfile {
  const named = (name: string): NamedValue => ({ name, value: textIn(fields, name) });
  const keys = { id: named('accessKeyId'), secret: named('secretAccessKey'), token: named('securityToken') };
  return keyProfile(origin, keys, credentialOf);
}

/**
 * The temporary key that the last sign-in has left. When it ends the file does not tell: `expiresAt` there is that of
 * the sign-in.
 */
function signedIn(profile: Fields, origin: Origin): FoundProfile {
  const token = objectIn(objectIn(profile, 'ssoAuth'), 'stsToken');
  const found = key(token ?? {}, origin);
  return found.refusal ? { ...origin, refusal: { kind: 'signIn' } } : found;
}

/** The credential of a key, for `keyProfile`. */
export const credentialOf = (
  accessKeyId: string,
  secretAccessKey: string,
  securityToken: string | undefined,
): HuaweiCredential => ({
  kind: 'accessKey',
  accessKeyId,
  secretAccessKey,
  ...(securityToken !== undefined && { securityToken }),
});

interface Given {
  readonly region: string;
  readonly projectId?: string;
  readonly enterpriseProjectId?: string;
  /** Of a partner's cloud; empty for the public one. */
  readonly domain?: string;
}

/** What a tool says of an account, as far as it can be used; a project belongs to a region. */
export function settingsOf({
  region,
  projectId = '',
  enterpriseProjectId = '',
  domain = '',
}: Given): ProfileSettings {
  const hasRegion = isRegion(region);
  return {
    ...(hasRegion && { regions: [region] }),
    ...(hasRegion && /^[\w-]{1,256}$/.test(projectId) && { projectIds: { [region]: projectId } }),
    ...(enterpriseProjectId !== '' && { enterpriseProjectId }),
    ...(isPartner(domain) && { endpoints: endpointsIn(domain) }),
  };
}

const isPartner = (domain: string): boolean =>
  /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(domain) && !/^myhuaweicloud\.(com|eu)$/i.test(domain);

const endpointsIn = (domain: string): Record<string, string> => ({
  hss: `https://hss.{region}.${domain}`,
  iam: `https://iam.{region}.${domain}`,
});
