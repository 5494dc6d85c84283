/** Milliseconds between two looks at what other windows do, and after how much silence a window is taken for dead. */
export interface Pace {
  readonly busy: number;
  readonly watched: number;
  readonly quiet: number;
  readonly dead: number;
}

export const usualPace: Pace = { busy: 500, watched: 1_000, quiet: 5_000, dead: 15_000 };
