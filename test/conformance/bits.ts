import assert from 'node:assert/strict';
import type { SimulatorAnswer, SimulatorRequest } from '../../src/core/cloud';
import type { SimulatorServer } from '../../src/simulator/server';

// Requests that a vendor's own code sent, and what becomes of them when one bit is turned over.

/** The requests that come to the server from now on, bodies included. */
export function captured(server: SimulatorServer): SimulatorRequest[] {
  const requests: SimulatorRequest[] = [];
  server.intercept(request => {
    requests.push(request);
    return undefined;
  });
  return requests;
}

/** A part of a request: `method`, `path`, `query`, `body`, a header's name, or a group of {@link Attempt.authorization}. */
type Part = string;

interface Changed {
  readonly part: Part;
  /** The text with its changed bit, for the message of a failed test. */
  readonly what: string;
  readonly request: SimulatorRequest;
  /** Whether only the case of a percent escape changed: another spelling of the same text. */
  readonly same: boolean;
}

const bitsOf = [0, 1, 2, 3, 4, 5, 6, 7];

/** Every text that differs from this one, which is of Latin characters, by one bit; with the place of the bit. */
const flips = (text: string): { at: number; flipped: string }[] =>
  [...text].flatMap((character, at) =>
    bitsOf.map(bit => ({
      at,
      flipped:
        text.slice(0, at) + String.fromCharCode(character.charCodeAt(0) ^ (1 << bit)) + text.slice(at + 1),
    })),
  );

const upperCaseEscapes = (text: string): string =>
  text.replace(/%[0-9a-f]{2}/gi, escape => escape.toUpperCase());

function* changes(request: SimulatorRequest, authorization: RegExp): Generator<Changed> {
  const { method, path, query, headers, body } = request;
  for (const { flipped } of flips(method)) {
    yield { part: 'method', what: flipped, request: { ...request, method: flipped }, same: false };
  }
  const target = query === '' ? path : `${path}?${query}`;
  for (const { at, flipped } of flips(target)) {
    const [newPath = '', ...newQuery] = flipped.split('?');
    yield {
      part: at <= path.length ? 'path' : 'query',
      what: flipped,
      request: { ...request, path: newPath, query: newQuery.join('?') },
      same: upperCaseEscapes(flipped) === upperCaseEscapes(target),
    };
  }
  for (const [name, value] of Object.entries(headers)) {
    const partOf = name === 'authorization' ? groupsIn(value, authorization) : () => name;
    for (const { at, flipped } of flips(value)) {
      const changed = { ...request, headers: { ...headers, [name]: flipped } };
      yield { part: partOf(at), what: `${name}: ${flipped}`, request: changed, same: false };
    }
  }
  for (const { flipped } of flips(body.toString('latin1'))) {
    const changed = { ...request, body: Buffer.from(flipped, 'latin1') };
    yield { part: 'body', what: String(changed.body), request: changed, same: false };
  }
}

/** Says in which named group of the pattern a character is; `authorization` for what is in none. */
function groupsIn(value: string, pattern: RegExp): (at: number) => Part {
  const groups = Object.entries(pattern.exec(value)?.indices?.groups ?? {});
  assert.ok(groups.length > 0, `not as expected: ${value}`);
  return at => groups.find(([, [from, to]]) => from <= at && at < to)?.[0] ?? 'authorization';
}

/** A request, who is to judge it, and what he is to say. */
export interface Attempt {
  readonly request: () => SimulatorRequest;
  /** With named groups for the parts of the Authorization header, and the flag `d`. */
  readonly authorization: RegExp;
  /** What a simulator that has seen nothing before says of a request. */
  readonly verdict: (request: SimulatorRequest) => string;
  /** What it says of the request as the vendor sent it, and in another spelling of the same. */
  readonly accepted: RegExp;
  /** What it says when a bit of the part is changed. Every part must be here or in `unsigned`. */
  readonly refusals: Readonly<Record<Part, RegExp>>;
  /** Parts that the vendor does not sign, with what is said of them. */
  readonly unsigned?: Readonly<Record<Part, RegExp>>;
}

/** Tests for each part of a request what a changed bit does; with one for the request as it was. */
export function testEveryBit({
  request,
  authorization,
  verdict,
  accepted,
  refusals,
  unsigned,
}: Attempt): void {
  const told = { ...refusals, ...unsigned };

  it('is taken as it was, and has no parts but those tried here', () => {
    assert.match(verdict(request()), accepted);
    const parts = new Set([...changes(request(), authorization)].map(({ part }) => part));
    assert.deepEqual([...parts].sort(), Object.keys(told).sort());
  });

  for (const [part, said] of Object.entries(told)) {
    const signed = part in refusals;
    it(
      signed ? `is refused with one bit changed in its ${part}` : `has no signature over its ${part}`,
      () => {
        for (const changed of changes(request(), authorization)) {
          if (changed.part !== part) continue;
          assert.match(verdict(changed.request), changed.same ? accepted : said, changed.what);
        }
      },
    );
  }
}

/** Status and body of an answer. */
export const textOf = (answer: SimulatorAnswer): { status: number; text: string } =>
  'file' in answer ? { status: 200, text: '' } : { status: answer.status, text: String(answer.body) };
