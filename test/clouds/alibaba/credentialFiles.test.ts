import assert from 'node:assert/strict';
import { importer } from '../../../src/clouds/alibaba/credentialFiles';
import type { ImportRefusal } from '../../../src/core/credentials/profile';
import { lookedAt, profilesIn } from '../../fakes/credentialFiles';

const id = 'LTAI0123456789x7';
const credential = { kind: 'accessKey', accessKeyId: id, accessKeySecret: 'the-secret' };
const temporary = { ...credential, securityToken: 'the-token' };
const keyHint = 'LTAI…x7';
const key = { access_key_id: id, access_key_secret: 'the-secret' };
const tokenKey = { ...key, sts_token: 'the-token' };

const cli = '.aliyun/config.json';
const sdk = '.alibabacloud/credentials';
const old = '.aliyuncli/credentials';

const cliWith = (...profiles: Record<string, unknown>[]) =>
  profilesIn(importer, {
    [cli]: JSON.stringify({ current: 'default', profiles, meta_path: '' }, null, '\t'),
  });
const oneOfCli = (profile: Record<string, unknown>) => cliWith({ name: 'work', ...profile })[0];

describe('profiles of the aliyun CLI', () => {
  const source = `~/${cli}`;
  const origin = { source, name: 'work' };
  const later = lookedAt / 1000 + 600;
  const soon = new Date(later * 1000);
  const before = lookedAt / 1000 - 600;

  for (const [what, profile, expected] of [
    ['AK', { mode: 'AK', ...key }, { credential }],
    ['a mode in any case', { mode: 'ak', ...key }, { credential }],
    ['AK, whatever token is left over', { mode: 'AK', ...tokenKey }, { credential }],
    ['no mode but a key', key, { credential }],
    ['no mode but a token', tokenKey, { credential: temporary, isTemporary: true }],
    ['StsToken', { mode: 'StsToken', ...tokenKey }, { credential: temporary, isTemporary: true }],
    [
      'CloudSSO with a key that lives',
      { mode: 'CloudSSO', ...tokenKey, sts_expiration: later },
      { credential: temporary, isTemporary: true, expiresAt: soon },
    ],
    [
      'OAuth with a key that lives, at the international site',
      { mode: 'OAuth', ...tokenKey, sts_expiration: later, oauth_site_type: 'INTL' },
      {
        credential: temporary,
        isTemporary: true,
        expiresAt: soon,
        settings: { site: 'international' },
      },
    ],
    [
      'External with a key that lives',
      { mode: 'External', ...tokenKey, sts_expiration: later, process_command: 'get-key' },
      { credential: temporary, isTemporary: true, expiresAt: soon },
    ],
    [
      'External with a key without an end',
      { mode: 'External', ...key, process_command: 'get-key' },
      { credential },
    ],
    ['a site of its own', { mode: 'AK', ...key, site: 'china' }, { credential, settings: { site: 'china' } }],
    ['a site that is not known', { mode: 'AK', ...key, site: 'moon' }, { credential }],
  ] as const) {
    it(`are imported: ${what}`, () =>
      assert.deepEqual(oneOfCli(profile), { ...origin, keyHint, ...expected }));
  }

  const refusals: [string, Record<string, unknown>, ImportRefusal][] = [
    ['AK without an id', { mode: 'AK', access_key_id: '' }, { kind: 'incomplete', field: 'access_key_id' }],
    [
      'AK without a secret',
      { mode: 'AK', access_key_id: id },
      { kind: 'incomplete', field: 'access_key_secret' },
    ],
    [
      'AK with a number for a secret',
      { mode: 'AK', ...key, access_key_secret: 7 },
      { kind: 'incomplete', field: 'access_key_secret' },
    ],
    ['StsToken without a token', { mode: 'StsToken', ...key }, { kind: 'incomplete', field: 'sts_token' }],
    [
      'CloudSSO that has expired',
      { mode: 'CloudSSO', ...tokenKey, sts_expiration: before },
      { kind: 'expired', at: new Date(before * 1000) },
    ],
    ['CloudSSO without a key', { mode: 'CloudSSO', access_token: 'a' }, { kind: 'signIn' }],
    ['OAuth without a key', { mode: 'OAuth' }, { kind: 'signIn' }],
    ['External without a key', { mode: 'External', process_command: 'get-key' }, { kind: 'command' }],
    [
      'External that has expired',
      { mode: 'External', ...tokenKey, sts_expiration: before },
      { kind: 'expired', at: new Date(before * 1000) },
    ],
    ['RamRoleArn', { mode: 'RamRoleArn', ...key, ram_role_arn: 'acs:ram::1:role/x' }, { kind: 'role' }],
    ['no mode but a role', { ...key, ram_role_arn: 'acs:ram::1:role/x' }, { kind: 'role' }],
    ['EcsRamRole', { mode: 'EcsRamRole' }, { kind: 'metadata' }],
    ['RamRoleArnWithRoleName', { mode: 'RamRoleArnWithRoleName' }, { kind: 'metadata' }],
    ['OIDC', { mode: 'OIDC', oidc_token_file: '/t' }, { kind: 'identityProvider' }],
    ['CredentialsURI', { mode: 'CredentialsURI', credentials_uri: 'http://localhost' }, { kind: 'server' }],
    ['RsaKeyPair', { mode: 'rsakeypair', private_key: 'p' }, { kind: 'mode', mode: 'RsaKeyPair' }],
    ['BearerToken', { mode: 'BearerToken', bearer_token: 'b' }, { kind: 'mode', mode: 'BearerToken' }],
    ['Anonymous', { mode: 'Anonymous' }, { kind: 'mode', mode: 'Anonymous' }],
    ['a mode that is not known, and not shown', { mode: 'the-secret' }, { kind: 'mode' }],
  ];
  for (const [what, profile, refusal] of refusals) {
    it(`are refused: ${what}`, () => {
      const found = oneOfCli(profile);
      assert.deepEqual(found?.refusal, refusal);
      assert.equal(found?.credential, undefined);
    });
  }

  const chain = (name: string, base: string) => ({ name, mode: 'ChainableRamRoleArn', source_profile: base });
  for (const [what, profiles, refusal] of [
    [
      'that ends at a key',
      [chain('a', 'b'), chain('b', 'c'), { name: 'c', mode: 'AK' }],
      { kind: 'role', base: 'c' },
    ],
    ['that ends at another role', [chain('a', 'b'), { name: 'b', mode: 'RamRoleArn' }], { kind: 'role' }],
    ['that leads round', [chain('a', 'b'), chain('b', 'a')], { kind: 'cycle' }],
    ['that leads to itself', [chain('a', 'a')], { kind: 'cycle' }],
    ['that leads nowhere', [chain('a', 'z')], { kind: 'incomplete', field: 'source_profile' }],
    ['without a source', [chain('a', '')], { kind: 'incomplete', field: 'source_profile' }],
  ] as const) {
    it(`follow a chain of roles ${what}`, () =>
      assert.deepEqual(cliWith(...profiles)[0], { source, name: 'a', refusal }));
  }

  for (const text of ['', '{"profiles": [{"access_key_secret": "the-sec', '[]', '{"profiles": {}}', 'null'])
    it(`are none in a damaged file: ${text}`, () =>
      assert.deepEqual(profilesIn(importer, { [cli]: text }), [
        { source, name: '', refusal: { kind: 'damaged' } },
      ]));
});

