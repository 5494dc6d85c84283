import * as vscode from 'vscode';
import type { Account } from '../../core/account';
import { ArgumentError } from '../../core/errors';

/**
 * The region of an account that a command is about: the given one, the only one, or the one that the user picks.
 *
 * @throws ArgumentError for one that the account does not watch, or for none where nobody is there to be asked
 */
export async function regionFor(
  { regions }: Account,
  given: string | undefined,
  ask: boolean,
): Promise<string | undefined> {
  const region = given ?? (regions.length === 1 ? regions[0] : undefined);
  if (region !== undefined && regions.includes(region)) return region;
  if (region !== undefined || !ask) throw new ArgumentError('region', { kind: 'choice', choices: regions });
  return vscode.window.showQuickPick([...regions], { placeHolder: vscode.l10n.t('Choose the region') });
}
