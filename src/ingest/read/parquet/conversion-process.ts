import { type ConversionReply, type ConversionRequest, convertParquet } from './convert-parquet.js';

/** Beyond what DuckDB counts: what its reader of Parquet allocates for pages and dictionaries it does not. */
const UNCOUNTED_BYTES = 100_000_000;
const LOOK_EVERY_MS = 20;

// A process that nobody waits for any more ends with the one that started it.
process.once('disconnect', () => process.exit());
process.once('message', async (request: ConversionRequest) => {
  const most = process.memoryUsage.rss() + request.memoryLimitBytes + UNCOUNTED_BYTES;
  setInterval(() => {
    if (process.memoryUsage.rss() > most)
      answer({ status: 'failed', isOutOfMemory: true, reason: `the reader grew beyond ${most} bytes` });
  }, LOOK_EVERY_MS).unref();
  answer(await convertParquet(request));
});

function answer(reply: ConversionReply): void {
  process.send!(reply, () => process.exit());
}
