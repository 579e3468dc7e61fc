import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { envelop, isAsyncIterable, useEngine, useSchema } from '@envelop/core';
import { type ExecutionResult, execute, type GraphQLSchema, subscribe } from 'graphql';
import type { Observe } from '../telemetry/observe.js';
import { currentScope } from '../telemetry/request-scope.js';
import { carryingResults } from './events.js';

type Gateway = ApolloServerOptionsWithGateway<object>['gateway'];

/**
 * Execution by an Envelop pipeline behind Apollo Server, which keeps transport, parsing and validation. Apollo has one
 * door for another executor, meant for federated gateways; nothing else of a gateway is used.
 */
export function envelopPipeline(schema: GraphQLSchema, observe: Observe): Gateway {
  const envelopFor = envelop({ plugins: [useEngine({ execute, subscribe }), useSchema(schema)] });
  return {
    onSchemaLoadOrUpdate(announce) {
      announce({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    async load() {
      return {
        async executor({ context, document, operation, request }) {
          const type = operation?.operation ?? 'none';
          currentScope().noteOperation(type);
          const pipeline = envelopFor(context);
          const args = {
            schema: pipeline.schema,
            document,
            // As it was asked for: what Apollo found is null where there is none of that name, which execute takes for any.
            operationName: request.operationName,
            variableValues: request.variables,
            contextValue: await pipeline.contextFactory(),
          };
          if (type !== 'subscription') {
            return observe(`graphql.${type}`, async () => pipeline.execute(args), nameOf(request.operationName));
          }
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
