// A window in a process of its own, for the tests of the lease: does what its parent says, and tells what happened.
import { systemClock, type Clock } from '../../src/core/clock';
import { Lease } from '../../src/core/windows/lease';
import type { LeaseEvent, LeaseOrder } from './leaseProcess';

let lease: Lease | undefined;
let wake = () => {};

const tell = (what: LeaseEvent['what']) => process.send?.({ what, held: lease?.held ?? false });

/** Sleeps until its parent says so. */
const orderedClock: Clock = {
  now: () => 0,
  sleep: (_ms, signal) =>
    new Promise((resolve, reject) => {
      const onAbort = () => reject(signal?.reason as Error);
      wake = () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
};

/** Tells when its parent may go on. */
const told = (clock: Clock): Clock => ({
  now: () => clock.now(),
  sleep: (ms, signal) => {
    const slept = clock.sleep(ms, signal);
    tell('slept');
    return slept;
  },
});

/** At a moment that was agreed with the other processes, as near to it as can be. */
function at(moment: number, act: () => void): void {
  const exactly = () => {
    while (Date.now() < moment);
    act();
  };
  setTimeout(exactly, Math.max(0, moment - Date.now() - 5));
}

function begin(folder: string, interval: number | undefined): Lease {
  lease?.dispose();
  const clock = told(interval === undefined ? orderedClock : systemClock);
  const begun = new Lease({ folder, clock, ...(interval !== undefined && { interval }) });
  lease = begun;
  begun.onDidChange(() => tell('changed'));
  return begun;
}

process.on('message', (order: LeaseOrder) => {
  switch (order.do) {
    case 'start': {
      const begun = begin(order.folder, order.interval);
      return at(order.moment, () => begun.start());
    }
    case 'tick':
      return wake();
    case 'takeOver':
      return at(order.moment, () => void lease?.takeOver().then(() => tell('took')));
    case 'exit':
      // As an editor that does not wait: what is not on the disk by now will never be.
      lease?.dispose();
      return process.exit();
  }
});
process.on('disconnect', () => process.exit());
tell('ready');
