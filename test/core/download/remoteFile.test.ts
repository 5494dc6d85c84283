import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  parseContentRange,
  rangeHeaders,
  readReply,
  type RemoteFile,
} from '../../../src/core/download/remoteFile';

const file: RemoteFile = { size: 44, etag: '"one"', lastModified: 'Mon, 23 Nov 2026 02:09:10 GMT' };
const rest = { start: 5, file };

describe('rangeHeaders', () => {
  for (const known of [undefined, {}, file]) {
    it(`asks for all of a file without a range: ${JSON.stringify(known)}`, () =>
      assert.deepEqual(rangeHeaders({ start: 0, file: known }), {}));
  }

  it('asks for what is left of the file that is known by its ETag', () =>
    assert.deepEqual(rangeHeaders(rest), { range: 'bytes=5-', 'if-match': '"one"' }));

  it('asks for a stretch, of which the header names the last byte', () =>
    assert.deepEqual(rangeHeaders({ start: 0, end: 10, file }), { range: 'bytes=0-9', 'if-match': '"one"' }));

  it('goes by the date where there is no ETag', () => {
    const lastModified = 'Mon, 23 Nov 2026 02:09:10 GMT';
    assert.deepEqual(rangeHeaders({ start: 5, file: { lastModified } }), {
      range: 'bytes=5-',
      'if-unmodified-since': lastModified,
    });
  });

  for (const known of [undefined, {}, { size: 44 }]) {
    it(`cannot ask for what is left of a file that has nothing to know it by: ${JSON.stringify(known)}`, () =>
      assert.equal(rangeHeaders({ start: 5, file: known }), undefined));
  }
});

describe('readReply', () => {
  const partial = (headers: Readonly<Record<string, string>>, wanted = rest) =>
    readReply({ status: 206, headers }, wanted);

  it('takes an answer with the whole file as that, whatever was asked for', () => {
    const headers = { 'content-length': '3', etag: '"two"', 'last-modified': 'yesterday' };
    const whole = { kind: 'whole', file: { size: 3, etag: '"two"', lastModified: 'yesterday' } };
    assert.deepEqual(readReply({ status: 200, headers }, { start: 0 }), whole);
    assert.deepEqual(readReply({ status: 200, headers }, rest), whole);
  });

  for (const etag of ['W/"weak"', 'bare', '""', '"a" "b"', '', '"open']) {
    it(`knows no file by the ETag ${etag}`, () =>
      assert.deepEqual(readReply({ status: 200, headers: { etag } }, { start: 0 }), {
        kind: 'whole',
        file: {},
      }));
  }

  for (const length of ['', '-1', '1.5', '0x10', '1e3', ' 3', '3, 3', 'many', '9'.repeat(16)]) {
    it(`takes ${JSON.stringify(length)} for no length`, () =>
      assert.deepEqual(readReply({ status: 200, headers: { 'content-length': length } }, { start: 0 }), {
        kind: 'whole',
        file: {},
      }));
  }

  it('keeps what the cloud promises of the content', () =>
    assert.deepEqual(readReply({ status: 200, headers: { 'x-oss-hash-crc64ecma': '7' } }, { start: 0 }), {
      kind: 'whole',
      file: { checksum: { algorithm: 'crc64', value: '7' } },
    }));

  for (const [what, headers] of [
    ['all that is left', { 'content-range': 'bytes 5-43/44' }],
    ['in other letters', { 'content-range': 'Bytes 5-43/44' }],
    ['of a size that is not told again', { 'content-range': 'bytes 5-43/*' }],
    ['of the same file', { 'content-range': 'bytes 5-43/44', etag: '"one"' }],
    ['of a file with a weak ETag', { 'content-range': 'bytes 5-43/44', etag: 'W/"one"' }],
  ] as const) {
    it(`takes an answer with the rest: ${what}`, () =>
      assert.deepEqual(partial({ ...headers }), { kind: 'rest', end: 44, size: 44 }));
  }

  it('says how far an answer goes that is shorter than what was asked for', () =>
    assert.deepEqual(partial({ 'content-range': 'bytes 5-9/44' }), { kind: 'rest', end: 10, size: 44 }));

  it('learns the size from the range', () =>
    assert.deepEqual(partial({ 'content-range': 'bytes 5-9/44' }, { start: 5, file: { etag: '"one"' } }), {
      kind: 'rest',
      end: 10,
      size: 44,
    }));

  it('takes no rest of which nobody says where the file ends', () =>
    assert.deepEqual(partial({ 'content-range': 'bytes 5-9/*' }, { start: 5, file: { etag: '"one"' } }), {
      kind: 'changed',
    }));

  for (const [what, headers] of [
    ['no range is named', {}],
    ['it begins too early', { 'content-range': 'bytes 4-43/44' }],
    ['it begins too late', { 'content-range': 'bytes 6-43/44' }],
    ['the file has another size', { 'content-range': 'bytes 5-44/45' }],
    ['the ETag is another', { 'content-range': 'bytes 5-43/44', etag: '"two"' }],
    ['the date is another', { 'content-range': 'bytes 5-43/44', 'last-modified': 'today' }],
    ['the range makes no sense', { 'content-range': 'bytes 5-4/44' }],
    ['there are several', { 'content-type': 'multipart/byteranges; boundary=x' }],
  ] as const) {
    it(`begins anew where ${what}`, () => assert.deepEqual(partial({ ...headers }), { kind: 'changed' }));
  }

  it('begins anew where more comes than was asked for', () => {
    const wanted = { start: 5, end: 10, file };
    assert.equal(partial({ 'content-range': 'bytes 5-10/44' }, wanted).kind, 'changed');
    assert.equal(partial({ 'content-range': 'bytes 5-9/44' }, wanted).kind, 'rest');
  });

  for (const status of [412, 416]) {
    it(`begins anew after a ${status}, but not when no part was asked for`, () => {
      assert.deepEqual(readReply({ status, headers: {} }, rest), { kind: 'changed' });
      assert.deepEqual(readReply({ status, headers: {} }, { start: 0, end: 5, file }), { kind: 'changed' });
      assert.deepEqual(readReply({ status, headers: {} }, { start: 0 }), { kind: 'refused' });
    });
  }

  it('takes no part where none was asked for', () =>
    assert.deepEqual(
      readReply({ status: 206, headers: { 'content-range': 'bytes 0-43/44' } }, { start: 0 }),
      {
        kind: 'refused',
      },
    ));

  for (const status of [201, 204, 301, 302, 304, 400, 403, 404, 429, 500, 503])
    it(`takes a ${status} for something else`, () =>
      assert.deepEqual(readReply({ status, headers: {} }, rest), { kind: 'refused' }));
});

describe('parseContentRange', () => {
  it('reads every range that can be', () =>
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (start, length, after) => {
        const [last, size] = [start + length, start + length + 1 + after];
        const known = { start, end: last + 1, size };
        assert.deepEqual(parseContentRange(`bytes ${start}-${last}/${size}`), known);
        assert.deepEqual(parseContentRange(`bytes ${start}-${last}/*`), { start, end: last + 1 });
      }),
    ));

  for (const text of [
    undefined,
    '',
    'bytes */44',
    'bytes 0-43',
    'bytes -43/44',
    'bytes 5-4/44',
    'bytes 0-44/44',
    'bytes 0-43/44, bytes 0-1/44',
    'bytes=0-43/44',
    'lines 0-43/44',
    'bytes 0x1-2/44',
    `bytes 0-1/${'9'.repeat(16)}`,
  ])
    it(`reads nothing from ${JSON.stringify(text)}`, () => assert.equal(parseContentRange(text), undefined));
});
