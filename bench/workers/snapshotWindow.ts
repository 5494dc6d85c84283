// A window of the editor, as far as the tasks on disk go: `write` leaves so many of them there, `read` shows them.
import { clouds } from '../../src/clouds';
import { systemClock } from '../../src/core/clock';
import { TaskStore } from '../../src/core/store';
import { TaskOutline } from '../../src/view/taskOutline';
import type { World } from '../../src/view/world';
import { answerOf, cdnPage, pageOf } from '../lib/cdnPages';
import { cdnAccount, cdnService, noLog } from '../lib/cdnService';
import { DrawnTree } from '../lib/drawnTree';
import { LeapingClock } from '../lib/leapingClock';
import { timed, type Took } from '../lib/stopwatch';
import { noHistory } from '../lib/noHistory';
import { noLinks } from '../lib/noLinks';
import { tell } from '../lib/tell';

/** What came on screen, and how long it took. */
export interface FirstRows extends Took {
  readonly rows: number;
  readonly tasks: number;
}

const [role, folder = '', wanted] = process.argv.slice(2);
const count = Number(wanted);
const account = cdnAccount();
const place = { account: account.id, service: 'cdn', region: '' };
const store = new TaskStore();

/** Loaded when it is needed, as in the extension. */
async function openSharing(onChange: () => void) {
  const { Sharing } = await import('../../src/core/windows/sharing');
  return new Sharing({
    ...{ store, clock: systemClock, log: noLog, folder, onChange },
    isKept: () => true,
    isListed: () => true,
    historyDays: () => 90,
  });
}

async function write(): Promise<void> {
  const list = { count, newest: Date.now() };
  const service = cdnService(
    account,
    {
      send: ({ url }) => Promise.resolve(answerOf(cdnPage(list, pageOf(url)))),
      stream: () => Promise.reject(new Error('There is no file.')),
    },
    new LeapingClock(),
  );
  store.setPlaces(account.id, [place]);
  let sharing: Awaited<ReturnType<typeof openSharing>> | undefined;
  await new Promise<void>((resolve, reject) => {
    openSharing(resolve)
      .then(opened => (sharing = opened).start())
      .catch(reject);
  });
  const { signal } = new AbortController();
  for await (const tasks of service.list({ region: '', tracked: [] }, { signal })) store.put(place, tasks);
  store.setState({ ...place, state: 'ok', refreshedAt: new Date(), wholeAt: new Date() });
  await sharing?.close();
  tell({});
}

async function read(): Promise<void> {
  const world: World = {
    ...{
      clouds,
      store,
      clock: systemClock,
      history: noHistory,
      copiedLinks: noLinks,
      fileState: () => undefined,
      locale: { language: 'en' },
    },
    accounts: () => [account],
  };
  const outline = new TaskOutline(world);
  const tree = new DrawnTree(outline);
  store.onDidChange(change => tree.update(outline.apply(change)));
  store.setPlaces(account.id, [place]);
  tree.draw();
  let rows = 0;
  const took = await timed(async () => {
    const sharing = await openSharing(() => undefined);
    await sharing.start();
    rows = tree.draw();
  });
  tell({ ...took, rows, tasks: [...store.tasks()].length } satisfies FirstRows);
}

void (role === 'write' ? write() : read());
