import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  name: string;
  data: Buffer | string;
  /** Default 8 (deflate); 0 stores. */
  method?: number;
  /** Bit 0: encrypted. */
  flags?: number;
  /** Lies for the central directory and the local header; default the truth. */
  declaredSize?: number;
  crc?: number;
  /** Sizes and place in the directory's extra field (APPNOTE 4.5.3), as programs write that do not know them before. */
  zip64?: boolean;
}

/** A zip file written by hand, so that it can also be one that no program would write. */
export function zipFile(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const data = Buffer.from(entry.data);
    const method = entry.method ?? 8;
    const stored = method === 8 ? deflateRawSync(data) : data;
    // From "version needed" to "extra length", the same in the local header and in the directory.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE((entry.flags ?? 0) | 0x800, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(entry.crc ?? crc32(data), 10);
    common.writeUInt32LE(stored.length, 14);
    common.writeUInt32LE(entry.declaredSize ?? data.length, 18);
    common.writeUInt16LE(name.length, 22);
    locals.push(Buffer.from('PK\x03\x04', 'latin1'), common, name, stored);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const inDirectory = Buffer.from(common);
    const extra = entry.zip64 ? moveToExtra(inDirectory, place) : Buffer.alloc(0);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), inDirectory, place, name, extra);
    offset += 30 + name.length + stored.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

/** Moves the sizes and the place from the header's fields, which then say only that they are elsewhere. */
function moveToExtra(header: Buffer, place: Buffer): Buffer {
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  extra.writeBigUInt64LE(BigInt(header.readUInt32LE(18)), 4);
  extra.writeBigUInt64LE(BigInt(header.readUInt32LE(14)), 12);
  extra.writeBigUInt64LE(BigInt(place.readUInt32LE(10)), 20);
  header.fill(0xff, 14, 22);
  header.writeUInt16LE(extra.length, 24);
  place.fill(0xff, 10, 14);
  return extra;
}
