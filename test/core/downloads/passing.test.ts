import assert from 'node:assert/strict';
import { Passing } from '../../../src/core/downloads/passing';
import { recordOf } from '../../fakes/downloadRecord';

describe('Passing', () => {
  it('has a record rest when it is let go, until it is claimed, by one', async () => {
    const passing = new Passing();
    const record = recordOf();
    await passing.add(record);
    assert.deepEqual([passing.has(record.id), passing.rest], [true, []]);
    assert.equal(await passing.claim(record.id), undefined, 'this window is at it');
    await passing.save({ ...record, received: 1 });
    await passing.release({ ...record, received: 2 });
    assert.deepEqual(passing.rest, [{ ...record, received: 2 }]);
    const claimed = await Promise.all([passing.claim(record.id), passing.claim(record.id)]);
    assert.deepEqual(claimed, [{ ...record, received: 2 }, undefined]);
    assert.deepEqual([passing.has(record.id), passing.rest], [true, []]);
  });

  it('forgets one that is removed', async () => {
    const passing = new Passing();
    const record = recordOf();
    await passing.addToRest(record);
    await passing.remove(record.id);
    assert.equal(passing.has(record.id), true, 'only those of this window are');
    await passing.claim(record.id);
    await passing.remove(record.id);
    assert.deepEqual([passing.has(record.id), passing.rest], [false, []]);
  });
});
