import assert from 'node:assert/strict';
import fc from 'fast-check';
import { failureOf, readRecord, type DownloadRecord } from '../../../src/core/downloads/record';
import { errorOf } from '../../../src/core/downloads/failure';
import { CloudError, errorKinds, isCloudError } from '../../../src/core/errors';
import { isRefusal, Refusal } from '../../../src/core/refusal';
import { recordOf } from '../../fakes/downloadRecord';

const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const some = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const place = fc.record({
  ...{ path: fc.string(), part: fc.string(), overwrite: fc.boolean() },
  ...{ ino: fc.double({ min: 0, max: 2 ** 64, noNaN: true }), dev: count },
});
const sum = fc.record({
  ...{ algorithm: fc.constantFrom('crc64', 'crc32'), length: fc.integer({ min: 1, max: 2 ** 50 }) },
  value: fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }).map(String),
});
const segment = fc.record({ start: count, at: count, end: count, sum: some(sum) });
const file = fc.record({
  ...{ size: some(count), etag: some(fc.string()), lastModified: some(fc.string()) },
  checksum: some(fc.record({ algorithm: fc.constantFrom('crc64', 'crc32', 'md5'), value: fc.string() })),
});
const remains = fc.record({
  ...{ announced: some(fc.string()), place: some(place), whole: some(count) },
  stand: some(fc.record({ place, file, segments: fc.array(segment) })),
});
const failure = fc.oneof(
  fc.record({
    problem: fc.record({ kind: fc.constantFrom(...errorKinds), message: fc.string(), status: some(count) }),
  }),
  fc.record({ refusal: fc.constant({ kind: 'file', code: 'ENOSPC', path: '/a' }) }),
  fc.record({ message: fc.string() }),
);
const stage = fc.oneof(
  fc.record({ kind: fc.constantFrom('planned', 'waiting', 'running', 'paused') }),
  fc.record({ kind: fc.constant('failed'), failure }),
  fc.record({ kind: fc.constant('finished'), path: fc.string(), size: count, at: count }),
);
const record = fc.record({
  ...{ version: fc.constant(1), id: fc.uuid(), task: fc.string(), account: fc.string(), name: fc.string() },
  target: fc.oneof(fc.record({ folder: fc.string() }), fc.record({ path: fc.string() })),
  ...{ overwrite: fc.boolean(), addedAt: count, stage, received: count, total: some(count) },
  ...{ remains: some(remains), anew: some(fc.constantFrom('changed', 'damaged', 'noRanges')) },
});

describe('readRecord', () => {
  it('reads what was written, whatever is in it', () =>
    fc.assert(
      fc.property(record, value => {
        const text = JSON.stringify(value);
        assert.deepEqual(JSON.parse(JSON.stringify(readRecord(text))), JSON.parse(text));
      }),
    ));

  it('reads no record of which the end is missing', () => {
    const text = JSON.stringify(recordOf({ stage: { kind: 'finished', path: '/a', size: 1, at: 2 } }));
    for (let length = 0; length < text.length; length++)
      assert.equal(readRecord(text.slice(0, length)), undefined, text.slice(0, length));
  });

  const damages: Readonly<Record<string, object>> = {
    'of another version': { version: 2 },
    'without a version': { version: undefined },
    'with another id': { id: '../../etc/passwd' },
    'without a task': { task: undefined },
    'with a task that is no text': { task: 7 },
    'without an account': { account: null },
    'with a target that is none': { target: {} },
    'with a stage that nobody knows': { stage: { kind: 'lost' } },
    'that is finished nowhere': { stage: { kind: 'finished', size: 1, at: 1 } },
    'that has failed for no reason': { stage: { kind: 'failed' } },
    'that has failed with an error of no kind we know': {
      stage: { kind: 'failed', failure: { problem: { kind: 'x', message: '' } } },
    },
    'with fewer than no bytes': { received: -1 },
    'with half a byte': { received: 0.5 },
    'with too many bytes': { received: 2 ** 60 },
    'with bytes that are text': { total: '5' },
    'with a part file that nothing tells from another': {
      remains: { place: { path: '/a', part: '/a.part', overwrite: false } },
    },
    'with an end that was not known': { remains: { stand: { place: null, file: {}, segments: [] } } },
    'with a reason to begin anew that nobody knows': { anew: 'why' },
  };
  for (const [what, damage] of Object.entries(damages))
    it(`reads none ${what}`, () =>
      assert.equal(readRecord(JSON.stringify({ ...recordOf(), ...damage })), undefined));

  for (const text of ['', 'null', '[]', '7', '"x"', '{}', '{"version":1}', '\u0000'.repeat(50)])
    it(`reads none in ${JSON.stringify(text).slice(0, 20)}`, () => assert.equal(readRecord(text), undefined));

  it('takes in nothing that it does not know', () => {
    const known = recordOf();
    assert.deepEqual(readRecord(JSON.stringify({ ...known, link: 'https://x', __proto__: { a: 1 } })), known);
  });
});

describe('failureOf', () => {
  const kept = (error: unknown) => {
    const failed = recordOf({ stage: { kind: 'failed', failure: failureOf(error) } });
    const read: DownloadRecord | undefined = readRecord(JSON.stringify(failed));
    assert.ok(read?.stage.kind === 'failed');
    return errorOf(read.stage.failure);
  };

  it('keeps what a cloud has said', () => {
    const problem = {
      kind: 'throttled',
      message: 'slow down',
      retryAfter: 5,
      status: 429,
      cloud: 'x',
    } as const;
    const error = kept(new CloudError(problem));
    assert.ok(isCloudError(error));
    assert.deepEqual(error.problem, problem);
  });

  it('keeps why it was refused', () => {
    const reason = { kind: 'file', code: 'ENOSPC', path: '/a' } as const;
    const error = kept(new Refusal(reason));
    assert.ok(isRefusal(error));
    assert.deepEqual(error.reason, reason);
  });

  it('keeps the words of any other error, and of what is none', () => {
    assert.equal(kept(new TypeError('x is not y')).message, 'x is not y');
    assert.equal(kept('thrown').message, 'thrown');
  });
});
