import { GraphQLError } from 'graphql';
import { ConcentricError } from '../model/errors.js';
import type { HttpError } from '../model/http-error.js';

/** Refuses an operation before it is executed: the client sees the error, and status and headers on the HTTP answer. */
export function refusal(
  status: number,
  error: ConcentricError | HttpError,
  headers: ReadonlyMap<string, string> = new Map(),
): GraphQLError {
  const code = error.code;
  return new GraphQLError(error.message, { originalError: error, extensions: { code, http: { status, headers } } });
}

/** Without the authority nothing can be compared: the status says so too, for caches and load balancers. */
export function refuseWithout(error: unknown): never {
  throw error instanceof ConcentricError ? refusal(503, error) : error;
}
