import assert from 'node:assert/strict';
import { expectedChecksum, type Expected } from '../../../../src/core/download/checksum/expected';

const oss = { 'x-oss-hash-crc64ecma': '11051210869376104954' };
const bos = { 'x-bce-content-crc32': '3421780262' };
const contentMd5 = { 'content-md5': 'JfnnlDI7RTiF9RgfG2JNCw==' };
const etag = { etag: '"25F9E794323B453885F5181F1B624D0B"' };
const ofOss: Expected = { algorithm: 'crc64', value: '11051210869376104954' };
const ofBos: Expected = { algorithm: 'crc32', value: '3421780262' };
const ofMd5: Expected = { algorithm: 'md5', value: '25f9e794323b453885f5181f1b624d0b' };

const range = (text: string) => ({ 'content-range': text });

describe('expectedChecksum', () => {
  const table: [string, number, Record<string, string>, Expected | undefined][] = [
    ['nothing', 200, {}, undefined],
    ['OSS', 200, oss, ofOss],
    ['BOS', 200, bos, ofBos],
    ['an MD5', 200, contentMd5, ofMd5],
    ['the best of OSS', 200, { ...contentMd5, ...oss }, ofOss],
    ['the best of BOS', 200, { ...contentMd5, ...bos }, ofBos],
    ['the best of all', 200, { ...bos, ...contentMd5, ...oss }, ofOss],
    ['an ETag, which may be no MD5', 200, etag, undefined],

    ['OSS, of the whole even in a part', 206, { ...oss, ...range('bytes 5-9/44') }, ofOss],
    ['OSS, in a part without its range', 206, oss, ofOss],
    ['BOS, in a part', 206, { ...bos, ...range('bytes 0-9/44') }, undefined],
    ['BOS, in the last part', 206, { ...bos, ...range('bytes 10-43/44') }, undefined],
    ['BOS, in a part that is the whole', 206, { ...bos, ...range('bytes 0-43/44') }, ofBos],
    ['BOS, in a part of unknown length', 206, { ...bos, ...range('bytes 0-43/*') }, undefined],
    ['BOS, in a part of other units', 206, { ...bos, ...range('kilobytes 0-43/44') }, undefined],
    ['BOS, in a part of garbled length', 206, { ...bos, ...range('bytes 0-43/44k') }, undefined],
    ['BOS, in a part without its range', 206, bos, undefined],
    ['an MD5, in a part', 206, { ...contentMd5, ...range('bytes 0-9/44') }, undefined],
    ['an MD5, in a part that is the whole', 206, { ...contentMd5, ...range('bytes 0-43/44') }, ofMd5],
    ['an MD5, when OSS writes nonsense', 200, { 'x-oss-hash-crc64ecma': '?', ...contentMd5 }, ofMd5],

    ['an error of OSS', 404, { ...oss, ...contentMd5, ...range('bytes 0-43/44') }, undefined],
    ['nothing new', 304, { ...oss, ...contentMd5 }, undefined],
    ['an encoded body', 200, { ...oss, 'content-encoding': 'gzip' }, undefined],
    ['a body that is not encoded', 200, { ...oss, 'content-encoding': 'Identity' }, ofOss],

    ['the empty object', 200, { 'x-oss-hash-crc64ecma': '0' }, { algorithm: 'crc64', value: '0' }],
    ['zeros in front', 200, { 'x-bce-content-crc32': '007' }, { algorithm: 'crc32', value: '7' }],
    [
      'the largest of 64 bits',
      200,
      { 'x-oss-hash-crc64ecma': '18446744073709551615' },
      { algorithm: 'crc64', value: '18446744073709551615' },
    ],
    [
      'the largest of 32 bits',
      200,
      { 'x-bce-content-crc32': '4294967295' },
      { algorithm: 'crc32', value: '4294967295' },
    ],
  ];
  for (const [what, status, headers, expected] of table) {
    it(`${status} with ${what}`, () => assert.deepEqual(expectedChecksum({ status, headers }), expected));
  }

  for (const headers of [
    ...[
      '',
      ' ',
      '-1',
      '1-',
      '+1',
      '1.5',
      '1e3',
      '0x12',
      'a',
      '1, 1',
      '18446744073709551616',
      '9'.repeat(400),
    ].map(value => ({ 'x-oss-hash-crc64ecma': value })),
    ...['', '-1', '4294967296', 'NaN'].map(value => ({ 'x-bce-content-crc32': value })),
    ...[
      '',
      'JfnnlDI7RTiF9RgfG2JNCw',
      'AAJfnnlDI7RTiF9RgfG2JNCw==',
      'JfnnlDI7RTiF9RgfG2JNCw==AA',
      'JfnnlDI7RTiF9RgfG2JN',
      'JfnnlDI7RTiF9RgfG2JNCw==, JfnnlDI7RTiF9RgfG2JNCw==',
      'Jfnnl*I7RTiF9RgfG2JNCw==',
      '25f9e794323b453885f5181f1b624d0b',
    ].map(value => ({ 'content-md5': value })),
  ]) {
    it(`nonsense: ${JSON.stringify(headers).slice(0, 80)}`, () => {
      assert.equal(expectedChecksum({ status: 200, headers }), undefined);
    });
  }
});
