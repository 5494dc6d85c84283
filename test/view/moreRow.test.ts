import assert from 'node:assert/strict';
import { moreRow } from '../../src/view/moreRow';
import { chinese, worldOf } from '../fakes/world';

describe('moreRow', () => {
  for (const [shown, count, label] of [
    [200, 12_345, 'Load 200 more… (200 of 12,345)'],
    [12_200, 12_345, 'Load 145 more… (12,200 of 12,345)'],
    [200, 201, 'Load 1 more… (200 of 201)'],
  ] as const) {
    it(`says “${label}”`, () => assert.equal(moreRow(worldOf(), shown, count, 200)?.label, label));
  }

  it('is none when all is shown', () => {
    assert.equal(moreRow(worldOf(), 200, 200, 200), undefined);
    assert.equal(moreRow(worldOf(), 200, 7, 200), undefined);
  });

  it('is clicked for more, and is nothing that menus know', () => {
    const row = moreRow(worldOf(), 200, 500, 200);
    assert.deepEqual([row?.click, row?.words, row?.parent], ['more', ['more'], false]);
    assert.equal(row?.spoken, 'Load 200 more tasks; 200 of 500 are shown');
  });

  it('writes numbers as the user does', () =>
    assert.match(moreRow(worldOf({ locale: chinese }), 1000, 12_345, 200)?.label ?? '', /1,000 of 12,345/));
});
