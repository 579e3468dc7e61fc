import { type Reply, replyOf } from '../../../worker/reply.js';
import { tooLargeForMemory } from '../too-large.js';
import { type Conversion, type ConversionRequest, convertParquet } from './convert-parquet.js';

/** Beyond what DuckDB counts: what its reader of Parquet allocates for pages and dictionaries it does not. */
const UNCOUNTED_BYTES = 100_000_000;
const CHECK_EVERY_MS = 20;

// Ends with the process that started it.
process.once('disconnect', () => process.exit());
process.once('message', async (request: ConversionRequest) => {
  const maxBytes = process.memoryUsage.rss() + request.memoryLimitBytes + UNCOUNTED_BYTES;
  const outgrown = new Promise<never>((_, reject) => {
    setInterval(() => {
      if (process.memoryUsage.rss() > maxBytes)
        reject(tooLargeForMemory(new Error(`the reader grew beyond ${maxBytes} bytes`)));
    }, CHECK_EVERY_MS).unref();
  });
  const reply: Reply<Conversion> = await replyOf(() => Promise.race([convertParquet(request), outgrown]));
  process.send!(reply, () => process.exit());
});
