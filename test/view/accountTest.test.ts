import assert from 'node:assert/strict';
import { errorKinds, type Problem } from '../../src/core/errors';
import type { Verdict } from '../../src/core/verification';
import {
  clockLine,
  noticedSkew,
  plainVerdicts,
  testLines,
  testReport,
  type AccountTest,
} from '../../src/view/accountTest';
import { accountOf, placeOf } from '../fakes/tasks';
import { worldOf } from '../fakes/world';

const account = accountOf();
const well: Verdict = { place: placeOf(), count: 3, milliseconds: 1234 };
const failed = (problem: Problem): Verdict => ({
  place: placeOf({ region: 'r2' }),
  problem,
  milliseconds: 20,
});
const refused: Problem = {
  ...{ kind: 'auth', code: 'BadKey', message: 'no such key', requestId: 'R-1' },
};
const uncalled: Verdict = { place: placeOf({ region: 'r3' }), problem: refused };
const tested = (...verdicts: Verdict[]): AccountTest => ({ account, verdicts });

describe('testLines', () => {
  const lines = (...verdicts: Verdict[]) => testLines(worldOf(), tested(...verdicts));

  it('says where, how it went, how long it took, and what that means', () =>
    assert.deepEqual(lines(well), [
      { icon: 'pass', where: 'Exports r1', verdict: 'works · 1,234 ms', sentence: 'Exports r1: 3 tasks' },
    ]));

  it('has the reason, the request id and the next step of what failed', () => {
    const [line] = lines(failed(refused));
    assert.equal(line?.icon, 'error');
    assert.equal(line.verdict, 'the credential was refused (BadKey) · 20 ms');
    assert.match(line.sentence, /request id R-1\)\. Check the key.*“Replace Credential…”/);
  });

  it('says of a place that was not called why', () => {
    const [line] = lines(uncalled);
    assert.deepEqual([line?.icon, line?.verdict], ['circle-slash', 'not called']);
    assert.match(line?.sentence ?? '', /credential was refused before/);
  });

  it('tells the kinds of trouble apart in words', () => {
    const kinds = errorKinds.map(kind => lines(failed({ kind, message: '' }))[0]?.verdict);
    const clock = lines(failed({ kind: 'auth', reason: 'clock', message: '' }))[0]?.verdict;
    assert.equal(new Set([...kinds, clock]).size, errorKinds.length + 1);
  });

  it('names a service that is gone by its id', () =>
    assert.equal(lines({ ...well, place: placeOf({ service: 'old', region: '' }) })[0]?.where, 'old'));
});

describe('plainVerdicts', () => {
  it('are data with the sentence a user would read', () => {
    const [first, second, third] = plainVerdicts(worldOf(), tested(well, failed(refused), uncalled));
    assert.deepEqual(first, {
      ...{ service: 'exports', region: 'r1', ok: true, message: 'Exports r1: 3 tasks' },
      ...{ count: 3, milliseconds: 1234 },
    });
    assert.match(second?.message ?? '', /the credential was refused/);
    assert.deepEqual(
      { ...second, message: '' },
      {
        ...{ service: 'exports', region: 'r2', ok: false, kind: 'auth', message: '' },
        ...{ milliseconds: 20, requestId: 'R-1' },
      },
    );
    assert.deepEqual([third?.ok, third?.kind, third?.milliseconds], [false, 'auth', 0]);
  });
});

describe('clockLine', () => {
  it('is there when the clock is a minute off or more', () => {
    assert.deepEqual(noticedSkew(undefined), {});
    assert.deepEqual(noticedSkew(-59_999), {});
    assert.deepEqual(noticedSkew(60_000), { clockSkew: 60_000 });
    assert.equal(clockLine(tested()), undefined);
    assert.equal(
      clockLine({ ...tested(), ...noticedSkew(-180_000) }),
      'The clock of this computer is 3 min behind the cloud’s. Requests are signed by the time of the cloud.',
    );
  });
});

describe('testReport', () => {
  it('has all of it as a text', () => {
    const text = testReport(worldOf(), { ...tested(well, uncalled), clockSkew: 120_000 });
    assert.equal(
      text,
      [
        'Cloud Tasks: test of the account “work” (Fake Cloud) at 2026-01-02T03:04:05.000Z',
        '- Exports r1: works · 1,234 ms',
        '  Exports r1: 3 tasks',
        '- Exports r3: not called',
        '  It was not called: the credential was refused before, and further refusals may lock it.',
        'The clock of this computer is 2 min ahead of the cloud’s. Requests are signed by the time of the cloud.',
        '',
      ].join('\n'),
    );
  });

  it('names a cloud that is gone by its id', () => {
    const gone = { ...tested(), account: accountOf({ cloud: 'moon' }) };
    assert.match(testReport(worldOf(), gone), /\(moon\)/);
  });
});
