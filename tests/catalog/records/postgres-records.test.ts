import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { newDatasetId } from '../../../src/catalog/dataset-id.js';
import { PostgresRecords } from '../../../src/catalog/records/postgres-records.js';
import { revisionText } from '../../../src/catalog/records/revision-text.js';
import { Database } from '../../../src/postgres/database.js';
import { migrate } from '../../../src/postgres/migrate.js';
import { startFaultProxy } from '../../support/fault-proxy.js';
import { hasPostgres, type PostgresServer, sql, startPostgres } from '../../support/postgres.js';
import { revisionOf, testRecordsContract } from './records-contract.js';

describe.skipIf(!hasPostgres)('records in PostgreSQL', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  async function migrated(): Promise<string> {
    const url = await server.createDatabase();
    await migrate(url);
    return url;
  }

  async function open(url: string): Promise<PostgresRecords> {
    const database = new Database({ url, poolSize: 4 });
    const records = await PostgresRecords.open(database);
    onTestFinished(async () => {
      records.close();
      await database.close();
    });
    return records;
  }

  async function openTwo(): Promise<[PostgresRecords, PostgresRecords]> {
    const url = await migrated();
    return [await open(url), await open(url)];
  }

  testRecordsContract('PostgreSQL', openTwo);

  it('never show a change to a barrier that started before it, and always to one that started after it', async () => {
    const [writer, reader] = await openTwo();
    const id = newDatasetId();
    await writer.put(revisionOf(id, 1));
    for (let revision = 2; revision <= 60; revision++) {
      // Barriers before and during the change share round trips with the one after it.
      const others = Array.from({ length: 5 }, () => reader.barrier());
      const stored = writer.put(revisionOf(id, revision));
      const during = Array.from({ length: 5 }, () => reader.barrier());
      await stored;
      await reader.barrier();
      expect(reader.isCurrent(id, revision)).toBe(true);
      await Promise.all([...others, ...during]);
    }
  });

  it('share one round trip among callers that wait at the same time', async () => {
    const url = await migrated();
    const records = await open(url);
    const queries = vi.spyOn(pg.Client.prototype, 'query');
    onTestFinished(() => queries.mockRestore());
    await Promise.all(Array.from({ length: 1000 }, () => records.barrier()));
    expect(queries).toHaveBeenCalledTimes(1);
    const first = records.barrier();
    await Promise.resolve();
    await Promise.all([first, ...Array.from({ length: 1000 }, () => pause(0).then(() => records.barrier()))]);
    expect(queries.mock.calls.length).toBeGreaterThan(2);
    expect(queries.mock.calls.length).toBeLessThan(50);
  });

  it('read all revisions again when the last seen change has another token, as after a failover', async () => {
    const url = await migrated();
    const [writer, reader] = [await open(url), await open(url)];
    const [kept, lost] = [newDatasetId(), newDatasetId()];
    await writer.put(revisionOf(kept, 1));
    await writer.put(revisionOf(lost, 1));
    await writer.put(revisionOf(kept, 2, { name: 'lost with the old primary' }));
    await reader.barrier();
    const { position } = await reader.changesSince(null);
    expect(reader.isCurrent(kept, 2)).toBe(true);
    // The new primary did not have the last two changes, and has used their numbers for others.
    const other = newDatasetId();
    const tokens = [randomUUID(), randomUUID()];
    await sql(url, 'DELETE FROM changes WHERE n >= 2');
    await sql(url, 'DELETE FROM datasets WHERE id = $1', [lost]);
    await sql(url, `UPDATE datasets SET revision = 1, revision_text = $2 WHERE id = $1`, [
      kept,
      revisionText(revisionOf(kept, 1)),
    ]);
    for (const [index, token] of tokens.entries()) {
      await sql(url, 'INSERT INTO changes VALUES ($1, $2, $3, $4, gen_random_uuid())', [
        index + 2,
        token,
        other,
        index + 1,
      ]);
    }
    await sql(url, 'INSERT INTO datasets VALUES ($1, 2, $2)', [other, revisionText(revisionOf(other, 2))]);
    await sql(url, 'UPDATE clock SET n = 3, token = $1', [tokens[1]]);
    await reader.barrier();
    expect([reader.isCurrent(kept, 1), reader.isCurrent(kept, 2)]).toEqual([true, false]);
    expect(reader.isCurrent(lost, 1)).toBe(false);
    expect(reader.isCurrent(other, 2)).toBe(true);
    expect((await reader.changesSince(position)).changed).toBe('all');
  });

  it('report a damaged row by its name, and not as a missing dataset', async () => {
    const url = await migrated();
    const records = await open(url);
    const id = newDatasetId();
    await records.put(revisionOf(id, 1, { name: 'Sales' }));
    await sql(url, "UPDATE datasets SET revision_text = replace(revision_text, 'Sales', 'Sale') WHERE id = $1", [id]);
    await expect(records.get(id)).rejects.toMatchObject({
      code: 'RECORD_DAMAGED',
      message: expect.stringContaining(`the row "${id}" of the table "datasets" does not match its checksum`),
    });
  });

  it('refuse a comparison with a standby', async () => {
    const url = await migrated();
    const records = await open(url);
    const [{ name }] = (await sql<{ name: string }>(url, 'SELECT current_database() AS name')) as [{ name: string }];
    // A function of the same name that is found first: the server says that it is in recovery.
    await sql(url, 'CREATE SCHEMA standby');
    await sql(url, 'CREATE FUNCTION standby.pg_is_in_recovery() RETURNS boolean LANGUAGE sql AS $$ SELECT true $$');
    await sql(url, `ALTER DATABASE ${name} SET search_path TO standby, pg_catalog, public`);
    await expect(open(url)).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      message: expect.stringContaining('standby'),
    });
    await records.barrier();
  });

  it('refuse comparisons while the server is away, and go on when it is back, with all acknowledged changes', async () => {
    const url = await migrated();
    const records = await open(url);
    const id = newDatasetId();
    await records.put(revisionOf(id, 1));
    server.halt('immediate');
    try {
      await expect(records.barrier()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
      await expect(records.get(id)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
      await expect(records.put(revisionOf(id, 2))).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    } finally {
      server.start();
    }
    await records.barrier();
    expect(records.isCurrent(id, 1)).toBe(true);
    expect(await records.put(revisionOf(id, 2))).toBe(true);
    await records.barrier();
    expect(records.isCurrent(id, 2)).toBe(true);
  });

  it('refuse a comparison where no packet arrives any more, and go on when they do', async () => {
    const url = await migrated();
    const proxy = await startFaultProxy(server.port);
    onTestFinished(() => proxy.close());
    const records = await open(url.replace(`:${server.port}/`, `:${proxy.port}/`));
    proxy.set('drop');
    await expect(records.barrier()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    await expect(records.barrier()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    proxy.set('none');
    await records.barrier();
  });

  it('find their own change when the reply to it was lost', async () => {
    const url = await migrated();
    const proxy = await startFaultProxy(server.port);
    onTestFinished(() => proxy.close());
    const records = await open(url.replace(`:${server.port}/`, `:${proxy.port}/`));
    const id = newDatasetId();
    expect(await records.put(revisionOf(id, 1))).toBe(true);
    for (let revision = 2; revision <= 5; revision++) {
      proxy.set('loseReply');
      expect(await records.put(revisionOf(id, revision, { name: `change ${revision}` }))).toBe(true);
      expect(await records.get(id)).toMatchObject({ revision, name: `change ${revision}` });
    }
    proxy.set('loseReply');
    expect(await records.put(revisionOf(id, 3))).toBe(false);
  });
});
