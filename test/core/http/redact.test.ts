import assert from 'node:assert/strict';
import fc from 'fast-check';
import { redact, safeAddress, vendorWords } from '../../../src/core/http/redact';

describe('safeAddress', () => {
  it('keeps origin and path', () =>
    assert.equal(safeAddress('https://h:8443/a/b%20c?Signature=s#f'), 'https://h:8443/a/b%20c'));
  it('drops a user and password', () => assert.equal(safeAddress('https://u:p@h/a'), 'https://h/a'));
});

/** As keys look, and long enough to be told from words. */
const secret = fc.stringMatching(/^[A-Za-z0-9+/=]{8,40}$/);

describe('redact', () => {
  it('leaves an ordinary message as it is', () => {
    const message = 'The specified TaskId is invalid. 任务不存在 (a/b, 50%).';
    assert.equal(redact(message), message);
  });

  it('hides the secrets given, wherever and however often they stand', () =>
    assert.equal(redact('key=abcd1234; again abcd1234!', ['abcd1234']), 'key=•••; again •••!'));

  it('does not hide what is too short to be a secret, nor an empty one', () =>
    assert.equal(redact('abc is a word, abcd none', ['abc', '', 'abcd']), 'abc is a word, ••• none'));

  it('hides the whole of a secret that begins with another', () =>
    assert.equal(redact('token abcdefgh', ['abcd', 'abcdefgh']), 'token •••'));

  for (const [how, quoted] of [
    ['in an address', 'CAIS%2B%2Fa%22b%3D%3D'],
    ['in JSON', 'CAIS+/a\\"b=='],
  ] as const) {
    it(`hides a secret as it is written ${how}`, () =>
      assert.equal(redact(`x ${quoted} y`, ['CAIS+/a"b==']), 'x ••• y'));
  }

  it('hides what can only be a signature or a token, each of them', () => {
    const hex = '0123456789abcdef'.repeat(4);
    assert.equal(redact(`${hex} and ${hex.toUpperCase()}`), '••• and •••');
    assert.equal(redact(`${hex}0 g${hex}`), `${hex}0 g${hex}`, 'longer words are none');
    assert.equal(redact(`is ${'Ab-_'.repeat(125)} valid`), 'is ••• valid');
    assert.ok(!redact(`is ${'Ab-_'.repeat(124)} valid`).includes('•'));
  });

  it('lets no planted secret survive', () =>
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 3 }),
        fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }),
        fc.array(fc.nat()),
        (secrets, texts, order) => {
          const planted = texts.map((text, i) => text + secrets[(order[i] ?? i) % secrets.length]).join(' ');
          const clean = redact(planted, secrets);
          for (const one of secrets) assert.ok(!clean.includes(one), clean);
        },
      ),
    ));

  for (const [name, text, expected] of [
    [
      'a presigned URL of OSS',
      'GET https://b.oss.com/f.csv?Expires=1&OSSAccessKeyId=k&Signature=s%3D failed',
      'GET https://b.oss.com/f.csv?… failed',
    ],
    [
      'a presigned URL in quotes',
      '{"link":"https://b.bcebos.com/f?authorization=bce-auth-v1%2Fak"}',
      '{"link":"https://b.bcebos.com/f?…"}',
    ],
    ['an address on loopback', 'http://127.0.0.1:1/f?a=b.', 'http://127.0.0.1:1/f?…'],
    ['an address in capitals', 'HTTPS://H/F?A=B c', 'HTTPS://H/F?… c'],
    ['a signature', 'Signature=abc123, then', 'Signature=•••, then'],
    ['a token in JSON', '{"token": "MIIabc", "a": 1}', '{"token": "•••", "a": 1}'],
    ['a header', 'x-auth-token: MIIabc other', 'x-auth-token: ••• other'],
    ['a password', "password='hunter2'", "password='•••'"],
    [
      'an authorization header',
      'authorization=SDK-HMAC-SHA256 Access=AK, Signature=abc',
      'authorization=••• Access=AK, Signature=•••',
    ],
  ] as const) {
    it(`hides ${name}`, () => assert.equal(redact(text), expected));
  }

  for (const [name, text] of [
    [
      'Alibaba quotes',
      'Specified signature is not matched with our calculation. server StringToSign is:POST&%2F&Secret',
    ],
    ['OSS quotes', 'It does not match. Server string to sign:\nGET\n\nSecret'],
    [
      'Huawei quotes',
      'verify aksk signature fail, canonicalRequest:GET|/v5/Secret|x-security-token:Secret||e3b0',
    ],
    ['a gateway quotes in capitals', 'CANONICAL REQUEST = : GET\nSecret'],
    ['a gateway quotes in Chinese punctuation', '签名错误 StringToSign：Secret'],
  ] as const) {
    it(`cuts off the request that ${name}`, () => {
      const clean = redact(text);
      assert.ok(!clean.includes('Secret'), clean);
      assert.ok(clean.endsWith('…'));
    });
  }

  it('keeps what was said before the quoted request', () =>
    assert.equal(redact('verify fail, canonicalRequest:GET|/'), 'verify fail, …'));

  it('writes one line, without marks that turn it around', () =>
    assert.equal(redact('  a\r\nb\u202ec\u0000\u200b\u061cd\u2066\ufeff '), 'a b c d'));

  it('cuts a text that is too long', () => {
    assert.equal(redact('a'.repeat(300)), 'a'.repeat(300));
    assert.equal(redact('a'.repeat(301)), `${'a'.repeat(300)}…`);
  });

  it('leaves no half of a secret at the place of the cut', () =>
    assert.ok(!redact(`${'a'.repeat(296)}12345678`, ['12345678']).includes('1')));
});

describe('vendorWords', () => {
  it('are what the vendor said, without secrets', () =>
    assert.deepEqual(vendorWords('no planted', ['planted']), { message: 'no •••' }));

  for (const nothing of [undefined, '']) {
    it(`are ours when it said ${JSON.stringify(nothing)}`, () =>
      assert.deepEqual(vendorWords(nothing, []), {
        reason: 'foreignAnswer',
        message: 'The answer is not one of this service.',
      }));
  }
});
