import type { IncomingMessage } from 'node:http';

const MAX_LINGER_MS = 10_000;

/**
 * Drops what a client still sends after it was answered: it may read no answer before it has sent everything. A client
 * that takes longer than MAX_LINGER_MS is disconnected.
 */
export function discardRest(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  request.unpipe();
  request.resume();
  const timer = setTimeout(() => request.destroy(), MAX_LINGER_MS);
  request.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
}
