import type { ChildProcess } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { whenAborted } from '../../../worker/abort-scope.js';
import { outputOf, type Reply } from '../../../worker/reply.js';
import { forkProcess } from '../../../worker/spawn-worker.js';
import type { Conversion, ConversionRequest } from './convert-parquet.js';
import { unreadableParquet } from './unreadable-parquet.js';

/** A process starts in 0.2 s; a valid file takes a fraction of this time. */
const BASE_TIMEOUT_MS = 30_000;
const TIMEOUT_MS_PER_MEGABYTE = 1000;

/**
 * Converts a file in a separate process. DuckDB's C++ Parquet reader trusts its input: a crafted file can crash the process
 * or make it run forever.
 *
 * @throws the errors of convertParquet; UNREADABLE_FILE if the process crashes or does not finish in time
 */
export async function runConversion(request: ConversionRequest): Promise<Conversion> {
  const { size } = await stat(request.path);
  const child = forkProcess('./conversion-process.js', import.meta.url);
  const stopListening = whenAborted(() => child.kill('SIGKILL'));
  try {
    return outputOf(await firstReply(child, request, BASE_TIMEOUT_MS + (size / 1e6) * TIMEOUT_MS_PER_MEGABYTE));
  } finally {
    stopListening();
    child.kill('SIGKILL');
  }
}

function firstReply(child: ChildProcess, request: ConversionRequest, timeoutMs: number): Promise<Reply<Conversion>> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => reject(unreadableParquet('the reader failed on it', { cause: new Error(reason) }));
    const timeout = setTimeout(() => fail(`no reply after ${Math.round(timeoutMs / 1000)} s`), timeoutMs);
    child.once('message', (reply) => resolve(reply as Reply<Conversion>));
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearTimeout(timeout);
      fail(`the reader ended with ${signal ?? `code ${code}`}`);
    });
    child.send(request);
  });
}
