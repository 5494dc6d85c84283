/**
 * The vectors were made by the vendor's own code; the file says by which. Its `rpcV1` vectors belong to the
 * older signature, which is not implemented.
 */
import assert from 'node:assert/strict';
import {
  authorization,
  canonicalQuery,
  canonicalRequest,
  canonicalUri,
  headersToSign,
  signAcs3,
  signature,
  signedHeaders,
  stringToSign,
  type Acs3Credential,
} from '../../../src/clouds/alibaba/sign';
import type { HttpRequest } from '../../../src/core/http/request';
import { encodePair, withOwnHeaders } from '../../../src/core/signing/canonical';
import { sha256Hex } from '../../../src/core/signing/hmac';
import { acs3, acs3EndToEnd } from '../../vectors/alibaba.json';

describe('Alibaba Cloud signature', () => {
  for (const vector of acs3) {
    describe(vector.id, () => {
      const query = Object.entries(vector.query);
      const toSign = () => headersToSign(withOwnHeaders(vector.headersInput, {}));
      const url = `https://${vector.host}${vector.pathname}`;

      it('has the canonical request', () => {
        assert.equal(canonicalQuery(query), vector.canonicalQueryString);
        assert.equal(signedHeaders(toSign()), vector.signedHeaders.join(';'));
        assert.equal(sha256Hex(vector.body), vector.bodySha256);
        assert.equal(
          canonicalRequest(
            vector.method,
            canonicalUri(new URL(url)),
            canonicalQuery(query),
            toSign(),
            vector.bodySha256,
          ),
          vector.canonicalRequest,
        );
      });

      it('has the string to sign', () =>
        assert.equal(stringToSign(vector.canonicalRequest), vector.stringToSign));

      it('has the signature', () => {
        assert.equal(signature(vector.accessKeySecret, vector.stringToSign), vector.signature);
        assert.equal(authorization(vector.accessKeyId, toSign(), vector.signature), vector.authorization);
      });

      it('is what is sent', () => {
        const sent: Record<string, string> = { ...vector.headersInput, authorization: vector.authorization };
        delete sent['host'];
        const extra: Record<string, string> = vector.headersInput;
        const headers: Record<string, string> = {
          'x-acs-action': vector.action,
          'x-acs-version': vector.version,
        };
        for (const name of ['content-type', 'x-acs-accesskey-id'])
          if (extra[name]) headers[name] = extra[name];
        const signed = signAcs3(
          {
            method: vector.method,
            url: `${url}?${query.map(encodePair).join('&')}`,
            headers,
            body: vector.body,
          },
          { ...vector, securityToken: vector.securityToken ?? undefined },
          { date: new Date(vector.date), nonce: vector.nonce },
        );
        assert.deepEqual(signed, {
          method: vector.method,
          url: vector.canonicalQueryString ? `${url}?${vector.canonicalQueryString}` : url,
          headers: sent,
          body: vector.body,
        });
      });
    });
  }

  for (const vector of acs3EndToEnd) {
    describe(`${vector.id}, as sent by the vendor's client`, () => {
      const url = new URL(vector.url);
      const toSign = () => headersToSign(withOwnHeaders(vector.headers, {}));

      it('has the canonical request and the string to sign', () => {
        const canonical = canonicalRequest(
          vector.method,
          canonicalUri(url),
          canonicalQuery(url.searchParams),
          toSign(),
          sha256Hex(vector.body),
        );
        assert.equal(canonical, vector.canonicalRequest);
        assert.equal(stringToSign(canonical), vector.stringToSign);
      });

      it('has the authorization', () =>
        assert.equal(
          authorization(vector.accessKeyId, toSign(), signature(vector.accessKeySecret, vector.stringToSign)),
          vector.headers.Authorization,
        ));
    });
  }

  const credential: Acs3Credential = { accessKeyId: 'id', accessKeySecret: 'secret' };
  const moment = { date: new Date('2026-01-02T03:04:05.678Z'), nonce: 'n1' };
  const request: HttpRequest = {
    method: 'post',
    url: 'https://cloudfw.aliyuncs.com:8443/?b=%E4%BA%92+x*&a&b=1',
    headers: {
      accept: 'application/json',
      Host: 'elsewhere',
      Authorization: 'stale',
      'X-Acs-Action': ' List ',
    },
  };
  const sign = (changes: Partial<HttpRequest> = {}, key = credential, when = moment) =>
    signAcs3({ ...request, ...changes }, key, when);
  const authorizationOf = (...args: Parameters<typeof sign>) => sign(...args).headers['authorization'];

  it('sends the canonical query and method, and the headers as signed', () => {
    const { url, method, headers } = sign();
    assert.equal(url, 'https://cloudfw.aliyuncs.com:8443/?a=&b=1&b=%E4%BA%92%20x%2A');
    assert.equal(method, 'POST');
    const { authorization: signed, ...rest } = headers;
    assert.match(
      signed ?? '',
      /^ACS3-HMAC-SHA256 Credential=id,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce,Signature=[0-9a-f]{64}$/,
    );
    assert.deepEqual(rest, {
      accept: 'application/json',
      'x-acs-action': 'List',
      'x-acs-content-sha256': sha256Hex(''),
      'x-acs-date': '2026-01-02T03:04:05Z',
      'x-acs-signature-nonce': 'n1',
    });
  });

  it('sends the canonical path', () =>
    assert.equal(
      sign({ url: 'https://cdn.aliyuncs.com/a%7e*?#part' }).url,
      'https://cdn.aliyuncs.com/a~%2A',
    ));

  it('leaves the given request as it was', () => {
    const before = structuredClone(request);
    sign();
    assert.deepEqual(request, before);
  });

  it('comes to the same when signed twice', () => assert.deepEqual(sign(sign()), sign()));

  it('drops the token of an earlier signature', () => {
    const earlier = sign({}, { ...credential, securityToken: 'token' });
    assert.equal(earlier.headers['x-acs-security-token'], 'token');
    assert.deepEqual(sign(earlier), sign());
    assert.deepEqual(sign({}, { ...credential, securityToken: '' }), sign());
  });

  it('does not depend on the order of parameters, nor on headers that are not signed', () => {
    const url = 'https://cloudfw.aliyuncs.com:8443/?b=1&b=%e4%ba%92%20x%2a&a=';
    const headers = { 'x-acs-action': 'List', accept: 'text/plain', 'x-request-id': '1' };
    assert.equal(authorizationOf({ url, headers }), authorizationOf());
  });

  it('signs the port unless it is the default one', () => {
    const at = (origin: string) => authorizationOf({ url: `${origin}/` });
    assert.notEqual(at('https://cdn.aliyuncs.com:8443'), at('https://cdn.aliyuncs.com'));
    assert.equal(at('https://cdn.aliyuncs.com:443'), at('https://cdn.aliyuncs.com'));
  });

  it('signs the host, the path, the query, the body, the token, the date and the nonce', () => {
    const seen = [
      authorizationOf(),
      authorizationOf({ method: 'GET' }),
      authorizationOf({ url: request.url.replace('cloudfw', 'cdn') }),
      authorizationOf({ url: request.url.replace('/?', '/p?') }),
      authorizationOf({ url: request.url.replace('b=1', 'b=2') }),
      authorizationOf({ body: '{}' }),
      authorizationOf({ headers: { ...request.headers, 'Content-Type': 'text/plain' } }),
      authorizationOf({ headers: { ...request.headers, 'X-Acs-Version': '1' } }),
      authorizationOf({}, { ...credential, securityToken: 't' }),
      authorizationOf({}, { ...credential, accessKeySecret: 'other' }),
      authorizationOf({}, credential, { ...moment, date: new Date('2026-01-02T03:04:06Z') }),
      authorizationOf({}, credential, { ...moment, nonce: 'n2' }),
    ];
    assert.equal(new Set(seen).size, seen.length);
  });

  it('sends a header for the hash of the body', () =>
    assert.equal(sign({ body: '互' }).headers['x-acs-content-sha256'], sha256Hex('互')));
});
