import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artifactPath } from '../../src/http/artifacts.js';
import { startHttpServer } from '../support/http-server.js';

const content = 'period,measure\n2024,total\n';
const sha256 = createHash('sha256').update(content).digest('hex');
const place = {
  datasetId: 'ds_0123456789abcdefghijkl',
  version: 3,
  hash: '0123456789abcdef0123456789abcdef',
  format: 'CSV',
} as const;

describe('artifact downloads', () => {
  let folder: string;
  let server: Awaited<ReturnType<typeof startHttpServer>>;
  let fileName = 'sales.csv';
  const get = (headers: Record<string, string> = {}, path = artifactPath(place)) =>
    fetch(`${server.url}${path}`, { headers });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'concentric ü %20-'));
    const path = join(folder, 'artifact.csv');
    await writeFile(path, content);
    server = await startHttpServer({
      findArtifact: async (wanted) =>
        JSON.stringify(wanted) === JSON.stringify(place) ? { path, fileName, sha256 } : null,
    });
  });
  afterAll(async () => {
    await server.close();
    await rm(folder, { recursive: true });
  });

  it('return the file with its type, its name and its hash as ETag', async () => {
    const response = await get();
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(content);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="sales.csv"',
      'content-length': '26',
      'accept-ranges': 'bytes',
      'last-modified': expect.stringMatching(/GMT$/),
      'x-content-type-options': 'nosniff',
      etag: `"${sha256}"`,
    });
  });

  it.each([
    ['売上 2024.csv', `attachment; filename="?? 2024.csv"; filename*=UTF-8''%E5%A3%B2%E4%B8%8A%202024.csv`],
    ['say "hi".csv', 'attachment; filename="say \\"hi\\".csv"'],
    [
      'a\r\nset-cookie: x=1.csv',
      `attachment; filename="a??set-cookie: x=1.csv"; filename*=UTF-8''a%0D%0Aset-cookie%3A%20x%3D1.csv`,
    ],
  ])('encode the name %j in the header', async (name, disposition) => {
    fileName = name;
    const response = await get();
    fileName = 'sales.csv';
    expect(response.headers.get('content-disposition')).toBe(disposition);
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('return a range', async () => {
    const response = await get({ range: 'bytes=0-5' });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe('bytes 0-5/26');
    expect(await response.text()).toBe('period');
  });

  it('return a range only when If-Range matches the file', async () => {
    expect((await get({ range: 'bytes=0-5', 'if-range': `"${sha256}"` })).status).toBe(206);
    expect((await get({ range: 'bytes=0-5', 'if-range': '"another"' })).status).toBe(200);
  });

  it('refuse a range beyond the end', async () => {
    const response = await get({ range: 'bytes=100-200' });
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe('bytes */26');
  });

  it.each([`"${sha256}"`, `W/"${sha256}"`, `"x", "${sha256}"`, '*'])('return 304 for If-None-Match %s', async (tag) => {
    const response = await get({ 'if-none-match': tag });
    expect(response.status).toBe(304);
    expect(await response.text()).toBe('');
  });

  it('return no body for HEAD', async () => {
    const response = await fetch(`${server.url}${artifactPath(place)}`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe('26');
  });

  it('return 404 in JSON for a missing file', async () => {
    const response = await get({}, artifactPath({ ...place, version: 4 }));
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'ARTIFACT_NOT_FOUND', message: expect.any(String) } });
  });

  it.each([
    '/artifacts/',
    '/artifacts/ds_0123456789abcdefghijkl/3/0123456789abcdef0123456789abcdef.exe',
    '/artifacts/ds_0123456789abcdefghijkl/03/0123456789abcdef0123456789abcdef.csv',
    '/artifacts/ds_x/3/0123456789abcdef0123456789abcdef.csv',
    '/artifacts/..%2f..%2f..%2fetc/3/0123456789abcdef0123456789abcdef.csv',
    '/artifacts/ds_0123456789abcdefghijkl/3/..%2f..%2fdataset.1.json',
    '/artifacts/%00/3/0123456789abcdef0123456789abcdef.csv',
    '/artifacts/%ff',
  ])('refuse %s', async (path) => {
    expect(await rawStatus(path)).toBe(400);
  });

  it('refuse paths that leave the folder', async () => {
    expect(await rawStatus('/artifacts/../../../../etc/passwd')).toBeGreaterThanOrEqual(400);
  });

  /** fetch would tidy the path up before sending it. */
  function rawStatus(path: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const request = httpRequest({ host: '127.0.0.1', port: server.port, path }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', reject).end();
    });
  }
});
