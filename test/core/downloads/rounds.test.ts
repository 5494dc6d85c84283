import assert from 'node:assert/strict';
import { Rounds } from '../../../src/core/downloads/rounds';
import { FakeClock, settle } from '../../fakes/clock';

describe('Rounds', () => {
  function open(round: (passed: number) => Promise<void> = () => Promise.resolve()) {
    const clock = new FakeClock();
    const passed: number[] = [];
    const pause = { ms: 100 };
    const rounds = new Rounds(
      clock,
      () => pause.ms,
      ms => {
        passed.push(ms);
        return round(ms);
      },
    );
    return { clock, passed, pause, rounds };
  }

  it('come one after another, with the pause of the moment between them', async () => {
    const { clock, passed, pause, rounds } = open();
    void rounds.start();
    await clock.advance(250);
    pause.ms = 1_000;
    await clock.advance(50);
    await clock.advance(999);
    assert.deepEqual(passed, [100, 100, 100]);
    await clock.advance(1);
    assert.deepEqual(passed, [100, 100, 100, 1_000]);
    rounds.dispose();
  });

  it('come at once when they are woken, and say that no time has passed', async () => {
    const { clock, passed, rounds } = open();
    void rounds.start();
    rounds.wake();
    await settle();
    assert.deepEqual(passed, [0]);
    await clock.advance(100);
    assert.deepEqual(passed, [0, 100]);
    rounds.dispose();
  });

  it('come once more when they are woken while one is on its way', async () => {
    let end = () => undefined as void;
    const { clock, passed, rounds } = open(() => new Promise(resolve => (end = resolve)));
    void rounds.start();
    await clock.advance(100);
    rounds.wake();
    rounds.wake();
    await settle();
    assert.deepEqual(passed, [100]);
    end();
    await settle();
    assert.deepEqual(passed, [100, 0], 'one for all who have woken it');
    end();
    await settle();
    assert.equal(passed.length, 2);
    rounds.dispose();
    end();
  });

  it('never run side by side', async () => {
    let running = 0;
    const { clock, passed, rounds } = open(async () => {
      assert.equal(running++, 0);
      await settle();
      running--;
    });
    void rounds.start();
    for (let time = 0; time < 20; time++) {
      rounds.wake();
      await clock.advance(60);
    }
    assert.ok(passed.length > 10);
    rounds.dispose();
  });

  it('end when they are disposed: after the one that is on its way', async () => {
    let end = () => undefined as void;
    const { clock, passed, rounds } = open(() => new Promise(resolve => (end = resolve)));
    let isOver = false;
    void rounds.start().then(() => (isOver = true));
    await clock.advance(100);
    rounds.dispose();
    await settle();
    assert.equal(isOver, false);
    end();
    await settle();
    assert.equal(isOver, true);
    await clock.advance(1_000);
    assert.deepEqual([passed, clock.sleeping], [[100], 0]);
  });

  it('end at once when they are disposed between two', async () => {
    const { clock, passed, rounds } = open();
    const started = rounds.start();
    await settle();
    rounds.dispose();
    await started;
    rounds.wake();
    assert.deepEqual([passed, clock.sleeping], [[], 0]);
  });

  it('never begin when they were disposed before', async () => {
    const { passed, rounds } = open();
    rounds.dispose();
    await rounds.start();
    assert.deepEqual(passed, []);
  });
});
