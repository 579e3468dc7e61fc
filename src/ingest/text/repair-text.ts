import { once } from 'node:events';
import { ConcentricError } from '../../model/errors.js';
import { spawnWorker } from '../../worker/spawn-worker.js';
import type { Irregularities, RegularFileRequest, RegularFileResult } from './regular-file.js';
import { lineTooLong } from './text-head.js';

/**
 * Rewrites an irregular text as a regular one (writeRegularFile), in a worker thread.
 *
 * @throws UNREADABLE_FILE where a record is too long to be one.
 */
export async function repairText(request: RegularFileRequest): Promise<Irregularities> {
  const worker = spawnWorker('./repair-worker.js', import.meta.url, { workerData: request });
  const silentEnd = new AbortController();
  worker.once('exit', () => silentEnd.abort());
  try {
    const [result] = (await once(worker, 'message', { signal: silentEnd.signal })) as [RegularFileResult];
    if ('tooLongRow' in result) throw lineTooLong(result.tooLongRow);
    return result.irregularities;
  } catch (cause) {
    if (cause instanceof ConcentricError) throw cause;
    throw new ConcentricError(
      'UNREADABLE_FILE',
      'The file holds broken rows, and putting them right failed. Export it again as CSV in UTF-8, or save it as .xlsx.',
      {},
      { cause },
    );
  } finally {
    await worker.terminate();
  }
}
