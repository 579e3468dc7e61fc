import { addKnownErrorConstructor, deserializeError, type ErrorObject, serializeError } from 'serialize-error';
import { ConcentricError } from '../model/errors.js';

addKnownErrorConstructor(ConcentricError, () => new ConcentricError('STORAGE_UNAVAILABLE', ''));

/** Causes of causes beyond this depth are cut off. */
const MAX_DEPTH = 10;

/** What a thread or a child process sends back for a task. */
export type Reply<Output> = { output: Output } | { error: ErrorObject };

/**
 * Runs `work` and returns its result or its error in a form that can be sent to another thread or process. An error keeps
 * its class, code, details and causes: a structured clone keeps only its name, message and stack, so that a full disk
 * (ENOSPC) would arrive as an error without a code.
 */
export async function replyOf<Output>(work: () => Output | Promise<Output>): Promise<Reply<Output>> {
  try {
    return { output: await work() };
  } catch (error) {
    return { error: serializeError(error, { maxDepth: MAX_DEPTH }) };
  }
}

/** The output of a reply. @throws the error that `work` threw on the other side */
export function outputOf<Output>(reply: Reply<Output>): Output {
  if ('error' in reply) throw deserializeError(reply.error, { maxDepth: MAX_DEPTH });
  return reply.output;
}
