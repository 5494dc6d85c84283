import { isRegion } from '../../core/endpoint';
import { iniSection, iniValue, readIni, type IniSection } from '../../core/credentials/ini';
import { objectsIn, readObject, textIn, type Fields } from '../../core/credentials/json';
import {
  environmentName,
  keyProfile,
  withSettings,
  type CredentialImporter,
  type Environment,
  type FileText,
  type Findings,
  type FoundProfile,
  type NamedValue,
} from '../../core/credentials/profile';
import type { BaiduCredential } from './credential';

const cliFile = '.bce/config.json';

/** INI files with keys, each with the file beside it that has the regions, and the names its tool has for the parts. */
const iniFiles = [
  { path: '.bce/credentials', regions: '.bce/config', names: 'bce' },
  { path: '.bce_bls/credentials', regions: undefined, names: 'bce' },
  { path: '.go-bcecli/credentials', regions: '.go-bcecli/config', names: 'bcecmd' },
  // Some docs of bcecmd have this folder.
  { path: '.bcecmd/credentials', regions: '.bcecmd/config', names: 'bcecmd' },
  { path: '.baidubce/credentials', regions: undefined, names: 'bcecmd' },
] as const;

/** A name for each part of a key; the tools do not agree on that of the token. */
const partNames = {
  bce: {
    id: 'bce_access_key_id',
    secret: 'bce_secret_access_key',
    tokens: ['bce_security_token', 'bce_session_token', 'bce_sts_token'],
  },
  bcecmd: { id: 'Ak', secret: 'Sk', tokens: ['Sts'] },
} as const;

/** What the tools of Baidu AI Cloud keep (contracts baidu 5); the SDKs read nothing. Every profile is shown. */
export const importer: CredentialImporter = {
  files: [
    { path: cliFile },
    ...iniFiles.flatMap(({ path, regions }) => [{ path }, ...(regions ? [{ path: regions }] : [])]),
  ],
  read: findings => [
    ...cliProfiles(findings),
    ...iniFiles.flatMap(file => iniProfiles(file, findings)),
    ...environmentProfiles(findings.environment),
  ],
};

const credentialOf = (
  accessKeyId: string,
  secretAccessKey: string,
  sessionToken: string | undefined,
): BaiduCredential => ({
  kind: 'accessKey',
  accessKeyId,
  secretAccessKey,
  ...(sessionToken !== undefined && { sessionToken }),
});

/** Those of the `bce` CLI, to which the variable of the region fills a gap, as it does there. */
function cliProfiles({ file, environment }: Findings): FoundProfile[] {
  const found = file(cliFile);
  if (!found) return [];
  const { source, text } = found;
  const profiles = objectsIn(readObject(text), 'profiles');
  if (!profiles) return [{ source, name: '', refusal: { kind: 'damaged' } }];
  return profiles.map(profile =>
    inRegion(cliProfile(profile, source), textIn(profile, 'region') || (environment['BCE_REGION'] ?? '')),
  );
}

function cliProfile(profile: Fields, source: string): FoundProfile {
  const origin = { source, name: textIn(profile, 'name') };
  const mode = textIn(profile, 'mode').toLowerCase();
  if (!['', 'ak', 'ststoken'].includes(mode)) return { ...origin, refusal: { kind: 'mode' } };
  const named = (name: string): NamedValue => ({ name, value: textIn(profile, name) });
  const token = named('security_token');
  const isTemporary = mode === 'ststoken' || (mode === '' && token.value !== '');
  return keyProfile(
    origin,
    {
      id: named('access_key_id'),
      secret: named('secret_access_key'),
      ...(isTemporary && { token, needsToken: true }),
    },
    credentialOf,
  );
}

function iniProfiles(
  { path, regions, names }: (typeof iniFiles)[number],
  { file }: Findings,
): FoundProfile[] {
  const found = file(path);
  if (!found) return [];
  const config = readIni((regions && file(regions)?.text) ?? '');
  return readIni(found.text)
    .filter(({ values }) => values.size > 0)
    .map(section => inRegion(iniProfile(section, found, names), regionOf(section, config)));
}

function iniProfile(section: IniSection, { source }: FileText, names: keyof typeof partNames): FoundProfile {
  const { id, secret, tokens } = partNames[names];
  const named = (name: string): NamedValue => ({ name, value: iniValue(section, name) });
  return keyProfile(
    { source, name: section.name },
    { id: named(id), secret: named(secret), token: firstOf(tokens.map(named)) },
    credentialOf,
  );
}

/** A section of the config has the name of its profile; one of the defaults serves all. */
const regionOf = (section: IniSection, config: readonly IniSection[]): string =>
  iniValue(section, 'region') ||
  iniValue(iniSection(config, section.name), 'region') ||
  iniValue(iniSection(config, 'defaults'), 'region');

const firstOf = (values: readonly NamedValue[]): NamedValue =>
  values.find(({ value }) => value !== '') ?? { name: '', value: '' };

const inRegion = (profile: FoundProfile, region: string): FoundProfile =>
  withSettings(profile, isRegion(region) ? { regions: [region] } : {});

/** By tool: the CLI and the skills, the Terraform provider, an ACME client, a skill for log service. */
const variables = [
  {
    id: 'BCE_ACCESS_KEY_ID',
    secret: 'BCE_SECRET_ACCESS_KEY',
    tokens: ['BCE_SECURITY_TOKEN', 'BCE_SESSION_TOKEN', 'BCE_STS_TOKEN'],
    region: 'BCE_REGION',
  },
  {
    id: 'BAIDUCLOUD_ACCESS_KEY',
    secret: 'BAIDUCLOUD_SECRET_KEY',
    tokens: [],
    region: 'BAIDUCLOUD_REGION',
  },
  {
    id: 'BAIDUCLOUD_ACCESS_KEY_ID',
    secret: 'BAIDUCLOUD_SECRET_ACCESS_KEY',
    tokens: [],
    region: 'BAIDUCLOUD_REGION',
  },
  { id: 'BCE_BLS_ACCESS_KEY', secret: 'BCE_BLS_SECRET_KEY', tokens: [], region: 'BCE_REGION' },
];

function environmentProfiles(environment: Environment): FoundProfile[] {
  const named = (name: string): NamedValue => ({ name, value: environment[name]?.trim() ?? '' });
  return variables
    .map(({ id, secret, tokens, region }) => ({
      keys: { id: named(id), secret: named(secret), token: firstOf(tokens.map(named)) },
      region: named(region).value,
    }))
    .filter(({ keys }) => keys.id.value !== '' || keys.secret.value !== '')
    .map(({ keys, region }) =>
      inRegion(keyProfile({ source: keys.id.name, name: environmentName }, keys, credentialOf), region),
    );
}
