import type { SimulatorAnswer, SimulatorRequest } from '../core/cloud';

/** An answer as it goes on the wire, ranges and conditions applied. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

type FileAnswer = Extract<SimulatorAnswer, { readonly file: Buffer }>;

/** Applies the request's range and conditions to a file (RFC 9110 sections 13 and 14); others pass as they are. */
export function toWire(request: SimulatorRequest, answer: SimulatorAnswer): WireAnswer {
  if ('file' in answer) return serveFile(request, answer);
  const body = Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(answer.body ?? '');
  return { status: answer.status, headers: answer.headers ?? {}, body };
}

function serveFile({ method, headers: asked }: SimulatorRequest, answer: FileAnswer): WireAnswer {
  const { file, etag } = answer;
  const headers = { ...answer.headers, etag, 'accept-ranges': 'bytes' };
  const empty = (status: number, more: Readonly<Record<string, string>> = {}): WireAnswer => ({
    status,
    headers: { ...headers, ...more },
    body: Buffer.alloc(0),
  });
  if (method !== 'GET' && method !== 'HEAD') return empty(405, { allow: 'GET, HEAD' });
  if (asked['if-match'] !== undefined && !names(asked['if-match'], etag)) return empty(412);
  if (asked['if-none-match'] !== undefined && names(asked['if-none-match'], etag)) return empty(304);

  const whole: WireAnswer = { status: 200, headers, body: file };
  const stale = asked['if-range'] !== undefined && asked['if-range'] !== etag;
  const range = stale ? undefined : readRange(asked['range'], file.length);
  if (range === undefined) return whole;
  if (range === 'unsatisfiable') {
    return answer.badRange === 'whole' ? whole : empty(416, { 'content-range': `bytes */${file.length}` });
  }
  const contentRange = `bytes ${range.first}-${range.last}/${file.length}`;
  return {
    status: 206,
    headers: { ...headers, 'content-range': contentRange },
    body: file.subarray(range.first, range.last + 1),
  };
}

/** Whether a list of entity tags names this one. */
const names = (list: string, etag: string): boolean =>
  list.split(',').some(item => item.trim() === etag || item.trim() === '*');

/** One range; several, or text that is no range, count as none. */
function readRange(text: string | undefined, size: number) {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(text ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(from) > Number(to)) return undefined;
  return first > last ? 'unsatisfiable' : { first, last };
}
