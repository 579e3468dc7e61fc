import { GraphQLError } from 'graphql';
import type { ConcentricError } from '../model/errors.js';

/** An operation that is not run: the error is the client's to see, the status the HTTP answer's. */
export function refusal(status: number, error: ConcentricError): GraphQLError {
  return new GraphQLError(error.message, { originalError: error, extensions: { http: { status } } });
}
