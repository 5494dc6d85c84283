import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Problem } from '../../src/core/errors';
import { diagnosticsText, type Diagnostics } from '../../src/view/diagnosticsText';
import { accountOf, placeOf, taskOf } from '../fakes/tasks';
import { leaked, quoting, secret } from '../fakes/secrets';
import { chinese, now, worldOf, type WorldSetup } from '../fakes/world';

const at = new Date(now);
const problem: Problem = {
  kind: 'permission',
  code: 'Forbidden.RAM',
  status: 403,
  requestId: '8906582E-6722-4E3C-9C1B-7F5A9D2B3C4D',
  message: 'The user may not do cdn:DescribeRefreshTasks',
};

const diagnosticsOf = (changes: Partial<Diagnostics> = {}): Diagnostics => ({
  versions: { 'Cloud Tasks': '1.2.3', remote: undefined },
  settings: {},
  words: ['newest'],
  network: { proxy: 'none', 'certificates checked': true },
  window: { focused: false },
  calls: { problems: [], timings: [] },
  downloads: [],
  isDemo: () => false,
  home: '/home/alice',
  ...changes,
});
const text = (setup: WorldSetup = {}, changes: Partial<Diagnostics> = {}) =>
  diagnosticsText(worldOf(setup), diagnosticsOf(changes));

