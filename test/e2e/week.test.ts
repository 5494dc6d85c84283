import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { budgetsOf, tokensAtMost, type Budget } from '../harness/week/budgets';
import { Checker } from '../harness/week/checker';
import { Checkpoints } from '../harness/week/checkpoints';
import { lagsOf, type Lag } from '../harness/week/lags';
import { script } from '../harness/week/script';
import { tableOf } from '../harness/week/table';
import { Week } from '../harness/week/week';

/** Another number is another week: tasks, pauses and answers come at other moments. */
const seed = 9;

/**
 * Three accounts for a week of a clock that leaps: tasks come, run and end; clouds throttle, networks fail, computers
 * sleep, clocks are set, credentials are refused and replaced, windows are closed and opened (`events.ts` says when).
 * All of the core takes part, from the poller down to the signatures, and the simulators answer. There is no socket in
 * between (`wire.ts`): some ten thousand calls have to be over in seconds, and HTTP is tested by all other files here.
 */
describe('a week', () => {
  let folder = '';
  let week: Week;
  let checkpoints: Checkpoints;
  let checker: Checker;
  let lags: readonly Lag[];
  let budgets: readonly Budget[];

  before(async function () {
    this.timeout(240_000); // it takes seconds, but there are busy machines
    folder = await mkdtemp(join(tmpdir(), 'cloud-tasks-'));
    week = new Week(folder, seed);
    checkpoints = new Checkpoints(week);
    await week.run(script(week, checkpoints));
    checkpoints.look();
    await week.close();
    checker = new Checker(week);
    lags = lagsOf(week);
    budgets = budgetsOf(week, checker);
  });

  after(async () => {
    if (folder) await rm(folder, { recursive: true });
  });

  it('goes as it was written', () => {
    assert.deepEqual(week.troubles, []);
    const warned = week.log.lines.filter(
      line => /^(?:warn|error) /.test(line) && !line.includes('The clock differs'),
    );
    assert.deepEqual(warned, []);
    const { calls } = week.diary;
    for (const outcome of ['ok', 'throttled', 'network', 'time', 'credential'])
      assert.ok(
        calls.some(call => call.outcome === outcome),
        outcome,
      );
    console.log(tableOf(calls, budgets, checker, lags));
  });

  it('loses no task, and keeps none that is gone', () => {
    assert.deepEqual(checkpoints.differences, []);
    const { quiet, refreshed } = checkpoints.counts;
    assert.ok(quiet >= 100 && refreshed >= 15, `compared ${quiet} and ${refreshed} times`);
  });

  it('shows each task that came and each that ended in time', () => {
    assert.deepEqual(
      lags.filter(({ ms, most }) => ms > most).map(({ ms, text }) => `after ${ms} ms: ${text}`),
      [],
    );
    for (const what of ['came', 'ended', 'quietly changed'] as const)
      assert.ok(lags.filter(lag => lag.what === what).length >= 100, what);
  });

  it('makes no call that the policy does not explain', () => assert.deepEqual(checker.complaints(), []));

  it('reads no list whole before its time but for a reason that is rare', () => {
    for (const { occasions } of Object.values(checker.places)) {
      const { opening = 0, clock = 0, gap = 0, deleted = 0, moved = 0 } = occasions;
      // One who sets his clock and sets it right may have it read twice; rows were deleted on three occasions.
      assert.ok(opening <= 1 && clock <= 12 && deleted <= 3 && gap + moved <= 2, JSON.stringify(occasions));
    }
  });

  it('makes no more calls in all than the policy allows', () => {
    assert.deepEqual(
      budgets.filter(({ was, most }) => was > most),
      [],
    );
    const notes = week.diary.entries.filter(entry => entry.kind !== 'call');
    const tokens = checker.story.access.filter(({ outcome }) => outcome === 'ok').length;
    assert.ok(tokens >= 7 && tokens <= tokensAtMost(notes), `${tokens} tokens`);
  });
});
