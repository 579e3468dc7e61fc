import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentIds } from '../../../clients/typescript/index.js';
import { parametersInUrl, searchOf } from '../../../src/http/graphql/parameters.js';
import { parseJson } from '../../../src/http/graphql/parse-json.js';
import { startApp, type TestApp } from '../../support/app.js';

const UNTRUSTED = '{ datasets { totalCount } }';
const EVENTS = { accept: 'text/event-stream' };
const JSON_TYPE = { 'content-type': 'application/json' };

/** Each way a request comes in; `text` is JSON, so that it can hold what no object can. */
const transports = {
  'a POST': (app: TestApp, text: string) =>
    fetch(`${app.url}/graphql`, { method: 'POST', headers: JSON_TYPE, body: text }),
  'a POST for events': (app: TestApp, text: string) =>
    fetch(`${app.url}/graphql`, { method: 'POST', headers: { ...JSON_TYPE, ...EVENTS }, body: text }),
  'a form': (app: TestApp, text: string) => {
    const form = new FormData();
    form.set('operations', text);
    form.set('map', '{}');
    return fetch(`${app.url}/graphql`, { method: 'POST', headers: { 'apollo-require-preflight': '1' }, body: form });
  },
  'a form for events': (app: TestApp, text: string) => {
    const form = new FormData();
    form.set('operations', text);
    form.set('map', '{}');
    const headers = { 'apollo-require-preflight': '1', ...EVENTS };
    return fetch(`${app.url}/graphql`, { method: 'POST', headers, body: form });
  },
} satisfies Record<string, (app: TestApp, text: string) => Promise<Response>>;

const codeOf = async (response: Response) => {
  const text = await response.text();
  return { status: response.status, code: /"code":"(\w+)"/.exec(text)?.[1], text };
};

describe('parameters', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  const get = (search: string, headers = {}) => fetch(`${app.url}/graphql?${search}`, { headers });

  it.each(['query', 'operationName', 'variables', 'extensions', 'documentId'])(
    'of a GET are refused when "%s" comes twice, equal or not, as JSON or as events',
    async (name) => {
      const value = { variables: '{}', extensions: '{}' }[name] ?? encodeURIComponent('{__typename}');
      for (const headers of [{}, EVENTS]) {
        for (const other of [value, encodeURIComponent('{}')]) {
          const search = `query=${encodeURIComponent('{__typename}')}&${name}=${value}&${name}=${other}`;
          const { status, code, text } = await codeOf(await get(search, headers));
          expect([status, code], text).toEqual([400, 'BAD_REQUEST']);
          expect(text).toContain(name);
        }
      }
    },
  );

  it.each(Object.entries(transports))(
    'of %s are refused when a key comes twice, at any level and in any spelling',
    async (_, send) => {
      for (const text of [
        '{"query":"{__typename}","query":"{__typename}"}',
        '{"query":"{__typename}","qu\\u0065ry":"{ other: __typename }"}',
        '{"query":"{__typename}","variables":{"a":1,"b":[{"x":1,"x":2}]}}',
        '{"query":"{__typename}","extensions":{"__proto__":{}}}',
      ]) {
        const { status, code, text: said } = await codeOf(await send(app, text));
        expect([status, code?.startsWith('BAD_')], said).toEqual([400, true]);
      }
    },
  );

  it.each(Object.entries(transports))(
    'of %s are refused with 400 when they are nested 5,000 or 400,000 levels deep',
    async (_, send) => {
      for (const depth of [101, 5_000, 400_000]) {
        for (const [start, end] of [
          ['[', ']'],
          ['{"a":', '}'],
        ] as const) {
          if (start.length * depth > 900_000) continue;
          const deep = `${start.repeat(depth)}1${end.repeat(depth)}`;
          const { status, code, text } = await codeOf(
            await send(app, `{"query":"{__typename}","variables":{"deep":${deep}}}`),
          );
          expect([status, code?.startsWith('BAD_')], text).toEqual([400, true]);
          expect(text).toContain('at most 100 levels');
        }
      }
    },
  );

  it('of a GET are refused with 400 when they are nested too deep or not JSON', async () => {
    for (const variables of [`{"a":${'['.repeat(2_000)}${']'.repeat(2_000)}}`, '{', '{"a":1,"a":2}']) {
      for (const headers of [{}, EVENTS]) {
        const { status, code } = await codeOf(
          await get(new URLSearchParams({ query: '{__typename}', variables }).toString(), headers),
        );
        expect([status, code]).toEqual([400, 'BAD_REQUEST']);
      }
    }
  });

  it('are refused when they are an array: a batch would exceed the limits of one operation', async () => {
    for (const send of Object.values(transports)) {
      const { status, code } = await codeOf(await send(app, '[{"query":"{__typename}"},{"query":"{__typename}"}]'));
      expect([status, code]).toEqual([400, 'BAD_REQUEST']);
    }
  });

  it('of a GET are parsed unchanged', () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            query: fc.string({ unit: 'binary' }),
            operationName: fc.string(),
            variables: fc.dictionary(
              fc.string().filter((key) => key !== '__proto__'),
              fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes('__proto__')),
            ),
          },
          { requiredKeys: [] },
        ),
        (parameters) => {
          const asJson = JSON.parse(JSON.stringify(parameters));
          expect(parametersInUrl(`/graphql${searchOf(asJson)}`)).toEqual(asJson);
        },
      ),
    );
  });
});

