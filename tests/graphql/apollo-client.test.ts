import { ApolloClient, gql, InMemoryCache } from '@apollo/client';
import UploadHttpLink from 'apollo-upload-client/UploadHttpLink.mjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

  async function upload(name: string) {
    const { data } = await client.mutate<{ uploadDataset: { dataset: { id: string; status: string } } }>({
      mutation: gql`
        mutation Upload($input: UploadDatasetInput!) {
          uploadDataset(input: $input) {
            dataset { id status }
          }
        }
      `,
      variables: { input: { file: new File(['city,sales\nOslo,3\nBergen,1\n'], 'cities.csv'), name } },
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
