import { Owner } from '../core/lifecycle';
import { isLeaving } from '../view/leaving';
import type { ExpiryParts } from './expiryWarning';

/** How long after a list was read it is looked what of it will soon be gone: what came together is told together, milliseconds. */
const gatherTime = 5_000;
/** How often it is looked what time has brought near its end, milliseconds. */
const agingTime = 10 * 60_000;

/** Looks out for files that their clouds will soon delete; what warns of them is loaded with the first. */
export class Expiries extends Owner {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly parts: ExpiryParts) {
    super();
    const { world } = parts;
    this.own(
      world.store.onDidChange(({ moved }) => {
        // A list may be long: one that is leaving is enough to look at all.
        if (!this.timer && moved.some(({ after }) => after && isLeaving(world, after)))
          this.timer = setTimeout(() => this.look(), gatherTime);
      }),
    );
    const aging = setInterval(() => this.look(), agingTime).unref();
    this.own({ dispose: () => clearInterval(aging) });
  }

  override dispose(): void {
    clearTimeout(this.timer);
    super.dispose();
  }

  private look(): void {
    this.timer = undefined;
    void import('./expiryWarning').then(({ warnOfExpiries }) => warnOfExpiries(this.parts));
  }
}
