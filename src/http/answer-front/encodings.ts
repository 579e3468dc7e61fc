import { promisify } from 'node:util';
import { type BrotliOptions, brotliCompress, constants, gzip, type ZlibOptions } from 'node:zlib';
import { Negotiator } from '@fastify/accept-negotiator';
import { LRUCache } from 'lru-cache';

export type Encoding = 'br' | 'gzip';

/** A smaller body fits into a packet as it is. */
export const MIN_COMPRESSED_BYTES = 1_024;
const MAX_AT_ONCE = 2;

const toGzip = promisify<Buffer, ZlibOptions, Buffer>(gzip);
const toBrotli = promisify<Buffer, BrotliOptions, Buffer>(brotliCompress);

const compressors = {
  gzip: (body: Buffer) => toGzip(body, { level: 6 }),
  br: (body: Buffer) => toBrotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
} satisfies Record<Encoding, (body: Buffer) => Promise<Buffer>>;

/** Where a client likes several as much, the shortest. Clients send the same few headers again and again. */
const negotiator = new Negotiator<Encoding | 'identity'>({
  supportedValues: ['br', 'gzip', 'identity'],
  cache: new LRUCache({ max: 200 }),
});

/** The form a client likes best, by its Accept-Encoding. */
export function chooseEncoding(accepted: string | undefined): Encoding | 'identity' {
  return (accepted && negotiator.negotiate(accepted)) || 'identity';
}

/** Makes each form of a body once, in another thread, a few at a time. */
export class Compressor {
  private atWork = 0;
  private readonly begun = { br: new WeakSet<Buffer>(), gzip: new WeakSet<Buffer>() };

  /** Null where it is made already, is not shorter, or enough is under way: then whoever asks next may try again. */
  async compress(body: Buffer, encoding: Encoding): Promise<Buffer | null> {
    if (this.atWork >= MAX_AT_ONCE || this.begun[encoding].has(body)) return null;
    this.begun[encoding].add(body);
    this.atWork++;
    try {
      const compressed = await compressors[encoding](body);
      return compressed.length < body.length ? compressed : null;
    } finally {
      this.atWork--;
    }
  }
}
