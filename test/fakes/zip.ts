import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';

/** An archive of the given entries; a name that ends in `/` is a folder. */
export function zipOf(entries: Readonly<Record<string, string | Buffer>>, compress = true): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(entries)) {
    if (name.endsWith('/')) zip.addEmptyDirectory(name);
    else zip.addBuffer(Buffer.from(content), name, { compress });
  }
  zip.end();
  return buffer(zip.outputStream);
}

/** Writes other bytes over each place where `from` stands: for names that a decent library refuses to write. */
export function overwritten(archive: Buffer, from: string, to: Buffer): Buffer {
  if (Buffer.byteLength(from) !== to.length) throw new Error('The lengths differ.');
  const copy = Buffer.from(archive);
  for (let at = copy.indexOf(from); at >= 0; at = copy.indexOf(from, at + to.length)) to.copy(copy, at);
  return copy;
}

/** The fields of an entry's head that a test damages, by their place in the local and in the central record. */
const fields = { flags: [6, 8], crc: [14, 16], size: [22, 24] } as const;

/** Changes a field of the only entry of an archive, in both of its records. */
export function withField(
  archive: Buffer,
  field: keyof typeof fields,
  change: (old: number) => number,
): Buffer {
  const copy = Buffer.from(archive);
  const bytes = field === 'flags' ? 2 : 4;
  const places = [copy.indexOf('PK\u0003\u0004', 'latin1'), copy.indexOf('PK\u0001\u0002', 'latin1')];
  places.forEach((start, record) => {
    const at = start + (fields[field][record] ?? 0);
    copy.writeUIntLE(change(copy.readUIntLE(at, bytes)) >>> 0, at, bytes);
  });
  return copy;
}
