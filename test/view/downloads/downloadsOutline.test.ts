import assert from 'node:assert/strict';
import type { DownloadEntry } from '../../../src/core/downloads/entry';
import type { DownloadRecord } from '../../../src/core/downloads/record';
import { DownloadsOutline, progressText } from '../../../src/view/downloads/downloadsOutline';
import { english, now } from '../../fakes/world';

const entry = (id: string, changes: Partial<DownloadRecord> = {}, speed?: number): DownloadEntry => ({
  record: {
    ...{ version: 1, id, task: id, account: 'acc', name: `${id}.csv`, target: { folder: '/d' } },
    ...{ overwrite: false, addedAt: now, stage: { kind: 'running' }, received: 0 },
    ...changes,
  },
  ...(speed !== undefined && { speed }),
});

describe('DownloadsOutline', () => {
  let entries: readonly DownloadEntry[] = [];
  const outline = () =>
    new DownloadsOutline(
      () => entries,
      () => ({ now, locale: english, failure: () => '' }),
    );

  it('is a list of what there is', () => {
    entries = [entry('a'), entry('b')];
    const rows = outline();
    assert.equal(rows.update(), undefined, 'all is new');
    assert.deepEqual(rows.children(), ['a', 'b']);
    assert.deepEqual([rows.children('a'), rows.parent(), rows.row('b')?.label], [[], undefined, 'b.csv']);
    assert.equal(rows.row('x'), undefined);
  });

  it('redraws rows that look other than before, and all when others are there', () => {
    entries = [entry('a'), entry('b')];
    const rows = outline();
    rows.update();
    assert.deepEqual(rows.update(), []);
    entries = [entry('a'), entry('b', { received: 2048 })];
    assert.deepEqual(rows.update(), ['b']);
    entries = [entry('b', { received: 2048 }), entry('a')];
    assert.equal(rows.update(), undefined, 'another order');
    entries = [entry('b')];
    assert.equal(rows.update(), undefined, 'one has gone');
  });

  it('sums up what is under way', () => {
    const half = { received: 512, total: 1024 };
    entries = [
      entry('a', half, 128),
      entry('b', { ...half, stage: { kind: 'waiting' } }),
      entry('c', { ...half, stage: { kind: 'paused' } }),
    ];
    const { active, progress, text } = outline().summary();
    assert.deepEqual([active, progress], [2, '50% · 128 bytes/s · 8 sec left']);
    assert.equal(text, `2 downloads under way · ${progress}`);
    entries = [];
    assert.deepEqual(outline().summary(), { active: 0, progress: '', text: '0 downloads under way' });
    entries = [entry('a')];
    assert.equal(outline().summary().text, '1 download under way');
  });

  it('tells no share of what nobody knows the size of', () =>
    assert.equal(
      progressText([entry('a', { received: 10 }, 5), entry('b', { received: 1, total: 2 }, 1)], english),
      '6 bytes/s',
    ));
});
