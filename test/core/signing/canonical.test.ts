import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { HttpRequest } from '../../../src/core/http/request';
import {
  byNameThenValue,
  encodePair,
  encodePath,
  percentEncode,
  sortedQuery,
  utcSeconds,
  withAuthorization,
  withOwnHeaders,
  type Pair,
} from '../../../src/core/signing/canonical';

/** Any text that has a UTF-8 form. */
const text = fc.string({ unit: 'binary' });

describe('percentEncode', () => {
  it('leaves the unreserved characters', () => {
    const unreserved = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~';
    assert.equal(percentEncode(unreserved), unreserved);
  });

  it('encodes every other character of ASCII in upper-case hex', () => {
    for (let code = 0; code < 128; code++) {
      const character = String.fromCharCode(code);
      if (/[A-Za-z0-9._~-]/.test(character)) continue;
      assert.equal(percentEncode(character), `%${code.toString(16).toUpperCase().padStart(2, '0')}`);
    }
  });

  it('encodes a character as often as it comes', () =>
    assert.equal(percentEncode('**((+ + '), '%2A%2A%28%28%2B%20%2B%20'));

  it('encodes the UTF-8 bytes of Chinese and of what is beyond the first plane', () => {
    assert.equal(percentEncode('互'), '%E4%BA%92');
    assert.equal(percentEncode('😀'), '%F0%9F%98%80');
  });

  it('writes half a surrogate pair as U+FFFD, as a buffer does', () => {
    const halves = 'a\uD83D|\uDE00b😀';
    assert.equal(decodeURIComponent(percentEncode(halves)), Buffer.from(halves).toString());
  });

  it('is undone by decoding', () =>
    fc.assert(fc.property(text, value => decodeURIComponent(percentEncode(value)) === value)));

  it('answers unreserved characters and %XX alone', () =>
    fc.assert(fc.property(text, value => /^(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*$/.test(percentEncode(value)))));
});

describe('encodePath', () => {
  it('keeps slashes, one at the end too', () => assert.equal(encodePath('/v1//a/'), '/v1//a/'));

  it('encodes what a URL leaves as it is', () =>
    assert.equal(encodePath("/a:b/*!'()/@"), '/a%3Ab/%2A%21%27%28%29/%40'));

  it('does not encode twice', () => assert.equal(encodePath('/a%20b/%E4%BA%92%25'), '/a%20b/%E4%BA%92%25'));

  it('brings escapes to upper case and unreserved characters out of them', () =>
    assert.equal(encodePath('/%e4%ba%92%7e'), '/%E4%BA%92~'));

  it('takes an encoded slash for a slash', () => assert.equal(encodePath('/a%2Fb'), '/a/b'));

  it('comes to the same when done twice, and is undone by decoding', () =>
    fc.assert(
      fc.property(fc.array(text), segments => {
        const path = encodePath(`/p/${segments.map(encodeURIComponent).join('/')}/p`);
        assert.equal(encodePath(path), path);
        assert.equal(decodeURIComponent(path), `/p/${segments.join('/')}/p`);
        assert.match(path, /^(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})*$/);
      }),
    ));
});

