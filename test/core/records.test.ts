import assert from 'node:assert/strict';
import fc from 'fast-check';
import { record as recordOf, text, word } from '../../src/core/fields';
import { recordReader, unreadableId, withoutLinks, type RecordPlace } from '../../src/core/records';
import { statusTable } from '../../src/core/task';

const place: RecordPlace = { cloud: 'c', account: 'a', service: 's', region: 'r', kind: 'export' };
const Schema = recordOf({ id: text, name: text, state: word, file: text });
const toStatus = statusTable({ done: 'succeeded' });

const read = recordReader(place, Schema, fields => ({
  id: fields.id,
  name: fields.name,
  status: toStatus(fields.state),
  rawStatus: fields.state,
  file: fields.file === undefined ? undefined : { name: fields.file },
}));

const presigned = 'https://b.oss.example.com/f.csv?Expires=1&OSSAccessKeyId=k&Signature=c2VjcmV0';

describe('recordReader', () => {
  it('makes a task of a good record', () =>
    assert.deepEqual(read({ id: '7', name: 'n', state: 'DONE', file: 'f.csv', more: 1 }), {
      key: 'a/s/r/7',
      id: '7',
      cloud: 'c',
      account: 'a',
      service: 's',
      region: 'r',
      kind: 'export',
      name: 'n',
      status: 'succeeded',
      rawStatus: 'DONE',
      file: { name: 'f.csv' },
      raw: { id: '7', name: 'n', state: 'DONE', file: 'f.csv', more: 1 },
    }));

  it('calls a task by its file, or else by its id', () => {
    assert.equal(read({ id: '7', file: 'f.csv' }).name, 'f.csv');
    assert.equal(read({ id: '7' }).name, '7');
  });

  it('leaves out what the record does not tell', () =>
    assert.deepEqual(
      Object.keys(read({ id: '7' })).filter(key => ['file', 'createdAt', 'failure'].includes(key)),
      [],
    ));

  it('keeps the kind of the place when the record has none of its own', () => {
    const fields = () => ({ id: '7', kind: undefined, status: undefined, rawStatus: undefined });
    const task = recordReader({ ...place, kind: 'refresh' }, Schema, fields)({});
    assert.deepEqual([task.kind, task.status, task.rawStatus], ['refresh', 'unknown', '']);
  });

  it('knows a row by its identity where the id is shared', () => {
    const task = recordReader(place, Schema, () => ({ id: '7', identity: '7 file /a' }))({});
    assert.deepEqual([task.key, task.id], ['a/s/r/7%20file%20%2Fa', '7']);
    assert.ok(!('identity' in task));
  });

  const odd = [null, 0, 7, '', 'text', true, false, [], [1], {}, { state: 1 }, { id: null }, { id: {} }];
  for (const record of odd) {
    it(`makes one unknown row of ${JSON.stringify(record)}`, () => {
      const task = read(record);
      assert.deepEqual([task.status, task.id, task.name], ['unknown', '', '']);
      assert.deepEqual(task.raw, record);
      assert.match(task.key, /^a\/s\/r\/unreadable-[0-9a-f]{16}$/);
      assert.equal(task.key, read(structuredClone(record)).key, 'the key is the same on the next refresh');
    });
  }

  it('gives different records different keys', () =>
    assert.equal(new Set(odd.map(record => read(record).key)).size, odd.length));

  it('keeps the key of an unreadable record whose link is minted anew', () =>
    assert.equal(read({ FileURL: presigned }).key, read({ FileURL: `${presigned}x` }).key));

  it('hides what is secret in the reason of a failure', () => {
    const failing = (failure: { code?: string; message?: string }) =>
      recordReader(place, Schema, () => ({ id: '7', failure }))({}).failure;
    assert.deepEqual(failing({ code: 'E token=abc', message: `no file at ${presigned}` }), {
      code: 'E token=•••',
      message: 'no file at https://b.oss.example.com/f.csv?…',
    });
    assert.deepEqual(failing({ code: 'E' }), { code: 'E' });
    assert.deepEqual(failing({ message: 'no' }), { message: 'no' });
    assert.deepEqual(failing({ code: '', message: '' }), { code: '', message: '' });
  });

  it('makes a row of a record that is missing', () => {
    const task = read(undefined);
    assert.deepEqual([task.status, task.raw], ['unknown', undefined]);
    // The hash of nothing.
    assert.equal(task.key, 'a/s/r/unreadable-e3b0c44298fc1c14');
  });

  it('never throws, whatever JSON comes', () =>
    fc.assert(
      fc.property(fc.jsonValue(), record => {
        const task = read(record);
        assert.ok(task.key.startsWith('a/s/r/'));
        assert.equal(task.key, read(record).key);
      }),
    ));

  it('reads a record with half a surrogate pair in its id', () =>
    assert.equal(read({ id: '\ud800', state: 'done' }).status, 'succeeded'));
});

