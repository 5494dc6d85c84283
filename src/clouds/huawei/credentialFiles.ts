import { iniSection, iniValue, readIni } from '../../core/credentials/ini';
import {
  environmentName,
  keyProfile,
  withSettings,
  type CredentialImporter,
  type Environment,
  type Findings,
  type FoundProfile,
  type NamedValue,
} from '../../core/credentials/profile';
import { cliProfiles, credentialOf, settingsOf } from './cliProfiles';

const cliFile = '.hcloud/config.json';
const sdkFile = '.huaweicloud/credentials';
const obsFile = '.obsutilconfig';

/**
 * What the tools of Huawei Cloud keep (contracts huawei 5). Every profile is shown, not only that which `HW_PROFILE`
 * names.
 */
export const importer: CredentialImporter = {
  files: [
    { path: cliFile, variable: 'HW_SHARED_CONFIG_FILE' },
    { path: sdkFile, variable: 'HUAWEICLOUD_SDK_CREDENTIALS_FILE' },
    { path: obsFile },
  ],
  read: findings => {
    const cli = findings.file(cliFile);
    return [
      ...(cli ? cliProfiles(cli) : []),
      ...sdkProfiles(findings),
      ...obsProfiles(findings),
      ...environmentProfiles(findings.environment),
    ];
  },
};

/** The SDKs have one key for services of a region and one for the others; either is a key of the same kind of user. */
function sdkProfiles({ file }: Findings): FoundProfile[] {
  const found = file(sdkFile);
  const sections = readIni(found?.text ?? '').filter(({ values }) => values.size > 0);
  return sections.map(section => {
    const origin = { source: found?.source ?? '', name: section.name };
    const named = (name: string): NamedValue => ({ name, value: iniValue(section, name) });
    const keys = { id: named('ak'), secret: named('sk'), token: named('security_token') };
    const isForeign = keys.id.value === '' && iniValue(section, 'idp_id') !== '';
    if (isForeign) return { ...origin, refusal: { kind: 'identityProvider' } };
    return keyProfile(origin, keys, credentialOf);
  });
}

/** Lines without a section; the region stands in the endpoint. */
function obsProfiles({ file }: Findings): FoundProfile[] {
  const found = file(obsFile);
  const section = iniSection(readIni(found?.text ?? ''), '');
  if (!found || !section) return [];
  const named = (name: string): NamedValue => ({ name, value: iniValue(section, name) });
  const keys = { id: named('ak'), secret: named('sk'), token: named('token') };
  const [, region = ''] = /^(?:https?:\/\/)?obs\.([\w-]+)\./i.exec(iniValue(section, 'endpoint')) ?? [];
  const profile = keyProfile({ source: found.source, name: 'obsutil' }, keys, credentialOf);
  return [withSettings(profile, settingsOf({ region }))];
}

const sdk = 'HUAWEICLOUD_SDK_';

function environmentProfiles(environment: Environment): FoundProfile[] {
  const named = (name: string): NamedValue => ({ name, value: environment[name]?.trim() ?? '' });
  const valueOf = (name: string) => named(name).value;
  const ofSdk = { id: named(`${sdk}AK`), secret: named(`${sdk}SK`), token: named(`${sdk}SECURITY_TOKEN`) };
  const ofTerraform = {
    id: named('HW_ACCESS_KEY'),
    secret: named('HW_SECRET_KEY'),
    token: named('HW_SECURITY_TOKEN'),
  };
  const ofTerraformAccount = settingsOf({
    region: valueOf('HW_REGION_NAME'),
    enterpriseProjectId: valueOf('HW_ENTERPRISE_PROJECT_ID'),
    domain: valueOf('HW_CLOUD'),
  });
  const profiles = [
    { keys: ofSdk, settings: {} },
    { keys: ofTerraform, settings: ofTerraformAccount },
  ]
    .filter(({ keys }) => keys.id.value !== '' || keys.secret.value !== '')
    .map(({ keys, settings }) => {
      const origin = { source: keys.id.name, name: environmentName };
      return withSettings(keyProfile(origin, keys, credentialOf), settings);
    });
  const provider = { source: `${sdk}IDP_ID`, name: environmentName };
  const isForeign = valueOf(provider.source) !== '';
  return isForeign ? [...profiles, { ...provider, refusal: { kind: 'identityProvider' } }] : profiles;
}
