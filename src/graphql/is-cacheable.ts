import type { ExecutionResult } from 'graphql';

/** Whether a result may be served again: not one with errors, nor one with a root field that is null. */
export function isCacheable({ data, errors }: Pick<ExecutionResult, 'data' | 'errors'>): boolean {
  return errors === undefined && data != null && Object.values(data).every((value) => value !== null);
}
