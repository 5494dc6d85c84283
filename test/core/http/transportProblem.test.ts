import assert from 'node:assert/strict';
import { ProxyFault } from '../../../src/core/http/proxyFault';
import { transportProblem } from '../../../src/core/http/transportProblem';
import { inOurWords } from '../../../src/core/reasons';

const coded = (code: unknown, message = 'it failed', more: object = {}) =>
  Object.assign(new Error(message), { code, ...more });

describe('transportProblem', () => {
  for (const [code, kind] of [
    ['ECONNREFUSED', 'network'],
    ['ECONNRESET', 'network'],
    ['ENOTFOUND', 'network'],
    ['EAI_AGAIN', 'network'],
    ['UND_ERR_SOCKET', 'network'],
    ['ETIMEDOUT', 'timeout'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout'],
    ['UND_ERR_HEADERS_TIMEOUT', 'timeout'],
    ['UND_ERR_BODY_TIMEOUT', 'timeout'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['CERT_NOT_YET_VALID', 'tls'],
    ['CERT_UNTRUSTED', 'tls'],
    ['CERT_REVOKED', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls'],
    ['UNABLE_TO_GET_ISSUER_CERT', 'tls'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['HOSTNAME_MISMATCH', 'tls'],
    ['EPROTO', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    ['HPE_INVALID_CONSTANT', 'protocol'],
    ['UND_ERR_HEADERS_OVERFLOW', 'protocol'],
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'protocol'],
    ['UND_ERR_INVALID_ARG', 'protocol'],
  ] as const) {
    it(`takes ${code} for ${kind}`, () =>
      assert.deepEqual(transportProblem(coded(code)), { kind, message: 'it failed', code }));
  }

  for (const [status, reason] of [
    [407, 'proxyCredential'],
    [403, 'proxyRefusal'],
    [502, 'proxyRefusal'],
  ] as const) {
    it(`tells of a proxy that answers ${status} to being asked for a tunnel`, () =>
      assert.deepEqual(transportProblem(new ProxyFault(status)), {
        kind: 'proxy',
        status,
        code: `HTTP ${status}`,
        ...inOurWords(reason),
      }));
  }

  for (const [cause, kind, reason] of [
    [coded('ECONNREFUSED', 'connect ECONNREFUSED user:planted@proxy'), 'proxy', 'proxyDown'],
    [coded('UND_ERR_CONNECT_TIMEOUT'), 'proxy', 'proxyDown'],
    [coded('UND_ERR_SOCKET', 'other side closed'), 'proxy', 'proxyDown'],
    [coded('CERT_HAS_EXPIRED'), 'tls', 'proxyCertificate'],
  ] as const) {
    it(`tells of a connection to the proxy that fails with ${String(cause.code)}, in our words`, () => {
      const expected = { kind, code: cause.code, ...inOurWords(reason) };
      assert.deepEqual(transportProblem(new ProxyFault(undefined, cause)), expected);
    });
  }

  it('tells of a proxy of which nothing is known', () =>
    assert.deepEqual(transportProblem(new ProxyFault(undefined)), {
      kind: 'proxy',
      ...inOurWords('proxyDown'),
    }));

  it('knows a proxy that asks for a credential by the words of undici', () => {
    const words = coded('UND_ERR_INVALID_ARG', 'Proxy Authentication Required (407)');
    assert.equal(transportProblem(ProxyFault.ofRequest(words)).status, 407);
    assert.equal(transportProblem(ProxyFault.ofRequest(coded('ECONNRESET'))).status, undefined);
  });

  it('has no code that undici would try again for', () => assert.ok(!('code' in new ProxyFault(undefined))));

  it('says what OpenSSL says, without its dump', () => {
    const dump =
      'write EPROTO 0080:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../a/b.c:354:\n';
    const error = coded('EPROTO', dump, { library: 'SSL routines', reason: 'wrong version number' });
    assert.equal(transportProblem(error).message, 'wrong version number');
    assert.equal(
      transportProblem(coded('ERR_TLS_CERT_ALTNAME_INVALID', 'all of it', { reason: 'a part' })).message,
      'all of it',
    );
  });

  it('leaves out advice for those who start Node by themselves', () => {
    const advice = '; if the root CA is installed locally, try running Node.js with --use-system-ca';
    const error = coded('DEPTH_ZERO_SELF_SIGNED_CERT', `self-signed certificate${advice}`);
    assert.equal(transportProblem(error).message, 'self-signed certificate');
  });

  it('says it in one line', () =>
    assert.equal(transportProblem(coded('EPROTO', ' one\r\n  two\n')).message, 'one two'));

  it('looks at the cause where the error itself says nothing', () => {
    const error = new TypeError('fetch failed', { cause: coded('ENOTFOUND', 'getaddrinfo ENOTFOUND h') });
    assert.deepEqual(transportProblem(error), {
      kind: 'network',
      code: 'ENOTFOUND',
      message: 'getaddrinfo ENOTFOUND h',
    });
  });

  it('keeps what the error itself says before its cause', () =>
    assert.equal(transportProblem(coded('ETIMEDOUT', 'slow', { cause: coded('EPROTO') })).kind, 'timeout'));

  it('tells of the first of several addresses that were tried', () => {
    const error = new AggregateError(
      [coded('ECONNREFUSED', 'connect ECONNREFUSED ::1'), coded('EPROTO')],
      '',
    );
    assert.deepEqual(transportProblem(error), {
      kind: 'network',
      code: 'ECONNREFUSED',
      message: 'connect ECONNREFUSED ::1',
    });
  });

  it('is a cancellation whenever the caller gave up, whatever came of it', () =>
    assert.equal(transportProblem(coded('ECONNRESET'), AbortSignal.abort()).kind, 'cancelled'));

  it('knows a fault of the parser that has no code', () => {
    const error = Object.assign(new Error('Expected HTTP/'), { name: 'HTTPParserError', code: undefined });
    assert.deepEqual(transportProblem(error), {
      kind: 'protocol',
      code: 'HTTPParserError',
      message: 'Expected HTTP/',
    });
  });

  it('passes no number on as a code', () => {
    const signal = AbortSignal.abort();
    assert.deepEqual(transportProblem(signal.reason, signal), {
      kind: 'cancelled',
      message: 'This operation was aborted',
    });
  });

  for (const [thrown, message] of [
    [new Error('plain'), 'plain'],
    ['text', 'text'],
    [undefined, 'undefined'],
    [coded('ECONNRESET', ''), 'ECONNRESET'],
    [new RangeError(''), 'RangeError'],
    [new AggregateError([], ''), 'AggregateError'],
  ] as const) {
    it(`makes something readable of ${String(thrown)}`, () => {
      const problem = transportProblem(thrown);
      assert.deepEqual([problem.kind, problem.message], ['network', message]);
    });
  }
});
