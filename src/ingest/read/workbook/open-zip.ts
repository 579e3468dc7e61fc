import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import yauzl, { type Options, type ZipFile } from 'yauzl';

/** The record at the end of a zip archive without its comment (APPNOTE.TXT, 4.3.16). */
const END_RECORD_BYTES = 22;
const END_SIGNATURE = Buffer.from('PK\x05\x06', 'latin1');
/** A size or offset in the zip64 record instead. */
const IN_ZIP64 = 0xffffffff;
/** Bytes at the end of a file in which the archive's end is looked for: some servers append lines to a download. */
const MAX_END_BYTES = 1024 ** 2;

/** Opens a zip archive. Bytes after its end are ignored. */
export async function openZip(path: string, options: Options): Promise<ZipFile> {
  const { size } = await stat(path);
  const end = await endOfArchive(path, size);
  if (end === size) return yauzl.openPromise(path, { ...options, autoClose: false, lazyEntries: true });
  return yauzl.fromRandomAccessReaderPromise(new FileReader(path), end, {
    ...options,
    autoClose: false,
    lazyEntries: true,
  });
}

/** The number of bytes up to the end of the archive; the size of the file if no end is found. */
async function endOfArchive(path: string, size: number): Promise<number> {
  const file = await open(path);
  try {
    const length = Math.min(size, MAX_END_BYTES);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    for (let at = buffer.lastIndexOf(END_SIGNATURE); at >= 0; at = buffer.lastIndexOf(END_SIGNATURE, at - 1)) {
      if (at + END_RECORD_BYTES > length) continue;
      const position = size - length + at;
      const end = at + END_RECORD_BYTES + buffer.readUInt16LE(at + 20);
      const [bytes, offset] = [buffer.readUInt32LE(at + 12), buffer.readUInt32LE(at + 16)];
      const isEnd = offset === IN_ZIP64 || bytes === IN_ZIP64 || offset + bytes === position;
      if (isEnd && end <= length) return size - length + end;
      if (at === 0) break;
    }
    return size;
  } finally {
    await file.close();
  }
}

class FileReader extends yauzl.RandomAccessReader {
  constructor(private readonly path: string) {
    super();
  }

  override _readStreamForRange(start: number, end: number) {
    return createReadStream(this.path, { start, end: end - 1 });
  }
}
