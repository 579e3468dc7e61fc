import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { ConcentricError } from '../model/errors.js';
import { withStorage } from '../storage/storage-errors.js';

/** A file part of a request; its stream ends early or fails where the client stops sending. */
export interface IncomingFile {
  fileName: string;
  stream: Readable;
}

export interface ReceivedFile {
  sizeBytes: number;
  /** Hexadecimal. */
  sha256: string;
}

/**
 * Streams an upload into a new file, as fast as the disk takes it and never more than a chunk in memory; on return it is
 * on the disk. Whatever goes wrong, the stream is closed and no file is left.
 * @throws EMPTY_FILE, FILE_TOO_LARGE (nothing more is read), UPLOAD_INCOMPLETE, STORAGE_UNAVAILABLE
 */
export async function receiveUpload(
  { fileName, stream }: IncomingFile,
  path: string,
  maxUploadBytes: number,
): Promise<ReceivedFile> {
  try {
    return await withStorage(`Storing the upload ${JSON.stringify(fileName)}`, () =>
      write(stream, fileName, path, maxUploadBytes),
    );
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    stream.destroy();
  }
}

async function write(stream: Readable, fileName: string, path: string, maxUploadBytes: number): Promise<ReceivedFile> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const file = await open(path, 'wx');
  try {
    for await (const chunk of chunksOf(stream, fileName)) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxUploadBytes) throw tooLarge(fileName, sizeBytes, maxUploadBytes);
      hash.update(chunk);
      await file.writeFile(chunk);
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

/** The stream's chunks; a stream that fails, or is destroyed before its end, is an upload that broke off. */
async function* chunksOf(stream: Readable, fileName: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    throw new ConcentricError(
      'UPLOAD_INCOMPLETE',
      `The upload ${JSON.stringify(fileName)} broke off before its end; nothing was kept. Send it again.`,
      { fileName },
      { cause: error },
    );
  }
}

function tooLarge(fileName: string, receivedBytes: number, maxUploadBytes: number): ConcentricError {
  return new ConcentricError(
    'FILE_TOO_LARGE',
    `The upload ${JSON.stringify(fileName)} is larger than the ${maxUploadBytes} bytes allowed: it was stopped after ${receivedBytes}. Send a smaller file, or raise MAX_UPLOAD_BYTES.`,
    { fileName, receivedBytes, maxUploadBytes },
  );
}
