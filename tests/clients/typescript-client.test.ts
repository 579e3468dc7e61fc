import { readFileSync } from 'node:fs';
import { gql } from '@apollo/client';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import * as apollo from '../../clients/typescript/examples/apollo-client.js';
import * as urql from '../../clients/typescript/examples/urql.js';
import {
  type AnalysisInput,
  type DatasetProgressSubscription,
  documentIds,
  type ErrorCode,
  SaveSchemaDocument,
} from '../../clients/typescript/index.js';
import { startApp, type TestApp } from '../support/app.js';

const UNKNOWN = 'ds_0000000000000000000000';

let app: TestApp;
beforeAll(async () => {
  // What they send is all in the manifest.
  app = await startApp({ TRUSTED_DOCUMENTS_ONLY: 'true' });
});
afterAll(() => app.close());

/** Of clients/typescript/examples/; each does the same. */
const examples = {
  'Apollo Client': bind(apollo),
  urql: bind(urql),
};

describe.each(Object.entries(examples))('the example of %s', (name, connect) => {
  const file = (content: string, suffix = '') => new File([content], `${name}${suffix}.csv`);

  it('uploads with progress, lists, reads the schema, and analyses', async () => {
    const { upload, listDatasets, readSchema, analyse } = connect(`${app.url}/graphql`);
    const stages: string[] = [];
    const last = await upload(file('city,year,sales\nOslo,2023,3\nBergen,2024,1\n'), ({ stage }) => stages.push(stage));
    expect(last).toMatchObject({
      stage: 'DONE',
      rowsDone: 2,
      failure: null,
      dataset: { status: 'READY', rowCount: 2 },
    });
    expect(stages.at(-1)).toBe('DONE');

    const { id } = last.dataset!;
    const schema = await readSchema(id);
    expect(schema!.columns.map(({ name, role }) => [name, role])).toEqual([
      ['city', 'CATEGORICAL'],
      ['year', 'DATETIME'],
      ['sales', 'NUMERIC'],
    ]);
    const analysis = await analyse(id, { groupBy: ['city'], value: 'sales' });
    expect(analysis!.total).toMatchObject({ total: 4, head: [{ entity: 'Oslo', share: 75 }, { entity: 'Bergen' }] });
    expect(analysis!.byPeriod.map(({ period }) => period)).toEqual(['2023', '2024']);

    for (const suffix of [' b', ' c', ' d']) await upload(file('a,b\nx,1\n', suffix), () => undefined);
    const names = (await listDatasets(name, 3)).map((dataset) => dataset.name);
    expect(names).toEqual([`${name} d`, `${name} c`, `${name} b`, name]);
  });

  it('gets the reason why a file cannot be read at the end of its progress', async () => {
    const { upload } = connect(`${app.url}/graphql`);
    const last = await upload(file(',,\n,,\n', ' empty table'), () => undefined);
    expect(last).toMatchObject({ stage: 'FAILED', failure: { code: 'NO_TABLE' } });
  });

  it('distinguishes errors by their code: of an operation, of a refusal before one, and of no answer at all', async () => {
    const { upload, analyse, codeOf } = connect(`${app.url}/graphql`);
    const { dataset } = await upload(file('city,sales\nOslo,3\n', ' codes'), () => undefined);
    const code = (promise: Promise<unknown>) => promise.then(() => 'no error', codeOf);
    expect(await code(analyse(dataset!.id, { groupBy: ['town'], value: 'sales' }))).toBe('COLUMN_NOT_FOUND');
    expect(await code(upload(file('', ' empty'), () => undefined))).toBe('EMPTY_FILE');
    expect(await analyse(UNKNOWN, { groupBy: ['a'], value: 'b' })).toBeNull();
    const away = connect('http://127.0.0.1:9/graphql');
    expect(await code(away.analyse(UNKNOWN, { groupBy: ['a'], value: 'b' }))).toBeUndefined();
  });
});

