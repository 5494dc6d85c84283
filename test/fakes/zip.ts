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
