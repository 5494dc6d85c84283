import assert from 'node:assert/strict';
import { objectIn, objectsIn, readObject, textIn } from '../../../src/core/credentials/json';

describe('readObject', () => {
  it('reads an object', () => assert.deepEqual(readObject('{"a": 1}'), { a: 1 }));

  for (const text of ['', 'null', '[]', '1', '"a"', '{"secret": "abc'])
    it(`says no more than that there is none: ${text}`, () => assert.equal(readObject(text), undefined));
});

it('fields are read as what they should be, or not at all', () => {
  const fields = readObject('{"text": " a ", "object": {"b": 1}, "list": [{"c": 2}, 3, null], "none": null}');
  assert.equal(textIn(fields, 'text'), 'a');
  for (const name of ['object', 'list', 'none', 'missing', 'toString'])
    assert.equal(textIn(fields, name), '');
  assert.deepEqual(objectIn(fields, 'object'), { b: 1 });
  for (const name of ['text', 'list', 'none', '__proto__']) assert.equal(objectIn(fields, name), undefined);
  assert.deepEqual(objectsIn(fields, 'list'), [{ c: 2 }]);
  for (const name of ['text', 'object', 'none']) assert.equal(objectsIn(fields, name), undefined);
  assert.equal(objectIn(undefined, 'object'), undefined);
});
