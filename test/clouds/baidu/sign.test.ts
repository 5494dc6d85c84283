/** The vectors were made by the vendor's own code; the file says by which. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  authorization,
  authStringPrefix,
  canonicalHeaders,
  canonicalQuery,
  canonicalRequest,
  canonicalUri,
  headersToSign,
  signature,
  signBce,
  signedHeaders,
  signingKey,
  type BceCredential,
} from '../../../src/clouds/baidu/sign';
import type { HttpRequest } from '../../../src/core/http/request';
import { percentEncode, withOwnHeaders, type Pair } from '../../../src/core/signing/canonical';
import { presignedUrls, vectors } from '../../vectors/baidu.json';

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
const textValues = (values: object): Pair[] =>
  Object.entries(values).map(([name, value]) => [name, textOf(value)]);

/** What the vendor's SDKs sign by default: four headers and every `x-bce-*`. */
const vendorDefaults = (headers: ReadonlyMap<string, string>): string[] => [
  ...['host', 'content-md5', 'content-length', 'content-type'],
  ...[...headers.keys()].filter(name => name.startsWith('x-bce-')),
];

/** The one vector on which the vendor's JavaScript is wrong and its Go right: names are to be encoded. */
const divergent = 'query-key-needs-encoding-DIVERGENT';

/** A vector's `canonicalRequest`, signature and authorization, those of the Go SDK where they differ. */
function expectedOf(vector: (typeof vectors)[number]) {
  const { intermediate, output, crossCheck } = vector;
  if (vector.id !== divergent) return { ...intermediate, ...output };
  const encoded = (text: string) => text.replace('键 a=1', '%E9%94%AE%20a=1');
  const goAuthorization = crossCheck.goAuthorization ?? '';
  return {
    ...output,
    ...intermediate,
    canonicalQueryString: encoded(intermediate.canonicalQueryString),
    canonicalRequest: encoded(intermediate.canonicalRequest),
    signature: goAuthorization.slice(-64),
    authorization: goAuthorization,
  };
}

