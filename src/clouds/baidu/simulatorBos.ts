import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ScriptedTask, SimulatorAnswer, SimulatorRequest, SimulatorWorld } from '../../core/cloud';
import { demand, errorAnswer, Refusal, requestIdOf } from './simulatorAnswers';
import { checkMatch, checkTimes, decode, readAuthorization, signBce } from './simulatorSignature';

/** The log service signs its links with a key of its own. All invented. */
const key = { id: 'SIMULATEDBOSKEY', secret: 'simulated-bos-secret' };
const defaultLifetimeMs = 300_000; // as in the seed

export const bosPrefix = '/bos/';

/** The object storage behind the links: presigned by bce-auth-v1 in the query; contract sheet 6. */
export class BosBucket {
  private requests = 0;

  constructor(
    private readonly world: SimulatorWorld,
    /** The file under a key, such as `bucket/prefix/name.json`. */
    private readonly fileOf: (objectKey: string, now: number) => ScriptedTask['file'],
  ) {}

  /** A link as GetDownloadTaskLink hands it out. */
  link(objectKey: string, now: number): string {
    const path = bosPrefix + objectKey.split('/').map(encodeURIComponent).join('/');
    const query = 'responseContentDisposition=attachment';
    const life = Math.ceil((this.world.linkLifetime ?? defaultLifetimeMs) / 1000);
    const date = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
    const prefix = `bce-auth-v1/${key.id}/${date}/${life}`;
    const headers = { host: new URL(this.world.origin).host };
    const signature = signBce({ method: 'GET', path, query, headers }, prefix, ['host'], key.secret);
    const authorization = encodeURIComponent(`${prefix}/host/${signature}`);
    return `${this.world.origin}${path}?${query}&authorization=${authorization}`;
  }

  answer(request: SimulatorRequest, now: number): SimulatorAnswer {
    const requestId = requestIdOf(now, ++this.requests);
    try {
      this.check(request, now);
      const objectKey = decode(request.path.slice(bosPrefix.length));
      const file = this.fileOf(objectKey, now)?.content;
      if (!file) throw new Refusal(404, 'NoSuchKey', 'The specified key does not exist.');
      const ranged = request.headers['range'] !== undefined;
      demand(file.length > 0 || !ranged, 400, 'InvalidRange', 'The requested range is not satisfiable.');
      return { file, etag: `"${md5(file, 'hex')}"`, badRange: 'refuse', headers: about(file, requestId) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return errorAnswer(error, requestId);
    }
  }

  private check({ query, headers, ...rest }: SimulatorRequest, now: number): void {
    const both = 'Only one kind of authorization is allowed.';
    demand(!headers['authorization'], 400, 'InvalidHTTPRequest', both);
    const given = /(?:^|&)authorization=([^&]*)/.exec(query)?.[1];
    if (!given) throw new Refusal(403, 'AccessDenied', 'Access Denied.');
    const authorization = readAuthorization(decode(given));
    const known = authorization.accessKeyId === key.id;
    demand(known, 403, 'InvalidAccessKeyId', 'The Access Key ID you provided does not exist in our records.');
    checkTimes(authorization, now);
    checkMatch({ query, headers, ...rest }, authorization, key.secret);
  }
}

/** BOS ignores `responseContentDisposition` on its own domains, so no Content-Disposition. */
const about = (file: Buffer, requestId: string): Record<string, string> => ({
  'content-type': 'application/octet-stream',
  'content-md5': md5(file, 'base64'),
  'x-bce-content-crc32': String(crc32(file)),
  'x-bce-request-id': requestId,
  'x-bce-debug-id': requestId.replaceAll('-', ''),
  server: 'BceBos',
});

const md5 = (data: Buffer, form: 'hex' | 'base64'): string => createHash('md5').update(data).digest(form);
