/** The vectors were made by the vendor's own code; the file says by which. */
import assert from 'node:assert/strict';
import {
  authorization,
  canonicalHeaders,
  canonicalQuery,
  canonicalRequest,
  canonicalUri,
  hashedRequestPayload,
  headersToSign,
  sdkDate,
  signature,
  signedHeaders,
  signSdkHmac,
  stringToSign,
  type SdkHmacCredential,
} from '../../../src/clouds/huawei/sign';
import type { HttpRequest } from '../../../src/core/http/request';
import { encodePair, withOwnHeaders, type Pair } from '../../../src/core/signing/canonical';
import { sha256Hex } from '../../../src/core/signing/hmac';
import { pathDisagreements, vectors } from '../../vectors/huawei.json';

/** `20191115T033655Z` as a moment. */
const momentOf = (timestamp: string): Date =>
  new Date(
    timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, (_, ...parts: string[]) => {
      const [year, month, day, hours, minutes, seconds] = parts;
      return `${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`;
    }),
  );
const toPair = ([name = '', value = '']: readonly string[]): Pair => [name, value];

/** Vectors of the headers that we sign; the others sign a content type without a body, some a region. */
const signedAsWeDo = new Set(['hss-download-minimal', 'post-empty-json-object', 'unsigned-payload']);

