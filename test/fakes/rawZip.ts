import { crc32, deflateRawSync } from 'node:zlib';

/** An entry as its bytes shall be, sound or not: what is left out is what an honest archive has. */
export interface RawEntry {
  readonly name: string | Buffer;
  /** What it unpacks to. */
  readonly content?: Buffer | string;
  /** The bytes that stand in the archive. */
  readonly packed?: Buffer;
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly size?: number;
  readonly packedSize?: number;
  /** Unix mode. */
  readonly mode?: number;
  readonly extra?: Buffer;
  /** Extra field of the local header alone. */
  readonly localExtra?: Buffer;
  /** Where the directory says that its local header is. */
  readonly offset?: number;
}

/** How the archive ends. */
export interface RawEnd {
  /** Entries, as the end of the directory claims. */
  readonly count?: number;
  readonly disk?: number;
  /** Writes the count and the place of the directory in 64 bits. */
  readonly zip64?: boolean;
}

export const u16 = (value: number): Buffer => uint(value, 2);
export const u32 = (value: number): Buffer => uint(value, 4);

export function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function uint(value: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntLE(value, 0, length);
  return bytes;
}

/** A field of an extra field. */
export const extraField = (id: number, ...data: Buffer[]): Buffer =>
  Buffer.concat([u16(id), u16(Buffer.concat(data).length), ...data]);

/** Bytes of a zip, written by hand: for archives that a decent library refuses to write. */
export function rawZip(
  entries: readonly RawEntry[],
  { count, disk = 0, zip64 = false }: RawEnd = {},
): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const { fields, packed } = fieldsOf(entry);
    const { extra = Buffer.alloc(0), localExtra = extra, mode = 0 } = entry;
    const local = [
      u32(0x04034b50),
      fields,
      u16(name.length),
      u16(localExtra.length),
      name,
      localExtra,
      packed,
    ];
    bodies.push(...local);
    const lengths = [u16(name.length), u16(extra.length), u16(0)]; // no comment
    const places = [u16(0), u16(0), u32((mode << 16) >>> 0), u32(entry.offset ?? at)];
    directory.push(u32(0x02014b50), u16((3 << 8) | 45), fields, ...lengths, ...places, name, extra);
    at += Buffer.concat(local).length;
  }
  const central = Buffer.concat(directory);
  const claimed = count ?? entries.length;
  const tail = zip64 ? zip64End(claimed, central.length, at) : end(claimed, central.length, at, disk);
  return Buffer.concat([...bodies, central, ...tail]);
}

function fieldsOf({ content = '', ...entry }: RawEntry) {
  const bytes = Buffer.from(content);
  const { method = 8, flags = 0x800, crc = crc32(bytes), size = bytes.length } = entry;
  const { packed = method === 8 ? deflateRawSync(bytes) : bytes } = entry;
  const { packedSize = packed.length } = entry;
  const head = [u16(45), u16(flags), u16(method), u16(0), u16(0x5a21)]; // midnight of 2025-01-01
  return { fields: Buffer.concat([...head, u32(crc), u32(packedSize), u32(size)]), packed };
}

const end = (count: number, length: number, at: number, disk: number): Buffer[] => [
  ...[u32(0x06054b50), u16(disk), u16(disk), u16(count), u16(count), u32(length), u32(at), u16(0)],
];

const zip64End = (count: number, length: number, at: number): Buffer[] => [
  ...[u32(0x06064b50), u64(44), u16(45), u16(45), u32(0), u32(0)],
  ...[u64(count), u64(count), u64(length), u64(at)],
  ...[u32(0x07064b50), u32(0), u64(at + length), u32(1)],
  ...end(0xffff, 0xffffffff, 0xffffffff, 0),
];
