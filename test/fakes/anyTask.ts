import fc from 'fast-check';
import { taskKinds, taskStatuses, type Task } from '../../src/core/task';

const text = fc.string({ unit: 'grapheme' });
// JSON knows no -0, and `undefined` is no value of it.
const number = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map(value => (Object.is(value, -0) ? 0 : value));
const moment = fc.date({ noInvalidDate: true });

/** What a record of a vendor may hold. */
const record = fc.jsonValue().map(value => JSON.parse(JSON.stringify(value)) as unknown);

/** Whatever has the shape of a task. */
export const anyTask: fc.Arbitrary<Task> = fc
  .record(
    {
      key: text,
      id: text,
      cloud: text,
      account: text,
      region: text,
      service: text,
      name: text,
      rawStatus: text,
      kind: fc.constantFrom(...taskKinds),
      status: fc.constantFrom(...taskStatuses),
      progress: number,
      createdAt: moment,
      updatedAt: moment,
      expiresAt: moment,
      leftAt: moment,
      file: fc.record(
        { name: text, size: number, rows: number, id: text },
        { requiredKeys: [], noNullPrototype: true },
      ),
      failure: fc.record({ code: text, message: text }, { requiredKeys: [], noNullPrototype: true }),
      raw: record,
    },
    {
      requiredKeys: [
        ...(['key', 'id', 'cloud', 'account', 'region', 'service', 'name'] as const),
        ...(['rawStatus', 'kind', 'status', 'raw'] as const),
      ],
      noNullPrototype: true,
    },
  )
  .map(task => task);
