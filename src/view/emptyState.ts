import * as l10n from '@vscode/l10n';
import type { PlaceState } from '../core/store';
import { serviceOf, type ListedAccount, type World } from './world';

/**
 * What there is to show of all accounts: `filled` when there is a task; else `reading` while a list is read for the
 * first time, `failing` when an account cannot be read, and `empty` when the clouds have none.
 */
export type ListState = 'filled' | 'reading' | 'failing' | 'empty';

/** For the view's welcome texts, which are shown where no row is: not even one of an account. */
export function listState({ store, accounts }: Pick<World, 'store' | 'accounts'>): ListState {
  const places = store.places();
  if (places.some(place => store.size(place) > 0)) return 'filled';
  if (places.some(isFirstReading)) return 'reading';
  const isFailing = places.some(({ problem }) => problem) || accounts().some(({ damaged }) => damaged);
  return isFailing ? 'failing' : 'empty';
}

/** Why there is no task below the row of an account that has no trouble; undefined when there is one. */
export function emptyLine(world: World, { id, cloud }: ListedAccount): string | undefined {
  const { store } = world;
  const places = store.places(id);
  if (places.length === 0 || places.some(place => store.size(place) > 0)) return undefined;
  if (places.some(isFirstReading)) return l10n.t('reading…');
  if (places.some(({ refreshedAt }) => refreshedAt === undefined)) return l10n.t('not read yet');
  return places.every(({ service }) => serviceOf(world, cloud, service)?.tracked)
    ? l10n.t('no task is tracked yet')
    : l10n.t('no tasks');
}

/** A list that is read again after a failure keeps its problem, and that is what is to be said of it. */
const isFirstReading = ({ state, refreshedAt, problem }: PlaceState): boolean =>
  state === 'loading' && refreshedAt === undefined && problem === undefined;
