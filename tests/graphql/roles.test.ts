import type { GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildGraphqlSchema } from '../../src/graphql/build-schema.js';
import { describeRoles } from '../../src/graphql/roles.js';
import type { Role } from '../../src/model/principal.js';
import { apiKeys, bearer } from '../support/api-keys.js';
import { record } from '../support/fake-services.js';
import { startHttpServer } from '../support/http-server.js';

const roles: Role[] = ['READER', 'EDITOR', 'ADMIN'];

/** Operations and the least role that may send them, as docs/access.md has it. */
const needed: Record<string, [role: Role, operation: string]> = {
  uploadDataset: ['EDITOR', 'mutation($file: Upload!) { uploadDataset(input: { file: $file }) { dataset { id } } }'],
  replaceDataset: [
    'EDITOR',
    'mutation($file: Upload!) { replaceDataset(input: { id: "x", file: $file }) { dataset { id } } }',
  ],
  appendToDataset: [
    'EDITOR',
    'mutation($file: Upload!) { appendToDataset(input: { id: "x", file: $file }) { dataset { id } } }',
  ],
  removeSource: ['EDITOR', 'mutation { removeSource(input: { id: "x", source: "y" }) { dataset { id } } }'],
  restoreVersion: ['EDITOR', 'mutation { restoreVersion(input: { id: "x", version: 1 }) { dataset { id } } }'],
  normalizeDataset: ['EDITOR', 'mutation { normalizeDataset(input: { id: "x", options: {} }) { dataset { id } } }'],
  cancelIngest: ['EDITOR', 'mutation { cancelIngest(id: "x") { cancelled } }'],
  updateDataset: ['EDITOR', 'mutation { updateDataset(input: { id: "x", name: "y" }) { dataset { id } } }'],
  saveSchema: ['EDITOR', 'mutation { saveSchema(input: { id: "x" }) { dataset { id } } }'],
  saveEntities: ['EDITOR', 'mutation { saveEntities(input: { id: "x", column: "y" }) { dataset { id } } }'],
  invalidateDataset: ['EDITOR', 'mutation { invalidateDataset(id: "x") { id } }'],
  deleteDataset: ['ADMIN', 'mutation { deleteDataset(id: "x") { id } }'],
  cacheStats: ['ADMIN', '{ cacheStats { backend } }'],
  dataset: ['READER', '{ dataset(id: "x") { id } }'],
  datasets: ['READER', '{ datasets { totalCount } }'],
  node: ['READER', '{ node(id: "ds_x") { id } }'],
  nodes: ['READER', '{ nodes(ids: ["ds_x"]) { id } }'],
  datasetProgress: ['READER', 'subscription { datasetProgress(id: "x") { stage } }'],
};

describe('the schema', () => {
  const schema = buildGraphqlSchema();

  it('has only root fields whose role this test lists', () => {
    expect(rootFields(schema).sort()).toEqual(Object.keys(needed).sort());
  });

  it.each(Object.entries(needed))('describes which role %s needs', (name, [role]) => {
    const types = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!];
    const field = types.map((type) => type.getFields()[name]).find(Boolean)!;
    const sentence = /Needs the role (\w+) where keys are set\./.exec(field.description!)?.[1];
    expect(sentence).toBe(role === 'READER' ? undefined : role.toLowerCase());
  });

  it('cannot be built with a mutation that declares no role', () => {
    const another = buildGraphqlSchema();
    another.getMutationType()!.getFields().saveSchema!.extensions = {};
    expect(() => describeRoles(another)).toThrow('saveSchema: a mutation needs a role');
  });
});

