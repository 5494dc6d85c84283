import type { FileSource } from '../cloud';
import { CloudError } from '../errors';
import type { HttpHead } from '../http/request';
import { inOurWords } from '../reasons';

/** What tells a zip archive. */
const signatureBytes = 4;
const signatures = ['PK\u0003\u0004', 'PK\u0005\u0006'];

/** Looks at the first bytes of a file: a service may answer an error envelope under 200, which is no archive. */
export class FormatCheck {
  private start = Buffer.alloc(0);

  constructor(
    private readonly source: Pick<FileSource, 'format' | 'problem'>,
    private readonly head: HttpHead,
  ) {}

  /** Takes the next bytes, of which the first may come one by one. @throws CloudError */
  take(chunk: Buffer): void {
    if (this.start.length >= signatureBytes) return;
    this.start = Buffer.concat([this.start, chunk]);
    if (this.start.length >= signatureBytes) this.check();
  }

  /** The file ends here. @throws CloudError */
  end(): void {
    if (this.start.length < signatureBytes) this.check();
  }

  private check(): void {
    if (this.source.format !== 'zip') return;
    if (signatures.includes(this.start.subarray(0, signatureBytes).toString('latin1'))) return;
    const { status, headers } = this.head;
    const said = this.source.problem({ status, headers, body: this.start });
    // With a code it is the service that speaks; without one it is something else that is no zip.
    if (said.code !== undefined) throw new CloudError(said);
    throw new CloudError({ ...said, kind: 'protocol', ...inOurWords('notZip') });
  }
}
