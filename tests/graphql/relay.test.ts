import { isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildGraphqlSchema } from '../../src/graphql/build-schema.js';
import { startApp, type TestApp } from '../support/app.js';

interface Connection {
  edges: { cursor: string; node: { id: string } }[];
  nodes: { id: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
  totalCount: number;
}

const COUNT = 5;

/** What Relay, and the caches of Apollo Client and urql, rely on: https://relay.dev/docs/guides/graphql-server-specification/ */
describe('the rules of Relay', () => {
  let app: TestApp;
  let id: string;

  beforeAll(async () => {
    app = await startApp();
    for (let n = 1; n <= COUNT; n += 1) {
      const { data } = await app.upload({ content: 'city,sales\nOslo,3\nBergen,1\n', fileName: `cities ${n}.csv` });
      id = data.uploadDataset.dataset.id;
    }
    const aliases = Array.from(
      { length: COUNT },
      (_, n) => `a${n}: analysis(input: { groupBy: "city", value: "sales", thresholds: [${n + 1}] }) { id }`,
    );
    await app.gql(`query($id: ID!) { dataset(id: $id) { ${aliases.join(' ')} } }`, { id });
  });
  afterAll(() => app.close());

  it('return an object of every Node type by its id', async () => {
    const schema = buildGraphqlSchema();
    const types = schema.getPossibleTypes(schema.getType('Node') as never).filter(isObjectType);
    const { data } = await app.gql(
      'query($id: ID!) { dataset(id: $id) { __typename id analyses(first: 1) { nodes { __typename id } } } }',
      { id },
    );
    const objects = [data.dataset, data.dataset.analyses.nodes[0]] as { __typename: string; id: string }[];
    expect(objects.map(({ __typename }) => __typename).sort()).toEqual(types.map(({ name }) => name).sort());
    for (const { __typename, id } of objects) {
      const found = await app.gql('query($id: ID!) { node(id: $id) { __typename id } }', { id });
      expect(found.data.node).toEqual({ __typename, id });
    }
  });

  const connections: Record<string, (first: number, after: string | null) => Promise<Connection>> = {
    datasets: (first, after) => connection('', 'datasets(first: $first, after: $after)', first, after),
    analyses: (first, after) =>
      connection(`dataset(id: "${id}")`, 'analyses(first: $first, after: $after)', first, after),
  };

  describe.each(Object.entries(connections))('connections of %s', (_name, page) => {
    it.each([1, 2, COUNT - 1, COUNT, COUNT + 1])(
      'return the whole list in pages of %i, each object once',
      async (size) => {
        const whole = await page(100, null);
        const walked: string[] = [];
        let after: string | null = null;
        let hasNextPage = true;
        while (hasNextPage) {
          const { edges, nodes, pageInfo, totalCount }: Connection = await page(size, after);
          expect(edges.length).toBeGreaterThan(0);
          expect(edges.length).toBeLessThanOrEqual(size);
          expect(nodes).toEqual(edges.map(({ node }) => node));
          expect(pageInfo).toEqual({
            startCursor: edges[0]!.cursor,
            endCursor: edges.at(-1)!.cursor,
            hasPreviousPage: after !== null,
            hasNextPage: walked.length + edges.length < COUNT,
          });
          expect(totalCount).toBe(COUNT);
          walked.push(...nodes.map(({ id }) => id));
          ({ endCursor: after, hasNextPage } = pageInfo);
        }
        expect(walked).toEqual(whole.nodes.map(({ id }) => id));
        expect(new Set(walked).size).toBe(COUNT);
      },
    );

    it('return a page after any object, and an empty one after the last', async () => {
      const { edges } = await page(100, null);
      for (const [index, { cursor }] of edges.entries()) {
        expect((await page(100, cursor)).edges).toEqual(edges.slice(index + 1));
      }
      expect((await page(2, edges.at(-1)!.cursor)).pageInfo).toMatchObject({
        hasNextPage: false,
        startCursor: null,
        endCursor: null,
      });
    });
  });

  async function connection(parent: string, field: string, first: number, after: string | null): Promise<Connection> {
    const selection = `found: ${field} { edges { cursor node { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount }`;
    const body = parent === '' ? selection : `parent: ${parent} { ${selection} }`;
    const { data } = await app.gql(`query($first: Int, $after: String) { ${body} }`, { first, after });
    return (data.parent ?? data).found;
  }
});
