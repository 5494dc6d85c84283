import assert from 'node:assert/strict';
import { asObject, asText, readJson, readXml, pageTitle } from '../../../src/core/http/body';
import { answerOf } from '../../fakes/transport';

const names = ['Code', 'Message', 'RequestId'];

describe('readJson', () => {
  for (const [body, expected] of [
    ['{"a":1}', { a: 1 }],
    ['\ufeff{"a":1}', { a: 1 }],
    [' [1] ', [1]],
    ['null', null],
    ['"text"', 'text'],
    ['', undefined],
    ['<html></html>', undefined],
    ['{"a":', undefined],
    ['{"a":1}{"b":2}', undefined],
  ] as const) {
    it(`reads ${JSON.stringify(body)}`, () => assert.deepEqual(readJson(answerOf({ body })), expected));
  }

  it('reads bytes that are no UTF-8 inside a text', () =>
    assert.deepEqual(readJson(answerOf({ body: Buffer.from([0x22, 0xff, 0x22]) })), '\ufffd'));
});

describe('readXml', () => {
  it('reads the named elements of an error', () =>
    assert.deepEqual(
      readXml(
        answerOf({
          body: '<?xml version="1.0"?>\n<Error>\n <Code>AccessDenied</Code><Message>Request has expired.</Message><HostId>h</HostId></Error>',
        }),
        names,
      ),
      { Code: 'AccessDenied', Message: 'Request has expired.' },
    ));

  it('reads one without a declaration', () =>
    assert.deepEqual(readXml(answerOf({ body: '  <Error><Code>a</Code></Error>' }), names), { Code: 'a' }));

  it('passes over an element that holds others', () =>
    assert.deepEqual(readXml(answerOf({ body: '<Error><Code><b>a</b></Code></Error>' }), names), {}));

  for (const body of ['', '{"Code":"a"}', '<html><Code>a</Code></html>', 'x <Error><Code>a</Code></Error>']) {
    it(`is undefined for ${JSON.stringify(body)}`, () =>
      assert.equal(readXml(answerOf({ body }), names), undefined));
  }
});

describe('asText', () => {
  for (const [value, expected] of [
    ['a', 'a'],
    ['', undefined],
    [0, '0'],
    [-340408, '-340408'],
    [null, undefined],
    [true, undefined],
    [{}, undefined],
    [undefined, undefined],
  ] as const) {
    it(`reads ${JSON.stringify(value)}`, () => assert.equal(asText(value), expected));
  }
});

describe('asObject', () => {
  it('answers an object itself', () => assert.deepEqual(asObject({ a: 1 }), { a: 1 }));
  for (const value of [null, undefined, 'a', 7, [1], true]) {
    it(`answers an empty one for ${JSON.stringify(value)}`, () => assert.deepEqual(asObject(value), {}));
  }
});

const readText = (json: string) => readJson({ status: 200, headers: {}, body: Buffer.from(json) });

describe('integers of an answer', () => {
  it('keep all their digits when JavaScript’s numbers do not', () => {
    assert.deepEqual(readText('{"TaskId": 12345678901234567890, "other": [12345678901234567891,1]}'), {
      TaskId: '12345678901234567890',
      other: ['12345678901234567891', 1],
    });
  });

  it('are numbers as long as they fit', () =>
    assert.deepEqual(readText('[1706595827, -7]'), [1706595827, -7]));

  it('are left alone inside a text, after an escaped quote too', () => {
    const text = 'a "12345678901234567890" and \\ 12345678901234567890';
    assert.deepEqual(readText(JSON.stringify({ text })), { text });
  });

  it('are not looked for in fractions and powers', () =>
    assert.deepEqual(
      readText('[1234567890123456.5, 1234567890123456e2]'),
      [1234567890123456.5, 1234567890123456e2],
    ));
});

describe('integers of 16 digits and more', () => {
  it('are found wherever they stand, and shorter ones are left', () => {
    for (let before = 0; before <= 32; before++) {
      const blanks = ' '.repeat(before);
      for (let digits = 14; digits <= 40; digits++) {
        const integer = '1'.repeat(digits);
        const expected = digits >= 16 ? integer : Number(integer);
        assert.deepEqual(readText(`${blanks}[${integer},7]`), [expected, 7]);
      }
    }
  });
});

describe('pageTitle', () => {
  for (const [what, body, title] of [
    ['a page', '<!doctype html><html><head><title>Log in</title>', 'Log in'],
    [
      'one with attributes, in capitals and over lines',
      '<TITLE lang="en">\n 502 Bad\nGateway\n</TITLE>',
      '502 Bad\nGateway',
    ],
    ['one whose title is empty', '<title> </title>', undefined],
    ['no page', '{"a":1}', undefined],
    ['nothing', '', undefined],
  ] as const) {
    it(`reads ${what}`, () => assert.equal(pageTitle(answerOf({ body })), title));
  }

  it('looks at the beginning alone', () => {
    assert.equal(pageTitle(answerOf({ body: `${' '.repeat(4000)}<title>near</title>` })), 'near');
    assert.equal(pageTitle(answerOf({ body: `${' '.repeat(5000)}<title>far</title>` })), undefined);
  });
});

describe('readJson, of numbers', () => {
  it('keeps fractions of many digits, and those with an exponent, as they are', () => {
    const body = '{"a":0.3333333333333333,"b":-12.3456789012345678e-2,"c":1234567890123456e3,"d":[0.1]}';
    assert.deepEqual(readJson(answerOf({ body })), JSON.parse(body));
  });

  it('reads long integers beside fractions, and texts of megabytes', () => {
    const text = '\\"'.repeat(5_000_000);
    const body = `{"id":12345678901234567890,"share":0.33333333333333331,"text":"${text}"}`;
    const read = readJson(answerOf({ body })) as { id: unknown; share: unknown; text: string };
    assert.deepEqual([read.id, read.share, read.text.length], ['12345678901234567890', 1 / 3, 5_000_000]);
  });
});