describe('an operation', () => {
  const calls: string[] = [];
  let server: Awaited<ReturnType<typeof startHttpServer>>;

  beforeAll(async () => {
    const called = (name: string) => async () => {
      calls.push(name);
      return record();
    };
    server = await startHttpServer({
      apiKeys,
      services: {
        catalog: {
          get: called('get'),
          getAtLeast: called('getAtLeast'),
          list: async () => {
            calls.push('list');
            return { edges: [], totalCount: 0, hasNextPage: false, hasPreviousPage: false };
          },
          saveSchema: called('saveSchema'),
          rename: called('updateDataset'),
          delete: async () => void calls.push('delete'),
        },
        entities: {
          save: async () => ({ dataset: await called('saveEntities')(), mapping: null }),
          mapping: async () => null,
          mappings: async () => [],
          proposals: async () => ({ edges: [], totalCount: 0, hasNextPage: false, hasPreviousPage: false }),
        },
        ingestion: {
          upload: called('upload'),
          replace: called('replace'),
          append: called('append'),
          removeSource: called('removeSource'),
          restore: called('restore'),
          normalize: called('normalize'),
          async cancel() {
            calls.push('cancel');
            return { record: record(), isCancelled: true };
          },
          async follow() {
            calls.push('follow');
            return nothing();
          },
        },
        summaries: { getMany: async () => [null] },
        cache: {
          dropDataset: async () => calls.push('dropDataset'),
          statistics: async () => {
            calls.push('statistics');
            return { backend: 'memory', healthy: true, since: new Date().toISOString(), stores: [] };
          },
        },
      },
    });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    calls.length = 0;
  });

  /** Uploads as forms, subscriptions as events, the rest as JSON. */
  async function send(query: string, role: Role): Promise<{ status: number; text: string }> {
    const headers = { ...bearer(role), 'apollo-require-preflight': '1' };
    const asJson = {
      headers: { ...headers, 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query }),
    };
    const request = query.includes('Upload!')
      ? { headers, body: form(query) }
      : query.startsWith('subscription')
        ? { ...asJson, headers: { ...asJson.headers, accept: 'text/event-stream' } }
        : asJson;
    const response = await fetch(`${server.url}/graphql`, { method: 'POST', ...request });
    return { status: response.status, text: await response.text() };
  }

  const cases = Object.entries(needed).flatMap(([name, [least, query]]) =>
    roles.map((role) => ({ name, query, role, isAllowed: roles.indexOf(role) >= roles.indexOf(least), least })),
  );

  it.each(cases.filter(({ isAllowed }) => isAllowed))('executes $name for the role $role', async ({ query, role }) => {
    const { text } = await send(query, role);
    expect(text).not.toContain('FORBIDDEN');
    expect(calls).not.toEqual([]);
  });

  it.each(cases.filter(({ isAllowed }) => !isAllowed))(
    'refuses $name for the role $role and names the role it needs',
    async ({ name, query, role, least }) => {
      const { status, text } = await send(query, role);
      expect(status).toBe(403);
      expect(JSON.parse(text)).toEqual({
        errors: [
          {
            message: expect.stringContaining(
              `${name} needs the role ${least.toLowerCase()}, and the key sent has ${role.toLowerCase()}.`,
            ),
            extensions: {
              code: 'FORBIDDEN',
              needed: least.toLowerCase(),
              got: role.toLowerCase(),
              requestId: expect.any(String),
            },
          },
        ],
      });
      expect(calls).toEqual([]);
    },
  );

  it.each([
    'mutation { ...F } fragment F on Mutation { ...G } fragment G on Mutation { a: deleteDataset(id: "x") { id } }',
    'mutation { ... { ... on Mutation { deleteDataset(id: "x") { id } } } }',
    'mutation { invalidateDataset(id: "x") { id } deleteDataset(id: "x") { id } }',
    'query Q { __typename } mutation M { deleteDataset(id: "x") { id } }',
  ])('is refused as a whole: %s', async (query) => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { ...bearer('EDITOR'), 'content-type': 'application/json' },
      body: JSON.stringify({ query, ...(query.startsWith('query') && { operationName: 'M' }) }),
    });
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(calls).toEqual([]);
  });

  it('is executed when another operation of the document is forbidden', async () => {
    const query = 'query Q { __typename } mutation M { deleteDataset(id: "x") { id } }';
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { ...bearer('READER'), 'content-type': 'application/json' },
      body: JSON.stringify({ query, operationName: 'Q' }),
    });
    expect(await response.json()).toMatchObject({ data: { __typename: 'Query' } });
  });

  it('is refused as an event when the client accepts events', async () => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { ...bearer('READER'), 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: needed.cacheStats![1] }),
    });
    expect(await response.text()).toMatch(/\nevent: next\ndata: .*"code":"FORBIDDEN"/);
    expect(calls).toEqual([]);
  });
});

describe('a service without keys', () => {
  it('executes every operation for everyone', async () => {
    const server = await startHttpServer({
      services: { cache: { dropDataset: async () => 0, statistics: async () => ({ backend: 'memory' }) as never } },
    });
    expect((await server.gql('{ cacheStats { backend } }')).data).toEqual({ cacheStats: { backend: 'memory' } });
    await server.close();
  });
});

async function* nothing(): AsyncGenerator<never> {}

function rootFields(schema: GraphQLSchema): string[] {
  const types = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return types.flatMap((type) => Object.keys(type!.getFields()));
}

function form(query: string): FormData {
  const data = new FormData();
  data.set('operations', JSON.stringify({ query, variables: { file: null } }));
  data.set('map', '{"0":["variables.file"]}');
  data.set('0', new Blob(['a,b\n1,2\n']), 'a.csv');
  return data;
}
