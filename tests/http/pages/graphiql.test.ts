import { parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildGraphqlSchema } from '../../../src/graphql/build-schema.js';
import { startHttpServer } from '../../support/http-server.js';

const BROWSER_ACCEPT = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('GraphiQL', () => {
  let server: Awaited<ReturnType<typeof startHttpServer>>;
  let html: string;

  beforeAll(async () => {
    server = await startHttpServer();
    html = await (await fetch(`${server.url}/graphql`, { headers: { accept: BROWSER_ACCEPT } })).text();
  });
  afterAll(() => server.close());

  it('is served to browsers at /graphql', async () => {
    const response = await fetch(`${server.url}/graphql`, { headers: { accept: BROWSER_ACCEPT } });
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toContain('<div id="graphiql">');
  });

  it('is not served to programs', async () => {
    const response = await fetch(`${server.url}/graphql?query={__typename}`, { headers: { accept: BROWSER_ACCEPT } });
    expect(await response.json()).toMatchObject({ data: { __typename: 'Query' } });
  });

  it('loads all its files from this process', async () => {
    const references = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, reference]) => reference!);
    const files = references.filter((reference) => !reference.startsWith('data:'));
    expect(files).toHaveLength(6);
    for (const file of files) {
      expect(file).toMatch(/^\/graphiql\//);
      const response = await fetch(`${server.url}${file}`);
      expect(response.status, file).toBe(200);
      expect((await response.text()).length, file).toBeGreaterThan(500);
    }
  });

  it('may load scripts and data only from its own host', async () => {
    const response = await fetch(`${server.url}/graphql`, { headers: { accept: BROWSER_ACCEPT } });
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self'");
  });

  it('opens with complete operations and their required variables', () => {
    const [, json] = /<script id="tabs" type="application\/json">(.*?)<\/script>/s.exec(html)!;
    const tabs = JSON.parse(json!) as { query: string; required: object }[];
    const schema = buildGraphqlSchema();
    expect(tabs.map(({ query, required }) => [/^\w+ (\w+)/m.exec(query)?.[1], required])).toEqual([
      ['Datasets', {}],
      ['DatasetSchema', { id: 'ID' }],
      ['Suggestions', { id: 'ID' }],
      ['Analysis', { id: 'ID', input: 'AnalysisInput' }],
      ['Entities', { id: 'ID', input: 'AnalysisInput' }],
      ['Rows', { id: 'ID', input: 'AnalysisInput' }],
      ['Segments', { id: 'ID', input: 'AnalysisInput' }],
      ['Bridge', { id: 'ID', input: 'AnalysisInput' }],
      ['LimitsAndClasses', { id: 'ID', input: 'AnalysisInput' }],
      ['RollingWindows', { id: 'ID', input: 'AnalysisInput' }],
      ['Comparison', { id: 'ID', input: 'AnalysisInput' }],
      ['EntityProposals', { id: 'ID', column: 'String' }],
      ['UploadDataset', { input: 'UploadDatasetInput' }],
      ['DatasetProgress', { id: 'ID' }],
    ]);
    for (const { query } of tabs) expect(validate(schema, parse(query))).toEqual([]);
  });

  it.each(['__proto__', 'nothing.js', '..%2fpackage.json'])('has no file %s', async (file) => {
    const [folder] = /\/graphiql\/[^/]+/.exec(html)!;
    expect((await fetch(`${server.url}${folder}/${file}`)).status).toBe(404);
  });
});