describe('withoutLinks', () => {
  for (const name of ['FileURL', 'fileUrl', 'file_url', 'FILE_URL', 'fileurl']) {
    it(`drops ${name}, even without a signature`, () =>
      assert.deepEqual(withoutLinks({ [name]: 'https://example.com/f', keep: 1 }), { keep: 1 }));
  }

  it('keeps a field whose name only has that of a link in it', () => {
    const record = { fileUrlCount: 2, profileUrl: 'https://example.com/p', urls: [] };
    assert.deepEqual(withoutLinks(record), record);
  });

  for (const query of [
    'Expires=1&OSSAccessKeyId=k&Signature=s',
    'signature=s',
    'x-oss-expires=1&x-oss-signature=s',
    'responseContentDisposition=attachment&authorization=bce-auth-v1%2Fk',
    'Authorization=x',
    'security-token=t',
    'x-bce-security-token=t',
  ]) {
    it(`empties a text with an address signed by ${query}`, () =>
      assert.deepEqual(withoutLinks({ list: [{ deep: `see https://h/f?${query} now` }] }), {
        list: [{ deep: '' }],
      }));
  }

  it('leaves addresses that are no secret', () => {
    const plain = { ObjectPath: 'https://example.com/a?b=signature', other: 'signature=none' };
    assert.deepEqual(withoutLinks(plain), plain);
  });

  it('leaves values that are no text as they are', () => {
    const record = { a: 1, b: null, c: [true, []], d: { e: {} } };
    assert.deepEqual(withoutLinks(record), record);
  });

  it('leaves no signed address anywhere in any JSON', () => {
    const planted = fc.letrec(tie => ({
      value: fc.oneof(
        fc.constantFrom(presigned, 1, null, 'plain'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('FileURL', 'a', 'b'), tie('value'), { maxKeys: 3 }),
      ),
    })).value;
    fc.assert(fc.property(planted, value => !JSON.stringify(withoutLinks(value)).includes('Signature')));
  });
});

describe('records without end', () => {
  const nest = (depth: number): unknown => {
    let value: unknown = { FileURL: 'https://a.example/?Signature=s' };
    for (let i = 0; i < depth; i++) value = i % 2 ? [value] : { value };
    return value;
  };

  it('cost one row, whose depths are cut off', () => {
    const record = { id: '1', odd: nest(20_000) };
    const task = recordReader(place, recordOf({ id: text }), ({ id }) => ({ id }))(record);
    assert.equal(task.id, '1');
    const raw = JSON.stringify(task.raw);
    assert.ok(raw.length < 1_000 && raw.includes('…') && !raw.includes('Signature'));
  });

  it('have an id too where they say none', () => {
    assert.match(unreadableId(nest(20_000)), /^unreadable-[0-9a-f]{16}$/);
    assert.notEqual(unreadableId(nest(3)), unreadableId(nest(4)));
  });
});
