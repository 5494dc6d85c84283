import * as l10n from '@vscode/l10n';
import { taskStatuses } from '../core/task';
import { plain } from './escape';
import { formatDay } from './format';
import { accountRow, cloudRow, plainGroupRow, statusRow } from './groupRow';
import type { Group } from './groupTree';
import type { Row } from './row';
import type { World } from './world';

/** What a group looks like in the tree; undefined for one whose cloud, account or status is not there (any more). */
export function groupRow(world: World, group: Group): Row | undefined {
  const { dimension, value, count } = group;
  switch (dimension) {
    case 'cloud': {
      const cloud = world.clouds.find(({ id }) => id === value);
      const accounts = world.accounts().filter(each => each.cloud === value);
      return cloud && cloudRow(world, cloud, accounts);
    }
    case 'account': {
      const listed = world.accounts().find(({ id }) => id === value);
      return listed && accountRow(world, listed);
    }
    case 'status': {
      const status = taskStatuses.find(word => word === value);
      return status && statusRow(world, status, count);
    }
    case 'service': {
      const services = world.clouds.flatMap(({ services }) => services);
      const label = services.find(({ id }) => id === value)?.label() ?? plain(value);
      return plainGroupRow(world, { label, icon: 'server-process', count });
    }
    case 'region':
      return plainGroupRow(world, { label: plain(value) || l10n.t('No region'), icon: 'globe', count });
    case 'day': {
      const label = value === '' ? l10n.t('No date') : formatDay(value, world.clock.now(), world.locale);
      return plainGroupRow(world, { label, icon: 'calendar', count });
    }
  }
}
