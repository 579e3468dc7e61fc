import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { envelop, isAsyncIterable, useEngine, useSchema } from '@envelop/core';
import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema, subscribe } from 'graphql';
import { markUncacheable } from '../cache/answer-versions.js';
import { isStale } from '../cache/freshness-checks.js';
import type { Observe } from '../telemetry/observe.js';
import { currentScope } from '../telemetry/request-scope.js';
import { compiledExecution } from './compiled-execution.js';
import { carryingResults } from './events.js';
import { isCacheable } from './is-cacheable.js';
import { refuseWithout } from './refusal.js';
import { type ResponseCacheOptions, recordFreshnessCheck, responseCache, textOf } from './response-cache.js';

type Gateway = ApolloServerOptionsWithGateway<object>['gateway'];

/** Also matches in a string: then a cacheable answer is not cached. */
const INTROSPECTION = /\b__(?:schema|type)\b/;

export interface PipelineOptions {
  schema: GraphQLSchema;
  responseCache: ResponseCacheOptions;
  observe: Observe;
}

/**
 * Executes operations by an Envelop pipeline behind Apollo Server, which does transport, parsing and validation. Apollo
 * takes another executor only from a federated gateway (docs/adr/0008); nothing else of a gateway is used.
 */
export function envelopPipeline({ schema, responseCache: cacheOptions, observe }: PipelineOptions): Gateway {
  const engine = [useEngine({ execute, subscribe }), useSchema(schema)];
  const plain = envelop({ plugins: engine });
  // In the other order the compiled execution would replace the cache's.
  const caching = envelop({ plugins: [...engine, ...compiledExecution(), ...responseCache(cacheOptions)] });
  return {
    onSchemaLoadOrUpdate(announce) {
      announce({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    async load() {
      return {
        async executor({ context, document, operation, request }) {
          const type = operation?.operation ?? 'none';
          const scope = currentScope();
          scope.setOperation(type);
          const isCachedQuery = type === 'query' && !isIntrospection(document);
          const pipeline = (isCachedQuery ? caching : plain)(context);
          const args = {
            schema: pipeline.schema,
            document,
            // As requested: the operation is null where there is none of that name, and execute would then take any.
            operationName: request.operationName,
            variableValues: request.variables,
            contextValue: await pipeline.contextFactory(),
          };
          const run = () =>
            observe(`graphql.${type}`, async () => pipeline.execute(args), nameOf(operation?.name?.value));
          if (isCachedQuery) {
            const freshnessCheck = await cacheOptions.freshnessChecks.check().catch(refuseWithout);
            recordFreshnessCheck(context, freshnessCheck);
            const result: ExecutionResult = await run();
            // Extensions describe this answer, and would not be true of the next.
            if (!isCacheable(result) || cacheOptions.inExtensions || isStale(freshnessCheck)) markUncacheable();
            return result;
          }
          markUncacheable();
          if (type !== 'subscription') return run();
          const results = await pipeline.subscribe(args);
          return isAsyncIterable<ExecutionResult>(results) ? carryingResults(results[Symbol.asyncIterator]()) : results;
        },
      };
    },
    async stop() {},
  };
}

function nameOf(operationName: string | undefined): Record<string, string> {
  return operationName ? { 'graphql.operation.name': operationName } : {};
}

function isIntrospection(document: DocumentNode): boolean {
  return INTROSPECTION.test(textOf(document));
}
