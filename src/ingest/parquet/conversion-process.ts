import { type ConversionRequest, convertParquet } from './convert-parquet.js';

// A process that nobody waits for any more ends with the one that started it.
process.once('disconnect', () => process.exit());
process.once('message', async (request: ConversionRequest) => {
  process.send!(await convertParquet(request), () => process.exit());
});
