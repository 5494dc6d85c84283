import { clouds } from '../src/clouds';
import type { ScriptedTask } from '../src/core/cloud';
import { defaultListInterval, followPause } from '../src/core/pace';
import type { App } from '../test/harness/app';
import { inState, scripted, second } from '../test/harness/worlds';
import { inNewApp } from './lib/inNewApp';
import type { Bench, Row } from './lib/row';

const known = 10_000;
const unfinished = 10;
/** So that all of them are within the three days that CDN tells of. */
const spacing = 25 * second;
/** Two that come between a reading and the next. */
const arrivals = 2;
const refreshes = 6;
/** What a refresh calls follows it closely; a look at unfinished tasks comes later. */
const atOnce = 0.8 * followPause.first;

const services = [
  { cloud: 'alibaba', service: 'cdn', most: 2 },
  { cloud: 'baidu', service: 'bls', most: 2 },
  { cloud: 'alibaba', service: 'cloudFirewall', most: 3 },
] as const;

/** Calls of a list that is read again while nearly all of it is as it was, beside a client that reads it whole. */
export const p5: Bench = {
  name: 'P5',
  async run() {
    const rows: Row[] = [];
    for (const { cloud, service, most } of services) {
      const { whole, little } = await inNewApp(app => callsOf(app, cloud, service));
      rows.push({
        what: `${service}: a refresh, ${known} known, ${unfinished} unfinished, ${arrivals} new`,
        unit: 'calls',
        ours: little,
        peer: { name: 'reads all', samples: [whole] },
        limits: { worst: most },
      });
    }
    return rows;
  },
};

async function callsOf(
  app: App,
  cloudId: string,
  service: string,
): Promise<{ whole: number; little: number[] }> {
  const cloud = clouds.find(({ id }) => id === cloudId);
  if (!cloud) throw new Error(`There is no cloud ${cloudId}.`);
  const server = await app.simulate(cloud, { tasks: tasksOf(service, app.now) });
  const requests = () => server.requests.length;
  await app.add(server, { services: [service] });
  const whole = requests();
  if (app.tasks().length !== known)
    throw new Error(`${app.tasks().length} tasks were read instead of ${known}.`);

  const little: number[] = [];
  let seen = refreshedAt(app);
  while (little.length < refreshes) {
    const before = requests();
    await app.advance((app.clock.next() ?? app.now) - app.now);
    if (requests() === before) continue;
    await app.advance(atOnce);
    // A look at unfinished tasks is no refresh.
    if (refreshedAt(app) !== seen) little.push(requests() - before);
    seen = refreshedAt(app);
  }
  return { whole, little };
}

const refreshedAt = (app: App): number | undefined => app.store.places()[0]?.refreshedAt?.getTime();

function tasksOf(service: string, now: number): ScriptedTask[] {
  const old = Array.from({ length: known }, (_, index) =>
    scripted(service, `t${index}`, now - index * spacing, index < unfinished ? inState('running', 0.25) : {}),
  );
  const coming = Array.from({ length: arrivals * refreshes }, (_, index) =>
    scripted(service, `new${index}`, now + ((index + 1) * defaultListInterval) / arrivals),
  );
  return [...old, ...coming];
}
