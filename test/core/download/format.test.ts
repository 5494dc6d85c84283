import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FormatCheck } from '../../../src/core/download/format';
import type { Problem } from '../../../src/core/errors';
import type { HttpAnswer } from '../../../src/core/http/request';
import { inPieces } from '../../fakes/storedFile';
import { problemWith } from '../../harness/problems';

const head = { status: 200, headers: { 'content-type': 'application/json' } };
const archives = ['PK\u0003\u0004 and more', 'PK\u0005\u0006'];
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const notZip = problemWith({ kind: 'protocol', reason: 'notZip' });

describe('FormatCheck', () => {
  function checkOf(format: 'zip' | undefined, said: Partial<Problem> = {}) {
    const asked: HttpAnswer[] = [];
    const problem = (answer: HttpAnswer): Problem => {
      asked.push(answer);
      return { kind: 'server', message: 'words of the vendor', ...said };
    };
    return { check: new FormatCheck({ ...(format && { format }), problem }, head), asked };
  }

  const feed = (check: FormatCheck, content: Buffer, size: number) => {
    for (const piece of inPieces(content, size)) check.take(piece);
    check.end();
  };

  it('takes anything where no format is asked for', () =>
    fc.assert(
      fc.property(fc.uint8Array(), fc.integer({ min: 1, max: 9 }), (content, size) =>
        feed(checkOf(undefined).check, Buffer.from(content), size),
      ),
    ));

  for (const archive of archives) {
    it(`takes an archive in pieces of any size: ${JSON.stringify(archive)}`, () => {
      for (let size = 1; size <= archive.length; size++) feed(checkOf('zip').check, latin1(archive), size);
    });
  }

  it('takes nothing else for an archive, in pieces of any size', () =>
    fc.assert(
      fc.property(fc.uint8Array(), fc.integer({ min: 1, max: 9 }), (content, size) => {
        const bytes = Buffer.from(content);
        fc.pre(!archives.some(archive => bytes.toString('latin1').startsWith(archive.slice(0, 4))));
        assert.throws(() => feed(checkOf('zip').check, bytes, size), notZip);
      }),
    ));

  it('tells before the bytes are written', () => {
    const { check } = checkOf('zip');
    check.take(latin1('PK'));
    assert.throws(() => check.take(latin1('no')), notZip);
  });

  it('tells of a file that ends before it can be one', () => {
    const { check } = checkOf('zip');
    check.take(latin1('PK\u0003'));
    assert.throws(() => check.end(), notZip);
  });

  it('lets the service speak where it has a code, of the answer as it came', () => {
    const { check, asked } = checkOf('zip', { kind: 'notFound', code: 'HSS.0011' });
    assert.throws(() => check.take(latin1('{"error_code":"HSS.0011"}')), {
      problem: { kind: 'notFound', code: 'HSS.0011', message: 'words of the vendor' },
    });
    assert.deepEqual(asked, [{ ...head, body: latin1('{"error_code":"HSS.0011"}') }]);
  });
});
