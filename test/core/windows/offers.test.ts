import assert from 'node:assert/strict';
import { utimes, writeFile } from 'node:fs/promises';
import { Offers } from '../../../src/core/windows/offers';
import { testFolder } from '../../fakes/folder';

const now = Date.now();
const day = 86_400_000;
const all = () => true;

describe('Offers', () => {
  const folder = testFolder();
  const windows = () => [1, 2, 3].map(() => new Offers(folder.at('notices')));

  it('are taken by one of those who try', async () => {
    const [first, ...others] = windows();
    await first?.make(['a', 'b']);
    const taken = await Promise.all(others.map(other => other.takeAll(now, all)));
    assert.deepEqual(taken.flat().sort(), ['a', 'b']);
    assert.ok(taken.some(keys => keys.length === 0));
  });

  it('can be taken back as long as nobody has them', async () => {
    const [first, second] = windows();
    const [mine = '', theirs = ''] = [await first?.make(['a']), await first?.make(['b'])];
    assert.equal(await first?.take(mine), true);
    assert.deepEqual(await second?.takeAll(now, all), ['b']);
    assert.equal(await first?.take(theirs), false);
  });

  it('are left until all of it is known', async () => {
    const [first, second] = windows();
    await first?.make(['a', 'b']);
    assert.deepEqual(await second?.takeAll(now, key => key === 'a'), []);
    assert.deepEqual(await second?.takeAll(now, all), ['a', 'b']);
  });

  it('are none where there is no folder, and other files are left alone', async () => {
    const [first] = windows();
    assert.deepEqual(await first?.takeAll(now, all), []);
    await first?.make([]);
    await writeFile(folder.at('notices/offer-half.json'), '["a"');
    await writeFile(folder.at('notices/other.json'), '["a"]');
    assert.deepEqual(await first?.takeAll(now, all), []);
    assert.deepEqual(await new Offers(folder.at('notices')).takeAll(now, all), []);
  });

  it('are thrown away when they are a day old and of no use', async () => {
    const [first] = windows();
    const name = (await first?.make(['a'])) ?? '';
    const old = new Date(now - 2 * day);
    await utimes(folder.at(`notices/${name}`), old, old);
    assert.deepEqual(await first?.takeAll(now, () => false), []);
    assert.equal(await first?.take(name), false);
  });

  it('says so when they cannot be made', async () => {
    await writeFile(folder.at('notices'), '');
    await assert.rejects(new Offers(folder.at('notices')).make(['a']));
  });
});
