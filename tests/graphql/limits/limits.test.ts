import { getIntrospectionQuery, getOperationAST, parse, print } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildGraphqlSchema } from '../../../src/graphql/build-schema.js';
import { costOf } from '../../../src/graphql/limits/operation-cost.js';
import { readOperations } from '../../../src/http/pages/operations.js';
import { startHttpServer } from '../../support/http-server.js';

const schema = buildGraphqlSchema();

function cost(query: string, variables: Record<string, unknown> = {}): number {
  const document = parse(query);
  return costOf(schema, document, getOperationAST(document)!, variables);
}

/** n × part, told apart by `#`. */
const times = (n: number, part: string) => Array.from({ length: n }, (_, i) => part.replaceAll('#', `${i}`)).join(' ');
/** Nested analyses → dataset → analyses …, two levels of fields each, within `dataset` and around `id`. */
const nested = (levels: number) =>
  `{ dataset(id: "x") ${'{ analysis(input: { groupBy: "a", value: "b" }) { dataset '.repeat(levels)} { id } ${'} }'.repeat(levels)} }`;
/** 2^n fields in 2n spreads. */
const bomb = (n: number) =>
  `query { dataset(id: "x") { ...F0 } } ${times(n, 'fragment F# on Dataset { ...N# ...N# }').replace(/N(\d+)/g, (_, i) => `F${Number(i) + 1}`)} fragment F${n} on Dataset { id }`;

/** 1 + 1 + 10 × (1 + 10 × (1 + 18)) and so many more. */
const thousands = (more: number) => `{ dataset(id: "x") { ...F ${times(more, 'id')} } }
  fragment F on Dataset { ${times(10, '...G')} } fragment G on Dataset { ${times(10, '...H')} } fragment H on Dataset { ${times(18, 'id')} }`;

