import type { TaskService } from '../../../src/core/cloud';
import { taskKey, type Task, type TaskPlace } from '../../../src/core/task';
import { minute } from '../worlds';

/** So many tasks run at a time; each reading finds that they have gone on. */
const running = 50;
/** With each reading so many of them are over, and as many new ones begin. */
const turnover = 5;
const rowsOfPage = 1_000;

/** A list of a pretend cloud whose rows are made anew whenever they are read, as those of real answers are. */
export class GrowingList {
  readonly service: TaskService;
  /** The oldest that is still listed, and the newest, both by their number. */
  private first = 0;
  private last: number;
  private round = 0;
  private readonly prefix: string;

  /** @param now when the newest was made, milliseconds since the epoch */
  constructor(
    private readonly place: TaskPlace,
    private readonly count: number,
    private readonly now: number,
  ) {
    this.last = count;
    this.prefix = taskKey(place, '');
    const pages = (from: number) => this.pages(from);
    this.service = {
      // eslint-disable-next-line @typescript-eslint/require-await -- nothing here takes time, as it does in a cloud
      list: async function* () {
        yield* pages(0);
      },
      // eslint-disable-next-line @typescript-eslint/require-await -- nothing here takes time, as it does in a cloud
      news: async function* () {
        yield* pages(Infinity);
      },
      follow: tasks => Promise.resolve(tasks),
      trial: () => Promise.resolve(undefined),
    };
  }

  get size(): number {
    return this.last - this.first;
  }

  /** Time goes by: what runs goes on, some end, some begin. */
  goOn(): void {
    this.round++;
    this.last += turnover;
  }

  /** The cloud forgets the oldest rows. */
  forget(): void {
    this.first = this.last - this.count;
  }

  private *pages(from: number): Generator<readonly Task[]> {
    const recent = this.last - running - turnover;
    for (let start = Math.min(Math.max(from, this.first), recent); start < this.last; start += rowsOfPage) {
      const length = Math.min(rowsOfPage, this.last - start);
      yield Array.from({ length }, (_, index) => this.task(start + index));
    }
  }

  private task(number: number): Task {
    const isRunning = number >= this.last - running;
    const id = String(17_000_000_000 + number);
    // Joined: of one that is put together with `+` the parts are kept until somebody looks into it.
    const name = ['https://static.example.com/assets/2026/app.', id, '.js'].join('');
    const progress = isRunning ? ((this.round + number) % 100) / 100 : 1;
    const status = isRunning ? 'running' : number % 10 === 0 ? 'failed' : 'succeeded';
    return {
      key: [this.prefix, id].join(''),
      id,
      cloud: 'alibaba',
      account: this.place.account,
      service: this.place.service,
      region: this.place.region,
      kind: 'refresh',
      name,
      status,
      rawStatus: status,
      raw: { TaskId: id, ObjectPath: name, Status: status },
      progress,
      createdAt: new Date(this.now + (number - this.count) * minute),
    };
  }
}
