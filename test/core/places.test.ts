import assert from 'node:assert/strict';
import { placesOf } from '../../src/core/places';
import { cloudOf, serviceInfo } from '../fakes/clouds';
import { accountOf } from '../fakes/tasks';

const cloud = cloudOf(
  {},
  {
    services: [
      serviceInfo({ id: 'a', regional: true }),
      serviceInfo({ id: 'b', regional: false }),
      serviceInfo({ id: 'c', regional: true }),
    ],
  },
);

const places = (services: string[], regions: string[]) =>
  placesOf(accountOf({ services, regions }), cloud).map(
    ({ account, service, region }) => `${account}/${service}/${region}`,
  );

describe('placesOf', () => {
  it('has one for each region of a service that has regions, one for a service that has none', () =>
    assert.deepEqual(places(['b', 'a'], ['r1', 'r2']), ['acc/a/r1', 'acc/a/r2', 'acc/b/']));

  it('passes over services that the cloud does not have', () => assert.deepEqual(places(['x'], ['r1']), []));

  it('has none for a regional service without regions', () =>
    assert.deepEqual(places(['a', 'b'], []), ['acc/b/']));
});
