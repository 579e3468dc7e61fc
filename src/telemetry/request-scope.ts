import { AsyncLocalStorage } from 'node:async_hooks';
import type { Log } from '../model/log.js';

export interface RequestScope {
  requestId: string;
  /** Writes the request id with every line. */
  log: Log;
}

const storage = new AsyncLocalStorage<RequestScope>();

export function inRequestScope<T>(scope: RequestScope, work: () => T): T {
  return storage.run(scope, work);
}

/** The request being answered, for code that is handed none of it, such as error formatting. */
export function currentScope(): RequestScope {
  const scope = storage.getStore();
  if (scope === undefined) throw new Error('currentScope() outside of inRequestScope()');
  return scope;
}