describe('sortedQuery', () => {
  it('encodes name and value and keeps the = of an empty value', () => {
    assert.equal(encodePair(['a b', '1=2&']), 'a%20b=1%3D2%26');
    assert.equal(encodePair(['empty', '']), 'empty=');
    assert.equal(sortedQuery([]), '');
  });

  it('sorts names by code unit: upper case, underscore, lower case; 10 before 2', () =>
    assert.equal(
      sortedQuery(['a', '_', 'B', 'Tag.2', 'Tag.10'].map((name): Pair => [name, ''])),
      'B=&Tag.10=&Tag.2=&_=&a=',
    ));

  it('sorts names before they are encoded', () => {
    // Encoded, `a%` would come before `a-`.
    assert.equal(
      sortedQuery([
        ['a中', '1'],
        ['a-', '2'],
      ]),
      'a-=2&a%E4%B8%AD=1',
    );
  });

  it('sorts by name alone first, not by the text with the =', () =>
    assert.equal(
      sortedQuery([
        ['a-b', '1'],
        ['a', '2'],
      ]),
      'a=2&a-b=1',
    ));

  it('sorts the values of a repeated name before they are encoded', () =>
    assert.equal(
      sortedQuery([
        ['t', 'b'],
        ['t', '中'],
        ['t', 'A'],
        ['t', ''],
      ]),
      't=&t=A&t=b&t=%E4%B8%AD',
    ));

  it('does not depend on the order of the parameters', () =>
    fc.assert(
      fc.property(
        fc
          .array(fc.tuple(text, text))
          .chain(pairs =>
            fc.tuple(
              fc.constant(pairs),
              fc.shuffledSubarray(pairs, { minLength: pairs.length, maxLength: pairs.length }),
            ),
          ),
        ([pairs, shuffled]) => sortedQuery(shuffled) === sortedQuery(pairs),
      ),
    ));

  it('is in the order of names and, for one name, of values', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'a-', 'b', '中'), text)), pairs => {
        const sorted = [...new URLSearchParams(sortedQuery(pairs))];
        for (const [at, [name, value]] of sorted.entries()) {
          const [earlier, before] = sorted[at - 1] ?? ['', ''];
          assert.ok(earlier < name || (earlier === name && before <= value));
        }
      }),
    ));

  it('is read back as the same parameters', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), pairs =>
        assert.deepEqual(
          [...new URLSearchParams(sortedQuery(pairs))],
          [...pairs].sort(byNameThenValue).map(pair => [...pair]),
        ),
      ),
    ));

  it('leaves the given parameters as they were', () => {
    const pairs: Pair[] = [
      ['b', ''],
      ['a', ''],
    ];
    sortedQuery(pairs);
    assert.deepEqual(pairs, [
      ['b', ''],
      ['a', ''],
    ]);
  });
});

describe('utcSeconds', () => {
  it('cuts the fraction off and does not round', () =>
    assert.equal(utcSeconds(new Date('2026-01-02T03:04:05.999Z')), '2026-01-02T03:04:05Z'));

  it('is UTC', () => assert.equal(utcSeconds(new Date('2026-01-02T00:30:00+08:00')), '2026-01-01T16:30:00Z'));
});

describe('withOwnHeaders', () => {
  const entries = (...args: Parameters<typeof withOwnHeaders>) => Object.fromEntries(withOwnHeaders(...args));

  it('brings names to lower case and trims values', () =>
    assert.deepEqual(entries({ 'Content-Type': ' \ttext/plain; a  b ' }, {}), {
      'content-type': 'text/plain; a  b',
    }));

  it('joins the sorted values of one name by a comma', () =>
    assert.deepEqual(entries({ 'X-A': 'b', 'x-b': 'c', 'x-a': ' a', 'X-a': 'd' }, {}), {
      'x-a': 'a,b,d',
      'x-b': 'c',
    }));

  it('joins an empty value like any other', () =>
    assert.deepEqual(entries({ 'X-A': '', 'x-a': 'b' }, {}), { 'x-a': ',b' }));

  it("replaces the caller's headers by the signer's", () =>
    assert.deepEqual(entries({ 'X-Date': 'old', 'x-other': '1' }, { 'x-date': 'new' }), {
      'x-date': 'new',
      'x-other': '1',
    }));

  it("leaves out a header of the signer's that has no value", () =>
    assert.deepEqual(entries({ 'X-Token': 'stale' }, { 'x-token': undefined, 'x-project': '' }), {}));

  it('knows no header by the name of a property', () =>
    assert.deepEqual([...withOwnHeaders({ constructor: 'a' }, {})], [['constructor', 'a']]));
});

describe('withAuthorization', () => {
  const request: HttpRequest = {
    method: 'GET',
    url: 'https://example.com/',
    headers: { a: '1' },
    body: '{}',
  };

  it('answers a new request with the headers signed, without host', () => {
    const headers = new Map([
      ['host', 'example.com'],
      ['x-date', 'now'],
      ['authorization', 'stale'],
    ]);
    assert.deepEqual(withAuthorization(request, headers, 'signed'), {
      method: 'GET',
      url: 'https://example.com/',
      headers: { 'x-date': 'now', authorization: 'signed' },
      body: '{}',
    });
    assert.deepEqual(request.headers, { a: '1' });
    assert.equal(headers.get('host'), 'example.com');
    assert.equal(headers.get('authorization'), 'stale');
  });

  it('adds no body where there is none', () => {
    const signed = withAuthorization({ method: 'GET', url: request.url, headers: {} }, new Map(), 'signed');
    assert.ok(!('body' in signed));
  });
});
