import assert from 'node:assert/strict';
import type { TaskService } from '../../src/core/cloud';
import { rejection, verdictsOfAll, verify } from '../../src/core/verification';
import { failure, FakeService } from '../fakes/clouds';
import { placeOf, taskOf } from '../fakes/tasks';

const never = new AbortController().signal;
const clock = { now: () => 0 };

/** Tries the regions; those named in `refusing` fail with their kind. */
async function trial(regions: string[], refusing: Record<string, Parameters<typeof failure>[0]>) {
  const service = new FakeService(({ region }) => {
    const kind = refusing[region];
    if (kind) throw failure(kind);
    return [taskOf('1'), taskOf('2')];
  });
  const places = regions.map(region => placeOf({ region }));
  const verdicts = await verify({ services: { exports: service } }, places, never, clock);
  return { verdicts, calls: service.calls };
}

describe('verify', () => {
  it('calls each place once, one after another, and counts its tasks', async () => {
    const { verdicts, calls } = await trial(['r1', 'r2'], {});
    assert.deepEqual(calls, ['trial r1', 'trial r2']);
    assert.deepEqual(
      verdicts.map(({ place, count, problem }) => [place.region, count, problem]),
      [
        ['r1', 2, undefined],
        ['r2', 2, undefined],
      ],
    );
    assert.equal(rejection(verdicts), undefined);
  });

  it('goes on after a failure that is not of the credential', async () => {
    const { verdicts, calls } = await trial(['r1', 'r2', 'r3'], { r1: 'permission', r2: 'network' });
    assert.equal(calls.length, 3);
    assert.deepEqual(
      verdicts.map(({ problem }) => problem?.kind),
      ['permission', 'network', undefined],
    );
    assert.equal(rejection(verdicts), undefined);
  });

  for (const kind of ['auth', 'expiredCredential'] as const) {
    it(`stops at the first refusal (${kind}): further ones lock a key`, async () => {
      const { verdicts, calls } = await trial(['r1', 'r2', 'r3'], { r2: kind });
      assert.deepEqual(calls, ['trial r1', 'trial r2']);
      assert.equal(rejection(verdicts)?.place.region, 'r2');
      assert.equal(verdicts.length, 2);
    });
  }

  it('takes a service that does not tell a count as reached', async () => {
    const silent: TaskService = { ...new FakeService(), trial: () => Promise.resolve(undefined) } as never;
    const verdicts = await verify({ services: { exports: silent } }, [placeOf()], never, clock);
    assert.deepEqual(verdicts, [{ place: placeOf(), count: undefined, milliseconds: 0 }]);
  });

  it('tells of a fault of ours as of any other', async () => {
    const service = new FakeService(() => {
      throw new TypeError('oops');
    });
    const [verdict] = await verify({ services: { exports: service } }, [placeOf()], never, clock);
    assert.deepEqual(verdict?.problem, { kind: 'protocol', message: 'oops' });
  });

  it('tells how long each answer took', async () => {
    let now = 0;
    const slow = new FakeService(({ region }) => {
      now += region === 'r1' ? 250 : 40;
      return [];
    });
    const places = ['r1', 'r2'].map(region => placeOf({ region }));
    const verdicts = await verify({ services: { exports: slow } }, places, never, { now: () => now });
    assert.deepEqual(
      verdicts.map(({ milliseconds }) => milliseconds),
      [250, 40],
    );
  });

  it('ends when it is cancelled, and says nothing of the call that was', async () => {
    const stopping = new AbortController();
    const service = new FakeService(({ region }) => {
      if (region === 'r2') stopping.abort();
      return [];
    });
    const places = ['r1', 'r2', 'r3'].map(region => placeOf({ region }));
    const verdicts = await verify({ services: { exports: service } }, places, stopping.signal, clock);
    assert.deepEqual(
      verdicts.map(({ place }) => place.region),
      ['r1'],
    );
    assert.deepEqual(service.calls, ['trial r1', 'trial r2']);
  });
});

describe('verdictsOfAll', () => {
  const places = ['r1', 'r2', 'r3'].map(region => placeOf({ region }));
  const first = { place: placeOf(), count: 1, milliseconds: 5 };

  it('has the refusal for places that were not called for it', () => {
    const { problem } = failure('auth');
    const refused = { place: placeOf({ region: 'r2' }), problem, milliseconds: 7 };
    assert.deepEqual(verdictsOfAll([first, refused], places), [
      first,
      refused,
      { place: placeOf({ region: 'r3' }), problem },
    ]);
  });

  it('adds none where nothing was refused', () => assert.deepEqual(verdictsOfAll([first], places), [first]));
});
