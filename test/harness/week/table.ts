import { callReasons } from '../../../src/core/http/request';
import type { Budget } from './budgets';
import type { Call } from './calls';
import { worstLags, type Lag } from './lags';
import { serviceIds } from './plan';
import type { Checker } from './checker';

const reasons = [...callReasons, 'command'] as const;

const cells = (first: string, others: readonly (string | number)[], width = 11): string =>
  first.padEnd(16) + others.map(cell => String(cell).padStart(width)).join('');

/** The calls of the week by account, service and reason, what the policy allows, and how late things were shown. */
export function tableOf(
  calls: readonly Call[],
  budgets: readonly Budget[],
  checker: Checker,
  lags: readonly Lag[],
): string {
  const counted = [...serviceIds, 'iam' as const].map(service => {
    const own = calls.filter(call => call.service === service);
    const counts = reasons.map(reason => own.filter(call => (call.reason ?? 'command') === reason).length);
    return cells(`${own[0]?.account} ${service}`, [...counts, own.length]);
  });
  const allowed = serviceIds.map(service =>
    cells(
      service,
      budgets
        .filter(budget => budget.service === service)
        .map(({ what, was, most }) => `${what} ${was} of ${Math.floor(most)}`),
      20,
    ),
  );
  const early = serviceIds.map(service => {
    const occasions = Object.entries(checker.places[service].occasions);
    return cells(
      service,
      occasions.map(([occasion, count]) => `${occasion} ${count}`),
    );
  });
  return [
    cells('calls', [...reasons, 'all']),
    ...counted,
    ...['', 'visits, of what the policy allows', ...allowed],
    ...['', 'read whole before the hour was over, for', ...early],
    ...['', 'shown after', ...worstLags(lags)],
  ].join('\n');
}
