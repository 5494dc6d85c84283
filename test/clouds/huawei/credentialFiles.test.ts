import assert from 'node:assert/strict';
import { importer } from '../../../src/clouds/huawei/credentialFiles';
import { profilesIn } from '../../fakes/credentialFiles';

const id = 'HPUA0123456789ABCDEF';
const credential = { kind: 'accessKey', accessKeyId: id, secretAccessKey: 'the-secret' };
const temporary = { ...credential, securityToken: 'the-token' };
const keyHint = 'HPUA…EF';
const isTemporary = true;
const key = { accessKeyId: id, secretAccessKey: 'the-secret' };
const stsToken = { ...key, securityToken: 'the-token' };

describe('profiles of KooCLI', () => {
  const path = '.hcloud/config.json';
  const origin = { source: `~/${path}`, name: 'work' };
  const read = (profile: Record<string, unknown>, authEncrypt: unknown = 'false') =>
    profilesIn(importer, {
      [path]: JSON.stringify({ authEncrypt, current: 'work', profiles: [{ name: 'work', ...profile }] }),
    })[0];

  for (const [what, profile, expected] of [
    ['AKSK', { mode: 'AKSK', ...key, securityToken: '' }, { credential }],
    ['no mode', key, { credential }],
    ['AKSK with a token', { mode: 'AKSK', ...stsToken }, { credential: temporary, isTemporary }],
    [
      'AKSK in a region, with its project',
      { mode: 'AKSK', ...key, region: 'cn-east-3', projectId: 'abc' },
      { credential, settings: { regions: ['cn-east-3'], projectIds: { 'cn-east-3': 'abc' } } },
    ],
    ['a project without a region', { mode: 'AKSK', ...key, projectId: 'abc' }, { credential }],
    [
      'a project that cannot be one',
      { mode: 'AKSK', ...key, region: 'cn-east-3', projectId: 'a/b' },
      { credential, settings: { regions: ['cn-east-3'] } },
    ],
    ['SSO', { mode: 'SSO', ssoAuth: { stsToken } }, { credential: temporary, isTemporary }],
  ] as const)
    it(`are imported: ${what}`, () => assert.deepEqual(read(profile), { ...origin, keyHint, ...expected }));

  for (const [what, profile, encrypt, refusal] of [
    ['encrypted', { mode: 'AKSK', ...key }, 'true', { kind: 'encrypted' }],
    ['SSO, encrypted', { mode: 'SSO', ssoAuth: { stsToken } }, 'true', { kind: 'encrypted' }],
    ['not said to be plain', { mode: 'AKSK', ...key }, undefined, { kind: 'encrypted' }],
    ['AKSK without an id', { mode: 'AKSK' }, 'false', { kind: 'incomplete', field: 'accessKeyId' }],
    ['SSO that has not signed in', { mode: 'SSO', ssoParam: {} }, 'false', { kind: 'signIn' }],
    [
      'SSO with half a key',
      { mode: 'SSO', ssoAuth: { stsToken: { accessKeyId: id } } },
      'false',
      { kind: 'signIn' },
    ],
    ['ecsAgency', { mode: 'ecsAgency' }, 'true', { kind: 'metadata' }],
    ['AssumeRole', { mode: 'AssumeRole', ...key }, 'false', { kind: 'role' }],
    ['a mode that is not known', { mode: 'the-secret', ...key }, 'false', { kind: 'mode' }],
  ] as const)
    it(`are refused: ${what}`, () =>
      assert.deepEqual(read(profile, encrypt ?? null), { ...origin, refusal }));

  it('are none in a damaged file', () =>
    assert.deepEqual(profilesIn(importer, { [path]: '{"profiles": [{"secretAccessKey": "the-s' }), [
      { source: `~/${path}`, name: '', refusal: { kind: 'damaged' } },
    ]));
});

