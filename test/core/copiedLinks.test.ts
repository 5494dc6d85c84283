import assert from 'node:assert/strict';
import { CopiedLinks } from '../../src/core/copiedLinks';
import { FakeClock, settle } from '../fakes/clock';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

function setUp() {
  const clock = new FakeClock();
  const links = new CopiedLinks(clock);
  const told: string[] = [];
  links.onDidChange(key => told.push(key));
  const after = (ms: number) => new Date(clock.now() + ms);
  return { clock, links, told, after };
}

describe('CopiedLinks', () => {
  it('know of nothing at first', () => {
    const { links } = setUp();
    assert.equal(links.expiry('a'), undefined);
    assert.equal(links.last, undefined);
  });

  it('know when a link dies for as long as it lives, to the millisecond', async () => {
    const { clock, links, after } = setUp();
    const expiresAt = after(90 * second);
    links.note('a', 'curl', expiresAt);
    await clock.advance(90 * second - 1);
    assert.equal(links.expiry('a'), expiresAt);
    assert.deepEqual(links.last, { key: 'a', form: 'curl', expiresAt });
    await clock.advance(1);
    assert.equal(links.expiry('a'), undefined);
    assert.equal(links.last, undefined);
  });

  it('tell when one is copied, each time a minute less is left, and when it is dead', async () => {
    const { clock, links, told, after } = setUp();
    links.note('a', 'link', after(2 * minute + 10 * second));
    const times: number[] = [];
    const start = clock.now();
    links.onDidChange(() => times.push(clock.now() - start));
    assert.deepEqual(told, ['a']);
    await clock.advance(10 * minute);
    // Rows round down: at whole minutes they say the same as before, a moment later one minute less.
    assert.deepEqual(times, [10 * second + 1, minute + 10 * second + 1, 2 * minute + 10 * second + 1]);
    assert.equal(clock.sleeping, 0);
  });

  it('keep the links of several tasks apart, and know which was the last', async () => {
    const { clock, links, after } = setUp();
    links.note('a', 'link', after(9 * minute));
    links.note('b', 'wget', after(minute));
    assert.equal(links.last?.key, 'b');
    await clock.advance(minute);
    // The one before is not on the clipboard any more: it is not counted down again.
    assert.equal(links.last, undefined);
    assert.ok(links.expiry('a'));
  });

  it('forget the link before when a fresh one of the same task is copied', async () => {
    const { clock, links, told, after } = setUp();
    links.note('a', 'link', after(minute));
    await clock.advance(30 * second);
    const fresh = after(5 * minute + 45 * second);
    links.note('a', 'link', fresh);
    await settle();
    assert.equal(clock.sleeping, 1);
    told.length = 0;
    await clock.advance(40 * second);
    assert.deepEqual(told, []);
    assert.equal(links.expiry('a'), fresh);
  });

  it('count nothing down for a link that has no end', async () => {
    const { clock, links, told, after } = setUp();
    links.note('a', 'link', after(minute));
    links.note('b', 'link', after(minute));
    links.note('b', 'link', undefined);
    assert.equal(links.expiry('b'), undefined);
    assert.equal(links.last, undefined);
    assert.ok(links.expiry('a'));
    await settle();
    assert.equal(clock.sleeping, 1);
    assert.deepEqual(told, ['a', 'b', 'b']);
  });

  it('take one for dead that was so when it was copied', async () => {
    const { clock, links, after } = setUp();
    for (const late of [0, -minute]) {
      links.note('a', 'link', after(late));
      assert.equal(links.expiry('a'), undefined);
      assert.equal(links.last, undefined);
    }
    await settle();
    assert.equal(clock.sleeping, 0);
  });

  it('see within a minute that the clock was set', async () => {
    const { clock, links, told, after } = setUp();
    links.note('a', 'link', after(hour));
    await settle();
    clock.set(clock.now() + 2 * hour);
    assert.equal(links.expiry('a'), undefined);
    told.length = 0;
    await clock.advance(minute + 1);
    assert.deepEqual(told, ['a']);
    assert.equal(clock.sleeping, 0);
  });

  it('wait for nothing and tell nothing once they are disposed of', async () => {
    const { clock, links, told, after } = setUp();
    links.note('a', 'link', after(minute));
    links.note('b', 'link', after(minute));
    links.dispose();
    await settle();
    assert.equal(clock.sleeping, 0);
    told.length = 0;
    await clock.advance(hour);
    assert.deepEqual(told, []);
  });
});
