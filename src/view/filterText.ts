import * as l10n from '@vscode/l10n';
import { plain } from './escape';
import { formatSpan, joinList, joinParts, type Locale } from './format';
import { statusLabel } from './statusText';
import type { TaskFilter } from './taskFilter';
import type { World } from './world';

/** A filter in words, for the head of the view: `nginx · Failed · 3 days`; empty for none. */
export function filterText(
  { text = '', statuses = [], services = [], maxAge }: TaskFilter,
  { clouds, locale }: Pick<World, 'clouds' | 'locale'>,
): string {
  const known = clouds.flatMap(cloud => cloud.services);
  return joinParts([
    plain(text.trim()),
    joinList(statuses.map(statusLabel)),
    joinList(services.map(id => known.find(service => service.id === id)?.label() ?? plain(id))),
    maxAge === undefined ? undefined : ageText(maxAge, locale),
  ]);
}

/** `last 3 days`. @param age milliseconds */
export const ageText = (age: number, locale: Locale): string => l10n.t('last {0}', formatSpan(age, locale));
