import type { Stage } from '../core/downloads/record';
import type { NotedProblem, Timing } from '../core/http/callRecord';
import type { PlaceState } from '../core/store';
import { taskStatuses } from '../core/task';
import { plain } from './escape';
import { privateWords, withoutPrivate } from './privateWords';
import { settingText } from './settingText';
import { serviceOf, type ListedAccount, type World } from './world';

/** Facts by name, as they are to be shown. */
export type Facts = Readonly<Record<string, string | number | boolean | undefined>>;

/** What a report is made of beside what the views are drawn from. */
export interface Diagnostics {
  readonly versions: Facts;
  /** Those that differ from their default, by their full name. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Words that values of settings may be. */
  readonly words: readonly string[];
  readonly network: Facts;
  readonly window: Facts;
  readonly calls: { readonly problems: readonly NotedProblem[]; readonly timings: readonly Timing[] };
  readonly downloads: readonly Stage[];
  readonly isDemo: (account: string) => boolean;
  /** Path of the user's home. */
  readonly home: string;
}

/**
 * A report as Markdown. It is for those who look for a fault, so it is in English whatever the user reads. What it must
 * not have in it is never put into it: names, ids, addresses and keys are left out rather than covered up. Only the
 * words of clouds are looked through, for they may quote anything.
 */
export function diagnosticsText(world: World, diagnostics: Diagnostics): string {
  const { versions, settings, words, network, window, calls, downloads, home, isDemo } = diagnostics;
  const known = new Set([...words, ...world.clouds.flatMap(({ services }) => services.map(({ id }) => id))]);
  const values = Object.entries(settings).map(([name, value]) => [name, settingText(value, known, home)]);
  const hide = hider(world, home);
  return [
    '# Cloud Tasks: report',
    'What happened, what did you expect, and how can it be seen again?',
    '…',
    '---',
    'Please look this over before you pass it on: nothing has been sent. Names, ids, keys, links and addresses were left out.',
    ...section('Versions', factsTable(versions)),
    ...section('Settings that differ from their default', factsTable(Object.fromEntries(values) as Facts)),
    ...section('Network', factsTable(network)),
    ...section('Window', factsTable(window)),
    ...section(
      'Accounts',
      ...world.accounts().flatMap((account, index) => accountPart(world, account, index, isDemo, hide)),
    ),
    ...section('Downloads', factsTable(stageCounts(downloads))),
    ...section('Last failures', problemsTable(calls.problems, hide)),
    ...section('Calls, in milliseconds', timingsTable(calls.timings)),
  ]
    .join('\n\n')
    .concat('\n');
}

type Hide = (text: string | undefined) => string | undefined;

/** A text of a cloud is looked through once, however often it stands there. */
function hider(world: World, home: string): Hide {
  const words = privateWords(world, home);
  const seen = new Map<string, string>();
  return text => {
    if (text === undefined) return undefined;
    const clean = seen.get(text) ?? withoutPrivate(text, words, world);
    seen.set(text, clean);
    return clean;
  };
}

function accountPart(
  world: World,
  account: ListedAccount,
  index: number,
  isDemo: Diagnostics['isDemo'],
  hide: Hide,
): string[] {
  const { store } = world;
  const cloud = world.clouds.find(({ id }) => id === account.cloud);
  const counts = taskStatuses.map(status => [`tasks ${status}`, store.count(account.id, status)] as const);
  const facts: Facts = {
    cloud: cloud?.id,
    services: account.services.filter(id => serviceOf(world, account.cloud, id)).join(', '),
    regions: account.regions.length,
    site: cloud?.sites.find(({ id }) => id === account.site)?.id,
    'endpoints of its own': Object.keys(account.endpoints ?? {}).length > 0,
    'tracked tasks': account.tracked.length,
    demo: isDemo(account.id),
    damaged: account.damaged === true,
    ...Object.fromEntries(counts.filter(([, count]) => count > 0)),
  };
  const regions = [...new Set(store.places(account.id).map(({ region }) => region))];
  const head = ['service', 'region', 'state', 'kind', 'code', 'request', 'read at', 'paused until'];
  const rows = store.places(account.id).map(place => placeCells(place, regions.indexOf(place.region), hide));
  return [`### Account ${index + 1}`, factsTable(facts), table(head, rows)];
}

/** Regions are told apart by a number: those of a private cloud have names of their own. */
const placeCells = (
  { service, region, state, problem, refreshedAt, pausedUntil }: PlaceState,
  index: number,
  hide: Hide,
): Cell[] => [
  ...[service, region === '' ? '' : index + 1, state, problem?.kind],
  ...[hide(problem?.code), requestId(problem?.requestId, hide)],
  ...[refreshedAt?.toISOString(), pausedUntil?.toISOString()],
];

function stageCounts(stages: readonly Stage[]): Facts {
  const counts = new Map<string, number>();
  for (const stage of stages) {
    const name = stage.kind === 'failed' ? `failed: ${failureName(stage)}` : stage.kind;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort());
}

function failureName({ failure }: Extract<Stage, { kind: 'failed' }>): string {
  if ('problem' in failure) return failure.problem.kind;
  return 'refusal' in failure ? `refused (${failure.refusal.kind})` : 'other';
}

const problemsTable = (problems: readonly NotedProblem[], hide: Hide): string =>
  table(
    ['time', 'call', 'kind', 'status', 'code', 'request', 'message'],
    problems.map(({ at, call, problem }) => [
      ...[new Date(at).toISOString(), call, problem.kind, problem.status],
      ...[hide(problem.code), requestId(problem.requestId, hide), hide(problem.message)],
    ]),
  );

const timingsTable = (timings: readonly Timing[]): string =>
  table(
    ['call', 'count', 'median', 'worst'],
    timings.map(({ call, count, median, worst }) => [call, count, median, worst]),
  );

/**
 * What the vendor's support asks for, and so kept as it is, though it may look like another id; what has not the form of
 * one is looked through like all that a cloud says.
 */
const requestId = (id: string | undefined, hide: Hide): string | undefined =>
  id !== undefined && /^[0-9a-f-]{16,64}$/i.test(id) ? id : hide(id);

type Cell = string | number | boolean | undefined;

const section = (title: string, ...parts: readonly string[]): string[] => [
  `## ${title}`,
  ...(parts.length > 0 ? parts : ['None.']),
];

const factsTable = (facts: Facts): string =>
  table(
    ['what', 'value'],
    Object.entries(facts)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, typeof value === 'boolean' ? (value ? 'yes' : 'no') : value]),
  );

function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  if (rows.length === 0) return 'None.';
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(row => line(row.map(cellText)))].join('\n');
}

/** As code, in which nothing is read as a link, a mention or markup. */
function cellText(cell: Cell): string {
  const text = cell === undefined ? '' : plain(String(cell)).replace(/[`|]/g, "'").trim();
  return text === '' ? '' : `\`${text}\``;
}
