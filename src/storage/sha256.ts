import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** Hashing a chunk of this size blocks the event loop for less than 1 ms. */
const CHUNK_BYTES = 256 * 1024;

/** SHA-256 of a file in hex. The file is streamed; reading happens in Node's thread pool. @throws errors of the file system such as ENOENT */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: CHUNK_BYTES }), hash);
  return hash.digest('hex');
}

/** SHA-256 of a text (as UTF-8) or bytes in hex. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
