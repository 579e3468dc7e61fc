import type { Log } from '../model/log.js';

export interface Answered {
  method: string;
  /** With its query string, which is not logged: it may hold data. */
  url: string;
  statusCode: number;
  /** From the request's first byte to the answer's last. */
  ms: number;
  /** Null without traces. */
  traceId: string | null;
}

/** The one line a request leaves in the log. */
export function logAnswered(log: Log, { method, url, statusCode, ms, traceId }: Answered, details: object = {}): void {
  const path = url.split('?', 1)[0];
  log.info({ ...details, method, path, statusCode, ms: Math.round(ms), traceId: traceId ?? undefined }, 'answered');
}
