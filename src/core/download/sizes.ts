/** From how many bytes on something is worth it. */
export interface Sizes {
  /** To tell where it stands: no more is fetched twice after a restart. */
  readonly telling: number;
  /** To help with it: so much is left. */
  readonly helping: number;
  /** To give half of it to another. */
  readonly dividing: number;
}

const MiB = 1024 * 1024;

export const sizes: Sizes = { telling: MiB, helping: 32 * MiB, dividing: 8 * MiB };
