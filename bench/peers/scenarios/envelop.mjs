// @envelop/response-cache as it comes, in memory; two processes would share nothing, so two pipelines stand for them.
import { envelop, useEngine, useSchema } from '@envelop/core';
import { createInMemoryCache, useResponseCache } from '@envelop/response-cache';
import * as graphql from 'graphql';
import { COMPUTE_MS, pause, report } from './report.mjs';

const schema = graphql.buildSchema('type Query { dataset(id: ID!): Dataset } type Dataset { id: ID! value: Int! }');
const document = graphql.parse('{ dataset(id: "1") { id value } }');
let value = 0;
let computes = 0;
const rootValue = {
  async dataset({ id }) {
    computes++;
    const read = value;
    await pause(COMPUTE_MS);
    return { id, value: read };
  },
};

function pipeline() {
  const cache = createInMemoryCache();
  const plugins = [useEngine(graphql), useSchema(schema), useResponseCache({ cache, session: () => null })];
  const envelopFor = envelop({ plugins });
  return {
    read: async () =>
      (await envelopFor({}).execute({ schema, document, rootValue, contextValue: {} })).data.dataset.value,
    invalidate: () => cache.invalidate([{ typename: 'Dataset', id: '1' }]),
  };
}

await report({
  caches: [pipeline(), pipeline()],
  computes: () => computes,
  change: () => ++value,
  redisPid: null,
});
