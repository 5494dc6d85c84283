/** Samples are taken no closer than this, and kept so long, milliseconds. */
const spacing = 250;
const span = 5_000;

interface Sample {
  readonly at: number;
  readonly received: number;
}

/** How fast a file comes, over the last seconds. */
export class Speed {
  private samples: Sample[] = [];

  /** @param received bytes in all. @param now milliseconds */
  note(received: number, now: number): void {
    const last = this.samples.at(-1);
    // It begins anew, or the clock was set back.
    if (last && (received < last.received || now < last.at)) this.samples = [];
    else if (last && now - last.at < spacing) return;
    this.samples = [...this.samples.filter(({ at }) => now - at <= span), { at: now, received }];
  }

  /** Bytes per second; undefined before there is enough to tell. */
  at(now: number): number | undefined {
    const samples = this.samples.filter(({ at }) => now - at <= span);
    const [first] = samples;
    const last = samples.at(-1);
    if (!first || !last) return this.samples.length > 0 ? 0 : undefined;
    // A file that stands still gets slower with each moment.
    return now - first.at < 2 * spacing
      ? undefined
      : ((last.received - first.received) / (now - first.at)) * 1000;
  }
}
