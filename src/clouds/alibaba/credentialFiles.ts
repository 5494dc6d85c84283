import { iniValue, readIni, type IniSection } from '../../core/credentials/ini';
import type {
  CredentialImporter,
  FileText,
  Findings,
  FoundProfile,
  NamedValue,
} from '../../core/credentials/profile';
import { environmentName, keyProfile } from '../../core/credentials/profile';
import { cliProfiles, credentialOf } from './cliProfiles';

const cliFile = '.aliyun/config.json';
const oldCliFile = '.aliyuncli/credentials';
const sdkFile = '.alibabacloud/credentials';

/**
 * What the tools of Alibaba Cloud keep (contracts alibaba 5). Everything they have is shown, whatever variables such as
 * `ALIBABA_CLOUD_PROFILE` and `ALIBABA_CLOUD_CLI_PROFILE_DISABLED` tell the tools to take: the user chooses.
 */
export const importer: CredentialImporter = {
  files: [
    { path: cliFile },
    { path: sdkFile, variable: 'ALIBABA_CLOUD_CREDENTIALS_FILE' },
    { path: oldCliFile },
  ],
  read: findings => [
    ...from(findings, cliFile, file => cliProfiles(file, findings.now)),
    ...from(findings, sdkFile, sdkProfiles),
    ...from(findings, oldCliFile, oldCliProfiles),
    ...environmentProfiles(findings),
  ],
};

function from(findings: Findings, path: string, read: (file: FileText) => FoundProfile[]): FoundProfile[] {
  const file = findings.file(path);
  return file ? read(file) : [];
}

/** The Python CLI's, of before 2018: a section `default`, and `profile NAME` for the others. */
const oldCliProfiles = ({ source, text }: FileText): FoundProfile[] =>
  readIni(text)
    .filter(({ values }) => values.size > 0)
    .map(section =>
      keyProfile(
        { source, name: section.name.replace(/^profile\s+/i, '') },
        {
          id: valueIn(section, 'aliyun_access_key_id'),
          secret: valueIn(section, 'aliyun_access_key_secret'),
        },
        credentialOf,
      ),
    );

/** The SDKs', where a section says by its `type` what it is; an old one without holds a key. */
const sdkProfiles = ({ source, text }: FileText): FoundProfile[] =>
  readIni(text)
    .filter(({ values }) => values.size > 0)
    .map(section => sdkProfile(section, source));

function sdkProfile(section: IniSection, source: string): FoundProfile {
  const origin = { source, name: section.name };
  const type = iniValue(section, 'type').toLowerCase();
  const keys = {
    id: valueIn(section, 'access_key_id'),
    secret: valueIn(section, 'access_key_secret'),
    token: valueIn(section, 'security_token'),
  };
  switch (type) {
    case '':
    case 'access_key':
      return keyProfile(origin, keys, credentialOf);
    case 'sts':
      return keyProfile(origin, { ...keys, needsToken: true }, credentialOf);
    case 'ram_role_arn':
      return { ...origin, refusal: { kind: 'role' } };
    case 'ecs_ram_role':
      return { ...origin, refusal: { kind: 'metadata' } };
    case 'oidc_role_arn':
      return { ...origin, refusal: { kind: 'identityProvider' } };
    case 'credentials_uri':
      return { ...origin, refusal: { kind: 'server' } };
    case 'bearer':
    case 'rsa_key_pair':
      return { ...origin, refusal: { kind: 'mode', mode: type } };
    default:
      return { ...origin, refusal: { kind: 'mode' } };
  }
}

const valueIn = (section: IniSection, name: string): NamedValue => ({ name, value: iniValue(section, name) });

/** Of the SDKs, then of the CLI, which reads the others too. */
const prefixes = ['ALIBABA_CLOUD_', 'ALIBABACLOUD_', 'ALICLOUD_', ''];

function environmentProfiles({ environment }: Findings): FoundProfile[] {
  const named = (name: string): NamedValue => ({ name, value: environment[name]?.trim() ?? '' });
  const keys = prefixes
    .map(prefix => ({
      id: named(`${prefix}ACCESS_KEY_ID`),
      secret: named(`${prefix}ACCESS_KEY_SECRET`),
      token: named(`${prefix}SECURITY_TOKEN`),
    }))
    .filter(({ id, secret }) => id.value !== '' || secret.value !== '')
    .map(key => keyProfile({ source: key.id.name, name: environmentName }, key, credentialOf));
  const others = otherWays.filter(({ source }) => named(source).value !== '');
  return [
    ...keys,
    ...others.map(({ source, kind }) => ({ source, name: environmentName, refusal: { kind } })),
  ];
}

/** Variables by which the SDKs get keys from elsewhere. */
const otherWays = [
  { source: 'ALIBABA_CLOUD_OIDC_TOKEN_FILE', kind: 'identityProvider' },
  { source: 'ALIBABA_CLOUD_CREDENTIALS_URI', kind: 'server' },
  { source: 'ALIBABA_CLOUD_ECS_METADATA', kind: 'metadata' },
] as const;
