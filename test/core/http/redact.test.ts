import assert from 'node:assert/strict';
import fc from 'fast-check';
import { redact, redactedLog, safeAddress, vendorWords } from '../../../src/core/http/redact';
import { withoutInvisible } from '../../../src/core/invisible';
import { percentEncode } from '../../../src/core/signing/canonical';
import { FakeLog } from '../../fakes/log';
import { leaked, quoting, secret } from '../../fakes/secrets';

describe('safeAddress', () => {
  it('keeps origin and path', () =>
    assert.equal(safeAddress('https://h:8443/a/b%20c?Signature=s#f'), 'https://h:8443/a/b%20c'));
  it('drops a user and password', () => assert.equal(safeAddress('https://u:p@h/a'), 'https://h/a'));
});

/** What redaction looks for, in pieces that a text may join in any way. */
const piece = fc.oneof(
  fc.constantFrom(...'signature token password secret Authorization x-auth-token StringToSign'.split(' ')),
  fc.constantFrom(...'= : " \' ; & , ? / < > … ••• ：'.split(' '), ' ', 'https://h/p?a=b', '0'.repeat(64)),
  fc.string({ unit: 'grapheme', maxLength: 5 }),
);
const anyText = fc.array(piece, { maxLength: 12 }).map(pieces => pieces.join(''));

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

  it('lets no planted secret survive, in any of the forms it may be quoted in', () =>
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 3 }),
        fc.array(fc.tuple(anyText, fc.nat(), quoting), { minLength: 1, maxLength: 8 }),
        (secrets, planted) => {
          const text = planted
            .map(([before, which, quote]) => `${before} ${quote(secrets[which % secrets.length] ?? '')}`)
            .join(' ');
          assert.deepEqual(leaked(redact(text, secrets), secrets), []);
        },
      ),
    ));

  it('hides a secret of any characters that can be seen', () =>
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 4, maxLength: 20 }).filter(text => !/[\s•…]/.test(text)),
        quoting,
        (odd, quote) => assert.deepEqual(leaked(redact(`x ${quote(odd)} y`, [odd]), [odd]), []),
      ),
    ));

  it('lets nothing of the query of an address survive', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.uuid()), { minLength: 1, maxLength: 5 }),
        fc.constantFrom('https://b.oss.example.com/f.csv', 'http://127.0.0.1:8080/', 'HTTPS://H/a%20b'),
        fc.constantFrom(['', ''], ['"', '"'], ["'", "'"], ['<', '>'], ['(', ' )'], ['link: ', '']),
        (parameters, address, [before, after]) => {
          const query = parameters.map(([name, value]) => `${percentEncode(name)}=${value}`).join('&');
          const clean = redact(`no file at ${before}${address}?${query}${after} today`);
          assert.equal(clean, `no file at ${before}${address}?…${after} today`);
        },
      ),
    ));

  it('has nothing more to hide in what it made, unless it cut it', () =>
    fc.assert(
      fc.property(anyText, text => {
        const clean = redact(withoutInvisible(text, ''));
        if (clean.length <= 300) assert.equal(redact(clean), clean);
      }),
    ));

  it('never answers more than 300 characters and the mark of the cut', () =>
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 60 }), fc.array(secret), (texts, secrets) => {
        const clean = redact(texts.join('\n'), secrets);
        assert.ok(clean.length <= 301);
        assert.ok(clean.length <= 300 || clean.endsWith('…'));
      }),
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
    ['a header apart from its name', 'Authorization : Bearer abc', 'Authorization : •••'],
    ['a credential in JSON', '{"credential": "abc"}', '{"credential": "•••"}'],
    ['a token in JSON that is a number', '{"access_token": 1234567}', '{"access_token": •••'],
    [
      'a password apart from its name',
      'password  =  hunter2 and "Secret" : "s"',
      'password  =  ••• and "Secret" : "•••"',
    ],
    [
      'an authorization header',
      'authorization=SDK-HMAC-SHA256 Access=AK, Signature=abc',
      'authorization=•••',
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

describe('redact, whatever a gateway quotes', () => {
  for (const [name, text, expected] of [
    [
      'the header of Baidu',
      'got bce-auth-v1/AK/2026-01-02T03:04:05Z/1800/host/abc and more',
      'got ••• and more',
    ],
    [
      'the header of Alibaba',
      'ACS3-HMAC-SHA256 Credential=AK,SignedHeaders=host',
      'ACS3-HMAC-SHA256 Credential=•••,SignedHeaders=host',
    ],
    [
      'the header of Huawei',
      'SDK-HMAC-SHA256 Access=AK, Signature=abc',
      'SDK-HMAC-SHA256 Access=•••, Signature=•••',
    ],
    [
      'a whole header in JSON',
      '{"Authorization":"X Access=AK, Signature=s","a":1}',
      '{"Authorization":"•••","a":1}',
    ],
    ['a header up to the end', 'Authorization: X Access=AK, Signature=s', 'Authorization: •••'],
    [
      'a field of a longer name',
      '{"securityToken":"t","accessKeySecret": "s"}',
      '{"securityToken":"•••","accessKeySecret": "•••"}',
    ],
    [
      'a parameter of a longer name',
      'x-bce-security-token=t&newpassword=p',
      'x-bce-security-token=•••&newpassword=•••',
    ],
    ['an access key id', 'OSSAccessKeyId=AK&AccessKeyId: AK', 'OSSAccessKeyId=•••&AccessKeyId: •••'],
  ] as const) {
    it(`hides ${name}`, () => assert.equal(redact(text), expected));
  }

  for (const text of [
    'auth MissingSecurityToken: The token is missing.',
    'SignatureDoesNotMatch: no match',
    'Access denied',
  ]) {
    it(`leaves “${text}” as it is`, () => assert.equal(redact(text), text));
  }
});

describe('redactedLog', () => {
  it('lets lines of every level through, without what must not be seen', () => {
    const log = new FakeLog();
    const safe = redactedLog(log);
    for (const level of ['trace', 'debug', 'info', 'warn', 'error'] as const)
      safe[level](`get https://a.example/f?Signature=s\ntoken=${level}`);
    assert.deepEqual(
      log.lines,
      ['trace', 'debug', 'info', 'warn', 'error'].map(
        level => `${level} get https://a.example/f?… token=•••`,
      ),
    );
  });

  it('leaves long sentences whole, and cuts what is no sentence', () => {
    const log = new FakeLog();
    const sentence = 'word '.repeat(300).trim();
    redactedLog(log).info(sentence);
    redactedLog(log).info('word '.repeat(3000));
    assert.equal(log.lines[0], `info ${sentence}`);
    assert.equal(log.lines[1]?.length, 'info '.length + 2000 + 1);
  });
});

describe('redact, of a secret in disguise', () => {
  const known = 'abc+/d"f=';
  for (const [name, form] of [
    ['as it is', known],
    ['in an address', 'abc%2B%2Fd%22f%3D'],
    ['in an address, in small letters', 'abc%2b%2fd%22f%3d'],
    ['half in an address', 'abc+%2fd%22f='],
    ['in JSON', 'abc+/d\\"f='],
    ['in JSON with every escape there is', 'abc\\u002b\\/d\\"f\\u003d'],
    ['in other letters', 'ABC+/D"F='],
    ['with an invisible mark in a blank’s place', 'correct\u200bhorse'],
    ['in a form', 'correct+horse'],
  ] as const) {
    it(`hides it ${name}`, () => assert.equal(redact(`<${form}>`, [known, 'correct horse']), '<•••>'));
  }

  it('hides a very long one whole, also when only its beginning is quoted', () => {
    const long = 'x1'.repeat(16_000);
    assert.equal(redact(`got ${long}, no`, [long]), 'got •••, no');
    assert.equal(redact(`got ${long.slice(0, 150)}… no`, [long]), 'got ••• no');
  });
});

describe('redact, of what nobody named', () => {
  for (const [text, expected] of [
    ['token\u200b=abcdef', 'token =•••'],
    ['no match, string\nto sign: GET secret', 'no match, …'],
    ['secretAccessKey=foo', 'secretAccessKey=•••'],
    ['via http://user:pass@h:1/x', 'via http://•••@h:1/x'],
    ['to=https%3A%2F%2Fh%2Ff%3FSignature%3Dabc&a=1', 'to=https%3A%2F%2Fh%2Ff%3F…&a=1'],
    ['https:\\/\\/h\\/f?Expires=1\\u0026Signature\\u003dabc', 'https://h/f?…'],
  ] as const) {
    it(`makes “${expected}” of ${JSON.stringify(text)}`, () => assert.equal(redact(text), expected));
  }

  it('cuts no character in two', () => {
    assert.equal(redact(`${'a'.repeat(299)}😀b`), `${'a'.repeat(299)}…`);
  });

  it('leaves a blank message to words of ours', () =>
    assert.equal(vendorWords(' \n', []).reason, 'foreignAnswer'));
});
