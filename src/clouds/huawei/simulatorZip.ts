import { crc32, deflateRawSync } from 'node:zlib';

/** The bytes of a zip with these files: names in UTF-8, deflated where that is shorter, the same on each run. */
export function zipOf(files: Readonly<Record<string, Buffer>>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const entry = entryOf(Buffer.from(name), content);
    const local = Buffer.concat([u32(0x04034b50), entry.fields, u16(0), entry.name, entry.data]);
    // Version made by, then the shared fields; extra, comment, disk, attributes and offset follow the lengths.
    const tail = Buffer.concat([u16(0), u16(0), u16(0), u16(0), u32(0), u32(offset)]);
    directory.push(Buffer.concat([u32(0x02014b50), u16(20), entry.fields, tail, entry.name]));
    bodies.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const count = u16(directory.length);
  const end = [u32(0x06054b50), u16(0), u16(0), count, count, u32(central.length), u32(offset), u16(0)];
  return Buffer.concat([...bodies, central, ...end]);
}

function entryOf(name: Buffer, content: Buffer) {
  const deflated = deflateRawSync(content);
  const data = deflated.length < content.length ? deflated : content;
  const method = data === deflated ? 8 : 0;
  const fields = Buffer.concat([
    u16(20), // version needed
    u16(0x0800), // the name is UTF-8
    u16(method),
    u16(0), // midnight
    u16(0x5a21), // 2025-01-01
    u32(crc32(content)),
    u32(data.length),
    u32(content.length),
    u16(name.length),
  ]);
  return { name, data, fields };
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
