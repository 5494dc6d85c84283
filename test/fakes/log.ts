import type { Log } from '../../src/core/cloud';

/** Keeps each line with its level before it. */
export class FakeLog implements Log {
  readonly lines: string[] = [];

  trace(line: string): void {
    this.lines.push(`trace ${line}`);
  }
  debug(line: string): void {
    this.lines.push(`debug ${line}`);
  }
  info(line: string): void {
    this.lines.push(`info ${line}`);
  }
  warn(line: string): void {
    this.lines.push(`warn ${line}`);
  }
  error(line: string): void {
    this.lines.push(`error ${line}`);
  }
}
