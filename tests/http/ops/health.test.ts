import { afterEach, describe, expect, it } from 'vitest';
import { ConcentricError } from '../../../src/model/errors.js';
import { startHttpServer } from '../../support/http-server.js';

describe('health', () => {
  let server: Awaited<ReturnType<typeof startHttpServer>>;
  afterEach(() => server.close());

  it('is live when the process answers, even if its parts fail', async () => {
    server = await startHttpServer({ readinessChecks: { storage: () => Promise.reject(new Error('disk')) } });
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
  });

  it('is ready when every part is ready', async () => {
    server = await startHttpServer({ readinessChecks: { storage: async () => {}, engine: async () => {} } });
    const response = await fetch(`${server.url}/health/ready`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok', checks: { storage: 'ok', engine: 'ok' } });
  });

  it('shows the figures of a check and the public reason of a failure', async () => {
    const tooLittle = new ConcentricError('STORAGE_UNAVAILABLE', 'Free some space.', { freeBytes: 5, minFreeBytes: 9 });
    let isFull = false;
    const storage = async () => {
      if (isFull) throw tooLittle;
      return { freeBytes: 10, minFreeBytes: 9 };
    };
    server = await startHttpServer({ readinessChecks: { storage } });
    const ready = async () => {
      const response = await fetch(`${server.url}/health/ready`);
      return [response.status, await response.json()];
    };
    const details = { storage: { freeBytes: 10, minFreeBytes: 9 } };
    expect(await ready()).toEqual([200, { status: 'ok', checks: { storage: 'ok' }, details }]);
    isFull = true;
    const failed = { code: 'STORAGE_UNAVAILABLE', message: 'Free some space.', freeBytes: 5, minFreeBytes: 9 };
    expect(await ready()).toEqual([
      503,
      { status: 'unavailable', checks: { storage: 'failed' }, details: { storage: failed } },
    ]);
  });

  it('runs one check for concurrent requests', async () => {
    let checks = 0;
    let finish = () => {};
    const storage = () =>
      new Promise<void>((resolve) => {
        checks++;
        finish = resolve;
      });
    server = await startHttpServer({ readinessChecks: { storage } });
    const responses = Array.from({ length: 20 }, () => fetch(`${server.url}/health/ready`));
    await expect.poll(() => checks).toBe(1);
    setTimeout(finish, 200);
    expect((await Promise.all(responses)).map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(checks).toBe(1);
  });

  it('names the part that is not ready, and logs the reason', async () => {
    const checks = { storage: () => Promise.reject(new Error('EROFS /srv/data')), engine: async () => {} };
    server = await startHttpServer({ readinessChecks: checks });
    const response = await fetch(`${server.url}/health/ready`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: 'unavailable', checks: { storage: 'failed', engine: 'ok' } });
    expect(server.logged.join()).toContain('EROFS /srv/data');
  });
});
