import { createHash } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SourceFile, SourceFormat } from '../../model/dataset.js';
import { ConcentricError } from '../../model/errors.js';
import { sync } from '../../storage/durable.js';
import { filesIn } from '../../storage/layout.js';

/** A file part of a request. Its stream ends early or fails if the client stops sending. */
export interface IncomingFile {
  fileName: string;
  stream: Readable;
}

/** A client that sends nothing for this long is treated as disconnected, even if its connection is open. */
const MAX_IDLE_MS = 30_000;
/**
 * Minimum bytes per MAX_IDLE_MS. An upload below it is aborted, because it would hold one of the upload slots for days. The
 * minimum doubles with each interval, up to 16 kB/s: an upload may start slowly but cannot stay slow.
 */
const MIN_BYTES = 30_000;
const MAX_MIN_BYTES = 480_000;

/** Bytes that are received while earlier ones are written. They are then written together, which takes fewer calls. */
const MAX_UNWRITTEN_BYTES = 1024 ** 2;

export interface ReceiveOptions {
  maxUploadBytes: number;
  /** The format by content and name. @throws UNSUPPORTED_FORMAT, EMPTY_FILE */
  detectFormat(path: string, fileName: string): Promise<SourceFormat>;
  /** Called with the number of bytes received so far. */
  onReceived(bytes: number): void;
}

interface ReceivedBytes {
  sizeBytes: number;
  /** Hexadecimal. */
  sha256: string;
}

/**
 * Streams an upload into `folder` as a source file, at the speed of the disk and with at most MAX_UNWRITTEN_BYTES and a
 * chunk in memory. On return its bytes are on the disk and its format is known. On any error the stream is closed and the
 * file is removed.
 * @param storedAs its name in the folder, where another file has its own
 * @throws EMPTY_FILE, FILE_TOO_LARGE (the rest is not read), UPLOAD_INCOMPLETE, UNSUPPORTED_FORMAT, and the disk's errors
 */
export async function receiveUpload(
  file: IncomingFile,
  folder: string,
  { storedAs, ...options }: ReceiveOptions & { storedAs?: string },
): Promise<SourceFile> {
  const { fileName } = file;
  const path = filesIn.source(folder, { fileName, storedAs });
  try {
    await mkdir(dirname(path), { recursive: true });
    const received = new ReceivedFile(file, options.maxUploadBytes);
    // Before anything is read: a stream that opens a path itself could make the file after an error has removed it.
    const opened = await open(path, 'wx');
    const target = opened.createWriteStream({ highWaterMark: MAX_UNWRITTEN_BYTES });
    await pipeline(received.chunks(options.onReceived), target);
    await sync(path);
    const format = await options.detectFormat(path, fileName);
    return {
      fileName,
      format,
      ...received.end(),
      sheet: null,
      sheets: null,
      encoding: null,
      delimiter: null,
      headerRow: null,
      ...(storedAs !== undefined && { storedAs }),
      addedAt: new Date().toISOString(),
    };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    file.stream.destroy();
  }
}

/** The SHA-256 (hexadecimal) of an upload; stores nothing. @throws as receiveUpload */
export async function digestUpload(
  file: IncomingFile,
  options: Pick<ReceiveOptions, 'maxUploadBytes'>,
): Promise<string> {
  try {
    const received = new ReceivedFile(file, options.maxUploadBytes);
    for await (const _ of received.chunks());
    return received.end().sha256;
  } finally {
    file.stream.destroy();
  }
}

/** The bytes of an upload: limited, counted and hashed as they pass. */
class ReceivedFile {
  private readonly hash = createHash('sha256');
  private sizeBytes = 0;

  constructor(
    private readonly file: IncomingFile,
    private readonly maxUploadBytes: number,
  ) {}

  /** @throws FILE_TOO_LARGE, UPLOAD_INCOMPLETE, and at their end EMPTY_FILE */
  async *chunks(onReceived?: (bytes: number) => void): AsyncGenerator<Buffer> {
    const { stream, fileName } = this.file;
    for await (const chunk of chunksOf(stream, fileName)) {
      this.sizeBytes += chunk.length;
      if (this.sizeBytes > this.maxUploadBytes) throw tooLarge(fileName, this.sizeBytes, this.maxUploadBytes);
      this.hash.update(chunk);
      yield chunk;
      onReceived?.(this.sizeBytes);
    }
    if (this.sizeBytes === 0) {
      throw new ConcentricError(
        'EMPTY_FILE',
        `The upload ${JSON.stringify(fileName)} has no bytes; send a file with a table.`,
      );
    }
  }

  /** After the last chunk. */
  end(): ReceivedBytes {
    return { sizeBytes: this.sizeBytes, sha256: this.hash.digest('hex') };
  }
}

/** The stream's chunks. @throws UPLOAD_INCOMPLETE if the stream fails, pauses too long, is too slow or is destroyed early */
async function* chunksOf(stream: Readable, fileName: string): AsyncGenerator<Buffer> {
  let isIdle = false;
  let isSlow = false;
  let waitedMs = 0;
  let bytes = 0;
  let minBytes = MIN_BYTES;
  let requestedAt = performance.now();
  const abort = () => {
    isIdle = true;
    stream.destroy();
  };
  let timer = setTimeout(abort, MAX_IDLE_MS);
  try {
    for await (const chunk of stream) {
      // Time spent after this line is the service's, not the client's.
      clearTimeout(timer);
      waitedMs += performance.now() - requestedAt;
      bytes += (chunk as Buffer).length;
      isSlow = waitedMs >= MAX_IDLE_MS && bytes < minBytes;
      if (isSlow) throw new Error(`${bytes} bytes in ${Math.round(waitedMs)} ms`);
      if (waitedMs >= MAX_IDLE_MS) {
        waitedMs = 0;
        bytes = 0;
        minBytes = Math.min(2 * minBytes, MAX_MIN_BYTES);
      }
      yield chunk as Buffer;
      requestedAt = performance.now();
      timer = setTimeout(abort, MAX_IDLE_MS);
    }
  } catch (error) {
    const period = `${MAX_IDLE_MS / 1000} s`;
    const what = isIdle
      ? `sent nothing for ${period}`
      : isSlow
        ? `sent fewer than ${minBytes} bytes in ${period}`
        : 'was interrupted';
    throw new ConcentricError(
      'UPLOAD_INCOMPLETE',
      `The upload ${JSON.stringify(fileName)} ${what} before it was complete; nothing was stored. Send it again.`,
      { fileName },
      { cause: error },
    );
  } finally {
    clearTimeout(timer);
  }
}

function tooLarge(fileName: string, receivedBytes: number, maxUploadBytes: number): ConcentricError {
  return new ConcentricError(
    'FILE_TOO_LARGE',
    `The upload ${JSON.stringify(fileName)} is larger than the ${maxUploadBytes} bytes allowed: it was stopped after ${receivedBytes}. Send a smaller file, or raise MAX_UPLOAD_BYTES.`,
    { fileName, receivedBytes, maxUploadBytes },
  );
}
