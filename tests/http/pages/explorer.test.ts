import { get } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHttpServer } from '../../support/http-server.js';

/** Of script, compressed, before anything can be done with the page. */
const FIRST_VIEW_BYTES = 200_000;

describe('the explorer', () => {
  let server: Awaited<ReturnType<typeof startHttpServer>>;
  let html: string;

  beforeAll(async () => {
    server = await startHttpServer();
    html = await (await fetch(`${server.url}/`)).text();
  });
  afterAll(() => server.close());

  const files = () => [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file!);

  it('is served at / and at each of its routes, and is always revalidated', async () => {
    for (const path of ['/', '/d/ds_1k81icmj0hirgvsmai8j2c', '/d/ds_1/analysis?by=supplier&value=amount']) {
      const response = await fetch(`${server.url}${path}`);
      expect(response.headers.get('content-type'), path).toBe('text/html; charset=utf-8');
      expect(response.headers.get('cache-control'), path).toBe('no-cache');
      expect(await response.text(), path).toBe(html);
    }
  });

  it('is the page of a wrong link for browsers; programs get an error in JSON', async () => {
    for (const path of ['/nothing', '/datasets/1', '/d']) {
      const page = await fetch(`${server.url}${path}`, { headers: { accept: 'text/html,*/*;q=0.8' } });
      expect(page.status, path).toBe(404);
      expect(await page.text(), path).toBe(html);
      const answer = await fetch(`${server.url}${path}`);
      expect(answer.status, path).toBe(404);
      expect(await answer.json(), path).toMatchObject({ error: { code: 'NOT_FOUND' } });
    }
    const posted = await fetch(`${server.url}/nothing`, { method: 'POST', headers: { accept: 'text/html' } });
    expect(await posted.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  it('may load scripts and data only from its own host', async () => {
    const policy = (await fetch(`${server.url}/`)).headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self'");
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
  });

  it('loads all its files from this process, immutable', async () => {
    expect(files().length).toBeGreaterThanOrEqual(3);
    for (const file of files()) {
      expect(file).toMatch(/^\/explorer\/assets\/[\w.-]+-[\w-]{8}\.(js|css|svg)$/);
      const response = await fetch(`${server.url}${file}`);
      expect(response.status, file).toBe(200);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    }
  });

  it('is compressed for clients that accept it, and plain for others', async () => {
    const script = files().find((file) => file.endsWith('.js'))!;
    const plain = await raw(script, 'identity');
    expect(plain.encoding).toBeUndefined();
    const zipped = await raw(script, 'gzip');
    expect(zipped.encoding).toBe('gzip');
    expect(gunzipSync(zipped.body)).toEqual(plain.body);
    const small = await raw(script, 'gzip, deflate, br');
    expect(small.encoding).toBe('br');
    expect(small.body.length).toBeLessThan(zipped.body.length);
  });

  it('needs less than 200 kB of script for its first view', async () => {
    const scripts = files().filter((file) => file.endsWith('.js'));
    const bodies = await Promise.all(scripts.map(async (file) => (await raw(file, 'identity')).body));
    const bytes = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(FIRST_VIEW_BYTES);
  });

  it.each(['__proto__', 'nothing.js', '..%2findex.html', 'index.html'])('has no file %s', async (file) => {
    expect((await fetch(`${server.url}/explorer/assets/${file}`)).status).toBe(404);
  });

  /** As it is sent; fetch would unpack it. */
  function raw(path: string, acceptEncoding: string) {
    return new Promise<{ encoding: string | undefined; body: Buffer }>((resolve, reject) => {
      get(`${server.url}${path}`, { headers: { 'accept-encoding': acceptEncoding } }, async (response) => {
        const chunks = await response.toArray();
        resolve({ encoding: response.headers['content-encoding'], body: Buffer.concat(chunks) });
      }).on('error', reject);
    });
  }
});
