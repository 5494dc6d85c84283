import assert from 'node:assert/strict';
import { provider } from '../../../src/clouds/baidu/provider';
import { connected, listed, problemOf } from '../../fakes/connect';

const credential = { kind: 'accessKey', accessKeyId: 'id', secretAccessKey: 'secret' };
const empty = [{ body: { result: { tasks: [] } } }];

describe('Baidu provider', () => {
  it('takes an access key, with or without a session token', () => {
    assert.deepEqual(provider.readCredential(credential), credential);
    const temporary = { ...credential, sessionToken: 't' };
    assert.deepEqual(provider.readCredential(temporary), temporary);
  });

  for (const [value, field] of [
    [{ ...credential, kind: 'x' }, 'credential.kind'],
    [{ ...credential, accessKeyId: undefined }, 'credential.accessKeyId'],
    [{ ...credential, secretAccessKey: '' }, 'credential.secretAccessKey'],
    [{ ...credential, accessKeySecret: 's' }, 'credential.accessKeySecret'],
    [null, 'credential'],
  ] as const) {
    it(`names ${field} when it is wrong`, () =>
      assert.throws(() => provider.readCredential(value), { name: 'ArgumentError', field }));
  }

  it('calls the endpoint of the account, with the region in it', async () => {
    const endpoints = { bls: 'https://bls.{region}.private.example.com' };
    const { service, transport } = connected(provider, credential, empty, { endpoints });
    await listed(service('bls'), 'su');
    assert.match(transport.last.url, /^https:\/\/bls\.su\.private\.example\.com\/v2\//);
  });

  for (const [endpoint, region] of [
    ['http://bls.example.com', 'bj'],
    ['https://bls.{region}.example.com', 'evil.com/'],
  ] as const) {
    it(`sends nothing to ${endpoint} for ${region}`, async () => {
      const { service, transport } = connected(provider, credential, empty, { endpoints: { bls: endpoint } });
      assert.equal((await problemOf(listed(service('bls'), region))).reason, 'badEndpoint');
      assert.deepEqual(transport.requests, []);
    });
  }
});
