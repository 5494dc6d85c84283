import assert from 'node:assert/strict';
import type { LinkForm } from '../../src/core/copiedLinks';
import { copiedLinkText, linkCountdownLine } from '../../src/view/copiedLink';
import { formatDateTime } from '../../src/view/format';
import { taskOf } from '../fakes/tasks';
import { chinese, english, now, worldOf, type WorldSetup } from '../fakes/world';

const task = taskOf('1', { name: '[nightly](command:x) $(flame)' });

function lineOf(left: number, form: LinkForm = 'link', setup: WorldSetup = {}) {
  const copied = [{ key: task.key, form, expiresAt: new Date(now + left) }];
  return linkCountdownLine(worldOf({ tasks: [task], copied, ...setup }));
}

describe('linkCountdownLine', () => {
  it('is none when no link with an end was copied, or its task is gone', () => {
    assert.equal(linkCountdownLine(worldOf({ tasks: [task] })), undefined);
    assert.equal(lineOf(9000, 'link', { tasks: [] }), undefined);
  });

  it('counts down, says which task, when it is over and what a click does, and escapes what the cloud says', () =>
    assert.deepEqual(lineOf(272_000), {
      link: { key: task.key, form: 'link', expiresAt: new Date(now + 272_000) },
      text: '$(link) 4:32',
      tooltip: [
        '**&#91;nightly&#93;&#40;command&#58;x&#41; &#36;&#40;flame&#41;**',
        `The copied link stops working at ${formatDateTime(new Date(now + 272_000), english)}.`,
        'Click to copy a fresh link.',
      ].join('\n\n'),
      spoken: 'The copied link to “[nightly](command:x) $(flame)” stops working in 4 minutes.',
      warning: false,
      changesIn: 1000,
    }));

  for (const form of ['curl', 'wget', 'aria2c'] as const) {
    it(`renews a command line for ${form}`, () =>
      assert.match(
        lineOf(9000, form)?.tooltip ?? '',
        new RegExp(`Click to copy a fresh command line for ${form}\\.$`),
      ));
  }

  it('warns in the last minute', () => {
    assert.equal(lineOf(60_001)?.warning, false);
    assert.equal(lineOf(60_000)?.warning, true);
    assert.equal(lineOf(1)?.warning, true);
  });

  for (const [left, text, changesIn] of [
    [5000, '$(link) 0:05', 1000],
    [4001, '$(link) 0:05', 1],
    [4000, '$(link) 0:04', 1000],
    [1, '$(link) 0:01', 1],
  ] as const) {
    it(`says ${text} for ${changesIn} ms more when ${left} ms are left`, () => {
      const line = lineOf(left);
      assert.deepEqual([line?.text, line?.changesIn], [text, changesIn]);
    });
  }

  it('writes in the user’s language', () =>
    assert.match(lineOf(272_000, 'link', { locale: chinese })?.tooltip ?? '', /2026年1月2日 11:08:37/));
});

describe('copiedLinkText', () => {
  it('is none for a task of which no link was copied', () =>
    assert.equal(copiedLinkText(worldOf(), 'a'), undefined));
});
