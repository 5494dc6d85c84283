import assert from 'node:assert/strict';
import { importer } from '../../../src/clouds/baidu/credentialFiles';
import { profilesIn } from '../../fakes/credentialFiles';

const id = 'ALTAK0123456789z';
const credential = { kind: 'accessKey', accessKeyId: id, secretAccessKey: 'the-secret' };
const temporary = { ...credential, sessionToken: 'the-token' };
const keyHint = 'ALTA…9z';
const key = { access_key_id: id, secret_access_key: 'the-secret' };
const isTemporary = true;

describe('profiles of the bce CLI', () => {
  const path = '.bce/config.json';
  const origin = { source: `~/${path}`, name: 'work' };
  const read = (profile: Record<string, unknown>, environment = {}) =>
    profilesIn(
      importer,
      { [path]: JSON.stringify({ profiles: [{ name: 'work', ...profile }] }) },
      environment,
    )[0];

  for (const [what, profile, expected] of [
    ['AK', { mode: 'AK', ...key }, { credential }],
    ['AK in a region', { mode: 'AK', ...key, region: 'su' }, { credential, settings: { regions: ['su'] } }],
    ['AK in a region that is none', { mode: 'AK', ...key, region: 'su.evil.example' }, { credential }],
    ['no mode', key, { credential }],
    [
      'StsToken',
      { mode: 'StsToken', ...key, security_token: 'the-token' },
      { credential: temporary, isTemporary },
    ],
    ['no mode but a token', { ...key, security_token: 'the-token' }, { credential: temporary, isTemporary }],
  ] as const)
    it(`are imported: ${what}`, () => assert.deepEqual(read(profile), { ...origin, keyHint, ...expected }));

  it('have the region of the environment where they have none', () => {
    const environment = { BCE_REGION: 'gz' };
    assert.deepEqual(read(key, environment)?.settings, { regions: ['gz'] });
    assert.deepEqual(read({ ...key, region: 'su' }, environment)?.settings, { regions: ['su'] });
  });

  for (const [what, profile, refusal] of [
    ['without an id', { mode: 'AK' }, { kind: 'incomplete', field: 'access_key_id' }],
    ['without a secret', { access_key_id: id }, { kind: 'incomplete', field: 'secret_access_key' }],
    ['without a token', { mode: 'ststoken', ...key }, { kind: 'incomplete', field: 'security_token' }],
    ['in a mode that is not known', { mode: 'the-secret', ...key }, { kind: 'mode' }],
  ] as const)
    it(`are refused: ${what}`, () => assert.deepEqual(read(profile)?.refusal, refusal));

  it('are none in a damaged file', () =>
    assert.deepEqual(profilesIn(importer, { [path]: '{"profiles": [{"secret_access_key": "the-s' }), [
      { source: `~/${path}`, name: '', refusal: { kind: 'damaged' } },
    ]));
});

describe('INI files of the Baidu tools', () => {
  const bce = `bce_access_key_id = ${id}\nbce_secret_access_key = the-secret\n`;

  for (const path of ['.bce/credentials', '.bce_bls/credentials'])
    it(`are read: ~/${path}`, () => {
      const text = `[defaults]\n${bce}[other]\n${bce}bce_session_token = the-token\n[empty]\n`;
      const origin = { source: `~/${path}`, keyHint };
      assert.deepEqual(profilesIn(importer, { [path]: text }), [
        { ...origin, name: 'defaults', credential },
        { ...origin, name: 'other', credential: temporary, isTemporary },
      ]);
    });

  for (const path of ['.go-bcecli/credentials', '.bcecmd/credentials', '.baidubce/credentials'])
    it(`are read whatever the case of their names: ~/${path}`, () => {
      const found = { source: `~/${path}`, keyHint, credential: temporary, isTemporary };
      for (const [section, ak, sk, sts] of [
        ['Defaults', 'Ak', 'Sk', 'Sts'],
        ['defaults', 'ak', 'SK', 'sts'],
      ] as const) {
        const text = `; bcecmd\n[${section}]\n${ak} = ${id}\n${sk}="the-secret"\n${sts} = the-token # short\n`;
        assert.deepEqual(profilesIn(importer, { [path]: text }), [{ ...found, name: section }]);
      }
    });

  for (const [folder, lines] of [
    ['.bce', bce],
    ['.go-bcecli', `Ak=${id}\nSk=the-secret\n`],
    ['.bcecmd', `Ak=${id}\nSk=the-secret\n`],
  ] as const)
    it(`have their region in the file beside them: ~/${folder}/config`, () => {
      const read = (config: string) =>
        profilesIn(importer, {
          [`${folder}/credentials`]: `[work]\n${lines}`,
          [`${folder}/config`]: config,
        })[0]?.settings;
      assert.deepEqual(read('[Defaults]\nDomain = x\nRegion = fwh\nHttps\n'), { regions: ['fwh'] });
      assert.deepEqual(read('[defaults]\nregion=fwh\n[work]\nregion=cd\n'), { regions: ['cd'] });
      assert.equal(read(''), undefined);
    });

  it('say what is missing by the name of their tool', () => {
    const refusalOf = (path: string, text: string) => profilesIn(importer, { [path]: text })[0]?.refusal;
    assert.deepEqual(refusalOf('.bce/credentials', '[defaults]\nbce_access_key_id=x'), {
      kind: 'incomplete',
      field: 'bce_secret_access_key',
    });
    assert.deepEqual(refusalOf('.go-bcecli/credentials', '[Defaults]\nSk=x'), {
      kind: 'incomplete',
      field: 'Ak',
    });
  });
});

describe('variables of the Baidu tools', () => {
  const region = { settings: { regions: ['nj'] } };
  for (const [idName, secretName, regionName] of [
    ['BCE_ACCESS_KEY_ID', 'BCE_SECRET_ACCESS_KEY', 'BCE_REGION'],
    ['BAIDUCLOUD_ACCESS_KEY', 'BAIDUCLOUD_SECRET_KEY', 'BAIDUCLOUD_REGION'],
    ['BAIDUCLOUD_ACCESS_KEY_ID', 'BAIDUCLOUD_SECRET_ACCESS_KEY', 'BAIDUCLOUD_REGION'],
    ['BCE_BLS_ACCESS_KEY', 'BCE_BLS_SECRET_KEY', 'BCE_REGION'],
  ] as const) {
    const found = { source: idName, name: 'environment', keyHint };
    it(`are read: ${idName}`, () => {
      const environment = { [idName]: id, [secretName]: 'the-secret', [regionName]: 'nj' };
      assert.deepEqual(profilesIn(importer, {}, environment), [{ ...found, credential, ...region }]);
    });
    it(`are refused without ${secretName}`, () =>
      assert.deepEqual(profilesIn(importer, {}, { [idName]: id }), [
        { ...found, refusal: { kind: 'incomplete', field: secretName } },
      ]));
  }

  for (const name of ['BCE_SECURITY_TOKEN', 'BCE_SESSION_TOKEN', 'BCE_STS_TOKEN'])
    it(`have a token by any of its names: ${name}`, () => {
      const environment = { BCE_ACCESS_KEY_ID: id, BCE_SECRET_ACCESS_KEY: 'the-secret', [name]: 'the-token' };
      assert.deepEqual(profilesIn(importer, {}, environment)[0]?.credential, temporary);
    });
});
