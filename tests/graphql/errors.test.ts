import { afterEach, describe, expect, it } from 'vitest';
import { ConcentricError } from '../../src/model/errors.js';
import { record } from '../support/fake-services.js';
import { startHttpServer } from '../support/http-server.js';

type Server = Awaited<ReturnType<typeof startHttpServer>>;

describe('errors', () => {
  let server: Server;
  afterEach(() => server.close());

  async function withDataset(get: () => Promise<ReturnType<typeof record> | null>): Promise<Server> {
    const unused = () => Promise.reject(new Error('unused'));
    server = await startHttpServer({
      services: { catalog: { get, getAtLeast: get, list: unused, saveSchema: unused, rename: unused, delete: unused } },
    });
    return server;
  }

  it('carry code, details and request id', async () => {
    const { gql } = await withDataset(async () => {
      throw new ConcentricError('COLUMN_NOT_FOUND', 'There is no column "custmer".', {
        column: 'custmer',
        nearest: 'customer',
      });
    });
    const { status, data, errors } = await gql('{ dataset(id: "ds_1") { id } }');
    expect(status).toBe(200);
    expect(data).toEqual({ dataset: null });
    expect(errors).toEqual([
      {
        message: 'There is no column "custmer".',
        locations: [{ line: 1, column: 3 }],
        path: ['dataset'],
        extensions: { column: 'custmer', nearest: 'customer', code: 'COLUMN_NOT_FOUND', requestId: expect.any(String) },
      },
    ]);
  });

  it.each([
    ['{ __typename } query Named { __typename }', null],
    ['query Named { __typename }', 'Other'],
  ])('report that the operation is not named: %s, %s', async (query, operationName) => {
    const { url } = await withDataset(async () => null);
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, operationName }),
    });
    expect(await response.json()).toMatchObject({ errors: [{ message: expect.stringContaining('operation') }] });
    expect(response.status).toBeLessThan(500);
  });

  it('without a code are answered with a request id, and their text and stack are only logged', async () => {
    const { url, logged } = await withDataset(async () => {
      throw new Error('password=hunter2 at /srv/secret.ts');
    });
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'trace-42' },
      body: JSON.stringify({ query: '{ dataset(id: "ds_1") { id } }' }),
    });
    const text = await response.text();
    expect(JSON.parse(text).errors).toEqual([
      {
        message: 'Something went wrong on our side; request trace-42.',
        locations: [{ line: 1, column: 3 }],
        path: ['dataset'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'trace-42' },
      },
    ]);
    expect(text).not.toContain('hunter2');
    expect(response.headers.get('x-request-id')).toBe('trace-42');
    const line = logged.find((entry) => entry.includes('hunter2'))!;
    expect(JSON.parse(line)).toMatchObject({
      reqId: 'trace-42',
      err: { stack: expect.stringContaining('errors.test.ts') },
    });
  });

  it('in one field do not null the other fields', async () => {
    let calls = 0;
    const { gql } = await withDataset(async () => {
      calls += 1;
      if (calls === 2) throw new TypeError('boom');
      return record();
    });
    const { data, errors } = await gql('{ a: dataset(id: "ds_1") { name } b: dataset(id: "ds_1") { name } }');
    expect(data).toEqual({ a: { name: 'sales' }, b: null });
    expect(errors).toHaveLength(1);
  });

  it.each([
    ['a query that does not parse', '{ dataset(', {}, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ datasett }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a variable of the wrong type',
      'query($v: Int) { dataset(id: "1", atLeastVersion: $v) { id } }',
      { v: 'x' },
      'BAD_USER_INPUT',
    ],
    [
      'a null variable for a required argument',
      'query($id: ID = "1") { dataset(id: $id) { id } }',
      { id: null },
      'BAD_USER_INPUT',
    ],
    [
      'a text where a file belongs',
      'mutation($f: Upload!) { uploadDataset(input: { file: $f }) { dataset { id } } }',
      { f: 'x' },
      'BAD_USER_INPUT',
    ],
    [
      'a file written into the query',
      'mutation { uploadDataset(input: { file: "x" }) { dataset { id } } }',
      {},
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a page of no size', '{ datasets(first: 0) { totalCount } }', {}, 'INVALID_INPUT'],
    ['a page too large', '{ datasets(first: 101) { totalCount } }', {}, 'INVALID_INPUT'],
    ['a query of too many tokens', `{ ${'__typename '.repeat(5_001)} }`, {}, 'GRAPHQL_PARSE_FAILED'],
    ['a query nested as deep as tokens allow', `{ ${'datasets { nodes { '.repeat(1_200)}`, {}, 'GRAPHQL_PARSE_FAILED'],
  ])('have a code for %s', async (_name, query, variables, code) => {
    const { gql } = await withDataset(async () => null);
    const { status, errors } = await gql(query, variables);
    expect(status).toBe(200);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual([code]);
    expect(JSON.stringify(errors)).not.toContain('stacktrace');
  });

  it.each([
    ['a body that is not JSON', 'POST', 'application/json', '{', 400, 'BAD_REQUEST'],
    ['a body of another type', 'POST', 'application/xml', '<a/>', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [
      'a form, which browsers send to any address',
      'POST',
      'text/plain',
      '{"query":"{ __typename }"}',
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a body above 1 MiB',
      'POST',
      'application/json',
      JSON.stringify({ query: 'x'.repeat(1_100_000) }),
      413,
      'BODY_TOO_LARGE',
    ],
    ['a method other than GET and POST', 'PUT', 'application/json', '{}', 405, 'BAD_REQUEST'],
  ])('are JSON for %s', async (_name, method, contentType, body, status, code) => {
    const { url } = await withDataset(async () => null);
    const response = await fetch(`${url}/graphql`, { method, headers: { 'content-type': contentType }, body });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
  });

  it('have the code CSRF_PREVENTED for a GET that the browser marks as cross-site', async () => {
    const { url } = await withDataset(async () => null);
    const response = await fetch(`${url}/graphql?query={__typename}`, { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'CSRF_PREVENTED' } }] });
  });
});
