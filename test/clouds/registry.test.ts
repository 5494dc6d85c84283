import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { clouds } from '../../src/clouds';
import { isRegion } from '../../src/core/endpoint';
import { accountOf } from '../fakes/tasks';
import { ioOf } from '../fakes/clouds';
import { profilesIn } from '../fakes/credentialFiles';

const secret = 'PLANTED/secret+0123456789==';

/** The names that the tools of the vendors have for what is secret, and some that all of them know. */
const secretNames = [
  ...['access_key_secret', 'sts_token', 'access_token', 'private_key', 'bearer_token', 'process_command'],
  ...[
    'aliyun_access_key_secret',
    'security_token',
    'secret_access_key',
    'bce_secret_access_key',
    'Sk',
    'Sts',
  ],
  ...['secretAccessKey', 'securityToken', 'sk', 'token', 'mode', 'type', 'authEncrypt', 'region', 'site'],
  ...[
    'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
    'ALIBABA_CLOUD_SECURITY_TOKEN',
    'SECURITY_TOKEN',
    'ACCESS_KEY_SECRET',
  ],
  ...['BCE_SECRET_ACCESS_KEY', 'BCE_SESSION_TOKEN', 'BAIDUCLOUD_SECRET_KEY', 'BCE_BLS_SECRET_KEY'],
  ...['HUAWEICLOUD_SDK_SK', 'HUAWEICLOUD_SDK_SECURITY_TOKEN', 'HW_SECRET_KEY', 'HW_SECURITY_TOKEN'],
];
const openNames = ['name', 'mode', 'type', 'access_key_id', 'accessKeyId', 'Ak', 'ak', 'bce_access_key_id'];
const openValues = [
  '',
  'work',
  'AK',
  'SSO',
  'CloudSSO',
  'External',
  'ChainableRamRoleArn',
  'sts',
  'AKID0123456789',
];

const anyProfile = fc
  .tuple(
    fc.dictionary(fc.constantFrom(...openNames), fc.constantFrom(...openValues)),
    fc.dictionary(fc.constantFrom(...secretNames), fc.constant(secret)),
    fc.dictionary(fc.constantFrom('sts_expiration', 'ssoAuth', 'profiles'), fc.jsonValue()),
  )
  .map(fields => Object.assign({}, ...fields) as Record<string, unknown>);

const anyJson = fc
  .tuple(fc.array(anyProfile), fc.constantFrom('false', 'true'))
  .map(([profiles, authEncrypt]) => JSON.stringify({ authEncrypt, profiles }));

const anyIni = fc
  .array(anyProfile)
  .map(sections =>
    sections.map((fields, index) =>
      [
        `[section ${index}]`,
        ...Object.entries(fields).map(
          ([name, value]) => `${name} = ${typeof value === 'string' ? value : JSON.stringify(value)}`,
        ),
      ].join('\n'),
    ),
  )
  .map(sections => sections.join('\n'));

/** A file of a tool, or one that was cut short, or anything. */
const anyFile = fc.oneof(
  anyJson,
  anyIni,
  fc.tuple(fc.oneof(anyJson, anyIni), fc.nat(400)).map(([text, end]) => text.slice(0, end)),
  fc.string({ unit: 'binary' }),
);

