import { setImmediate as turn } from 'node:timers/promises';
import type { HttpStream, Transport } from '../../src/core/http/request';

/** Turns of the event loop in which nothing may begin before it counts as over. */
const quietTurns = 3;

/** Knows whether something is under way that ends by itself, such as a request. */
export class Busy {
  private count = 0;

  async during<T>(work: Promise<T>): Promise<T> {
    this.count++;
    try {
      return await work;
    } finally {
      this.count--;
    }
  }

  /** Resolves when nothing is under way and nothing follows from what was. */
  async over(): Promise<void> {
    for (let quiet = 0; quiet < quietTurns; quiet++) {
      await turn();
      if (this.count > 0) quiet = -1;
    }
  }

  /** A transport whose requests count, until the last byte of their answers is read. */
  watched(transport: Transport): Transport {
    return {
      send: (request, options) => this.during(transport.send(request, options)),
      stream: async (request, options) =>
        this.watchedStream(await this.during(transport.stream(request, options))),
    };
  }

  private watchedStream(stream: HttpStream): HttpStream {
    let open = true;
    const end = () => {
      if (open) this.count--;
      open = false;
    };
    this.count++;
    const { status, headers } = stream;
    return {
      status,
      headers,
      body: endingWith(stream.body, end),
      abort: () => {
        end();
        stream.abort();
      },
    };
  }
}

async function* endingWith<T>(values: AsyncIterable<T>, end: () => void): AsyncGenerator<T> {
  try {
    yield* values;
  } finally {
    end();
  }
}
