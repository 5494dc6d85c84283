import { median, ratio, type Samples } from './statistics';

export type Unit = 'ms' | 'calls' | 'rows' | 'kB' | 'MB' | 'MB/s' | 'files';

/** Who else did the same in the same run. */
export interface Other {
  readonly name: string;
  /** None where it is missing, which its name tells. */
  readonly samples: Samples;
}

/** How large our figure may be, in its unit or compared with the others; it has to keep all that are given. */
export interface Limits {
  readonly most?: number;
  /** Of every single sample: a count is no matter of luck. */
  readonly worst?: number;
  readonly ofPeer?: number;
  readonly ofFloor?: number;
  /** So much more than the peer, in the unit of the figure. */
  readonly abovePeer?: number;
  /** How small it may be beside the peer's, of a figure that is to be large. */
  readonly leastOfPeer?: number;
}

/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly unit: Unit;
  readonly ours: Samples;
  /** A thing that does the same job. */
  readonly peer?: Other;
  /** The least that the job can cost. */
  readonly floor?: Other;
  /** Absent for a figure that is only good to know. */
  readonly limits?: Limits;
}

/** A part of the run, named as in the table of what is to be reached. */
export interface Bench {
  readonly name: string;
  run(): Promise<readonly Row[]>;
}

/** The limits of a row in words, and whether each is kept. */
export function verdicts({ ours, peer, floor, limits = {}, unit }: Row): { text: string; kept: boolean }[] {
  const { most, worst, ofPeer, ofFloor, abovePeer, leastOfPeer } = limits;
  const ourMedian = median(ours);
  return [
    ...(most === undefined ? [] : [{ text: `≤ ${most} ${unit}`, kept: ourMedian <= most }]),
    ...(worst === undefined ? [] : [{ text: `≤ ${worst} ${unit}`, kept: Math.max(...ours) <= worst }]),
    ...(ofPeer === undefined || !peer
      ? []
      : [{ text: `≤ ${ofPeer} × peer`, kept: ratio(ours, peer.samples) <= ofPeer }]),
    ...(ofFloor === undefined || !floor
      ? []
      : [{ text: `≤ ${ofFloor} × floor`, kept: ratio(ours, floor.samples) <= ofFloor }]),
    ...(abovePeer === undefined || !peer
      ? []
      : [{ text: `≤ peer + ${abovePeer} ${unit}`, kept: ourMedian <= median(peer.samples) + abovePeer }]),
    ...(leastOfPeer === undefined || !peer || peer.samples.length === 0
      ? []
      : [{ text: `≥ ${leastOfPeer} × peer`, kept: ratio(ours, peer.samples) >= leastOfPeer }]),
  ];
}
