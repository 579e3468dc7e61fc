import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Database } from '../../src/postgres/database.js';
import { startFaultProxy } from '../support/fault-proxy.js';
import { hasPostgres, type PostgresServer, startPostgres } from '../support/postgres.js';

describe.skipIf(!hasPostgres)('a transaction', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  async function open() {
    const proxy = await startFaultProxy(server.port);
    const url = (await server.createDatabase()).replace(`:${server.port}/`, `:${proxy.port}/`);
    const database = new Database({ url, poolSize: 2 });
    onTestFinished(async () => {
      await database.close();
      await proxy.close();
    });
    return { database, proxy };
  }

  // An error event without a listener ends the process, and this run.
  it.each([0, 1])(
    'whose connection is cut after statement %i fails with a named error, and the next one works',
    async (after) => {
      const { database, proxy } = await open();
      await database.query('Preparing', { text: 'CREATE TABLE kept (n integer)' });
      const broken = database.transaction('Working', async (query) => {
        for (let n = 0; n < after; n++) await query({ text: 'INSERT INTO kept VALUES (1)' });
        proxy.set('cut');
        // Until the end of the connection has arrived, with no statement on its way.
        await pause(100);
        await query({ text: 'INSERT INTO kept VALUES (2)' });
      });
      await expect(broken).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
      proxy.set('none');
      await database.transaction('Working', (query) => query({ text: 'INSERT INTO kept VALUES (3)' }));
      expect(await database.query('Reading', { text: 'SELECT n FROM kept' })).toEqual([{ n: 3 }]);
    },
  );
});
