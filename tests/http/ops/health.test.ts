import { afterEach, describe, expect, it } from 'vitest';
import { startHttpServer } from '../../support/http-server.js';

describe('health', () => {
  let server: Awaited<ReturnType<typeof startHttpServer>>;
  afterEach(() => server.close());

  it('is live as soon as the process answers, whatever its parts do', async () => {
    server = await startHttpServer({ readinessChecks: { storage: () => Promise.reject(new Error('disk')) } });
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
  });

  it('is ready when every part is', async () => {
    server = await startHttpServer({ readinessChecks: { storage: async () => {}, engine: async () => {} } });
    const response = await fetch(`${server.url}/health/ready`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok', checks: { storage: 'ok', engine: 'ok' } });
  });

  it('says which part is not ready, and why only in the log', async () => {
    const checks = { storage: () => Promise.reject(new Error('EROFS /srv/data')), engine: async () => {} };
    server = await startHttpServer({ readinessChecks: checks });
    const response = await fetch(`${server.url}/health/ready`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: 'unavailable', checks: { storage: 'failed', engine: 'ok' } });
    expect(server.logged.join()).toContain('EROFS /srv/data');
  });
});
