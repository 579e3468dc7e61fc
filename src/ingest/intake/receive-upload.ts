import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { ConcentricError } from '../../model/errors.js';
import { withStorage } from '../../storage/storage-errors.js';

/** A file part of a request; its stream ends early or fails where the client stops sending. */
export interface IncomingFile {
  fileName: string;
  stream: Readable;
}

/** A client that sends nothing for so long has gone, whatever its connection says. */
const MAX_IDLE_MS = 30_000;
/** Nor does one that sends less in that time: bytes one by one would hold a place among the uploads for days. */
const MIN_BYTES = 30_000;

export interface ReceivedFile {
  sizeBytes: number;
  /** Hexadecimal. */
  sha256: string;
}

/**
 * Streams an upload into a new file, as fast as the disk takes it and never more than a chunk in memory; on return it is
 * on the disk. Whatever goes wrong, the stream is closed and no file is left. `onReceived` is told how many bytes there are.
 * @throws EMPTY_FILE, FILE_TOO_LARGE (nothing more is read), UPLOAD_INCOMPLETE, STORAGE_UNAVAILABLE
 */
export async function receiveUpload(
  { fileName, stream }: IncomingFile,
  path: string,
  maxUploadBytes: number,
  onReceived: (bytes: number) => void,
): Promise<ReceivedFile> {
  try {
    return await withStorage(`Storing the upload ${JSON.stringify(fileName)}`, () =>
      write(stream, fileName, path, maxUploadBytes, onReceived),
    );
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    stream.destroy();
  }
}

async function write(
  stream: Readable,
  fileName: string,
  path: string,
  maxUploadBytes: number,
  onReceived: (bytes: number) => void,
): Promise<ReceivedFile> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const file = await open(path, 'wx');
  try {
    for await (const chunk of chunksOf(stream, fileName)) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxUploadBytes) throw tooLarge(fileName, sizeBytes, maxUploadBytes);
      hash.update(chunk);
      await file.writeFile(chunk);
      onReceived(sizeBytes);
    }
    if (sizeBytes === 0) {
      throw new ConcentricError(
        'EMPTY_FILE',
        `The upload ${JSON.stringify(fileName)} has no bytes; send a file with a table.`,
      );
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sizeBytes, sha256: hash.digest('hex') };
}

/** The stream's chunks; a stream that fails, pauses for too long, trickles or is destroyed before its end is an upload that broke off. */
async function* chunksOf(stream: Readable, fileName: string): AsyncGenerator<Buffer> {
  let isIdle = false;
  let isSlow = false;
  let waitedMs = 0;
  let bytes = 0;
  let asked = performance.now();
  const giveUp = () => {
    isIdle = true;
    stream.destroy();
  };
  let patience = setTimeout(giveUp, MAX_IDLE_MS);
  try {
    for await (const chunk of stream) {
      // What follows is our time, not the client's.
      clearTimeout(patience);
      waitedMs += performance.now() - asked;
      bytes += (chunk as Buffer).length;
      isSlow = waitedMs >= MAX_IDLE_MS && bytes < MIN_BYTES;
      if (isSlow) throw new Error(`${bytes} bytes in ${Math.round(waitedMs)} ms`);
      if (waitedMs >= MAX_IDLE_MS) waitedMs = bytes = 0;
      yield chunk as Buffer;
      asked = performance.now();
      patience = setTimeout(giveUp, MAX_IDLE_MS);
    }
  } catch (error) {
    const inSo = `${MAX_IDLE_MS / 1000} s`;
    const what = isIdle
      ? `stopped for ${inSo}`
      : isSlow
        ? `brought less than ${MIN_BYTES} bytes in ${inSo}`
        : 'broke off';
    throw new ConcentricError(
      'UPLOAD_INCOMPLETE',
      `The upload ${JSON.stringify(fileName)} ${what} before its end; nothing was kept. Send it again.`,
      { fileName },
      { cause: error },
    );
  } finally {
    clearTimeout(patience);
  }
}

function tooLarge(fileName: string, receivedBytes: number, maxUploadBytes: number): ConcentricError {
  return new ConcentricError(
    'FILE_TOO_LARGE',
    `The upload ${JSON.stringify(fileName)} is larger than the ${maxUploadBytes} bytes allowed: it was stopped after ${receivedBytes}. Send a smaller file, or raise MAX_UPLOAD_BYTES.`,
    { fileName, receivedBytes, maxUploadBytes },
  );
}
