import assert from 'node:assert/strict';
import { isCloudError } from '../../src/core/errors';
import { checkedLink, linkExpiry } from '../../src/core/link';

const bos = (time: string, seconds: string) =>
  `https://bls-test.bj.bcebos.com/test/a.json?responseContentDisposition=attachment&authorization=${encodeURIComponent(
    `bce-auth-v1/ak/${time}/${seconds}/host/d83c3bfb`,
  )}`;

describe('linkExpiry', () => {
  for (const [name, url, expected] of [
    [
      'OSS V1',
      'https://h.oss-cn-hangzhou.aliyuncs.com/%E4%BA%92.csv?Expires=1708583913&OSSAccessKeyId=k&Signature=s%3D',
      '2024-02-22T06:38:33.000Z',
    ],
    [
      'OSS V2',
      'https://h/f?x-oss-signature-version=OSS2&x-oss-expires=1708583913&x-oss-signature=s',
      '2024-02-22T06:38:33.000Z',
    ],
    [
      'OSS V4',
      'https://h/f?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-date=20260102T030405Z&x-oss-expires=3600&x-oss-signature=s',
      '2026-01-02T04:04:05.000Z',
    ],
    ['BOS', bos('2024-11-05T09:29:30Z', '300'), '2024-11-05T09:34:30.000Z'],
    ['BOS with another life', bos('2024-11-05T09:29:30Z', '1800'), '2024-11-05T09:59:30.000Z'],
  ] as const) {
    it(`reads it from a link of ${name}`, () => assert.equal(linkExpiry(url)?.toISOString(), expected));
  }

  for (const [name, url] of [
    ['no query', 'https://h/f'],
    ['a BOS link that never dies', bos('2024-11-05T09:29:30Z', '-1')],
    ['a BOS link without a time', 'https://h/f?authorization=bce-auth-v1/ak'],
    ['a BOS link with nonsense for a time', bos('yesterday', '300')],
    ['an authorization of another kind', 'https://h/f?authorization=basic/a/2024-11-05T09:29:30Z/300'],
    ['words for a number', 'https://h/f?Expires=soon'],
    ['an empty number', 'https://h/f?Expires='],
    ['a number beyond all time', 'https://h/f?Expires=1e300'],
    ['a V4 date that is none', 'https://h/f?x-oss-date=today&x-oss-expires=3600'],
    ['parameters of another case', 'https://h/f?expires=1708583913'],
  ] as const) {
    it(`is unknown for ${name}`, () => assert.equal(linkExpiry(url), undefined));
  }
});

describe('checkedLink', () => {
  for (const url of [
    'https://h/f?Signature=a%2Fb+c',
    'HTTPS://h/f',
    'http://127.0.0.1:4711/f',
    'http://127.9.8.7/f',
    'http://[::1]/f',
    'http://localhost/f',
  ]) {
    it(`passes ${url} on untouched`, () => assert.equal(checkedLink(url, 's'), url));
  }

  for (const url of [
    'http://example.com/f?Signature=abc',
    'http://127.0.0.1.example.com/f',
    'ftp://h/f',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'command:x',
    '/f',
    '',
    'nonsense',
  ]) {
    it(`refuses “${url}” without showing it`, () =>
      assert.throws(
        () => checkedLink(url, 'bls'),
        (error: unknown) => {
          assert.ok(isCloudError(error));
          assert.deepEqual(error.problem, {
            kind: 'protocol',
            service: 'bls',
            reason: 'linkNotSecure',
            message: 'The link to the file is not an HTTPS address.',
          });
          return true;
        },
      ));
  }
});
