import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { envelop, isAsyncIterable, useEngine, useSchema } from '@envelop/core';
import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema, subscribe } from 'graphql';
import { collectVersions, noteUnrepeatable, noteVersions } from '../cache/answer-versions.js';
import type { Observe } from '../telemetry/observe.js';
import { currentScope } from '../telemetry/request-scope.js';
import { isKeepable } from './cacheable.js';
import { compiledExecution } from './compiled-execution.js';
import { carryingResults } from './events.js';
import { type ResponseCacheOptions, responseCache, textOf } from './response-cache.js';

type Gateway = ApolloServerOptionsWithGateway<object>['gateway'];

/** Also where the words stand in a string: then an answer is not kept that could be. */
const INTROSPECTION = /\b__(?:schema|type)\b/;

export interface PipelineOptions {
  schema: GraphQLSchema;
  responseCache: ResponseCacheOptions;
  observe: Observe;
}

/**
 * Execution by an Envelop pipeline behind Apollo Server, which keeps transport, parsing and validation. Apollo has one
 * door for another executor, meant for federated gateways; nothing else of a gateway is used.
 */
export function envelopPipeline({ schema, responseCache: cacheOptions, observe }: PipelineOptions): Gateway {
  const engine = [useEngine({ execute, subscribe }), useSchema(schema)];
  const plain = envelop({ plugins: engine });
  // The other way round the cache's execution would be replaced by the compiled one.
  const keeping = envelop({ plugins: [...engine, ...compiledExecution(), ...responseCache(cacheOptions)] });
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
          scope.noteOperation(type);
          const mayBeKept = type === 'query' && !scope.isMadeAnew && !isIntrospection(document);
          const pipeline = (mayBeKept ? keeping : plain)(context);
          const args = {
            schema: pipeline.schema,
            document,
            // As it was asked for: what Apollo found is null where there is none of that name, which execute takes for any.
            operationName: request.operationName,
            variableValues: request.variables,
            contextValue: await pipeline.contextFactory(),
          };
          const run = () =>
            observe(`graphql.${type}`, async () => pipeline.execute(args), nameOf(operation?.name?.value));
          if (mayBeKept) {
            const { result, versions } = await collectVersions<ExecutionResult>(run);
            noteVersions(versions);
            // What the extensions say of this answer would not be true of the next.
            if (!isKeepable(result) || cacheOptions.inExtensions) noteUnrepeatable();
            return result;
          }
          noteUnrepeatable();
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
