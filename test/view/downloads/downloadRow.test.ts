import assert from 'node:assert/strict';
import type { DownloadEntry } from '../../../src/core/downloads/entry';
import type { DownloadRecord } from '../../../src/core/downloads/record';
import { downloadRow, type DownloadScene } from '../../../src/view/downloads/downloadRow';
import { english, now } from '../../fakes/world';

const MB = 1024 * 1024;
const place = { path: '/home/me/Downloads/report.csv', part: '…', overwrite: false, ino: 1, dev: 1 };

const record = (changes: Partial<DownloadRecord> = {}): DownloadRecord => ({
  version: 1,
  id: '0b0d8a1c-29f7-4c0c-a8a0-6f4d7d5f1f5e',
  task: 'acc/exports/r1/1',
  account: 'acc',
  name: 'report.csv',
  target: { folder: '/home/me/Downloads' },
  overwrite: false,
  addedAt: now,
  stage: { kind: 'running' },
  received: 0,
  ...changes,
});
const scene: DownloadScene = { now, locale: english, failure: () => 'work: access denied. Ask the cloud.' };
const row = (changes: Partial<DownloadRecord>, entry: Partial<DownloadEntry> = {}) =>
  downloadRow({ record: record(changes), ...entry }, scene);
const stand = { place, file: { size: 4 * MB, etag: '"1"' }, segments: [] };
const finished = (at: number) => ({ kind: 'finished', path: place.path, size: 3 * MB, at }) as const;
const problem = { kind: 'permission', code: 'AccessDenied', message: 'no' } as const;

describe('downloadRow', () => {
  const rows: [string, Partial<DownloadRecord>, Partial<DownloadEntry>, string, string][] = [
    ['planned', { stage: { kind: 'planned' } }, {}, 'clockface', 'when its task is finished'],
    ['queued', { stage: { kind: 'waiting' } }, {}, 'circle-outline', 'queued'],
    ['begun, of a size nobody knows', { received: 3 * MB }, {}, 'sync~spin', '3 MB'],
    [
      'under way',
      { received: MB, total: 4 * MB },
      { speed: MB / 2 },
      'sync~spin',
      '25% · 1 MB of 4 MB · 512 kB/s · 6 sec left',
    ],
    [
      'standing still',
      { received: MB, total: 4 * MB },
      { speed: 0 },
      'sync~spin',
      '25% · 1 MB of 4 MB · 0 bytes/s',
    ],
    [
      'begun anew',
      { received: MB, total: 4 * MB, anew: 'changed' },
      {},
      'sync~spin',
      '25% · 1 MB of 4 MB · begun anew: the file has changed',
    ],
    [
      'paused',
      { stage: { kind: 'paused' }, received: MB, total: 4 * MB, remains: { place, stand } },
      {},
      'debug-pause',
      'paused · 25% · 1 MB of 4 MB',
    ],
    [
      'paused where nothing tells one file from another',
      { stage: { kind: 'paused' }, received: MB, remains: { place } },
      {},
      'debug-pause',
      'paused · 1 MB · begins anew',
    ],
    [
      'failed at its cloud',
      { stage: { kind: 'failed', failure: { problem } } },
      {},
      'error',
      'access denied (AccessDenied)',
    ],
    [
      'failed at the disk',
      { stage: { kind: 'failed', failure: { refusal: { kind: 'file', code: 'ENOSPC', path: '/x' } } } },
      {},
      'error',
      'work: access denied. Ask the cloud.',
    ],
    ['finished', { stage: finished(now - 1000) }, {}, 'pass', '3 MB · just now'],
    ['finished long ago', { stage: finished(now - 7200_000) }, {}, 'pass', '3 MB · 2 hours ago'],
  ];
  for (const [what, changes, entry, icon, description] of rows) {
    it(`says of one that is ${what}: ${description}`, () => {
      const shown = row(changes, entry);
      assert.deepEqual([shown.label, shown.icon, shown.description], ['report.csv', icon, description]);
      assert.ok(shown.spoken.endsWith(description));
      assert.equal(shown.parent, false);
    });
  }

  it('speaks the state in a word', () =>
    assert.equal(row({ stage: finished(now) }).spoken, 'report.csv · Downloaded · 3 MB · just now'));

  it('tells the menus its stage, and opens a file that is whole', () => {
    const paused = row({ stage: { kind: 'paused' } });
    assert.deepEqual([paused.words, paused.click], [['download', 'paused'], undefined]);
    assert.equal(row({ stage: finished(now) }).click, 'downloaded');
  });

  it('tells the reason of a failure and the place in its tooltip, as text', () => {
    const failed = { kind: 'failed', failure: { problem } } as const;
    const tooltip = row({ name: '[x](command:y).csv', stage: failed }).tooltip?.() ?? '';
    const [title = '', , reason, folder] = tooltip.split('\n\n');
    assert.doesNotMatch(title, /\]\(command:/);
    assert.match(reason ?? '', /^work&#58; access denied/);
    assert.match(folder ?? '', /Downloads$/);
    assert.match(row({ stage: finished(now) }).tooltip?.() ?? '', /report.*csv$/);
  });
});
