import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_UPLOAD_BYTES, record } from '../../support/fake-services.js';
import { startHttpServer } from '../../support/http-server.js';

const BOUNDARY = 'concentric-test';
const mutation = 'mutation($file: Upload!) { uploadDataset(input: { file: $file }) { dataset { name } } }';
const operations = JSON.stringify({ query: mutation, variables: { file: null } });

describe('uploads', () => {
  let server: Awaited<ReturnType<typeof startHttpServer>>;
  beforeEach(async () => {
    server = await startHttpServer();
  });
  afterEach(() => server.close());

  it('arrive with unchanged bytes', async () => {
    const content = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, index) => index % 256));
    const { data } = await server.upload({ content, fileName: 'sales.csv' });
    expect(data.uploadDataset.dataset.name).toBe('sales.csv');
    expect(server.received[0]!.content.equals(content)).toBe(true);
  });

  it.each(['Umsätze 2024 – März.csv', '売上.csv', 'o\'brien "q" & co.csv', 'مبيعات.xlsx'])(
    'keep the name %s',
    async (fileName) => {
      await server.upload({ content: 'a,b\n', fileName });
      // Browsers and fetch write quotes as %22 in a form (HTML standard, multipart/form-data encoding).
      expect(server.received[0]!.fileName).toBe(fileName.replaceAll('"', '%22'));
    },
  );

  it('are refused before the file is read when the preflight header is missing', async () => {
    const { status, errors } = await server.upload({
      content: 'a,b\n',
      fileName: 'a.csv',
      headers: { 'apollo-require-preflight': '' },
    });
    expect(status).toBe(400);
    expect(errors?.[0]?.extensions.code).toBe('CSRF_PREVENTED');
    expect(server.received).toEqual([]);

    // Nothing but the headers is sent, and the answer comes all the same.
    const request = httpRequest(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, 'content-length': 1_000 },
    });
    request.flushHeaders();
    const [response] = await once(request, 'response');
    expect(response.statusCode).toBe(400);
    request.destroy();
  });

  it('are refused before the file is read when Content-Length exceeds the limit', async () => {
    const request = httpRequest(`${server.url}/graphql`, {
      method: 'POST',
      headers: {
        'apollo-require-preflight': '1',
        'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
        'content-length': MAX_UPLOAD_BYTES + 10_000_000,
      },
    });
    request.write(
      part('operations', operations) + part('map', '{"0":["variables.file"]}') + filePart('a,b\n').slice(0, -5),
    );
    request.flushHeaders();
    const [response] = await once(request, 'response');
    expect(response.statusCode).toBe(413);
    request.destroy();
  });

  it('fail when the client disconnects, and the service goes on', async () => {
    let failure: Error | undefined;
    await server.close();
    server = await startHttpServer({
      services: {
        ingestion: {
          async upload({ files: [file] }) {
            try {
              for await (const _ of (await file!).stream);
            } catch (error) {
              failure = error as Error;
              throw error;
            }
            return record();
          },
          replace: async () => record(),
          append: async () => record(),
          removeSource: async () => record(),
          restore: async () => record(),
          normalize: async () => record(),
          cancel: async () => ({ record: record(), isCancelled: false }),
          follow: () => Promise.reject(new Error('nobody asks')),
        },
      },
    });
    const request = send(
      part('operations', operations) + part('map', '{"0":["variables.file"]}') + filePart('a,b\n1,2\n'),
    );
    request.on('error', () => {});
    await pause(100);
    request.destroy();
    await expect.poll(() => failure).toBeInstanceOf(Error);
    expect((await server.gql('{ __typename }')).data).toEqual({ __typename: 'Query' });
  });

  it.each([
    ['without operations', part('map', '{}')],
    ['with operations that are not JSON', part('operations', '{') + part('map', '{}')],
    ['with a map before the operations', part('map', '{}') + part('operations', operations)],
    ['with a map that is no object', part('operations', operations) + part('map', '[]')],
    ['with a map that leads nowhere', part('operations', operations) + part('map', '{"0":["a.b.c"]}')],
    ['with two files', part('operations', operations) + part('map', '{"0":["variables.file"],"1":["variables.file"]}')],
    ['with a part whose headers hold control characters', part('oper\u0001ations', operations)],
    ['with nothing at all', ''],
  ])('are refused as malformed: %s', async (_name, parts) => {
    const { status, body } = await answerTo(send(parts, { isWhole: true }));
    expect([400, 413]).toContain(status);
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'BAD_MULTIPART_REQUEST' } }] });
  });

  it('are refused as malformed without a boundary', async () => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'apollo-require-preflight': '1', 'content-type': 'multipart/form-data' },
      body: 'x',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_MULTIPART_REQUEST' } }] });
  });

  it('change no prototype that their map names', async () => {
    await answerTo(
      send(part('operations', operations) + part('map', '{"0":["__proto__.polluted"]}'), { isWhole: true }),
    );
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('are answered with UPLOAD_INCOMPLETE when the file does not come', async () => {
    const parts = part('operations', operations) + part('map', '{"0":["variables.file"]}');
    const { status, body } = await answerTo(send(parts, { isWhole: true }));
    expect(status).toBe(200);
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'UPLOAD_INCOMPLETE' } }] });
  });

  it('are answered with INVALID_INPUT when the file name holds control characters', async () => {
    const file = filePart('a,b\n').replace('a.csv', 'a\u0001.csv');
    const parts = part('operations', operations) + part('map', '{"0":["variables.file"]}') + file;
    const { body } = await answerTo(send(parts, { isWhole: true }));
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'INVALID_INPUT' } }] });
    expect((await server.gql('{ __typename }')).status).toBe(200);
  });

  it('are answered with INVALID_INPUT when one file is for two variables', async () => {
    const query =
      'mutation($a: Upload!, $b: Upload!) { a: uploadDataset(input: { file: $a }) { dataset { name } } b: uploadDataset(input: { file: $b }) { dataset { name } } }';
    const twice = JSON.stringify({ query, variables: { a: null, b: null } });
    const parts = part('operations', twice) + part('map', '{"0":["variables.a","variables.b"]}') + filePart('a,b\n');
    const { body } = await answerTo(send(parts, { isWhole: true }));
    expect(body).toMatchObject({ errors: [{ path: ['b'], extensions: { code: 'INVALID_INPUT' } }] });
    expect(server.received).toHaveLength(1);
  });

  it('are discarded when no field takes them, and the connection serves the next request', async () => {
    const query = 'query($file: Upload) { __typename }';
    const form = new FormData();
    form.set('operations', JSON.stringify({ query, variables: { file: null } }));
    form.set('map', '{"0":["variables.file"]}');
    form.set('0', new Blob([Buffer.alloc(900_000)]), 'a.csv');
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'apollo-require-preflight': '1' },
      body: form,
    });
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
    expect((await server.gql('{ __typename }')).status).toBe(200);
  });

  function send(parts: string, { isWhole = false } = {}) {
    const request = httpRequest(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'apollo-require-preflight': '1', 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    });
    request.write(parts);
    if (isWhole) request.end(`--${BOUNDARY}--\r\n`);
    return request;
  }
});

async function answerTo(request: ReturnType<typeof httpRequest>): Promise<{ status: number; body: unknown }> {
  const [response] = await once(request, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, body: JSON.parse(Buffer.concat(chunks).toString()) };
}

function part(name: string, value: string): string {
  return `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
}

function filePart(content: string): string {
  return `--${BOUNDARY}\r\ncontent-disposition: form-data; name="0"; filename="a.csv"\r\ncontent-type: text/csv\r\n\r\n${content}\r\n`;
}
