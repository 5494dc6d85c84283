import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import type { Account } from '../core/account';
import { filledText, readInput } from '../core/arguments';
import type { Cloud } from '../core/cloud';
import { compact } from '../core/compact';
import { endpointOrigin, isRegion } from '../core/endpoint';
import { ArgumentError } from '../core/errors';

const textMap = () => z.record(z.string(), filledText());
const projectIds = () => z.record(z.string(), filledText().check(z.regex(/^[\w-]{1,256}$/)));

/** What `cloudTasks.addAccount` takes; the credential is checked by its cloud. */
const AccountArgument = z.strictObject({
  cloud: filledText(),
  label: filledText(),
  credential: z.unknown(),
  regions: z.optional(z.array(filledText()).check(z.minLength(1))),
  services: z.optional(z.array(filledText()).check(z.minLength(1))),
  site: z.optional(filledText()),
  projectIds: z.optional(projectIds()),
  enterpriseProjectId: z.optional(filledText()),
  endpoints: z.optional(textMap()),
  verify: z.optional(z.boolean()),
});

export interface NewAccount {
  readonly account: Account;
  readonly credential: unknown;
  readonly verify: boolean;
}

/** @throws ArgumentError naming the field */
export async function readAccountArgument(value: unknown, clouds: readonly Cloud[]): Promise<NewAccount> {
  const { credential, verify = true, cloud: cloudId, ...given } = readInput(AccountArgument, value, '');
  const cloud = clouds.find(({ id }) => id === cloudId);
  if (!cloud) throw choice('cloud', clouds);
  const services = given.services ?? cloud.services.map(({ id }) => id);
  const regions = given.regions ?? cloud.defaultRegions;
  const site = given.site ?? cloud.sites[0]?.id;
  const account = compact<Account>({
    ...given,
    id: `${cloudId}-${randomUUID().slice(0, 8)}`,
    cloud: cloudId,
    services: unique(services),
    regions: cloud.services.some(({ regional }) => regional) ? unique(regions) : [],
    site,
    tracked: [],
  });
  checkAccount(account, cloud);
  const checked = (await cloud.provider()).readCredential(credential);
  return { account, credential: checked, verify };
}

/** What may be changed of an account; what is not named stays. */
const AccountChange = z.strictObject({
  label: z.optional(filledText()),
  regions: z.optional(z.array(filledText()).check(z.minLength(1))),
  services: z.optional(z.array(filledText()).check(z.minLength(1))),
  site: z.optional(filledText()),
  projectIds: z.optional(projectIds()),
  /** Empty = none. */
  enterpriseProjectId: z.optional(z.string()),
  endpoints: z.optional(textMap()),
  credential: z.optional(z.unknown()),
  disabled: z.optional(z.boolean()),
  verify: z.optional(z.boolean()),
});
export type AccountChange = z.infer<typeof AccountChange>;

/** @throws ArgumentError naming the field */
export const readAccountChange = (value: unknown): AccountChange => readInput(AccountChange, value, '');

/** The account with a change made to it. @throws ArgumentError naming the field */
export function changedAccount(account: Account, change: AccountChange, cloud: Cloud): Account {
  const { label = account.label, site = account.site, disabled = account.disabled, ...given } = change;
  const regional = cloud.services.some(service => service.regional);
  const changed = compact<Account>({
    ...account,
    ...{ label, site },
    services: unique(given.services ?? account.services),
    regions: regional ? unique(given.regions ?? account.regions) : [],
    projectIds: filledMap(given.projectIds ?? account.projectIds),
    enterpriseProjectId: (given.enterpriseProjectId ?? account.enterpriseProjectId) || undefined,
    endpoints: filledMap(given.endpoints ?? account.endpoints),
    disabled: disabled || undefined,
  });
  checkAccount(changed, cloud);
  return changed;
}

const filledMap = <T extends object>(map: T | undefined): T | undefined =>
  map && Object.keys(map).length > 0 ? map : undefined;

function checkAccount(account: Account, cloud: Cloud): void {
  checkChoices(account, cloud);
  checkPlaces(account, cloud);
}

function checkChoices({ services, site }: Account, cloud: Cloud): void {
  const unknown = services.findIndex(id => !cloud.services.some(service => service.id === id));
  if (unknown >= 0) throw choice(`services.${unknown}`, cloud.services);
  const knownSite = site === undefined || cloud.sites.some(({ id }) => id === site);
  if (!knownSite) throw cloud.sites.length > 0 ? choice('site', cloud.sites) : noField('site');
}

/** Every address that would be called is judged now, not at the first call. */
function checkPlaces({ regions, endpoints = {} }: Account, cloud: Cloud): void {
  const bad = regions.findIndex(region => !isRegion(region));
  if (bad >= 0) throw new ArgumentError(`regions.${bad}`, { kind: 'region', value: regions[bad] ?? '' });
  for (const [service, template] of Object.entries(endpoints)) {
    const field = `endpoints.${service}`;
    const known = cloud.services.some(({ id }) => id === service) || cloud.extraEndpoints.includes(service);
    if (!known) throw noField(field);
    for (const region of regions.length > 0 ? regions : ['']) endpointOrigin(template, region, field);
  }
}

const unique = (values: readonly string[]): string[] => [...new Set(values)];

const choice = (field: string, choices: readonly { id: string }[]): ArgumentError =>
  new ArgumentError(field, { kind: 'choice', choices: choices.map(({ id }) => id) });

const noField = (field: string): ArgumentError => new ArgumentError(field, { kind: 'unknownField' });
