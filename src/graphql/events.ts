import type { ApolloServer } from '@apollo/server';
import { type ExecutionResult, type FormattedExecutionResult, GraphQLError, getOperationAST, parse } from 'graphql';
import type { Context } from '../../resolvers/context.js';
import { formatError } from './format-error.js';
import { parseOptions } from './limits/limits.js';

export interface EventsRequest {
  query: string;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
}

/** Apollo Server knows single results only: a subscription's go through it as an extension under this key. */
const RESULTS = Symbol('results');

interface Carried {
  [RESULTS]?: AsyncIterator<ExecutionResult>;
}

/**
 * Runs an operation whose results are sent as events: those of a subscription as they come, of others the one there is.
 * It takes the way of every other operation: the same limits, the same errors.
 */
export async function runForEvents(
  server: ApolloServer<Context>,
  { query, operationName, variables }: EventsRequest,
  contextValue: Context,
): Promise<AsyncGenerator<FormattedExecutionResult, void>> {
  const request = { query, operationName: operationName ?? undefined, variables: variables ?? undefined };
  const { body } = await server.executeOperation(request, { contextValue });
  if (body.kind !== 'single') throw new Error('the service has no @defer or @stream');
  const results = (body.singleResult.extensions as Carried | undefined)?.[RESULTS];
  return results ? formatted(results) : only(body.singleResult);
}

/** The result that carries those of a subscription to runForEvents. */
export function carryingResults(results: AsyncIterator<ExecutionResult>): ExecutionResult {
  return { data: null, extensions: { [RESULTS]: results } };
}

export function isMutation({ query, operationName }: EventsRequest): boolean {
  try {
    return getOperationAST(parse(query, parseOptions), operationName)?.operation === 'mutation';
  } catch {
    // Answered as what it is when it is run.
    return false;
  }
}

async function* only<T>(result: T): AsyncGenerator<T, void> {
  yield result;
}

/** Not written as a generator function: its return() would wait for the next result. */
function formatted(results: AsyncIterator<ExecutionResult>): AsyncGenerator<FormattedExecutionResult, void> {
  return {
    async next() {
      try {
        const { done, value } = await results.next();
        return done ? { done, value: undefined } : { done: false, value: formatResult(value) };
      } catch (error) {
        await results.return?.();
        return { done: false, value: { errors: [formattedError(error)] } };
      }
    },
    async return() {
      await results.return?.();
      return { done: true, value: undefined };
    },
    async throw(error) {
      await results.return?.();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function formatResult({ errors, ...result }: ExecutionResult): FormattedExecutionResult {
  return errors ? { errors: errors.map(formattedError), ...result } : result;
}

/** As Apollo Server does it before it calls formatError. */
function formattedError(error: unknown) {
  const graphqlError = error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error });
  const extensions = { code: 'INTERNAL_SERVER_ERROR', ...graphqlError.extensions };
  return formatError({ ...graphqlError.toJSON(), extensions }, graphqlError);
}
