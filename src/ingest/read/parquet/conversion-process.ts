import { type Reply, replyOf } from '../../../worker/reply.js';
import { tooLargeForMemory } from '../too-large.js';
import { type Conversion, type ConversionRequest, convertParquet } from './convert-parquet.js';

/** Allowance for pages and dictionaries, which DuckDB's Parquet reader allocates outside its memory limit. */
const UNCOUNTED_BYTES = 100_000_000;
const CHECK_INTERVAL_MS = 20;

// Exits when the parent process ends.
process.once('disconnect', () => process.exit());
process.once('message', async (request: ConversionRequest) => {
  const maxBytes = process.memoryUsage.rss() + request.memoryLimitBytes + UNCOUNTED_BYTES;
  const memoryExceeded = new Promise<never>((_, reject) => {
    setInterval(() => {
      if (process.memoryUsage.rss() > maxBytes)
        reject(tooLargeForMemory(new Error(`the reader's memory exceeded ${maxBytes} bytes`)));
    }, CHECK_INTERVAL_MS).unref();
  });
  const reply: Reply<Conversion> = await replyOf(() => Promise.race([convertParquet(request), memoryExceeded]));
  process.send!(reply, () => process.exit());
});