describe('Huawei Cloud signature', () => {
  for (const { name, inputs, outputs } of vectors) {
    describe(name, () => {
      const query = inputs.query.map(toPair);
      const url = new URL(`${inputs.scheme}://${inputs.host}${inputs.path}`);
      const given: Record<string, string> = inputs.headersSigned;
      const headers = () => withOwnHeaders(given, {});
      const toSign = () => headersToSign(headers(), [...headers().keys()]);

      it('has the canonical request', () => {
        assert.equal(canonicalUri(url), outputs.canonicalUri);
        assert.equal(canonicalQuery(query), outputs.canonicalQueryString);
        assert.equal(canonicalHeaders(toSign()), outputs.canonicalHeaders);
        assert.equal(signedHeaders(toSign()), outputs.signedHeaders);
        assert.equal(hashedRequestPayload(headers(), inputs.body), outputs.payloadHash);
        assert.equal(
          canonicalRequest(
            inputs.method,
            canonicalUri(url),
            canonicalQuery(query),
            toSign(),
            hashedRequestPayload(headers(), inputs.body),
          ),
          outputs.canonicalRequest,
        );
        assert.equal(sha256Hex(outputs.canonicalRequest), outputs.canonicalRequestSha256);
      });

      it('has the string to sign', () => {
        assert.equal(sdkDate(momentOf(inputs.xSdkDate)), inputs.xSdkDate);
        assert.equal(stringToSign(inputs.xSdkDate, outputs.canonicalRequest), outputs.stringToSign);
      });

      it('has the signature', () => {
        assert.equal(signature(inputs.secretKey, outputs.stringToSign), outputs.signature);
        assert.equal(authorization(inputs.accessKey, toSign(), outputs.signature), outputs.authorization);
      });

      if (!signedAsWeDo.has(name)) return;

      it('is what is sent', () => {
        const wire = query.length > 0 ? `${url.href}?${query.map(encodePair).join('&')}` : url.href;
        const signed = signSdkHmac(
          { method: inputs.method, url: wire, headers: given, body: inputs.body },
          { accessKeyId: inputs.accessKey, secretAccessKey: inputs.secretKey },
          { date: momentOf(inputs.xSdkDate), projectId: inputs.projectId ?? undefined },
        );
        assert.equal(signed.headers['authorization'], outputs.authorization);
        assert.equal(signed.url, wire);
      });
    });
  }

  describe('canonical URI', () => {
    for (const { path, python } of pathDisagreements.cases)
      it(`sides with the vendor's Python on ${path}`, () =>
        assert.equal(canonicalUri(new URL(`https://example.com${path}`)), python));

    it('ends with one slash', () => {
      const uri = (path: string) => canonicalUri(new URL(`https://example.com${path}`));
      assert.equal(uri(''), '/');
      assert.equal(uri('/a'), '/a/');
      assert.equal(uri('/a/'), '/a/');
    });
  });

  it('hashes the body, or takes the hash that a header gives', () => {
    assert.equal(hashedRequestPayload(new Map(), '互'), sha256Hex('互'));
    assert.equal(
      hashedRequestPayload(new Map([['x-sdk-content-sha256', 'UNSIGNED-PAYLOAD']]), '互'),
      'UNSIGNED-PAYLOAD',
    );
  });

  const credential: SdkHmacCredential = { accessKeyId: 'ak', secretAccessKey: 'sk' };
  const date = new Date('2026-01-02T03:04:05.678Z');
  const request: HttpRequest = {
    method: 'get',
    url: 'https://hss.cn-north-4.myhuaweicloud.com:8443/v5/p/export-task/1?b=1&a=2&b=0',
    headers: {
      Host: 'elsewhere',
      Authorization: 'stale',
      'X-Sdk-Date': 'stale',
      'Content-Type': ' application/json ',
      region: 'cn-north-4',
    },
  };
  const sign = (changes: Partial<HttpRequest> = {}, key = credential, options = {}) =>
    signSdkHmac({ ...request, ...changes }, key, { date, ...options });
  const authorizationOf = (...args: Parameters<typeof sign>) => sign(...args).headers['authorization'] ?? '';
  const signedNames = (...args: Parameters<typeof sign>) =>
    /SignedHeaders=([^,]*), Signature=[0-9a-f]{64}$/.exec(authorizationOf(...args))?.[1];

  it('sends the request with the date and the signature', () => {
    const { headers, ...rest } = sign();
    assert.deepEqual(rest, { method: 'GET', url: request.url });
    const { authorization: signed, ...others } = headers;
    assert.match(
      signed ?? '',
      /^SDK-HMAC-SHA256 Access=ak, SignedHeaders=host;x-sdk-date, Signature=[0-9a-f]{64}$/,
    );
    assert.deepEqual(others, {
      'content-type': 'application/json',
      region: 'cn-north-4',
      'x-sdk-date': '20260102T030405Z',
    });
  });

  it('leaves the given request as it was', () => {
    const before = structuredClone(request);
    sign();
    assert.deepEqual(request, before);
  });

  it('signs the content type of a body alone', () => {
    assert.equal(signedNames({ body: '{}' }), 'content-type;host;x-sdk-date');
    assert.equal(signedNames({ body: '' }), 'host;x-sdk-date');
    assert.equal(signedNames({ body: '{}', headers: {} }), 'host;x-sdk-date');
  });

  it('sends and signs the project and the token', () => {
    const token = { ...credential, securityToken: 'token' };
    const { headers } = sign({}, token, { projectId: 'p' });
    assert.equal(headers['x-project-id'], 'p');
    assert.equal(headers['x-security-token'], 'token');
    assert.equal(signedNames({}, token, { projectId: 'p' }), 'host;x-project-id;x-sdk-date;x-security-token');
  });

  it('drops the token of an earlier signature and comes to the same when signed twice', () => {
    assert.deepEqual(sign(sign({}, { ...credential, securityToken: 'token' }, { projectId: 'p' })), sign());
    assert.deepEqual(sign({}, { ...credential, securityToken: '' }, { projectId: '' }), sign());
    assert.deepEqual(sign(sign()), sign());
  });

  it('signs UNSIGNED-PAYLOAD in place of the body', () => {
    const headers = { 'X-Sdk-Content-Sha256': 'UNSIGNED-PAYLOAD' };
    assert.equal(signedNames({ headers, body: 'a' }), 'host;x-sdk-content-sha256;x-sdk-date');
    assert.equal(authorizationOf({ headers, body: 'a' }), authorizationOf({ headers, body: 'b' }));
  });

  it('signs the port unless it is the default one', () => {
    const at = (origin: string) => authorizationOf({ url: `${origin}/` });
    assert.notEqual(at('https://iam.myhuaweicloud.com:8443'), at('https://iam.myhuaweicloud.com'));
    assert.equal(at('https://iam.myhuaweicloud.com:443'), at('https://iam.myhuaweicloud.com'));
  });

  it('does not depend on the order of parameters, a slash at the end or headers that are not signed', () => {
    const url = 'https://hss.cn-north-4.myhuaweicloud.com:8443/v5/p/export-task/1/?b=0&a=2&b=1';
    assert.equal(authorizationOf({ url, headers: { accept: '*/*' } }), authorizationOf());
  });

  it('signs the method, the host, the path, the query, the body, the date, the project and the token', () => {
    const seen = [
      authorizationOf(),
      authorizationOf({ method: 'DELETE' }),
      authorizationOf({ url: request.url.replace('cn-north-4', 'cn-north-1') }),
      authorizationOf({ url: request.url.replace('task/1', 'task/2') }),
      authorizationOf({ url: request.url.replace('b=1', 'b=2') }),
      authorizationOf({ body: '{}' }),
      authorizationOf({ body: '[]' }),
      authorizationOf({ body: '{}', headers: { 'content-type': 'text/plain' } }),
      authorizationOf({}, { ...credential, secretAccessKey: 'other' }),
      authorizationOf({}, { ...credential, securityToken: 't' }),
      authorizationOf({}, { ...credential, securityToken: 'u' }),
      authorizationOf({}, credential, { projectId: 'p' }),
      authorizationOf({}, credential, { projectId: 'q' }),
      authorizationOf({}, credential, { date: new Date('2026-01-02T03:04:06Z') }),
    ].map(value => value.slice(-64));
    assert.equal(new Set(seen).size, seen.length);
  });
});
