import { ApolloServerValidationErrorCode, unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ConcentricError } from '../model/errors.js';
import { currentScope } from '../telemetry/request-scope.js';

/**
 * What a client sees of an error. Ours carry their code and details; GraphQL's own keep theirs
 * (GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED, BAD_USER_INPUT, …); anything else is a fault of the service, whose
 * text and stack go to the log and nowhere else.
 */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { requestId, log } = currentScope();
  const origin = originOf(error);
  if (origin instanceof ConcentricError) {
    if (origin.cause !== undefined) log.warn({ err: origin }, origin.message);
    return { ...formatted, message: origin.message, extensions: { ...origin.details, code: origin.code, requestId } };
  }
  if (formatted.extensions?.validationErrorCode === ApolloServerValidationErrorCode.INTROSPECTION_DISABLED) {
    const message =
      'Introspection is switched off at this service. Its contract is published as schema/schema.graphql.';
    return { ...formatted, message, extensions: { code: 'INTROSPECTION_DISABLED', requestId } };
  }
  if (formatted.message === 'Operation batching disabled.') {
    const message = 'Send one operation a request: together they would pass the limits of one.';
    return { message, extensions: { code: 'BAD_REQUEST', requestId } };
  }
  const refused = persistedQueryRefusals[formatted.message];
  if (refused !== undefined) return { message: refused, extensions: { code: 'BAD_REQUEST', requestId } };
  // graphql-js stops where comparing repeated fields with each other becomes too much.
  if (formatted.message === 'Validation aborted.') {
    const message = 'This operation repeats more fields than can be compared. Name each field once.';
    return { message, extensions: { code: 'OPERATION_TOO_LARGE', requestId } };
  }
  if (isArgumentError(origin)) {
    return { ...formatted, extensions: { code: 'BAD_USER_INPUT', requestId } };
  }
  if (formatted.extensions?.code === 'INTERNAL_SERVER_ERROR') {
    log.error({ err: origin }, 'answered INTERNAL_SERVER_ERROR');
    const { locations, path } = formatted;
    return {
      message: `Something went wrong on our side; request ${requestId}.`,
      ...(locations && { locations }),
      ...(path && { path }),
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
    };
  }
  return { ...formatted, extensions: { ...formatted.extensions, requestId } };
}

/** Apollo Server gives these no code, though the client is at fault. */
const persistedQueryRefusals: Readonly<Record<string, string>> = {
  'provided sha does not match query':
    'extensions.persistedQuery.sha256Hash is not the SHA-256 of "query" in hex. Send that, or no persistedQuery.',
  'Unsupported persisted query version':
    'Expected extensions.persistedQuery to be {"version": 1, "sha256Hash": "…"}. Send that, or no persistedQuery.',
};

/** What was thrown: by a resolver, or by what refuses an operation before any runs (refusal.ts). */
function originOf(error: unknown): unknown {
  const isRefusal = error instanceof GraphQLError && error.originalError instanceof ConcentricError;
  return isRefusal ? error.originalError : unwrapResolverError(error);
}

/** graphql-js finds some bad arguments (an explicit null in a nullable variable) only while executing, and gives them no code. */
function isArgumentError(error: unknown): boolean {
  return error instanceof GraphQLError && error.extensions.code === undefined && error.message.startsWith('Argument "');
}
