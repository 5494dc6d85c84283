import * as vscode from 'vscode';
import type { Account } from '../../core/account';
import { isCloudError } from '../../core/errors';
import { placesOf } from '../../core/places';
import { rejection, verdictsOfAll, verify } from '../../core/verification';
import {
  clockLine,
  noticedSkew,
  plainVerdicts,
  testLines,
  testReport,
  type AccountTest,
} from '../../view/accountTest';
import { confirm, inLabel, showMessage, withProgress } from '../messages';
import type { Parts } from '../parts';
import { argumentAccount, cloudOf } from './accountChange';
import type { Command } from './command';
import { putPolicy } from './policy';
import { replaceByAsking } from './replaceCredential';

/**
 * Calls each service of an account once, in each region, with no token of before. A user is shown how it went, a
 * program gets it as data.
 */
export const testAccount: Command = async (parts, { argument, interactive }) => {
  const account = await argumentAccount(parts, argument, ({ disabled }) => !disabled);
  if (!account) return undefined;
  if (interactive) return showTest(parts, account);
  return plainVerdicts(parts.world, await test(parts, account, new AbortController().signal));
};

/** Tests an account and lists how it went, with what can be done about it. @throws Refusal */
export async function showTest(parts: Parts, account: Account): Promise<void> {
  const title = vscode.l10n.t('Testing the account “{0}”…', account.label);
  const stopping = new AbortController();
  const tested = await withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (_progress, token) => {
      const listener = token.onCancellationRequested(() => stopping.abort());
      return test(parts, account, stopping.signal).finally(() => void listener.dispose());
    },
  );
  if (!stopping.signal.aborted) await showOutcome(parts, tested);
}

async function test(parts: Parts, account: Account, signal: AbortSignal): Promise<AccountTest> {
  const { connections, world, poller } = parts;
  const places = placesOf(account, cloudOf(parts, account));
  try {
    const connection = await connections.renew(account);
    const verdicts = verdictsOfAll(await verify(connection, places, signal, world.clock), places);
    const works = verdicts.length === places.length && verdicts.every(({ problem }) => problem === undefined);
    // What stood still for a failure goes on: it is over.
    if (works && world.store.places(account.id).some(({ problem }) => problem))
      void poller.refresh(account.id);
    return { account, verdicts, ...noticedSkew(connection.clockSkew?.()) };
  } catch (error) {
    if (!isCloudError(error)) throw error;
    const { problem } = error; // there is nothing to call with
    return { account, verdicts: places.map(place => ({ place, problem, milliseconds: 0 })) };
  }
}

interface Entry extends vscode.QuickPickItem {
  /** Undefined for a line that only tells. */
  readonly run?: () => unknown;
}

async function showOutcome(parts: Parts, tested: AccountTest): Promise<void> {
  const list = vscode.window.createQuickPick<Entry>();
  Object.assign(list, {
    title: vscode.l10n.t('Test Account: {0}', tested.account.label),
    placeholder: vscode.l10n.t('How each service answered, and what can be done'),
    items: [...linesOf(parts, tested), ...actionsFor(parts, tested)],
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  const chosen = await new Promise<Entry | undefined>(resolve => {
    list.onDidAccept(() => {
      const [entry] = list.selectedItems;
      if (entry?.run) resolve(entry);
    });
    list.onDidHide(() => resolve(undefined));
    list.show();
  }).finally(() => list.dispose());
  await chosen?.run?.();
}

function linesOf({ world }: Parts, tested: AccountTest): Entry[] {
  const lines = testLines(world, tested).map(({ icon, where, verdict, sentence }) => ({
    label: `$(${icon}) ${inLabel(where)}`,
    description: inLabel(verdict),
    detail: inLabel(sentence),
    // The list cuts a long line.
    run: () => void showMessage(icon === 'pass' ? 'info' : 'warning', sentence),
  }));
  const clock = clockLine(tested);
  return clock === undefined ? lines : [...lines, { label: `$(watch) ${clock}` }];
}

function actionsFor(parts: Parts, tested: AccountTest): Entry[] {
  const { account, verdicts } = tested;
  const { l10n, env, QuickPickItemKind } = vscode;
  const copyReport = async () => {
    await env.clipboard.writeText(testReport(parts.world, tested));
    confirm(l10n.t('The report of the test was copied.'));
  };
  const isDenied = verdicts.some(({ problem }) => problem?.kind === 'permission');
  return [
    { label: l10n.t('What can be done'), kind: QuickPickItemKind.Separator },
    ...(rejection(verdicts)
      ? [{ label: l10n.t('Replace Credential…'), run: () => replaceByAsking(parts, account) }]
      : []),
    ...(isDenied ? [{ label: l10n.t('Copy Policy'), run: () => putPolicy(parts, account) }] : []),
    { label: l10n.t('Copy Report'), run: copyReport },
    { label: l10n.t('Show Log'), run: () => parts.log.show() },
  ];
}