describe('files of the Huawei tools', () => {
  it('are read: ~/.huaweicloud/credentials', () => {
    const lines = `ak = ${id}\nsk = the-secret\n`;
    const text = `[basic]\n${lines}project_id = abc\n\n[global]\n${lines}security_token = the-token\ndomain_id = d\n[empty]`;
    const origin = { source: '~/.huaweicloud/credentials', keyHint };
    assert.deepEqual(profilesIn(importer, { '.huaweicloud/credentials': text }), [
      { ...origin, name: 'basic', credential },
      { ...origin, name: 'global', credential: temporary, isTemporary },
    ]);
  });

  it('are refused where another identity provider signs in', () => {
    const text = '[basic]\nidp_id = company\nid_token_file = /token\n';
    assert.deepEqual(profilesIn(importer, { '.huaweicloud/credentials': text })[0]?.refusal, {
      kind: 'identityProvider',
    });
  });

  it('are read: ~/.obsutilconfig', () => {
    const read = (text: string) => profilesIn(importer, { '.obsutilconfig': text });
    const found = { source: '~/.obsutilconfig', name: 'obsutil', keyHint };
    const key = `ak=${id}\nsk=the-secret\n`;
    assert.deepEqual(read(`${key}endpoint=https://obs.cn-south-1.myhuaweicloud.com\n`), [
      { ...found, credential, settings: { regions: ['cn-south-1'] } },
    ]);
    assert.deepEqual(read(`${key}token=the-token\nendpoint=obs.example.com`)[0]?.credential, temporary);
    assert.deepEqual(read(`endpoint=x\nak=${id}`)[0]?.refusal, { kind: 'incomplete', field: 'sk' });
    assert.deepEqual(read(''), []);
  });

  it('are elsewhere when a variable says so', () =>
    assert.deepEqual(
      importer.files.flatMap(({ variable }) => variable ?? []),
      ['HW_SHARED_CONFIG_FILE', 'HUAWEICLOUD_SDK_CREDENTIALS_FILE'],
    ));
});

describe('variables of the Huawei tools', () => {
  const read = (environment: Record<string, string>) => profilesIn(importer, {}, environment);
  const name = 'environment';

  it('are read: those of the SDKs', () => {
    const environment = { HUAWEICLOUD_SDK_AK: id, HUAWEICLOUD_SDK_SK: 'the-secret' };
    const found = { source: 'HUAWEICLOUD_SDK_AK', name, keyHint };
    assert.deepEqual(read({ ...environment, HUAWEICLOUD_SDK_PROJECT_ID: 'abc' }), [{ ...found, credential }]);
    assert.deepEqual(read({ ...environment, HUAWEICLOUD_SDK_SECURITY_TOKEN: 'the-token' }), [
      { ...found, credential: temporary, isTemporary },
    ]);
  });

  it('are refused where another identity provider signs in', () =>
    assert.deepEqual(read({ HUAWEICLOUD_SDK_IDP_ID: 'company', HUAWEICLOUD_SDK_ID_TOKEN_FILE: '/token' }), [
      { source: 'HUAWEICLOUD_SDK_IDP_ID', name, refusal: { kind: 'identityProvider' } },
    ]));

  const terraform = { HW_ACCESS_KEY: id, HW_SECRET_KEY: 'the-secret' };
  const found = { source: 'HW_ACCESS_KEY', name, keyHint };

  it('are read: those of Terraform', () => {
    assert.deepEqual(read(terraform), [{ ...found, credential }]);
    assert.deepEqual(read({ ...terraform, HW_CLOUD: 'myhuaweicloud.com' }), [{ ...found, credential }]);
    assert.deepEqual(
      read({
        ...terraform,
        HW_SECURITY_TOKEN: 'the-token',
        HW_REGION_NAME: 'cn-north-9',
        HW_ENTERPRISE_PROJECT_ID: 'e1',
      }),
      [
        {
          ...found,
          credential: temporary,
          isTemporary,
          settings: { regions: ['cn-north-9'], enterpriseProjectId: 'e1' },
        },
      ],
    );
  });

  it('lead to the cloud of a partner', () => {
    assert.deepEqual(read({ ...terraform, HW_CLOUD: 'partner.example' })[0]?.settings, {
      endpoints: { hss: 'https://hss.{region}.partner.example', iam: 'https://iam.{region}.partner.example' },
    });
    assert.equal(read({ ...terraform, HW_CLOUD: 'partner.example/@evil' })[0]?.settings, undefined);
  });

  it('are refused when one is missing', () =>
    assert.deepEqual(read({ HW_ACCESS_KEY: id }), [
      { ...found, refusal: { kind: 'incomplete', field: 'HW_SECRET_KEY' } },
    ]));
});
