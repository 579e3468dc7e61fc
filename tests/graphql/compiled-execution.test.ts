import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordingCatalog } from '../../src/cache/recording-catalog.js';
import { ConcentricError } from '../../src/model/errors.js';
import { record } from '../support/fake-services.js';
import { startHttpServer } from '../support/http-server.js';

const ID = record().id;

describe('a document that is compiled after repeated use', () => {
  let server: Awaited<ReturnType<typeof startHttpServer>>;
  beforeAll(async () => {
    server = await startHttpServer({
      // No cached answer is ever current: each request is executed.
      current: {
        barrier: () => Promise.resolve(),
        isCurrent: () => false,
        generation: () => String(Math.random()),
        changeCounter: Math.random,
      },
      services: {
        catalog: {
          ...recordingCatalog({
            get: async (id) => {
              if (id === 'ours') throw new ConcentricError('CONFLICT', 'of ours', { datasetId: id });
              if (id === 'theirs') throw new Error('a secret');
              return record({ id });
            },
            getAtLeast: async () => null,
            list: async () => ({
              edges: [ID, 'ds_b'].map((id) => ({ cursor: id, node: record({ id }) })),
              totalCount: 2,
              hasNextPage: false,
              hasPreviousPage: false,
            }),
            generation: async () => String(Math.random()),
          }),
          saveSchema: async () => record(),
          rename: async () => record(),
          delete: async () => undefined,
        },
        summaries: { getMany: async (records) => records.map(() => null) },
        versions: {
          schema: async () => null,
          lineage: async () => [],
          preview: async () => ({ columns: ['a'], rows: [['1'], [null]] }),
        },
      },
    });
  });
  afterAll(() => server.close());

  it.each<[string, string, object?]>([
    [
      'plain fields',
      `{ dataset(id: "${ID}") { id name status rowCount source { fileName encoding } failure { code } } }`,
    ],
    [
      'aliases, fragments and __typename',
      `{ a: dataset(id: "${ID}") { ...F } } fragment F on Dataset { __typename n: name }`,
    ],
    [
      'fields before, between and behind fragments, in their order',
      `{ d: dataset(id: "${ID}") { ...F name ... on Dataset { version ...G } status source { fileName } ... { id } ... on Node { updatedAt: id } } }
       fragment F on Dataset { rowCount source { encoding ...S } } fragment G on Dataset { columnCount name } fragment S on SourceFile { format }`,
    ],
    [
      'a fragment that is left out once and not the next time',
      `query($no: Boolean!) { dataset(id: "${ID}") { ...F @include(if: $no) name ...F } } fragment F on Dataset { id status }`,
      { no: false },
    ],
    ['an interface, its fragment first', `{ node(id: "${ID}") { ... on Dataset { name } id } }`],
    ['an interface alone', `{ node(id: "${ID}") { __typename id } }`],
    ['an interface', `{ node(id: "${ID}") { __typename id ... on Dataset { name } } }`],
    ['lists, and nulls in them', `{ datasets { totalCount nodes { id schema { version } preview { rows } } } }`],
    [
      'directives',
      'query($yes: Boolean!) { datasets { totalCount @include(if: $yes) nodes @skip(if: $yes) { id } } }',
      { yes: true },
    ],
    [
      'variables and defaults',
      'query($id: ID!, $first: Int = 3) { dataset(id: $id) { preview(first: $first) { columns } } }',
      { id: ID },
    ],
    ['an error of ours', '{ ok: datasets { totalCount }\n  dataset(id: "ours") { name } }'],
    ['a fault', '{\r\n  dataset(id: "theirs") { name } }'],
    ['a variable of another type', 'query($first: Int) { datasets(first: $first) { totalCount } }', { first: 'many' }],
    ['a variable that is missing', 'query($id: ID!) { dataset(id: $id) { name } }', {}],
    ['null for an argument that has to be', 'query($id: ID!) { dataset(id: $id) { name } }', { id: null }],
  ])('is answered as by graphql-js: %s', async (_, query, variables = {}) => {
    const answers = [];
    for (let time = 0; time < 5; time++) {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      // Each time it was executed.
      expect(response.headers.get('cache-status')).not.toContain('hit');
      answers.push((await response.text()).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<request id>'));
    }
    expect(answers[0]).toMatch(/"data":\{|"errors":\[/);
    expect(answers).toEqual(Array(5).fill(answers[0]));
  });

  it('executes the named operation when it holds several', async () => {
    const query = 'query A { a: __typename } query B { b: __typename }';
    for (const name of ['A', 'A', 'A', 'A', 'B', 'A']) {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, operationName: name }),
      });
      expect(await response.json()).toMatchObject({ data: { [name.toLowerCase()]: 'Query' } });
    }
  });
});
