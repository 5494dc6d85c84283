import type { Account } from './account';
import type { Cloud } from './cloud';
import { Refusal } from './refusal';
import type { Task } from './task';

/**
 * The address of the page in the vendor's web console where tasks of this service and region are listed.
 *
 * @throws Refusal where no console is known: for an account that calls addresses of its own, such as those of a private
 *   cloud or of the demo, and where the cloud knows of none
 */
export async function consolePage(
  cloud: Cloud,
  { label, site, endpoints = {} }: Pick<Account, 'label' | 'site' | 'endpoints'>,
  { service, region }: Pick<Task, 'service' | 'region'>,
): Promise<string> {
  const isElsewhere = Object.keys(endpoints).length > 0;
  const page = isElsewhere ? undefined : (await cloud.provider()).consolePage({ service, region, site });
  if (page === undefined) throw new Refusal({ kind: 'noConsole', account: label });
  return page;
}