describe('the example of Apollo Client', () => {
  it('stores an object once for all queries, and requests it by its id and GET', async () => {
    const client = apollo.connect(`${app.url}/graphql`);
    const { dataset } = await apollo.upload(client, new File(['city,sales\nOslo,3\n'], 'once.csv'), () => undefined);
    await apollo.listDatasets(client, 'once', 10);
    await apollo.readSchema(client, dataset!.id);
    const asked = app.logged.filter((line) => line.includes('"answered"')).slice(-2);
    expect(asked.map((line) => JSON.parse(line).method)).toEqual(['GET', 'GET']);

    await client.mutate({
      mutation: SaveSchemaDocument,
      variables: { input: { id: dataset!.id, columns: [{ name: 'city', role: 'TEXT' }] } },
    });
    const cache = Object.keys(client.cache.extract() as object);
    expect(cache.filter((key) => key.includes(dataset!.id))).toEqual([
      `Dataset:${dataset!.id}`,
      `Schema:{"datasetId":"${dataset!.id}","version":1}`,
    ]);
    // Told by the mutation, not asked for again.
    const schema = await apollo.readSchema(client, dataset!.id);
    expect(schema!.columns[0]).toMatchObject({ name: 'city', role: 'TEXT' });
  });
});

describe('the example of urql', () => {
  it('sends the id of the document by GET, without its text', async () => {
    const asked = vi.spyOn(globalThis, 'fetch');
    onTestFinished(() => asked.mockRestore());
    await urql.listDatasets(urql.connect(`${app.url}/graphql`), 'nobody', 10);
    const [address, options] = asked.mock.calls[0] as [string, RequestInit];
    const sent = new URL(address).searchParams;
    expect(options.method).toBe('GET');
    expect(JSON.parse(sent.get('extensions')!).persistedQuery.sha256Hash).toBe(documentIds.Datasets);
    expect(sent.has('query')).toBe(false);
    expect(asked).toHaveBeenCalledTimes(1);
  });
});

describe('a document of a front end’s own, though it is called as one of the service’s', () => {
  const own = 'query Datasets { datasets(first: 1) { totalCount } }';
  let open: TestApp;
  beforeAll(async () => {
    open = await startApp();
  });
  afterAll(() => open.close());

  it('is what is answered, by Apollo Client and by urql, the first time and again', async () => {
    for (let time = 0; time < 2; time++) {
      const { data } = await apollo.connect(`${open.url}/graphql`).query({ query: gql(own) });
      expect(data).toEqual({ datasets: { __typename: 'DatasetConnection', totalCount: 0 } });
      const answer = await urql.connect(`${open.url}/graphql`).query<{ datasets: object }>(own, {});
      expect(answer.data?.datasets).toEqual({ __typename: 'DatasetConnection', totalCount: 0 });
    }
  });
});

/** An example as functions of the address of a service. */
function bind<Client>(example: Example<Client>) {
  return (url: string) => {
    const client = example.connect(url);
    return {
      upload: (file: File, onProgress: (progress: Progress) => void) => example.upload(client, file, onProgress),
      listDatasets: (search: string, pageSize: number) => example.listDatasets(client, search, pageSize),
      readSchema: (id: string) => example.readSchema(client, id),
      analyse: (id: string, input: AnalysisInput) => example.analyse(client, id, input),
      codeOf: example.codeOf,
    };
  };
}

it('the example of docs/contract.md is of the manifest', () => {
  const guide = readFileSync(new URL('../../docs/contract.md', import.meta.url), 'utf8');
  expect(/"documentId":"sha256:(\w+)"/.exec(guide)?.[1]).toBe(documentIds.Datasets);
});

type Progress = DatasetProgressSubscription['datasetProgress'];

interface Example<Client> {
  connect(url: string): Client;
  upload(client: Client, file: File, onProgress: (progress: Progress) => void): ReturnType<typeof urql.upload>;
  listDatasets(client: Client, search: string, pageSize: number): ReturnType<typeof urql.listDatasets>;
  readSchema(client: Client, id: string): ReturnType<typeof urql.readSchema>;
  analyse(client: Client, id: string, input: AnalysisInput): ReturnType<typeof urql.analyse>;
  codeOf(error: unknown): ErrorCode | undefined;
}
