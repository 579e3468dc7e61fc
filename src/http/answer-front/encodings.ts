import { promisify } from 'node:util';
import { type BrotliOptions, brotliCompress, constants, gzip, type ZlibOptions } from 'node:zlib';
import { Negotiator } from '@fastify/accept-negotiator';
import { LRUCache } from 'lru-cache';

export type Encoding = 'br' | 'gzip';

/** A smaller body fits into one packet. */
export const MIN_COMPRESSED_BYTES = 1_024;
const MAX_CONCURRENT = 2;

const toGzip = promisify<Buffer, ZlibOptions, Buffer>(gzip);
const toBrotli = promisify<Buffer, BrotliOptions, Buffer>(brotliCompress);

const compressors = {
  gzip: (body: Buffer) => toGzip(body, { level: 6 }),
  br: (body: Buffer) => toBrotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
} satisfies Record<Encoding, (body: Buffer) => Promise<Buffer>>;

/** Of encodings with equal weight, the shortest result. Clients repeat the same few headers. */
const negotiator = new Negotiator<Encoding | 'identity'>({
  supportedValues: ['br', 'gzip', 'identity'],
  cache: new LRUCache({ max: 200 }),
});

/** The encoding that an Accept-Encoding prefers. */
export function chooseEncoding(accepted: string | undefined): Encoding | 'identity' {
  return (accepted && negotiator.negotiate(accepted)) || 'identity';
}

/** Compresses each body once per encoding, in another thread, a few at a time. */
export class Compressor {
  private running = 0;
  private readonly started = { br: new WeakSet<Buffer>(), gzip: new WeakSet<Buffer>() };

  /** Null when it was made before, is not shorter, or enough are running: a later request may try again. */
  async compress(body: Buffer, encoding: Encoding): Promise<Buffer | null> {
    if (this.running >= MAX_CONCURRENT || this.started[encoding].has(body)) return null;
    this.started[encoding].add(body);
    this.running++;
    try {
      const compressed = await compressors[encoding](body);
      return compressed.length < body.length ? compressed : null;
    } finally {
      this.running--;
    }
  }
}
