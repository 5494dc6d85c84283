import assert from 'node:assert/strict';
import type { TaskService } from '../../src/core/cloud';
import { rejection, verify } from '../../src/core/verification';
import { failure, FakeService } from '../fakes/clouds';
import { placeOf, taskOf } from '../fakes/tasks';

const never = new AbortController().signal;

/** Tries the regions; those named in `refusing` fail with their kind. */
async function trial(regions: string[], refusing: Record<string, Parameters<typeof failure>[0]>) {
  const service = new FakeService(({ region }) => {
    const kind = refusing[region];
    if (kind) throw failure(kind);
    return [taskOf('1'), taskOf('2')];
  });
  const places = regions.map(region => placeOf({ region }));
  const verdicts = await verify({ services: { exports: service } }, places, never);
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
    const verdicts = await verify({ services: { exports: silent } }, [placeOf()], never);
    assert.deepEqual(verdicts, [{ place: placeOf(), count: undefined }]);
  });

  it('tells of a fault of ours as of any other', async () => {
    const service = new FakeService(() => {
      throw new TypeError('oops');
    });
    const [verdict] = await verify({ services: { exports: service } }, [placeOf()], never);
    assert.deepEqual(verdict?.problem, { kind: 'protocol', message: 'oops' });
  });
});
