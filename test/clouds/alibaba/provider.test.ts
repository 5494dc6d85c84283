import assert from 'node:assert/strict';
import { provider } from '../../../src/clouds/alibaba/provider';
import { connected, listed } from '../../fakes/connect';

const credential = { kind: 'accessKey', accessKeyId: 'id', accessKeySecret: 'secret' };
const empty = [{ body: { TotalCount: 0, Tasks: [] } }];

describe('Alibaba provider', () => {
  it('takes an access key, with or without a security token, without blanks around them', () => {
    assert.deepEqual(provider.readCredential({ ...credential, accessKeyId: ' id\n' }), credential);
    const temporary = { ...credential, securityToken: 't' };
    assert.deepEqual(provider.readCredential(temporary), temporary);
  });

  for (const [value, field] of [
    [{ ...credential, kind: 'password' }, 'credential.kind'],
    [{ ...credential, accessKeyId: '' }, 'credential.accessKeyId'],
    [{ ...credential, accessKeySecret: undefined }, 'credential.accessKeySecret'],
    [{ ...credential, securityToken: ' ' }, 'credential.securityToken'],
    [{ ...credential, extra: 1 }, 'credential.extra'],
    ['secret', 'credential'],
  ] as const) {
    it(`names ${field} when it is wrong`, () =>
      assert.throws(() => provider.readCredential(value), { name: 'ArgumentError', field }));
  }

  for (const [site, service, origin] of [
    [undefined, 'cloudFirewall', 'https://cloudfw.aliyuncs.com'],
    ['china', 'cdn', 'https://cdn.aliyuncs.com'],
    ['international', 'cloudFirewall', 'https://cloudfw.ap-southeast-1.aliyuncs.com'],
    ['international', 'cdn', 'https://cdn.ap-southeast-1.aliyuncs.com'],
  ] as const) {
    it(`calls ${origin} for ${service} of ${site ?? 'no site'}`, async () => {
      const { service: of, transport } = connected(provider, credential, empty, site ? { site } : {});
      await listed(of(service));
      assert.equal(new URL(transport.last.url).origin, origin);
    });
  }

  it('calls the endpoint of the account', async () => {
    const endpoints = { cdn: 'http://127.0.0.1:4711' };
    const { service, transport } = connected(provider, credential, empty, { endpoints });
    await listed(service('cdn'));
    assert.match(transport.last.url, /^http:\/\/127\.0\.0\.1:4711\/\?/);
    await listed(service('cloudFirewall'));
    assert.match(transport.last.url, /^https:\/\/cloudfw\.aliyuncs\.com\/\?/);
  });

  for (const [changes, field] of [
    [{ endpoints: { cdn: 'http://cdn.example.com' } }, 'endpoints.cdn'],
    [{ endpoints: { cloudFirewall: 'https://h/path' } }, 'endpoints.cloudFirewall'],
    [{ site: 'moon' }, 'endpoints.cloudFirewall'],
    [{ site: 'constructor' }, 'endpoints.cloudFirewall'],
  ] as const) {
    it(`refuses ${JSON.stringify(changes)}`, () =>
      assert.throws(() => connected(provider, credential, empty, changes), {
        name: 'ArgumentError',
        field,
      }));
  }
});
