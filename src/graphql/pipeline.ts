import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { envelop, useEngine, useSchema } from '@envelop/core';
import { execute, type GraphQLSchema, subscribe } from 'graphql';

type Gateway = ApolloServerOptionsWithGateway<object>['gateway'];

/**
 * Execution by an Envelop pipeline behind Apollo Server, which keeps transport, parsing and validation. Apollo has one
 * door for another executor, meant for federated gateways; nothing else of a gateway is used.
 */
export function envelopPipeline(schema: GraphQLSchema): Gateway {
  const envelopFor = envelop({ plugins: [useEngine({ execute, subscribe }), useSchema(schema)] });
  return {
    onSchemaLoadOrUpdate(announce) {
      announce({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    async load() {
      return {
        async executor({ context, document, operationName, request }) {
          const pipeline = envelopFor(context);
          return pipeline.execute({
            schema: pipeline.schema,
            document,
            operationName,
            variableValues: request.variables,
            contextValue: await pipeline.contextFactory(),
          });
        },
      };
    },
    async stop() {},
  };
}
