import type { PageStart } from '../../view/table/texts';

/** What came with the page. */
const start = JSON.parse(document.body.dataset['start'] ?? '{}') as PageStart;

export const { texts } = start;

const counts = new Intl.NumberFormat(start.language);
const shares = new Intl.NumberFormat(start.language, { style: 'percent' });

/** `12,345` in the user's language. */
export const formatCount = (count: number): string => counts.format(count);
/** `12%`, rounded down, of a share from 0 to 1. */
export const formatShare = (share: number): string => shares.format(Math.floor(share * 100) / 100);
