import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import { ConcentricError } from '../../../model/errors.js';
import { openZip } from './open-zip.js';
import { unreadable } from './unreadable.js';

const MAX_ENTRIES = 10_000;
/** Excel's largest sheets, 1,048,576 rows of thirty columns, inflate to about 1.2 GB. */
const MAX_INFLATED_BYTES = 2 * 1024 ** 3;
/** Sheets that repeat one row reach 60:1, zip bombs 1,000:1. Below RATIO_FLOOR_BYTES any ratio is allowed. */
const MAX_RATIO = 100;
const RATIO_FLOOR_BYTES = 16 * 1024 ** 2;
/** Sheets that repeat long texts in their cells reach 150:1. They are bounded by their size, which bounds the time. */
const MAX_RATIO_OF_TEXTS = 300;
const MAX_BYTES_OF_TEXTS = 256 * 1024 ** 2;
/** A part is read at most three times (extract-table.ts). Limits the work for many sheets that share one part. */
const MAX_READS_PER_PART = 3;

const STORED = 0;
const DEFLATED = 8;
const CHUNK_BYTES = 128 * 1024;

/** The parts of a workbook file. Sizes are checked in the directory before inflating, and again while inflating. */
export class ZipArchive {
  private bytesLeft: number;

  private constructor(
    private readonly path: string,
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
    /** Total inflated size that the directory declares. */
    readonly declaredBytes: number,
  ) {
    this.bytesLeft = Math.max(RATIO_FLOOR_BYTES, declaredBytes) * MAX_READS_PER_PART;
  }

  /** @throws UNREADABLE_FILE if it is not a valid or not a safe zip file, FILE_TOO_LARGE if it inflates to more than 2 GiB */
  static async open(path: string): Promise<ZipArchive> {
    const zip = await openZip(path, {}).catch(rejectArchive);
    try {
      if (zip.entryCount > MAX_ENTRIES) {
        throw unreadable('the archive', `has ${zip.entryCount} entries, more than ${MAX_ENTRIES}`);
      }
      const entries = new Map<string, Entry>();
      let declaredBytes = 0;
      for await (const entry of zip.eachEntry()) {
        checkEntry(entry);
        const key = entryKey(entry.fileName);
        if (entries.has(key)) throw unreadable('the archive', `has two entries named "${entry.fileName}"`);
        entries.set(key, entry);
        declaredBytes += entry.uncompressedSize;
        if (declaredBytes > MAX_INFLATED_BYTES) throw tooLarge(declaredBytes);
      }
      return new ZipArchive(path, zip, entries, declaredBytes);
    } catch (error) {
      zip.close();
      return rejectArchive(error);
    }
  }

  has(name: string): boolean {
    return this.entries.has(entryKey(name));
  }

  /** Inflates an entry; checks its size and checksum. Leave the loop to stop early. */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(entryKey(name));
    if (!entry) throw unreadable('the archive', `has no part "${name}"`);
    let size = 0;
    let checksum = 0;
    try {
      for await (const chunk of await this.openStream(entry)) {
        size += chunk.length;
        this.bytesLeft -= chunk.length;
        if (size > entry.uncompressedSize)
          throw unreadable(name, `is larger than the ${entry.uncompressedSize} bytes it declares`);
        if (this.bytesLeft < 0) throw unreadable('the archive', 'has sheets that repeat the same part again and again');
        checksum = crc32(chunk, checksum);
        yield chunk;
      }
    } catch (error) {
      if (error instanceof ConcentricError || 'syscall' in (error as Error)) throw error;
      throw unreadable(name, `is damaged (${(error as Error).message})`, { cause: error });
    }
    if (size < entry.uncompressedSize) throw unreadable(name, `ends after ${size} of ${entry.uncompressedSize} bytes`);
    if (checksum !== entry.crc32) throw unreadable(name, 'is damaged: its checksum does not match');
  }

  close(): void {
    this.zip.close();
  }

  private async openStream(entry: Entry): Promise<AsyncIterable<Buffer>> {
    if (entry.compressedSize === 0) return Readable.from([]);
    // Not yauzl's stream: if a preview stops early, it throws an uncatchable error (yauzl 3.4.0, fd-slicer.js).
    const { fileDataStart } = await this.zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const raw = createReadStream(this.path, {
      start: fileDataStart,
      end: fileDataStart + entry.compressedSize - 1,
      highWaterMark: CHUNK_BYTES,
    });
    if (entry.compressionMethod === STORED) return raw;
    // pipeline needs a callback to clean up both streams. The reader gets the error through the iteration.
    return pipeline(raw, createInflateRaw({ chunkSize: CHUNK_BYTES }), () => {});
  }
}

/** Part names are case-insensitive (ECMA-376 part 2, §6.2.2.3). */
function entryKey(name: string): string {
  return name.toLowerCase();
}

function checkEntry(entry: Entry): void {
  const part = `entry "${entry.fileName}"`;
  if (entry.isEncrypted()) {
    throw new ConcentricError(
      'UNREADABLE_FILE',
      `The workbook cannot be read: ${part} is encrypted. Save the workbook without a password and upload it again.`,
      { part },
    );
  }
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    throw unreadable(part, `is compressed by method ${entry.compressionMethod}, expected deflate (8) or none (0)`);
  }
  const textBytes = Math.min(MAX_BYTES_OF_TEXTS, entry.compressedSize * MAX_RATIO_OF_TEXTS);
  if (entry.uncompressedSize > Math.max(RATIO_FLOOR_BYTES, textBytes, entry.compressedSize * MAX_RATIO)) {
    throw unreadable(
      part,
      `would inflate from ${entry.compressedSize} to ${entry.uncompressedSize} bytes, more than the allowed ratio of ${MAX_RATIO}:1, or ${MAX_RATIO_OF_TEXTS}:1 up to ${MAX_BYTES_OF_TEXTS} bytes`,
    );
  }
}

function tooLarge(inflatedBytes: number): ConcentricError {
  return new ConcentricError(
    'FILE_TOO_LARGE',
    `The workbook inflates to more than ${MAX_INFLATED_BYTES} bytes. Save the sheet you need as CSV or Parquet and upload that file.`,
    { inflatedBytes, maxInflatedBytes: MAX_INFLATED_BYTES },
  );
}

function rejectArchive(error: unknown): never {
  // Errors of the file system are not the archive's fault, and their messages contain local paths.
  if (error instanceof ConcentricError || (error instanceof Error && 'syscall' in error)) throw error;
  throw unreadable('the file', `is not a valid zip archive (${(error as Error).message})`, { cause: error });
}
