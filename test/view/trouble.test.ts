import assert from 'node:assert/strict';
import { errorKinds, type Problem } from '../../src/core/errors';
import type { PlaceState } from '../../src/core/store';
import {
  disabledLine,
  kindsOfTrouble,
  needsAttention,
  troubleDetails,
  troubleLine,
} from '../../src/view/trouble';
import { verdictText } from '../../src/view/verdictText';
import { accountOf, placeOf } from '../fakes/tasks';
import { now, worldOf } from '../fakes/world';

const denied: Problem = { kind: 'permission', code: 'AccessDenied', message: 'no' };
const failed = (changes: Partial<PlaceState> = {}): PlaceState => ({
  ...placeOf(),
  state: 'failed',
  problem: denied,
  ...changes,
});
const account = accountOf();
const lineOf = (...states: PlaceState[]) =>
  troubleLine(worldOf({ states }), account)?.replaceAll('\u202f', ' ');

describe('troubleLine', () => {
  it('says nothing when nothing is wrong', () =>
    assert.equal(lineOf({ ...placeOf(), state: 'ok', refreshedAt: new Date(now) }), undefined));

  it('says where, what, and of when the rows are', () => {
    assert.equal(lineOf(failed()), 'Exports r1: access denied (AccessDenied)');
    assert.equal(
      lineOf(failed({ refreshedAt: new Date(now) })),
      'Exports r1: access denied (AccessDenied) · as of 3:04 AM',
    );
  });

  it('says until when it leaves a cloud alone that throttles', () =>
    assert.equal(
      lineOf(failed({ pausedUntil: new Date(now + 60_000), refreshedAt: new Date(now) })),
      'Exports r1: access denied (AccessDenied) · paused until 3:05 AM · as of 3:04 AM',
    ));

  it('tells the first of several and how many more', () => {
    const others = ['r2', 'r3'].map(region => failed({ region, state: 'off' }));
    const fine: PlaceState = { ...placeOf({ region: 'r0' }), state: 'ok' };
    assert.equal(lineOf(fine, failed(), ...others), 'Exports r1: access denied (AccessDenied) · 2 more');
  });

  it('names a service that is gone by its id, and no region where there is none', () =>
    assert.equal(lineOf(failed({ service: 'old', region: '' })), 'old: access denied (AccessDenied)'));

  it('keeps showing the problem while it tries again', () =>
    assert.equal(lineOf(failed({ state: 'loading' })), 'Exports r1: access denied (AccessDenied)'));

  it('says what to do with a damaged entry', () =>
    assert.equal(
      troubleLine(worldOf(), { ...account, damaged: true }),
      'its entry is damaged: remove it and add it again',
    ));

  it('says nothing of a place that has failed without a reason', () =>
    assert.equal(lineOf({ ...placeOf(), state: 'failed' }), undefined));

  it('does not speak for other accounts', () => {
    const world = worldOf({
      accounts: [account, accountOf({ id: 'b' })],
      states: [failed({ account: 'b' })],
    });
    assert.equal(troubleLine(world, account), undefined);
  });
});

describe('troubleDetails', () => {
  it('is a whole sentence for each problem, with nothing that is read as Markdown', () => {
    const problem: Problem = { kind: 'permission', code: '[x](command:y)', message: '$(trash) <b>' };
    const world = worldOf({ states: [failed({ problem }), failed({ region: 'r2' })] });
    const [first, second, ...more] = troubleDetails(world, account);
    assert.deepEqual(more, []);
    assert.doesNotMatch(first ?? '', /command:|\$\(|<b>|\]\(/);
    assert.match(second ?? '', /^work, Exports, r2&#58; access denied /);
    assert.match(second ?? '', /Ask the cloud’s administrator/);
  });
});

describe('needsAttention', () => {
  for (const kind of errorKinds) {
    const asks = ['auth', 'expiredCredential', 'permission', 'notActivated', 'tls', 'proxy'].includes(kind);
    it(`is ${asks} for ${kind}`, () => {
      const world = worldOf({ states: [failed({ problem: { kind, message: '' } })] });
      assert.equal(needsAttention(world, account), asks);
    });
  }

  it('is true of a region whose project has to be chosen', () => {
    const problem: Problem = { kind: 'protocol', message: '', projects: [{ id: '1', name: 'a' }] };
    assert.ok(needsAttention(worldOf({ states: [failed({ problem })] }), account));
  });

  it('is true of a damaged entry, and false of one that is well', () => {
    assert.ok(needsAttention(worldOf(), { ...account, damaged: true }));
    assert.ok(!needsAttention(worldOf(), account));
  });
});

describe('a disabled account', () => {
  const disabled = accountOf({ disabled: true });
  const line = (...states: PlaceState[]) =>
    disabledLine(worldOf({ accounts: [disabled], states }), disabled)?.replaceAll('\u202f', ' ');

  it('says of when its rows are', () => {
    assert.equal(line(), 'disabled');
    const off = { ...placeOf({ region: 'r2' }), state: 'off' } as const;
    assert.equal(line(off, { ...off, ...placeOf(), refreshedAt: new Date(now) }), 'disabled, as of 3:04 AM');
    assert.equal(disabledLine(worldOf(), account), undefined);
  });

  it('is in no trouble, whatever was wrong before', () => {
    const world = worldOf({ accounts: [disabled], states: [failed()] });
    assert.equal(troubleLine(world, disabled), undefined);
    assert.deepEqual(troubleDetails(world, disabled), []);
    assert.ok(!needsAttention(world, disabled));
    assert.equal(kindsOfTrouble(world, disabled).size, 0);
  });
});

describe('kindsOfTrouble', () => {
  const of = (...problems: Problem[]) => {
    const states = problems.map((problem, index) => failed({ problem, region: `r${index}` }));
    return [...kindsOfTrouble(worldOf({ states }), account)];
  };

  it('are those of all places', () =>
    assert.deepEqual(of(denied, { kind: 'expiredCredential', message: '' }, denied), [
      'permission',
      'expiredCredential',
    ]));

  it('do not blame a credential for a wrong clock', () => {
    assert.deepEqual(of({ kind: 'auth', reason: 'clock', message: '' }), ['clock']);
    assert.deepEqual(of(), []);
  });
});

describe('verdictText', () => {
  const text = (more: object, place = placeOf()) => verdictText(worldOf(), account, { place, ...more });

  it('tells how many tasks there are, or that the service was reached', () => {
    assert.equal(text({ count: 1400 }), 'Exports r1: 1,400 tasks');
    assert.equal(text({ count: 1 }), 'Exports r1: 1 task');
    assert.equal(text({ count: 0 }), 'Exports r1: 0 tasks');
    assert.equal(text({}), 'Exports r1: reached');
    assert.equal(text({}, placeOf({ service: 'old', region: '' })), 'old: reached');
  });

  it('tells what was wrong, and what to do', () =>
    assert.equal(
      text({ problem: denied }),
      'work, Exports, r1: access denied (AccessDenied: no). Ask the cloud’s administrator for the right to read these tasks: “Copy Policy” has it.',
    ));
});
