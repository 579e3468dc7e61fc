import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** Files are read in pieces of this size, so that hashing never holds up the event loop for more than a ms. */
const CHUNK_BYTES = 256 * 1024;

/** SHA-256 of a file in hex. The file is streamed; reading happens in Node's thread pool. @throws ENOENT and its like */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: CHUNK_BYTES }), hash);
  return hash.digest('hex');
}

/** SHA-256 of a text (as UTF-8) or bytes in hex. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
