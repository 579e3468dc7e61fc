import { ApolloClient, gql, InMemoryCache } from '@apollo/client';
import UploadHttpLink from 'apollo-upload-client/UploadHttpLink.mjs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { typePolicies } from '../../clients/typescript/index.js';
import { startApp, type TestApp } from '../support/app.js';

describe('Apollo Client', () => {
  let app: TestApp;
  let client: ApolloClient;

  beforeAll(async () => {
    app = await startApp();
    const link = new UploadHttpLink({ uri: `${app.url}/graphql`, headers: { 'apollo-require-preflight': '1' } });
    client = new ApolloClient({ link, cache: new InMemoryCache() });
  });
  afterAll(async () => {
    client.stop();
    await app.close();
  });

  async function upload(name: string, file = new File(['city,sales\nOslo,3\nBergen,1\n'], 'cities.csv')) {
    const { data } = await client.mutate<{ uploadDataset: { dataset: { id: string; status: string } } }>({
      mutation: gql`
        mutation Upload($input: UploadDatasetInput!) {
          uploadDataset(input: $input) {
            dataset { id status }
          }
        }
      `,
      variables: { input: { file, name } },
    });
    return data!.uploadDataset.dataset;
  }

  it('uploads a file and queries it', async () => {
    const { id, status } = await upload('cities');
    expect(status).toBe('READY');
    const { data } = await client.query<{
      dataset: { analysis: { total: { total: number; head: { entity: string; share: number }[] } } };
    }>({
      query: gql`
        query Analysis($id: ID!, $input: AnalysisInput!) {
          dataset(id: $id) {
            id
            analysis(input: $input) {
              id
              total { total head(first: 1) { entity share } }
            }
          }
        }
      `,
      variables: { id, input: { groupBy: ['city'], value: 'sales' } },
    });
    const [largest] = data!.dataset.analysis.total.head;
    expect(data!.dataset.analysis.total.total).toBe(4);
    expect(largest).toMatchObject({ entity: 'Oslo', share: 75 });
  });

  const narrow = gql`
    query Narrow($id: ID!, $input: AnalysisInput!) {
      dataset(id: $id) { id source { fileName } analysis(input: $input) {
        id parameters { hash } warnings { code }
        total { id thresholds { threshold within { count } reaching { count } } head(first: 2) { entity } lorenz { x } }
        byPeriod { id period change { previous entered enteredEntities(first: 5) { entity } } top { n } }
      } }
    }
  `;
  const wide = gql`
    query Wide($id: ID!, $input: AnalysisInput!) {
      dataset(id: $id) { id source { sha256 } analysis(input: $input) {
        id parameters { groupBy value } warnings { message }
        total { id total thresholds { within { valueExact } reaching { share } topPercent { count } }
          head(first: 2) { share key { parts } } lorenz { y } }
        byPeriod { id change { totalExact left enteredEntities(first: 5) { valueExact } } top { share } hhi }
      } }
    }
  `;

  it.each([
    ['narrow', 'wide'],
    ['wide', 'narrow'],
  ])('loses no field of an analysis after a %s and a %s selection', async (first) => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const file = new File(['city,year,sales\nOslo,2023,3\nBergen,2024,1\nOslo,2024,2\n'], 'years.csv');
    const { id } = await upload(`merged ${first} first`, file);
    const variables = { id, input: { groupBy: ['city'], value: 'sales', periodGrain: 'YEAR' } };
    const cache = new InMemoryCache({ typePolicies });
    const merging = new ApolloClient({ link: client.link, cache });
    const queries = first === 'narrow' ? [narrow, wide] : [wide, narrow];
    const answers = [];
    for (const query of queries) answers.push((await merging.query<Analysed>({ query, variables })).data!);
    for (const [index, query] of queries.entries()) {
      const diff = cache.diff<Analysed>({ query, variables, optimistic: false, returnPartialData: true });
      expect((diff.result as Analysed).dataset.analysis).toEqual(answers[index]!.dataset.analysis);
      // What a replacement changes is not merged with what was there before.
      expect(diff.complete).toBe(index === 1);
    }
    expect(warn).not.toHaveBeenCalled();
    expect(error).not.toHaveBeenCalled();
    merging.stop();
    vi.restoreAllMocks();
  });

  it('fetches all pages of a list', async () => {
    for (const name of ['page a', 'page b', 'page c']) await upload(name);
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    expect([first, second].map(({ nodes }) => nodes.map(({ name }) => name))).toEqual([
      ['page a', 'page b'],
      ['page c'],
    ]);
    expect(second.pageInfo.hasNextPage).toBe(false);
  });

  async function page(after: string | null): Promise<DatasetsPage['datasets']> {
    const { data } = await client.query<DatasetsPage>({
      query: gql`
        query Page($after: String) {
          datasets(first: 2, after: $after, search: "page", orderBy: NAME) {
            nodes { id name }
            pageInfo { hasNextPage endCursor }
          }
        }
      `,
      variables: { after },
    });
    return data!.datasets;
  }
});

interface DatasetsPage {
  datasets: { nodes: { name: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}

interface Analysed {
  dataset: { analysis: object };
}
