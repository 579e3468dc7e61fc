import { AsyncLocalStorage } from 'node:async_hooks';
import type { Log } from '../model/log.js';
import type { AnsweredRequest } from './metrics.js';

export interface RequestScope {
  requestId: string;
  /** Writes the request id with every line. */
  log: Log;
  /** To be told what the request asks for, as soon as the document was read. */
  noteOperation(type: AnsweredRequest['operation']): void;
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
