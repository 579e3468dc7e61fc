import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHttpServer } from '../support/http-server.js';

describe('every request', () => {
  let server: Awaited<ReturnType<typeof startHttpServer>>;
  beforeAll(async () => {
    server = await startHttpServer();
  });
  afterAll(() => server.close());

  it('gets its own id', async () => {
    const ids = await Promise.all(
      [1, 2].map(async () => (await fetch(`${server.url}/health/live`)).headers.get('x-request-id')),
    );
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(ids[0]).not.toBe(ids[1]);
  });

  it.each(['a b', 'x'.repeat(65), '{"a":1}'])(
    'does not keep the id %j, which would not be safe in a log',
    async (id) => {
      const response = await fetch(`${server.url}/health/live`, { headers: { 'x-request-id': id } });
      expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it('for an unknown route is answered with 404 in JSON', async () => {
    const response = await fetch(`${server.url}/nowhere?token=secret`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  it('is logged once, without query string and secrets', async () => {
    await fetch(`${server.url}/health/live?token=hunter2`, { headers: { authorization: 'Bearer hunter2' } });
    await expect.poll(() => server.logged.some((line) => line.includes('"path":"/health/live"'))).toBe(true);
    expect(server.logged.join()).not.toContain('hunter2');
  });
});