describe('the clouds', () => {
  it('are known by ids of their own', () => {
    const ids = clouds.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(ids, ['alibaba', 'baidu', 'huawei']);
  });

  it('offer the regions of the contracts', () => {
    const regions = Object.fromEntries(clouds.map(({ id, regions }) => [id, regions.join(' ')]));
    assert.deepEqual(regions, {
      alibaba: '',
      baidu: 'bj gz su bd fwh yq nj cd hkg',
      huawei:
        'cn-north-1 cn-north-2 cn-north-4 cn-north-9 cn-north-11 cn-north-12 cn-east-2 cn-east-3 cn-east-4 cn-east-5 ' +
        'cn-south-1 cn-south-2 cn-south-4 cn-southwest-2 cn-southwest-3 ap-southeast-1 ap-southeast-2 ap-southeast-3 ' +
        'ap-southeast-4 ap-southeast-5 na-mexico-1 la-north-2 la-south-2 sa-brazil-1 af-south-1 af-north-1 ' +
        'tr-west-1 ae-ad-1 me-east-1 my-kualalumpur-1 ru-moscow-1 eu-west-101',
    });
  });

  for (const cloud of clouds) {
    describe(cloud.id, () => {
      it('has a name, and so has all that it offers', () => {
        const labels = [cloud, ...cloud.services, ...cloud.sites, ...cloud.credentials].map(({ label }) =>
          label(),
        );
        const fields = cloud.credentials.flatMap(({ fields }) => fields.map(({ label }) => label()));
        assert.ok([...labels, ...fields].every(label => label.trim() !== ''));
      });

      it('offers regions as they may stand in an address, by default too', () => {
        assert.ok(cloud.regions.every(isRegion));
        assert.equal(new Set(cloud.regions).size, cloud.regions.length);
        assert.deepEqual(
          cloud.defaultRegions.filter(region => !cloud.regions.includes(region)),
          [],
        );
        const regional = cloud.services.some(service => service.regional);
        assert.equal(cloud.defaultRegions.length > 0, regional);
      });

      it('asks for credentials that its provider takes', async () => {
        const provider = await cloud.provider();
        for (const { kind, fields } of cloud.credentials) {
          const all = Object.fromEntries(fields.map(({ name }) => [name, 'x'.repeat(8)]));
          assert.deepEqual(provider.readCredential({ kind, ...all }), { kind, ...all });
          const needed = fields.filter(({ optional }) => !optional);
          const least = Object.fromEntries(needed.map(({ name }) => [name, 'x'.repeat(8)]));
          provider.readCredential({ kind, ...least });
          for (const { name } of needed) {
            assert.throws(() => provider.readCredential({ kind, ...least, [name]: '' }), {
              field: `credential.${name}`,
            });
          }
        }
      });

      it('hides what is secret as it is typed', () => {
        for (const { name, secret } of cloud.credentials.flatMap(({ fields }) => fields))
          assert.equal(secret, /secret|token|password/i.test(name), name);
      });

      it('connects to every service it offers, with what it offers', async () => {
        const provider = await cloud.provider();
        const [form] = cloud.credentials;
        const values = form?.fields.filter(({ optional }) => !optional) ?? [];
        const credential = provider.readCredential({
          kind: form?.kind,
          ...Object.fromEntries(values.map(({ name }) => [name, 'x'.repeat(8)])),
        });
        const { services } = provider.connect(accountOf({ cloud: cloud.id }), credential, ioOf());
        assert.deepEqual(Object.keys(services).sort(), cloud.services.map(({ id }) => id).sort());
        for (const { id, file, tracked } of cloud.services) {
          const service = services[id];
          assert.equal(service?.find !== undefined, tracked, `${id} finds tasks by id`);
          assert.equal(service?.file !== undefined, file !== 'none', `${id} has files`);
          assert.equal(service?.link !== undefined, file !== 'authenticated', `${id} has links`);
        }
      });

      it('has a page of its console for every service it offers, on every site', async () => {
        const { consolePage } = await cloud.provider();
        for (const service of cloud.services.map(({ id }) => id))
          for (const site of [undefined, ...cloud.sites.map(({ id }) => id)])
            for (const region of ['', ...cloud.regions])
              assert.equal(new URL(consolePage({ service, region, site }) ?? '').protocol, 'https:');
      });

      it('reads whatever stands in the files of its tools, and shows no secret of it', async () => {
        const importer = await cloud.importer();
        fc.assert(
          fc.property(
            fc.infiniteStream(anyFile),
            fc.infiniteStream(fc.constantFrom('', secret)),
            (texts, values) => {
              const files = importer.files.map(({ path }) => [path, texts.next().value ?? ''] as const);
              const variables = secretNames.map(name => [name, values.next().value] as const);
              const profiles = profilesIn(importer, Object.fromEntries(files), Object.fromEntries(variables));
              for (const profile of profiles) {
                const shown = JSON.stringify({ ...profile, credential: undefined });
                assert.ok(!shown.includes(secret), shown);
              }
            },
          ),
        );
      });

      it('has a simulator', async () => {
        assert.equal(typeof (await cloud.simulator()).create, 'function');
      });
    });
  }
});