describe('JSON', () => {
  it('is parsed like JSON.parse when each key comes once', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom('', ' ', '\n\t'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        if (text.includes('__proto__')) return;
        expect(parseJson(text, 'a test')).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each(['', '{', '"', '"\\', '{"a"', '{"a":}', '[1,]', '{"a":1}}', 'nul', '\ud800'])(
    'is refused when it is malformed: %j',
    (text) => {
      expect(() => parseJson(text, 'a test')).toThrow(/Expected .* in a test/);
    },
  );

  it('does not mistake the content of strings for keys', () => {
    const value = { 'a"b': '{"a":1,"a":2}', 'c\\': '[[[[', d: '\\"' };
    expect(parseJson(JSON.stringify(value), 'a test')).toEqual(value);
  });
});

describe('a service that executes only trusted documents', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp({ TRUSTED_DOCUMENTS_ONLY: 'true' });
  });
  afterAll(() => app.close());

  it.each([
    ['twice, the second time something else', `query=${encodeURIComponent(UNTRUSTED)}&query=x`],
    ['twice, the first time something else', `query=x&query=${encodeURIComponent(UNTRUSTED)}`],
    ['as a list', `query[]=${encodeURIComponent(UNTRUSTED)}`],
    ['beside a trusted id', `query=${encodeURIComponent(UNTRUSTED)}&documentId=${documentIds.Datasets}`],
    [
      'beside a trusted hash',
      `query=${encodeURIComponent(UNTRUSTED)}&extensions=${encodeURIComponent(JSON.stringify({ persistedQuery: { version: 1, sha256Hash: documentIds.Datasets } }))}`,
    ],
  ])('refuses another document by a GET that names it %s', async (_, search) => {
    for (const headers of [{}, EVENTS, { accept: 'application/graphql-response+json' }]) {
      const { status, text } = await codeOf(await fetch(`${app.url}/graphql?${search}`, { headers }));
      expect([400, 403], text).toContain(status);
      expect(text).not.toContain('totalCount');
    }
  });

  it.each(Object.entries(transports))('refuses another document by %s', async (_, send) => {
    for (const text of [
      JSON.stringify({ query: UNTRUSTED }),
      `{"query":"x","query":${JSON.stringify(UNTRUSTED)}}`,
      JSON.stringify({ query: UNTRUSTED, documentId: documentIds.Datasets }),
      JSON.stringify({
        query: UNTRUSTED,
        extensions: { persistedQuery: { version: 1, sha256Hash: documentIds.Datasets } },
      }),
      JSON.stringify([{ query: UNTRUSTED }]),
    ]) {
      const { status, text: said } = await codeOf(await send(app, text));
      expect([400, 403], said).toContain(status);
      expect(said).not.toContain('"data"');
    }
  });

  it('executes a trusted document by every transport', async () => {
    for (const send of Object.values(transports)) {
      const { text } = await codeOf(await send(app, JSON.stringify({ documentId: documentIds.Datasets })));
      expect(text).toContain('"data":{"__typename":"Query","datasets"');
    }
  });
});
