import type { Log } from '../../model/log.js';

export interface Answered {
  /** Where the log does not write it with every line already. */
  requestId?: string;
  method: string;
  /** With its query string, which is not logged: it may hold data. */
  url: string;
  statusCode: number;
  /** From the request's first byte to the answer's last. */
  ms: number;
  /** Whose key it was, as `ROLE:name`; null where no keys are set, and where none was accepted. */
  key: string | null;
  /** Null without traces. */
  traceId: string | null;
}

/** The one line a request leaves in the log. */
export function logAnswered(log: Log, { requestId, method, url, statusCode, ms, key, traceId }: Answered): void {
  const query = url.indexOf('?');
  const path = query === -1 ? url : url.slice(0, query);
  log.info(
    {
      reqId: requestId,
      method,
      path,
      statusCode,
      ms: Math.round(ms),
      key: key ?? undefined,
      traceId: traceId ?? undefined,
    },
    'answered',
  );
}