/** The part below a heading. */
const part = (whole: string, title: string): string =>
  (whole.split(`# ${title}\n\n`)[1] ?? '').split(/\n\n#/)[0] ?? '';

describe('diagnosticsText', () => {
  it('has a table of facts, and leaves out what is not known', () => {
    assert.equal(part(text(), 'Versions'), '| what | value |\n| --- | --- |\n| `Cloud Tasks` | `1.2.3` |');
    assert.match(part(text(), 'Network'), /\| `certificates checked` \| `yes` \|$/);
    assert.match(part(text(), 'Window'), /\| `focused` \| `no` \|$/);
  });

  it('says that there is none where there is none', () => {
    const whole = text({ accounts: [] });
    for (const title of ['Settings that differ from their default', 'Accounts', 'Downloads', 'Last failures'])
      assert.equal(part(whole, title).trim(), 'None.', title);
  });

  it('has settings with their values, as far as these are the same for everybody', () => {
    const settings = {
      'cloudTasks.sortBy': 'newest',
      'cloudTasks.groupBy': ['exports'],
      'cloudTasks.downloadDirectory': '/home/alice/x',
      'cloudTasks.downloads.whenFinished': [{ name: 'Payroll' }],
    };
    assert.deepEqual(
      part(text({}, { settings }), 'Settings that differ from their default').split('\n').slice(2),
      [
        '| `cloudTasks.sortBy` | `newest` |',
        '| `cloudTasks.groupBy` | `exports` |',
        '| `cloudTasks.downloadDirectory` | `~/x` |',
        '| `cloudTasks.downloads.whenFinished` | `1 given` |',
      ],
    );
  });

  it('counts what an account has, and says how each place is', () => {
    const setup: WorldSetup = {
      accounts: [accountOf({ regions: ['r1', 'r2'], endpoints: { exports: 'https://corp.internal' } })],
      tasks: [taskOf('1'), taskOf('2', { status: 'running' }), taskOf('3')],
      states: [
        { ...placeOf(), state: 'ok', refreshedAt: at },
        { ...placeOf({ region: 'r2' }), state: 'failed', problem, pausedUntil: at },
      ],
    };
    assert.deepEqual(part(text(setup, { isDemo: id => id === 'acc' }), 'Account 1').split('\n'), [
      '| what | value |',
      '| --- | --- |',
      '| `cloud` | `fake` |',
      '| `services` | `exports` |',
      '| `regions` | `2` |',
      '| `endpoints of its own` | `yes` |',
      '| `tracked tasks` | `0` |',
      '| `demo` | `yes` |',
      '| `damaged` | `no` |',
      '| `tasks running` | `1` |',
      '| `tasks succeeded` | `2` |',
      '',
      '| service | region | state | kind | code | request | read at | paused until |',
      '| --- | --- | --- | --- | --- | --- | --- | --- |',
      '| `exports` | `1` | `ok` |  |  |  | `2026-01-02T03:04:05.000Z` |  |',
      `| \`exports\` | \`2\` | \`failed\` | \`permission\` | \`Forbidden.RAM\` | \`${problem.requestId}\` |  | \`2026-01-02T03:04:05.000Z\` |`,
    ]);
  });

  it('counts downloads by how far they are and why they failed', () => {
    const downloads: Diagnostics['downloads'] = [
      { kind: 'running' },
      { kind: 'finished', path: '/home/alice/x.csv', size: 1, at: now },
      { kind: 'failed', failure: { problem } },
      { kind: 'failed', failure: { problem } },
      { kind: 'failed', failure: { refusal: { kind: 'unknownDownload' } } },
      { kind: 'failed', failure: { message: 'alice' } },
    ];
    assert.deepEqual(part(text({}, { downloads }), 'Downloads').split('\n').slice(2), [
      '| `failed: other` | `1` |',
      '| `failed: permission` | `2` |',
      '| `failed: refused (unknownDownload)` | `1` |',
      '| `finished` | `1` |',
      '| `running` | `1` |',
    ]);
  });

  it('has the last failures and how long calls take', () => {
    const calls = {
      problems: [{ at: now, call: 'fake exports GET', problem }],
      timings: [{ call: 'fake exports GET', count: 7, median: 20, worst: 300 }],
    };
    const whole = text({}, { calls });
    assert.equal(
      part(whole, 'Last failures').split('\n')[2],
      `| \`2026-01-02T03:04:05.000Z\` | \`fake exports GET\` | \`permission\` | \`403\` | \`Forbidden.RAM\` | \`${problem.requestId}\` | \`The user may not do cdn:DescribeRefreshTasks\` |`,
    );
    assert.match(part(whole, 'Calls, in milliseconds'), /\| `fake exports GET` \| `7` \| `20` \| `300` \|/);
  });

  it('is in English for everybody', () => assert.equal(text({ locale: chinese }), text()));

  it('takes words of a cloud for text alone', () => {
    const message = '`x` | <img> [a](command:b) @someone\n# title';
    const calls = { problems: [{ at: now, call: 'c', problem: { ...problem, message } }], timings: [] };
    const row = part(text({}, { calls }), 'Last failures').split('\n')[2] ?? '';
    assert.ok(row.endsWith("| `'x' ' <img> [a](command:b) @someone # title` |"), row);
  });

  it('never has a secret, a name, an id or a link in it, wherever they come from', () => {
    const name = fc.stringMatching(/^[A-Z][A-Za-z0-9]{9,19}$/);
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 14, maxLength: 14 }),
        secret,
        quoting,
        fc.constantFrom<keyof Problem>('message', 'code', 'requestId'),
        (names, key, quote, field) => {
          const planted = names.map((one, index) => `${one}${index}X`);
          const [label = '', id = '', task = '', taskName = '', file = '', project = '', tracked = ''] =
            planted;
          const [host = '', enterprise = '', user = '', rule = '', region = '', raw = '', path = ''] =
            planted.slice(7);
          const link = `https://${host}.example.com/${path}?Signature=${encodeURIComponent(key)}`;
          const says = [
            label,
            id,
            task,
            taskName,
            file,
            project,
            tracked,
            `${host}.example.com`,
            enterprise,
            user,
            link,
          ];
          const told = { ...problem, [field]: says.map(quote).join(' ') };
          const world: WorldSetup = {
            accounts: [
              accountOf({
                ...{ id, label, regions: [region], enterpriseProjectId: enterprise },
                projectIds: { [region]: project },
                endpoints: { exports: `https://${host}.example.com` },
                tracked: [{ service: 'exports', region, id: tracked, name: tracked }],
              }),
            ],
            tasks: [
              taskOf(task, { account: id, region, name: taskName, file: { name: file }, raw: { raw, link } }),
            ],
            states: [{ ...placeOf({ account: id, region }), state: 'failed', problem: told }],
          };
          const whole = text(world, {
            home: `/home/${user}`,
            settings: { a: [rule], b: `/home/${user}/x`, c: { name: rule }, d: `/mnt/${user}/y` },
            calls: { problems: [{ at: now, call: 'c', problem: told }], timings: [] },
            downloads: [
              { kind: 'failed', failure: { problem: told } },
              { kind: 'finished', path: `/home/${user}/${file}`, size: 1, at: now },
              { kind: 'failed', failure: { message: link } },
            ],
          });
          assert.deepEqual(leaked(whole, [...planted, link, key]), []);
        },
      ),
    );
  });
});
