import type { ChildProcess } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { outputOf, type Reply } from '../../../worker/reply.js';
import { forkProcess } from '../../../worker/spawn-worker.js';
import type { Conversion, ConversionRequest } from './convert-parquet.js';
import { unreadableParquet } from './parquet-footer.js';

/** A process takes 0.2 s to start; what a sound file of so many bytes takes is a fraction of this. */
const PATIENCE_MS = 30_000;
const PATIENCE_MS_PER_MEGABYTE = 1000;

/**
 * Converts a file in a process of its own: DuckDB reads Parquet in C++ that trusts what it reads, and a file made for it
 * can take the process down, or keep it busy for ever.
 *
 * @throws what convertParquet throws; UNREADABLE_FILE where the process dies of the file or does not come to an end
 */
export async function runConversion(request: ConversionRequest): Promise<Conversion> {
  const { size } = await stat(request.path);
  const child = forkProcess('./conversion-process.js', import.meta.url);
  try {
    return outputOf(await firstReply(child, request, PATIENCE_MS + (size / 1e6) * PATIENCE_MS_PER_MEGABYTE));
  } finally {
    child.kill('SIGKILL');
  }
}

function firstReply(child: ChildProcess, request: ConversionRequest, patienceMs: number): Promise<Reply<Conversion>> {
  return new Promise((resolve, reject) => {
    const giveUp = (why: string) => reject(unreadableParquet('it made its reader fail', { cause: new Error(why) }));
    const patience = setTimeout(() => giveUp(`no answer after ${Math.round(patienceMs / 1000)} s`), patienceMs);
    child.once('message', (reply) => resolve(reply as Reply<Conversion>));
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearTimeout(patience);
      giveUp(`the reader ended with ${signal ?? `code ${code}`}`);
    });
    child.send(request);
  });
}