describe('Baidu AI Cloud signature', () => {
  for (const vector of vectors) {
    const { input } = vector;
    const expected = expectedOf(vector);
    describe(vector.id, () => {
      const headers = () => withOwnHeaders(Object.fromEntries(textValues(input.headers)), {});
      const toSign = () => headersToSign(headers(), input.headersToSign ?? vendorDefaults(headers()));
      const date = new Date(input.timestampUnixSeconds * 1000);
      const prefix = () => authStringPrefix(input.accessKeyId, date, input.expirationInSeconds);

      it('has the canonical request', () => {
        const uri = canonicalUri(new URL(`https://example.com${input.path}`));
        const query = canonicalQuery(textValues(input.query));
        assert.equal(uri, expected.canonicalUri);
        assert.equal(query, expected.canonicalQueryString);
        assert.equal(canonicalHeaders(toSign()), expected.canonicalHeaders);
        assert.equal(canonicalRequest(input.method, uri, query, toSign()), expected.canonicalRequest);
      });

      it('has the same from the URL on the wire', () => {
        const url = new URL(vector.wire.url);
        assert.equal(canonicalUri(url), expected.canonicalUri);
        assert.equal(canonicalQuery(url.searchParams), expected.canonicalQueryString);
      });

      it('has the signing key', () => {
        assert.equal(prefix(), expected.authStringPrefix);
        assert.equal(signingKey(input.secretAccessKey, prefix()), expected.signingKeyHex);
      });

      it('has the signature', () => {
        assert.equal(signature(expected.signingKeyHex, expected.canonicalRequest), expected.signature);
        assert.equal(signedHeaders(toSign()), expected.signedHeaders);
        assert.equal(authorization(prefix(), toSign(), expected.signature), expected.authorization);
      });

      // Of the vendor's unit tests one has no host and both have no x-bce-date, which we always send.
      if (!('x-bce-date' in input.headers)) return;

      it('is what is sent', () => {
        const signed = signBce(
          { method: input.method, url: vector.wire.url, headers: Object.fromEntries(headers()) },
          input,
          { date, expiresIn: input.expirationInSeconds, signedHeaders: toSign().map(([name]) => name) },
        );
        assert.equal(signed.headers['authorization'], expected.authorization);
        assert.equal(signed.url, vector.wire.url);
      });
    });
  }

  for (const { id, input, intermediate, output } of presignedUrls) {
    it(`reproduces the presigned URL ${id}`, () => {
      const url = new URL(output.url);
      const toSign = headersToSign(new Map([['host', url.host]]), input.headersToSign);
      const canonical = canonicalRequest('GET', canonicalUri(url), canonicalQuery(url.searchParams), toSign);
      assert.equal(canonical, intermediate.canonicalRequest);

      const date = new Date(input.timestampUnixSeconds * 1000);
      const prefix = authStringPrefix(input.accessKeyId, date, input.expirationInSeconds);
      assert.equal(prefix, intermediate.authStringPrefix);
      const signed = signature(signingKey(input.secretAccessKey, prefix), canonical);
      assert.ok(output.url.endsWith(percentEncode(authorization(prefix, toSign, signed))));
    });
  }

  describe('canonical query', () => {
    it('sorts the encoded and joined texts', () =>
      assert.equal(
        canonicalQuery([
          ['a', ''],
          ['a1', ''],
          ['a-b', ''],
          ['a中', ''],
        ]),
        'a%E4%B8%AD=&a-b=&a1=&a=',
      ));

    it('leaves out authorization, in any case, and nothing else', () =>
      assert.equal(
        canonicalQuery([
          ['Authorization', 'x'],
          ['authorization', 'y'],
          ['authorizations', 'z'],
        ]),
        'authorizations=z',
      ));

    const pairs = fc.array(
      fc.tuple(fc.oneof(fc.constantFrom('a', 'Authorization'), fc.string({ unit: 'binary' })), fc.string()),
    );

    it('is the same for any order of the parameters, and sorted', () =>
      fc.assert(
        fc.property(pairs, given => {
          const query = canonicalQuery(given);
          assert.equal(canonicalQuery([...given].reverse()), query);
          assert.deepEqual(query.split('&').sort(), query.split('&'));
        }),
      ));

    it('is read back as the same parameters but for authorization', () =>
      fc.assert(
        fc.property(pairs, given => {
          const texts = (all: Iterable<Pair>) => Array.from(all, pair => JSON.stringify(pair)).sort();
          const signed = given.filter(([name]) => name.toLowerCase() !== 'authorization');
          assert.deepEqual(texts(new URLSearchParams(canonicalQuery(given))), texts(signed));
        }),
      ));
  });

  describe('canonical headers', () => {
    const headers = new Map([
      ['x-bce-meta-key', 'b'],
      ['x-bce-meta', 'a/:~*'],
      ['content-type', ''],
      ['host', 'h:8080'],
    ]);

    it('takes the named headers that are not empty, in any case', () =>
      assert.deepEqual(headersToSign(headers, ['X-Bce-Meta', 'Content-Type', 'host', 'date']), [
        ['host', 'h:8080'],
        ['x-bce-meta', 'a/:~*'],
      ]));

    it('encodes values, sorts lines as lines and names as names', () => {
      const toSign = headersToSign(headers, [...headers.keys()]);
      assert.equal(canonicalHeaders(toSign), 'host:h%3A8080\nx-bce-meta-key:b\nx-bce-meta:a%2F%3A~%2A');
      assert.equal(signedHeaders(toSign), 'host;x-bce-meta;x-bce-meta-key');
    });

    it('encodes names', () => assert.equal(canonicalHeaders([["x'", 'a']]), 'x%27:a'));
  });

  it('signs a path with its slash at the end', () => {
    const uri = (path: string) => canonicalUri(new URL(`https://example.com${path}`));
    assert.equal(uri(''), '/');
    assert.equal(uri('/a/'), '/a/');
    assert.equal(uri('/a/b c*'), '/a/b%20c%2A');
  });

  const credential: BceCredential = { accessKeyId: 'ak', secretAccessKey: 'sk' };
  const date = new Date('2026-01-02T03:04:05.678Z');
  const request: HttpRequest = {
    method: 'post',
    url: 'https://bls-log.bj.baidubce.com:8443/v2/list?b=1&a=2',
    headers: {
      Host: 'elsewhere',
      Authorization: 'stale',
      'X-Bce-Date': 'stale',
      'Content-Type': ' application/json ',
    },
    body: '{}',
  };
  const sign = (changes: Partial<HttpRequest> = {}, key = credential, options = {}) =>
    signBce({ ...request, ...changes }, key, { date, ...options });
  const authorizationOf = (...args: Parameters<typeof sign>) => sign(...args).headers['authorization'] ?? '';

  it('sends the request with the date and the signature', () => {
    const { headers, ...rest } = sign();
    assert.deepEqual(rest, { method: 'POST', url: request.url, body: '{}' });
    const { authorization: signed, ...others } = headers;
    assert.match(
      signed ?? '',
      /^bce-auth-v1\/ak\/2026-01-02T03:04:05Z\/1800\/host;x-bce-date\/[0-9a-f]{64}$/,
    );
    assert.deepEqual(others, { 'content-type': 'application/json', 'x-bce-date': '2026-01-02T03:04:05Z' });
  });

  it('leaves the given request as it was', () => {
    const before = structuredClone(request);
    sign();
    assert.deepEqual(request, before);
  });

  it('sends and signs the session token', () => {
    const token = { ...credential, sessionToken: 'tok+/==' };
    assert.equal(sign({}, token).headers['x-bce-security-token'], 'tok+/==');
    assert.match(authorizationOf({}, token), /\/host;x-bce-date;x-bce-security-token\/[0-9a-f]{64}$/);
    assert.notEqual(
      authorizationOf({}, token),
      authorizationOf({}, { ...token, sessionToken: 'tok+/=' }),
      'the value is signed',
    );
  });

  it('drops the token of an earlier signature and comes to the same when signed twice', () => {
    assert.deepEqual(sign(sign({}, { ...credential, sessionToken: 'token' })), sign());
    assert.deepEqual(sign({}, { ...credential, sessionToken: '' }), sign());
    assert.deepEqual(sign(sign()), sign());
  });

  it('signs exactly the headers asked for', () =>
    assert.match(
      authorizationOf({}, credential, { signedHeaders: ['Content-Type', 'host', 'content-length'] }),
      /\/content-type;host\/[0-9a-f]{64}$/,
    ));

  it('states for how long it holds', () =>
    assert.match(authorizationOf({}, credential, { expiresIn: 60 }), /05Z\/60\/host/));

  it('signs the port unless it is the default one', () => {
    const at = (origin: string) => authorizationOf({ url: `${origin}/` });
    assert.notEqual(at('https://bls-log.bj.baidubce.com:8443'), at('https://bls-log.bj.baidubce.com'));
    assert.equal(at('https://bls-log.bj.baidubce.com:443'), at('https://bls-log.bj.baidubce.com'));
  });

  it('does not sign the body, nor the order of parameters, nor headers that are not named', () => {
    const url = 'https://bls-log.bj.baidubce.com:8443/v2/list?a=2&b=1';
    assert.equal(authorizationOf({ url, body: 'other', headers: { accept: '*/*' } }), authorizationOf());
  });

  it('signs the method, the host, the path, the query, the date and the time it holds', () => {
    const seen = [
      authorizationOf(),
      authorizationOf({ method: 'GET' }),
      authorizationOf({ url: request.url.replace('.bj.', '.gz.') }),
      authorizationOf({ url: request.url.replace('list', 'List') }),
      authorizationOf({ url: request.url.replace('b=1', 'b=2') }),
      authorizationOf({}, { ...credential, secretAccessKey: 'other' }),
      authorizationOf({}, { ...credential, accessKeyId: 'other' }),
      authorizationOf({}, credential, { date: new Date('2026-01-02T03:04:06Z') }),
      authorizationOf({}, credential, { expiresIn: 1801 }),
    ].map(value => value.slice(-64));
    assert.equal(new Set(seen).size, seen.length);
  });
});
