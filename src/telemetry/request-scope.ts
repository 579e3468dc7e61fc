import type { Log } from '../model/log.js';
import type { AnsweredRequest } from './metrics.js';
import { Scoped } from './scoped.js';

export interface RequestScope {
  requestId: string;
  /** Writes the request id with every line. */
  log: Log;
  /** Sets the operation type of the request; called once the document is parsed. */
  setOperation(type: AnsweredRequest['operation']): void;
  /** Spends points of the client's rate limit. @throws RATE_LIMITED */
  spend?(points: number): Promise<void>;
}

const scopes = new Scoped<RequestScope>();

export function inRequestScope<T>(scope: RequestScope, work: () => T): T {
  return scopes.run(scope, work);
}

/** Spends points of the client whose request this is; nothing outside of requests. @throws RATE_LIMITED */
export async function spendPoints(points: number): Promise<void> {
  await scopes.get()?.spend?.(points);
}

/** The scope of the current request, for code that does not receive it, such as error formatting. */
export function currentScope(): RequestScope {
  const scope = scopes.get();
  if (scope === undefined) throw new Error('currentScope() was called outside of inRequestScope().');
  return scope;
}
