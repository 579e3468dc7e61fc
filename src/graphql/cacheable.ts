import type { ExecutionResult } from 'graphql';

/**
 * Whether an answer may be given again at all: not one with errors, nor one that found nothing of what it was asked for
 * (a root field that is null). What it was made from is compared elsewhere.
 */
export function isKeepable({ data, errors }: Pick<ExecutionResult, 'data' | 'errors'>): boolean {
  return errors === undefined && data != null && Object.values(data).every((value) => value !== null);
}