describe('profiles of the Alibaba SDKs', () => {
  const read = (body: string) => profilesIn(importer, { [sdk]: `[work]\n${body}` })[0];
  const keyLines = `access_key_id = ${id}\naccess_key_secret = "the-secret" ; mine\n`;
  const origin = { source: `~/${sdk}`, name: 'work' };

  it('are imported with a key, with its token too', () => {
    const found = { ...origin, keyHint, credential };
    assert.deepEqual(read(`enable = true\ntype = access_key\n${keyLines}`), found);
    assert.deepEqual(read(keyLines), found);
    assert.deepEqual(read(`type=sts\n${keyLines}security_token: the-token`), {
      ...found,
      credential: temporary,
      isTemporary: true,
    });
  });

  for (const [type, refusal] of [
    ['access_key', { kind: 'incomplete', field: 'access_key_id' }],
    ['ram_role_arn', { kind: 'role' }],
    ['ecs_ram_role', { kind: 'metadata' }],
    ['oidc_role_arn', { kind: 'identityProvider' }],
    ['credentials_uri', { kind: 'server' }],
    ['bearer', { kind: 'mode', mode: 'bearer' }],
    ['rsa_key_pair', { kind: 'mode', mode: 'rsa_key_pair' }],
    ['the-secret', { kind: 'mode' }],
  ] as const)
    it(`are refused: ${type}`, () => assert.deepEqual(read(`type = ${type}`), { ...origin, refusal }));

  it('are refused without their token', () =>
    assert.deepEqual(read(`type=sts\n${keyLines}`)?.refusal, {
      kind: 'incomplete',
      field: 'security_token',
    }));

  it('stand in the file that a variable names', () =>
    assert.deepEqual(
      importer.files.filter(({ variable }) => variable),
      [{ path: sdk, variable: 'ALIBABA_CLOUD_CREDENTIALS_FILE' }],
    ));
});

it('profiles of the CLI of before 2018 are imported', () => {
  const lines = `aliyun_access_key_id = ${id}\naliyun_access_key_secret = the-secret\n`;
  const found = profilesIn(importer, {
    [old]: `[default]\n${lines}\n[profile work]\n${lines}\n[profile empty]`,
  });
  const origin = { source: `~/${old}`, keyHint, credential };
  assert.deepEqual(found, [
    { ...origin, name: 'default' },
    { ...origin, name: 'work' },
  ]);
});

describe('variables of the Alibaba tools', () => {
  for (const prefix of ['ALIBABA_CLOUD_', 'ALIBABACLOUD_', 'ALICLOUD_', '']) {
    it(`are read: ${prefix}ACCESS_KEY_ID`, () => {
      const environment = {
        [`${prefix}ACCESS_KEY_ID`]: id,
        [`${prefix}ACCESS_KEY_SECRET`]: 'the-secret',
      };
      const origin = { source: `${prefix}ACCESS_KEY_ID`, name: 'environment', keyHint };
      assert.deepEqual(profilesIn(importer, {}, environment), [{ ...origin, credential }]);
      const withToken = { ...environment, [`${prefix}SECURITY_TOKEN`]: 'the-token' };
      assert.deepEqual(profilesIn(importer, {}, withToken), [
        { ...origin, credential: temporary, isTemporary: true },
      ]);
    });
  }

  it('are refused when one is missing', () => {
    const [found] = profilesIn(importer, {}, { ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'the-secret' });
    assert.deepEqual(found?.refusal, { kind: 'incomplete', field: 'ALIBABA_CLOUD_ACCESS_KEY_ID' });
  });

  for (const [variable, kind] of [
    ['ALIBABA_CLOUD_OIDC_TOKEN_FILE', 'identityProvider'],
    ['ALIBABA_CLOUD_CREDENTIALS_URI', 'server'],
    ['ALIBABA_CLOUD_ECS_METADATA', 'metadata'],
  ] as const)
    it(`are refused when the key is elsewhere: ${variable}`, () =>
      assert.deepEqual(profilesIn(importer, {}, { [variable]: 'x' }), [
        { source: variable, name: 'environment', refusal: { kind } },
      ]));
});
