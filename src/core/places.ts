import type { Account } from './account';
import type { Cloud } from './cloud';
import type { TaskPlace } from './task';

/** The places an account watches: one for each service, or one for each region of a service that has regions. */
export const placesOf = ({ id, services, regions }: Account, cloud: Cloud): TaskPlace[] =>
  cloud.services
    .filter(service => services.includes(service.id))
    .flatMap(service =>
      (service.regional ? regions : ['']).map(region => ({ account: id, service: service.id, region })),
    );