describe('an operation', () => {
  let reads = 0;
  let server: Awaited<ReturnType<typeof startHttpServer>>;
  beforeAll(async () => {
    const count = async () => {
      reads++;
      return null;
    };
    server = await startHttpServer({
      services: {
        catalog: {
          get: count,
          getAtLeast: count,
          list: async () => {
            reads++;
            return { edges: [], totalCount: 0, hasNextPage: false, hasPreviousPage: false };
          },
          saveSchema: async () => Promise.reject(new Error('unused')),
          rename: async () => Promise.reject(new Error('unused')),
          delete: async () => void reads++,
        },
      },
    });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    reads = 0;
  });

  const analyses = 'nodes { analysis(input: { groupBy: "a", value: "b" }) { id } }';

  it.each([
    ['depth', 20, nested(9), nested(10)],
    ['rootFields', 20, `{ ${times(20, '__typename')} }`, `{ ${times(21, '__typename')} }`],
    [
      'rootFields',
      20,
      `{ ...F ...F ${times(18, '__typename')} } fragment F on Query { __typename }`,
      `{ ...F ...F ${times(19, '__typename')} } fragment F on Query { __typename }`,
    ],
    [
      'aliases',
      50,
      `{ dataset(id: "x") { ${times(50, 'a#: id')} } }`,
      `{ dataset(id: "x") { ${times(51, 'a#: id')} } }`,
    ],
    [
      'aliases',
      50,
      `{ datasets { nodes { ...F } edges { node { ...F } } } } fragment F on Dataset { ${times(25, 'a#: id')} }`,
      `{ datasets { nodes { ...F } edges { node { ...F } } } } fragment F on Dataset { ${times(26, 'a#: id')} }`,
    ],
    [
      'directives',
      50,
      `{ dataset(id: "x") { ${times(50, 'id @skip(if: false)')} } }`,
      `{ dataset(id: "x") { ${times(51, 'id @skip(if: false)')} } }`,
    ],
    ['selections', 2_000, thousands(88), thousands(89)],
    // 1 + first × (nodes 1 + analysis 50)
    ['cost', 5_000, `{ datasets(first: 98) { ${analyses} } }`, `{ datasets(first: 99) { ${analyses} } }`],
  ])('is executed with %s %i, and refused with one more', async (measure, max, largest, tooLarge) => {
    expect((await server.gql(largest)).errors).toBeUndefined();
    const readsBefore = reads;
    // Twice: what is remembered of a document is that it passed.
    for (const _ of [1, 2]) {
      const { status, data, errors } = await server.gql(tooLarge);
      expect(status).toBe(200);
      expect(data).toBeUndefined();
      expect(errors).toEqual([
        {
          message: expect.stringMatching(/^This operation is too large: \d+ .+, and at most \d+ are allowed\./),
          extensions: {
            code: 'OPERATION_TOO_LARGE',
            measure,
            max,
            got: expect.any(Number),
            requestId: expect.any(String),
          },
          ...(measure !== 'cost' && { locations: [{ line: 1, column: 1 }] }),
        },
      ]);
      expect(errors![0]!.extensions.got).toBeGreaterThan(max);
    }
    expect(reads).toBe(readsBefore);
  });

  it('gets 400 above a limit when the client accepts GraphQL responses', async () => {
    for (const query of [`{ ${times(21, '__typename')} }`, `{ datasets(first: 99) { ${analyses} } }`]) {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
        body: JSON.stringify({ query }),
      });
      expect(response.status).toBe(400);
    }
  });

  it('is limited as a GET and as an event stream too', async () => {
    for (const query of [`{ ${times(21, '__typename')} }`, `{ datasets(first: 99) { ${analyses} } }`]) {
      const address = `${server.url}/graphql?query=${encodeURIComponent(query)}`;
      for (const accept of ['application/json', 'text/event-stream']) {
        expect(await (await fetch(address, { headers: { accept } })).text()).toContain('OPERATION_TOO_LARGE');
      }
    }
    expect(reads).toBe(0);
  });

  it.each([
    ['fragments that double twenty times', bomb(20)],
    ['fragments that double as often as tokens allow', bomb(150)],
  ])('is refused without expanding it when it is made of %s', async (_, query) => {
    const { errors } = await server.gql(query);
    expect(errors).toMatchObject([{ extensions: { code: 'OPERATION_TOO_LARGE', measure: 'selections', max: 2_000 } }]);
  });

  it('is refused when it repeats more fields than can be compared', async () => {
    const { errors } = await server.gql(`{ dataset(id: "x") { ${times(1_900, 'id')} } }`);
    expect(errors).toMatchObject([
      { message: expect.stringContaining('each field once'), extensions: { code: 'OPERATION_TOO_LARGE' } },
    ]);
  });

  it.each([
    ['a fragment that spreads itself', '{ ...F } fragment F on Query { ...F }'],
    ['two fragments that spread each other', '{ ...F } fragment F on Query { ...G } fragment G on Query { ...F }'],
    ['a fragment that is nowhere', '{ ...F }'],
    ['a fragment of an unknown type', '{ ...F } fragment F on Nothing { id }'],
  ])('is invalid with %s', async (_, query) => {
    const { errors } = await server.gql(query);
    expect(errors!.map(({ extensions }) => extensions.code)).toContain('GRAPHQL_VALIDATION_FAILED');
  });

  it.each([
    ['in JSON', { 'content-type': 'application/json' }, JSON.stringify([{ query: '{ __typename }' }])],
    ['empty', { 'content-type': 'application/json' }, '[]'],
    ['as a form', { 'apollo-require-preflight': '1' }, batchForm()],
  ])('is refused in a batch, %s', async (_, headers, body) => {
    const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errors: [
        {
          message: expect.stringContaining('one operation a request'),
          extensions: { code: 'BAD_REQUEST' },
        },
      ],
    });
    expect(server.received).toEqual([]);
  });

  it('is refused in a batch as an event stream', async () => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify([{ query: '{ __typename }' }]),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });
});

