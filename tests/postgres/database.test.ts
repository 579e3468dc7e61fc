import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Database } from '../../src/postgres/database.js';
import { startFaultProxy } from '../support/fault-proxy.js';
import { hasPostgres, type PostgresServer, startPostgres } from '../support/postgres.js';

describe.skipIf(!hasPostgres)('the database', () => {
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

  it.each(['drop', 'cut'] as const)(
    'reads over a new connection where the pooled one got the fault "%s"',
    async (fault) => {
      const { database, proxy } = await open();
      expect(await database.read('Reading', { text: 'SELECT 1 AS n' })).toEqual([{ n: 1 }]);
      const reading = database.read('Reading', { text: 'SELECT 2 AS n, pg_sleep(0.3)' });
      await pause(100);
      proxy.set(fault);
      // Until the reply is lost. The connection stays silent, as one that a firewall has forgotten.
      if (fault === 'drop') await pause(400);
      proxy.set('none');
      expect(await reading).toMatchObject([{ n: 2 }]);
    },
  );

  it('says what failed where a new connection fails too, and leaves errors of the statement as they are', async () => {
    const { database, proxy } = await open();
    await expect(database.read('Reading', { text: 'SELECT x' })).rejects.toMatchObject({ code: '42703' });
    proxy.set('cut');
    await expect(database.read('Reading', { text: 'SELECT 1' })).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      message: expect.stringContaining('Reading failed'),
    });
  });

  // An error event without a listener ends the process, and this run.
  it.each([0, 1])(
    'fails a transaction whose connection is cut after statement %i with a named error, and does the next one',
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
