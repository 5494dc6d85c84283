import type { World } from '../../src/view/world';

/** Nothing was copied. */
export const noLinks: World['copiedLinks'] = { expiry: () => undefined, last: undefined };
