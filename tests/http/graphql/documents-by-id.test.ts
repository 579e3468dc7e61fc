import { createHash } from 'node:crypto';
import { stringifyDocument } from '@urql/core';
import { getIntrospectionQuery, print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnalysisDocument, documentIds } from '../../../clients/typescript/index.js';
import { startApp, type TestApp } from '../../support/app.js';

const json = { 'content-type': 'application/json' };
const analysis = { groupBy: ['city'], value: 'sales' };
const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const persisted = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });

describe('documents by id', () => {
  let app: TestApp;
  let id: string;

  beforeAll(async () => {
    app = await startApp();
    id = (await app.upload({ content: 'city,sales\nOslo,3\nBergen,1\n', fileName: 'cities.csv' })).data.uploadDataset
      .dataset.id;
  });
  afterAll(() => app.close());

  const post = (body: object) => answerOf(app, { method: 'POST', headers: json, body: JSON.stringify(body) });
  const get = (parameters: Record<string, unknown>) => answerOf(app, {}, parameters);

  it('are executed by the id of the manifest alone, by GET or POST, as documentId or persistedQuery', async () => {
    const variables = { id, input: analysis };
    const expected = expect.objectContaining({ total: expect.objectContaining({ total: 4, entityCount: 2 }) });
    for (const answer of [
      await get({ extensions: persisted(documentIds.Analysis), variables }),
      await get({ documentId: `sha256:${documentIds.Analysis}`, variables }),
      await post({ extensions: persisted(documentIds.Analysis), variables }),
      await post({ documentId: `sha256:${documentIds.Analysis}`, variables }),
      await post({ documentId: documentIds.Analysis, operationName: 'Analysis', variables }),
    ]) {
      expect(answer).toMatchObject({ status: 200, data: { dataset: expect.anything() } });
      expect(answer.data.dataset.analysis).toEqual(expected);
    }
  });

  it('are requested when they are unknown, and known afterwards', async () => {
    const query = 'query Counted { datasets(first: 1) { totalCount } }';
    const extensions = persisted(hash(query));
    expect((await get({ extensions })).errors).toMatchObject([{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }]);
    expect((await post({ query, extensions })).data).toEqual({ datasets: { totalCount: 1 } });
    expect((await get({ extensions })).data).toEqual({ datasets: { totalCount: 1 } });
  });

  it('are not registered under the id of another text', async () => {
    const extensions = persisted(hash('{ other }'));
    const { errors } = await post({ query: '{ datasets { totalCount } }', extensions });
    expect(errors).toMatchObject([
      { message: expect.stringContaining('is not the SHA-256 of "query"'), extensions: { code: 'BAD_REQUEST' } },
    ]);
    expect((await get({ extensions })).errors).toMatchObject([{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }]);
  });

  it.each([
    ['another version', { version: 2, sha256Hash: hash('{ __typename }') }],
    ['no digest', { version: 1 }],
    ['a digest that is no text', { version: 1, sha256Hash: ['a'] }],
    ['a text for an object', 'x'],
  ])('are refused with what was expected: %s', async (_, persistedQuery) => {
    const { errors } = await post({ query: '{ __typename }', extensions: { persistedQuery } });
    expect(errors).toMatchObject([
      { message: expect.stringContaining('persistedQuery'), extensions: { code: 'BAD_REQUEST' } },
    ]);
  });

  it('are refused with what to do when the documentId is unknown', async () => {
    const { status, errors } = await post({ documentId: `sha256:${'0'.repeat(64)}` });
    expect(status).toBe(404);
    expect(errors).toMatchObject([{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }]);
    expect(errors![0]!.message).toContain('schema/persisted-documents.json');
  });

  it('execute no mutation by GET', async () => {
    const { status, errors } = await get({ documentId: documentIds.DeleteDataset, variables: { id } });
    expect(status).toBe(405);
    expect(errors).toHaveLength(1);
    expect((await get({ documentId: documentIds.Dataset, variables: { id } })).data.dataset.id).toBe(id);
  });

  it('upload a file by id', async () => {
    const form = new FormData();
    form.set(
      'operations',
      JSON.stringify({ documentId: documentIds.UploadDataset, variables: { input: { file: null } } }),
    );
    form.set('map', JSON.stringify({ 0: ['variables.input.file'] }));
    form.set('0', new Blob(['a,b\nx,1\n']), 'small.csv');
    const headers = { 'apollo-require-preflight': '1' };
    const { data } = await answerOf(app, { method: 'POST', headers, body: form });
    expect(data.uploadDataset.dataset).toMatchObject({ name: 'small', status: 'READY' });
  });

  it('send the results of a subscription as events', async () => {
    const headers = { ...json, accept: 'text/event-stream' };
    const body = { documentId: documentIds.DatasetProgress, variables: { id } };
    const byPost = await fetch(`${app.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(await byPost.text()).toContain('"stage":"DONE"');
    const byGet = await fetch(urlOf(app, body), { headers: { accept: 'text/event-stream' } });
    expect(await byGet.text()).toContain('"stage":"DONE"');
  });
});

describe('a service that executes only trusted documents', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({ TRUSTED_DOCUMENTS_ONLY: 'true' });
  });
  afterAll(() => app.close());

  const post = (body: object) => answerOf(app, { method: 'POST', headers: json, body: JSON.stringify(body) });

  it('executes an operation of the manifest by its id or by its text in any layout', async () => {
    const variables = { id: 'ds_0000000000000000000000', input: analysis };
    for (const request of [
      { documentId: documentIds.Analysis },
      { query: print(AnalysisDocument) },
      { query: print(AnalysisDocument), extensions: persisted(documentIds.Analysis) },
      { query: stringifyDocument(AnalysisDocument) },
    ]) {
      expect(await post({ ...request, variables })).toMatchObject({
        status: 200,
        data: { __typename: 'Query', dataset: null },
      });
    }
  });

  it.each([
    ['another', { query: '{ datasets { totalCount } }' }],
    ['one that a client registers', { query: '{ __typename }', extensions: persisted(hash('{ __typename }')) }],
    ['an id that is none of them', { documentId: hash('{ __typename }') }],
    ['such an id in the way of Apollo', { extensions: persisted(hash('{ __typename }')) }],
    ['one with another added to it', { query: `${print(AnalysisDocument)} query Other { __typename }` }],
    ['the introspection', { query: getIntrospectionQuery() }],
    ['what does not parse', { query: '{' }],
  ])('refuses %s and says what to do', async (_what, request) => {
    const { status, data, errors } = await post(request);
    expect(status).toBe(403);
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }]);
    expect(errors![0]!.message).toContain('schema/operations/');
  });

  it('refuses other documents by GET and as events', async () => {
    const parameters = { query: '{ datasets { totalCount } }' };
    expect((await answerOf(app, {}, parameters)).status).toBe(403);
    expect((await answerOf(app, { headers: { accept: 'text/event-stream' } }, parameters)).status).toBe(403);
  });

  it('shows a page instead of GraphiQL', async () => {
    const response = await fetch(`${app.url}/graphql`, { headers: { accept: 'text/html' } });
    expect(await response.text()).toContain('Trusted documents only');
  });
});

function urlOf({ url }: TestApp, parameters: Record<string, unknown>): string {
  const texts = Object.entries(parameters).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return `${url}/graphql?${new URLSearchParams(Object.fromEntries(texts))}`;
}

async function answerOf(app: TestApp, init: RequestInit, parameters: Record<string, unknown> = {}) {
  const response = await fetch(urlOf(app, parameters), init);
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes; what is not there fails the expectations
  const answer = (await response.json()) as { data?: any; errors?: { message: string; extensions: object }[] };
  return { status: response.status, ...answer };
}