describe('the cost of an operation', () => {
  it('grows where an analysis is split into segments or compared, however the input is given', () => {
    const analysis = (input: string) => `{ dataset(id: "x") { analysis(input: ${input}) { id } } }`;
    const plain = cost(analysis('{ value: "a" }'));
    expect(cost(analysis('{ value: "a", splitBy: null }'))).toBe(plain);
    expect(cost(analysis('{ value: "a", splitBy: "b" }'))).toBe(plain + 100);
    const whole = `query($input: AnalysisInput!) ${analysis('$input')}`;
    expect(cost(whole, { input: { value: 'a', splitBy: 'b' } })).toBe(plain + 100);
    expect(cost(whole, { input: { value: 'a', splitBy: null } })).toBe(plain);
    const part = `query($by: String) ${analysis('{ value: "a", splitBy: $by }')}`;
    expect(cost(part, { by: 'b' })).toBe(plain + 100);
    expect(cost(part)).toBe(plain);
    const both = analysis('{ value: "a", splitBy: "b", compareWith: { version: 1 } }');
    expect(cost(both)).toBe(plain + 250);
  });

  it('is what counting by hand gives', () => {
    expect(cost('{ __typename }')).toBe(0);
    expect(cost('{ dataset(id: "x") { id name } }')).toBe(1);
    expect(cost('{ dataset(id: "x") { source { format } schema { columns { name coercions { kind } } } } }')).toBe(5);
    expect(cost('{ dataset(id: "x") { analysis(input: {}) { total { hhi } artifacts { url } } } }')).toBe(
      1 + 50 + 1 + 5,
    );
    expect(cost('{ datasets { totalCount } }')).toBe(1);
    expect(cost('{ datasets { nodes { id } } }')).toBe(1 + 20);
    expect(cost('{ datasets(first: 3) { edges { node { lineage { id } } } } }')).toBe(1 + 3 * (1 + 1 + 5));
    expect(cost('{ datasets(first: 10) { nodes { analyses(first: 5) { nodes { id } } } } }')).toBe(
      1 + 10 * (1 + 1 + 5),
    );
    expect(
      cost('{ node(id: "x") { ... on Dataset { preview { rows } } ...A } } fragment A on Analysis { total { hhi } }'),
    ).toBe(1 + 10 + 1);
    expect(cost('mutation { saveSchema(input: {}) { schema { warnings { code } } } }')).toBe(3);
  });

  it('depends on variables and their defaults', () => {
    const query = 'query($n: Int = 7) { datasets(first: $n) { nodes { id } } }';
    expect(cost(query)).toBe(8);
    expect(cost(query, { n: 4 })).toBe(5);
    expect(cost(query, { n: null })).toBe(21);
    expect(cost('query($n: Int) { datasets(first: $n) { nodes { id } } }')).toBe(21);
  });

  it('cannot be lowered by an invalid page length', () => {
    for (const first of [0, -1, -1_000_000]) {
      expect(cost(`{ datasets(first: ${first}) { nodes { id } } }`)).toBe(2);
      expect(cost('query($n: Int) { datasets(first: $n) { nodes { id } } }', { n: first })).toBe(2);
    }
    expect(cost('{ datasets(first: 2147483647) { nodes { id } } }')).toBe(101);
  });
});

describe('operations below the limits', () => {
  let server: Awaited<ReturnType<typeof startHttpServer>>;
  beforeAll(async () => {
    server = await startHttpServer();
  });
  afterAll(() => server.close());

  it('include the introspection of GraphiQL and of code generators', async () => {
    const query = getIntrospectionQuery({
      schemaDescription: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      inputValueDeprecation: true,
    });
    const { data, errors } = await server.gql(
      `query Two ${query.slice(query.indexOf('{')).replace('{', `{ again: __type(name: "Query") { ...FullType }`)}`,
    );
    expect(errors).toBeUndefined();
    expect(data.__schema.types.length).toBeGreaterThan(40);
  });

  it.each(readOperations().map(({ name, type, document }) => [name, type, print(document)] as const))(
    'include %s ten times in one operation',
    async (name, type, text) => {
      expect(10 * cost(text)).toBeLessThan(5_000);
      if (type === 'subscription') return;
      // Validation alone: no such variables.
      const { errors } = await server.gql(text);
      expect(errors?.map(({ extensions }) => extensions.code) ?? [], name).not.toContain('OPERATION_TOO_LARGE');
    },
  );

  it('include two hundred schemas, and every field of a hundred datasets', () => {
    const summary = 'nodes { id schema { columns { name role coercions { kind } } warnings { code } } }';
    expect(cost(`{ a: datasets(first: 100) { ${summary} } b: datasets(first: 100, after: "x") { ${summary} } }`)).toBe(
      2 * (1 + 100 * 5),
    );
    const all = `${summary.slice(0, -1)} source { format } failure { code } lineage { warnings { code } } suggestions { reason } preview { rows } }`;
    expect(cost(`{ datasets(first: 100) { ${all} } }`)).toBeLessThan(5_000);
  });
});

describe('a service without introspection', () => {
  let server: Awaited<ReturnType<typeof startHttpServer>>;
  beforeAll(async () => {
    server = await startHttpServer({ introspection: false });
  });
  afterAll(() => server.close());

  it.each(['{ __schema { types { name } } }', '{ __type(name: "Query") { name } }'])('refuses %s', async (query) => {
    const { data, errors } = await server.gql(query);
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code: 'INTROSPECTION_DISABLED' } }]);
    expect(errors![0]!.message).not.toContain('Apollo');
  });

  it('names nothing of the schema in errors and answers __typename', async () => {
    const { errors } = await server.gql('{ datasett { id } }');
    expect(errors![0]!.message).not.toContain('Did you mean');
    expect((await server.gql('{ __typename }')).data).toEqual({ __typename: 'Query' });
  });
});

function batchForm(): FormData {
  const query = 'mutation($file: Upload!) { uploadDataset(input: { file: $file }) { dataset { id } } }';
  const form = new FormData();
  form.set('operations', JSON.stringify([{ query, variables: { file: null } }]));
  form.set('map', '{"0":["0.variables.file"]}');
  form.set('0', new Blob(['a,b\n1,2\n']), 'a.csv');
  return form;
}
