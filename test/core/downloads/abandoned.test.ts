import assert from 'node:assert/strict';
import { Abandoned } from '../../../src/core/downloads/abandoned';
import type { Asked } from '../../../src/core/downloads/shelf';

const dead = 15_000;

describe('Abandoned', () => {
  function open() {
    const beats = new Map<string, string>();
    const buried: string[] = [];
    const left = new Map<string, readonly Asked[]>();
    const shelf = {
      problem: undefined as Error | undefined,
      beats: () => Promise.resolve(new Map(beats)),
      bury: (window: string) => {
        if (shelf.problem) return Promise.reject(shelf.problem);
        buried.push(window);
        beats.delete(window);
        return Promise.resolve(left.get(window) ?? []);
      },
    };
    return { abandoned: new Abandoned(shelf, dead), beats, buried, left, shelf };
  }

  it('buries a window that has not moved for so long', async () => {
    const { abandoned, beats, buried } = open();
    beats.set('one', '1').set('two', '1');
    for (const [passed, isBuried] of [
      [5_000, false],
      [5_000, false],
      [5_000, false],
      [4_999, false],
      [1, true],
    ] as const) {
      beats.set('two', `${beats.get('two')}.`);
      await abandoned.look(passed);
      assert.deepEqual(buried, isBuried ? ['one'] : []);
    }
  });

  it('counts from the first look, however long ago the last beat was', async () => {
    const { abandoned, beats, buried } = open();
    beats.set('one', '1');
    await abandoned.look(1_000_000);
    assert.deepEqual(buried, []);
    await abandoned.look(dead);
    assert.deepEqual(buried, ['one']);
  });

  it('counts anew after each move, also one back in time', async () => {
    const { abandoned, beats, buried } = open();
    for (const beat of ['1000', '2000', '500', '500.', '']) {
      beats.set('one', beat);
      await abandoned.look(10_000);
      await abandoned.look(10_000);
    }
    assert.deepEqual(buried, []);
    await abandoned.look(5_000);
    assert.deepEqual(buried, ['one'], 'one that never showed any life is dead too');
  });

  it('counts no time that has not passed', async () => {
    const { abandoned, beats, buried } = open();
    beats.set('one', '1');
    for (let time = 0; time < 100; time++) await abandoned.look(0);
    assert.deepEqual(buried, []);
  });

  it('forgets a window that is gone: one of that name which comes later is another', async () => {
    const { abandoned, beats, buried } = open();
    beats.set('one', '1');
    await abandoned.look(0);
    await abandoned.look(14_999);
    beats.delete('one');
    await abandoned.look(1);
    beats.set('one', '1');
    await abandoned.look(14_999);
    assert.deepEqual(buried, []);
  });

  it('hands on what the dead were asked', async () => {
    const { abandoned, beats, left } = open();
    const [a, b] = [{ id: 'a', what: 'pause' } as const, { id: 'b', what: 'remove' } as const];
    left.set('one', [a]).set('two', [b]);
    beats.set('one', '').set('two', '');
    assert.deepEqual(await abandoned.look(0), []);
    assert.deepEqual(await abandoned.look(dead), [a, b]);
    assert.deepEqual(await abandoned.look(dead), []);
  });

  it('tries again when the disk did not let it', async () => {
    const { abandoned, beats, buried, shelf } = open();
    beats.set('one', '');
    await abandoned.look(0);
    shelf.problem = new Error('EROFS');
    await assert.rejects(abandoned.look(dead));
    shelf.problem = undefined;
    await abandoned.look(dead);
    assert.deepEqual(buried, ['one']);
  });
});
