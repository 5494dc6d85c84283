import assert from 'node:assert/strict';
import { Catalog } from '../../../src/core/downloads/catalog';
import type { Placed } from '../../../src/core/downloads/recordFolders';
import type { Asked } from '../../../src/core/downloads/shelf';
import { FakeClock, settle } from '../../fakes/clock';
import { recordOf } from '../../fakes/downloadRecord';

describe('Catalog', () => {
  function open() {
    const asked: (readonly [string, Asked])[] = [];
    const looks: ((placed: readonly Placed[]) => void)[] = [];
    let told = 0;
    const shelf = {
      window: 'me',
      look: () => new Promise<readonly Placed[]>(resolve => looks.push(resolve)),
      ask: (window: string, ask: Asked) => Promise.resolve(void asked.push([window, ask])),
    };
    const catalog = new Catalog(shelf, new FakeClock(), () => told++);
    /** Has the look that is under way find this. */
    const find = async (...placed: Placed[]) => {
      looks.shift()?.(placed);
      await settle();
    };
    return { asked, catalog, find, looks, told: () => told };
  }

  it('has what the last look has found, but for what is this window’s', async () => {
    const { catalog, find, told } = open();
    const [rests, theirs, mine] = [recordOf(), recordOf(), recordOf()];
    assert.deepEqual(catalog.all, []);
    const looking = catalog.look();
    await settle();
    await find({ record: rests }, { record: theirs, window: 'they' }, { record: mine, window: 'me' });
    await looking;
    assert.deepEqual(catalog.all, [{ record: rests }, { record: theirs, window: 'they' }]);
    assert.equal(told(), 1);
  });

  it('looks once at a time, so that the last one tells', async () => {
    const { catalog, find, looks } = open();
    const looking = [catalog.look(), catalog.look()];
    await settle();
    assert.equal(looks.length, 1);
    await find();
    await find({ record: recordOf() });
    await Promise.all(looking);
    assert.equal(catalog.all.length, 1);
  });

  it('does not look while something is done', async () => {
    const { catalog, find, looks } = open();
    let end: (result: string) => void = () => undefined;
    const work = catalog.between(() => new Promise<string>(resolve => (end = resolve)));
    const looking = catalog.look();
    await settle();
    assert.equal(looks.length, 0);
    end('done');
    assert.equal(await work, 'done');
    await settle();
    await find();
    await looking;
  });

  it('looks though what was done went wrong', async () => {
    const { catalog, find } = open();
    const work = catalog.between(() => Promise.reject(new Error('x')));
    const looking = catalog.look();
    await assert.rejects(work, { message: 'x' });
    await settle();
    await find();
    await looking;
  });

  it('asks the window that is at it, and nobody where none is', async () => {
    const { asked, catalog, find } = open();
    const [rests, theirs] = [recordOf(), recordOf()];
    const looking = catalog.look();
    await settle();
    await find({ record: rests }, { record: theirs, window: 'they' });
    await looking;
    for (const id of [rests.id, theirs.id, recordOf().id]) await catalog.ask(id, 'pause');
    assert.deepEqual(asked, [['they', { id: theirs.id, what: 'pause' }]]);
  });
});
