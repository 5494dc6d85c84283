import assert from 'node:assert/strict';
import { endpointOrigin, storedOrigin, isLoopback, isRegion } from '../../src/core/endpoint';
import { isArgumentError } from '../../src/core/errors';
import { problemWith } from '../harness/problems';

const refusal = (template: string, region = ''): string => {
  try {
    return endpointOrigin(template, region, 'endpoints.hss');
  } catch (error) {
    assert.ok(isArgumentError(error));
    return `${error.field}: ${error.problem.kind}`;
  }
};

describe('endpointOrigin', () => {
  for (const [template, region, origin] of [
    ['https://cdn.aliyuncs.com', '', 'https://cdn.aliyuncs.com'],
    ['https://cdn.aliyuncs.com/', '', 'https://cdn.aliyuncs.com'],
    ['https://hss.{region}.myhuaweicloud.com', 'cn-north-4', 'https://hss.cn-north-4.myhuaweicloud.com'],
    ['https://{region}.{region}.example.com:8443', 'bj', 'https://bj.bj.example.com:8443'],
    ['https://EXAMPLE.com:443', '', 'https://example.com'],
    ['http://127.0.0.1:4711', '', 'http://127.0.0.1:4711'],
    ['http://127.255.0.9', '', 'http://127.255.0.9'],
    ['http://127.1:80', '', 'http://127.0.0.1'],
    ['http://[::1]:4711', '', 'http://[::1]:4711'],
    ['http://localhost:1', '', 'http://localhost:1'],
    ['http://{region}', 'localhost', 'http://localhost'],
  ] as const) {
    it(`makes ${origin} of ${template} ${region}`.trim(), () =>
      assert.equal(endpointOrigin(template, region, 'f'), origin),
    );
  }

  for (const [template, region, problem] of [
    ['http://example.com', '', 'endpoints.hss: https'],
    ['http://127.0.0.1.example.com', '', 'endpoints.hss: https'],
    ['http://127.0.0.1@example.com', '', 'endpoints.hss: https'],
    ['http://128.0.0.1', '', 'endpoints.hss: https'],
    ['http://0.0.0.0', '', 'endpoints.hss: https'],
    ['http://[::2]', '', 'endpoints.hss: https'],
    ['http://localhost.example.com', '', 'endpoints.hss: https'],
    ['http://{region}.example.com', 'localhost', 'endpoints.hss: https'],
    ['ftp://127.0.0.1', '', 'endpoints.hss: https'],
    ['file:///etc', '', 'endpoints.hss: https'],
    ['https://user@example.com', '', 'endpoints.hss: userInfo'],
    ['https://:pass@example.com', '', 'endpoints.hss: userInfo'],
    ['http://u:p@127.0.0.1', '', 'endpoints.hss: userInfo'],
    ['https://example.com/v5', '', 'endpoints.hss: origin'],
    ['https://example.com/?a=1', '', 'endpoints.hss: origin'],
    ['https://example.com/#a', '', 'endpoints.hss: origin'],
    ['example.com', '', 'endpoints.hss: address'],
    ['', '', 'endpoints.hss: address'],
    ['https://', '', 'endpoints.hss: address'],
    ['https://{region}.example.com', 'evil.com/', 'regions: region'],
    ['https://{region}.example.com', 'evil.com#', 'regions: region'],
    ['https://{region}.example.com', 'a@b', 'regions: region'],
    ['https://example.com', 'a b', 'regions: region'],
  ] as const) {
    it(`refuses ${template} ${region} as ${problem}`, () => assert.equal(refusal(template, region), problem));
  }
});

describe('isRegion', () => {
  const long = 'a'.repeat(64);
  for (const region of ['bj', 'cn-north-4', 'a', '1', 'EU-west', long]) {
    it(`accepts ${region}`, () => assert.ok(isRegion(region)));
  }
  for (const region of ['', '-', 'a-', '-a', 'a.b', 'a/b', 'a_b', '{region}', 'a\nb', 'é', `${long}a`]) {
    it(`refuses ${JSON.stringify(region)}`, () => assert.ok(!isRegion(region)));
  }
});

describe('isLoopback', () => {
  for (const host of ['localhost', '127.0.0.1', '127.255.255.255', '[::1]']) {
    it(`is true of ${host}`, () => assert.ok(isLoopback(host)));
  }
  for (const host of ['', '127.0.0', '1127.0.0.1', '127.0.0.1.', 'alocalhost', '[::]', '10.0.0.1']) {
    it(`is false of “${host}”`, () => assert.ok(!isLoopback(host)));
  }
});

describe('storedOrigin', () => {
  it('is the same for an endpoint that can be used', () =>
    assert.equal(
      storedOrigin('https://h.{region}.example.com', 'r1', 'endpoints.hss'),
      'https://h.r1.example.com',
    ));

  it('tells of one that cannot as a problem of the account, not as one of an input', () => {
    for (const [template, region] of [
      ['http://example.com', 'r1'],
      ['https://h.{region}.example.com', 'evil.com/'],
    ] as const) {
      assert.throws(
        () => storedOrigin(template, region, 'endpoints.hss'),
        problemWith({ kind: 'protocol', reason: 'badEndpoint' }),
      );
    }
  });
});
