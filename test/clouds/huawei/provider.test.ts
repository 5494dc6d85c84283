import assert from 'node:assert/strict';
import { provider } from '../../../src/clouds/huawei/provider';
import answers from '../../answers/huaweiHostSecurity.json';
import { connected, listed, problemOf } from '../../fakes/connect';

const accessKey = { kind: 'accessKey', accessKeyId: 'id', secretAccessKey: 'secret' };
const password = { kind: 'password', domain: 'd', user: 'u', password: 'p' };

/** The origins that are called for a task of a region. */
async function origins(region: string, endpoints: Record<string, string> = {}) {
  const { service, transport } = connected(
    provider,
    { kind: 'token', token: 't' },
    ({ url }) =>
      url.includes('/v3/') ? { body: { projects: [{ id: 'p', name: region }] } } : { body: answers.task },
    { endpoints },
  );
  await listed(service('hss'), region, [{ service: 'hss', region, id: '1' }]);
  return transport.requests.map(({ url }) => new URL(url).origin);
}

describe('Huawei provider', () => {
  for (const credential of [
    accessKey,
    { ...accessKey, securityToken: 't' },
    password,
    { kind: 'token', token: 't' },
  ]) {
    it(`takes ${Object.keys(credential).join(', ')}`, () =>
      assert.deepEqual(provider.readCredential(credential), credential));
  }

  it('takes a password as it was typed, blanks and all', () =>
    assert.deepEqual(provider.readCredential({ ...password, password: ' p ' }), {
      ...password,
      password: ' p ',
    }));

  for (const [value, field] of [
    [{ kind: 'x' }, 'credential.kind'],
    [{}, 'credential.kind'],
    [{ ...accessKey, secretAccessKey: '' }, 'credential.secretAccessKey'],
    [{ ...password, password: '' }, 'credential.password'],
    [{ ...password, domain: ' ' }, 'credential.domain'],
    [{ kind: 'token' }, 'credential.token'],
    [{ kind: 'token', token: 't', user: 'u' }, 'credential.user'],
    [undefined, 'credential'],
  ] as const) {
    it(`names ${field} when it is wrong in ${JSON.stringify(value)}`, () =>
      assert.throws(() => provider.readCredential(value), { name: 'ArgumentError', field }));
  }

  for (const [region, domain] of [
    ['cn-north-4', 'cn-north-4.myhuaweicloud.com'],
    ['eu-west-101', 'eu-west-101.myhuaweicloud.eu'],
    ['ap-southeast-3', 'ap-southeast-3.myhuaweicloud.com'],
  ] as const) {
    it(`calls ${domain} for ${region}`, async () =>
      assert.deepEqual(await origins(region), [`https://iam.${domain}`, `https://hss.${domain}`]));
  }

  it('calls the endpoints of the account', async () =>
    assert.deepEqual(
      await origins('r1', { hss: 'https://hss.{region}.example.com', iam: 'http://127.0.0.1:4711' }),
      ['http://127.0.0.1:4711', 'https://hss.r1.example.com'],
    ));

  for (const [endpoints, region] of [
    [{ hss: 'http://hss.example.com' }, 'r1'],
    [{ iam: 'https://u:p@iam.example.com' }, 'r1'],
    [{}, 'evil.com/'],
  ] as const) {
    it(`refuses ${JSON.stringify(endpoints)} in ${region}`, async () =>
      assert.equal((await problemOf(origins(region, endpoints))).reason, 'badEndpoint'));
  }
});
