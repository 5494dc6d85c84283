import * as z from 'zod/mini';
import type { Account } from '../../core/account';
import { filledText, readInput } from '../../core/arguments';
import type { Cloud } from '../../core/cloud';
import { CloudError } from '../../core/errors';
import { Refusal } from '../../core/refusal';
import { rejection } from '../../core/verification';
import { changedAccount, type AccountChange } from '../accountArgument';
import type { Parts } from '../parts';
import { accountFor } from './accountChoice';
import { tryOut } from './addition';

const AccountArgument = z.strictObject({ account: filledText() });

/** The account that a command with nothing but an account as its argument is about. @throws Refusal, ArgumentError */
export async function argumentAccount(
  parts: Parts,
  argument: unknown,
  fits: (account: Pick<Account, 'disabled'>) => boolean = () => true,
): Promise<Account | undefined> {
  const given = typeof argument === 'object' ? readInput(AccountArgument, argument, '') : undefined;
  return accountFor(parts, given?.account ?? argument, fits);
}

/** @throws Refusal */
export function cloudOf({ connections }: Parts, account: Account): Cloud {
  const cloud = connections.cloud(account.cloud);
  if (!cloud) throw new Refusal({ kind: 'unknownAccount', account: account.id });
  return cloud;
}

/**
 * Changes an account. A new credential gets a trial call per place before it takes the place of the old one, unless
 * nothing may be called.
 *
 * @throws ArgumentError, Refusal, CloudError when the new credential is refused: then the old one stays
 */
export async function changeAccount(parts: Parts, id: string, change: AccountChange): Promise<void> {
  const before = parts.actions.account(id);
  const cloud = cloudOf(parts, before);
  const account = changedAccount(before, change, cloud);
  if (change.credential === undefined) return storeChange(parts, id, change);
  const credential = (await cloud.provider()).readCredential(change.credential);
  if (change.verify !== false && !account.disabled) {
    const rejected = rejection(await tryOut(parts, account, credential));
    if (rejected?.problem) throw new CloudError(rejected.problem);
  }
  return storeChange(parts, id, { ...change, credential });
}

/** Stores a change whose credential, if there is one, was checked. @throws ArgumentError, Refusal, CloudError */
export async function storeChange(parts: Parts, id: string, change: AccountChange): Promise<void> {
  await parts.poller.takeOver();
  // As it is by now: much may have happened while it was tried.
  const present = parts.actions.account(id);
  const account = changedAccount(present, change, cloudOf(parts, present));
  const isNameAlone = Object.keys(change).every(name => name === 'label');
  if (!isNameAlone) return parts.accounts.replace(account, change.credential);
  await parts.accounts.amend(id, { label: account.label });
  const { store } = parts.world;
  store.setPlaces(id, store.places(id)); // draws its rows anew, and reads nothing
}
