import * as l10n from '@vscode/l10n';
import type { Account } from '../core/account';
import type { Problem } from '../core/errors';
import type { Verdict } from '../core/verification';
import { clockText, shortProblem } from './errorText';
import { plain } from './escape';
import { formatCount, joinParts } from './format';
import { verdictText } from './verdictText';
import { serviceOf, type World } from './world';

/** What the test of an account has shown. */
export interface AccountTest {
  readonly account: Account;
  /** One for each place. */
  readonly verdicts: readonly Verdict[];
  /** Milliseconds by which this computer's clock is ahead of the cloud's; absent when it is right, or nobody knows. */
  readonly clockSkew?: number;
}

/** The outcome at one place, for programs. */
export interface PlainVerdict {
  readonly service: string;
  readonly region: string;
  readonly ok: boolean;
  /** Of a problem. */
  readonly kind?: Problem['kind'];
  /** The sentence a user would read. */
  readonly message: string;
  /** Tasks in the list, where the service tells it. */
  readonly count?: number;
  /** 0 for a place that was not called, since another has refused the credential. */
  readonly milliseconds: number;
  readonly requestId?: string;
}

/** One line of the outcome, as it is listed. */
export interface TestLine {
  /** A codicon. */
  readonly icon: string;
  /** Service and region. */
  readonly where: string;
  /** How it went, in a few words. */
  readonly verdict: string;
  /** What that means, and what to do next. */
  readonly sentence: string;
}

/** Below this a clock is taken to be right, milliseconds: a cloud tells its time to the second, over a line that takes some. */
const noticed = 60_000;

/** The part of {@link AccountTest} that tells of the clock. @param skew milliseconds, as it was measured */
export const noticedSkew = (skew: number | undefined): Pick<AccountTest, 'clockSkew'> =>
  skew !== undefined && Math.abs(skew) >= noticed ? { clockSkew: skew } : {};

/** Each outcome as a line. */
export const testLines = (world: World, { account, verdicts }: AccountTest): TestLine[] =>
  verdicts.map(verdict => {
    const { place, problem, milliseconds } = verdict;
    const service = serviceOf(world, account.cloud, place.service)?.label() ?? place.service;
    const called = milliseconds !== undefined;
    return {
      icon: problem ? (called ? 'error' : 'circle-slash') : 'pass',
      where: [service, plain(place.region)].filter(Boolean).join(' '),
      verdict: joinParts([
        problem ? (called ? shortProblem(problem) : l10n.t('not called')) : l10n.t('works'),
        called ? l10n.t('{0} ms', formatCount(milliseconds, world.locale)) : undefined,
      ]),
      sentence: sentenceOf(world, account, verdict),
    };
  });

/** What a wrong clock does; undefined when it is right. */
export const clockLine = ({ clockSkew }: AccountTest): string | undefined =>
  clockSkew === undefined
    ? undefined
    : l10n.t({
        message: '{0} {1}',
        args: [clockText(clockSkew), l10n.t('Requests are signed by the time of the cloud.')],
        comment: ['Two sentences, one after the other'],
      });

/** The outcome for programs. */
export const plainVerdicts = (world: World, { account, verdicts }: AccountTest): PlainVerdict[] =>
  verdicts.map(verdict => {
    const { place, problem, count, milliseconds } = verdict;
    return {
      service: place.service,
      region: place.region,
      ok: problem === undefined,
      ...(problem && { kind: problem.kind }),
      message: sentenceOf(world, account, verdict),
      ...(count !== undefined && { count }),
      milliseconds: milliseconds ?? 0,
      ...(problem?.requestId !== undefined && { requestId: problem.requestId }),
    };
  });

/** The outcome as a plain text for others to read: it holds what messages of the extension hold, and no secret. */
export function testReport(world: World, test: AccountTest): string {
  const { account } = test;
  const cloud = world.clouds.find(({ id }) => id === account.cloud)?.label() ?? account.cloud;
  const lines = testLines(world, test);
  return [
    l10n.t(
      'Cloud Tasks: test of the account “{0}” ({1}) at {2}',
      plain(account.label),
      cloud,
      new Date(world.clock.now()).toISOString(),
    ),
    ...lines.map(({ where, verdict, sentence }) => `- ${where}: ${verdict}\n  ${sentence}`),
    clockLine(test),
    '',
  ]
    .filter(line => line !== undefined)
    .join('\n');
}

function sentenceOf(world: World, account: Account, verdict: Verdict): string {
  if (verdict.problem === undefined || verdict.milliseconds !== undefined)
    return verdictText(world, account, verdict);
  return l10n.t('It was not called: the credential was refused before, and further refusals may lock it.');
}
