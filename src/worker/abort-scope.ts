import { Scoped } from '../telemetry/scoped.js';

const scope = new Scoped<AbortSignal>();

/**
 * Runs `work`, whose threads, child processes and queries are ended when `signal` is aborted.
 * @throws the reason of the signal if it was aborted, whatever `work` throws then
 */
export async function abortable<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  try {
    return await scope.run(signal, work);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** Of the innermost abortable() around the current code; undefined outside of one. */
function currentSignal(): AbortSignal | undefined {
  return scope.get();
}

/** Calls `stop` once when the current work is aborted, also if it already is. Returns how to end listening. */
export function whenAborted(stop: (reason: unknown) => void): () => void {
  const signal = currentSignal();
  if (signal === undefined) return () => undefined;
  const listener = () => stop(signal.reason);
  if (signal.aborted) listener();
  else signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}
