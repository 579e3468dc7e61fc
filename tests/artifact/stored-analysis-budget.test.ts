import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { AnalysisLimits } from '../../src/artifact/analysis-budget.js';
import { StoredAnalysisBudget } from '../../src/artifact/stored-analysis-budget.js';
import { Database } from '../../src/postgres/database.js';
import { migrate } from '../../src/postgres/migrate.js';
import type { Bytes } from '../../src/storage/bytes.js';
import { silent } from '../catalog/open-storage.js';
import { hasPostgres, type PostgresServer, sql, startPostgres } from '../support/postgres.js';

const unlimited = { maxBytes: 1e12, maxCount: 1e9, maxBytesPerVersion: 1e12, maxCountPerVersion: 1e9 };

describe.skipIf(!hasPostgres)('analyses in an object store', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  /** Analyses of 100 bytes a file, used in the order of their numbers. */
  async function storeWith(limits: Partial<AnalysisLimits>) {
    const url = await server.createDatabase();
    await migrate(url);
    const database = new Database({ url, poolSize: 2 });
    onTestFinished(() => database.close());
    const removed: string[] = [];
    const bytes: Pick<Bytes, 'remove'> = {
      async remove(key) {
        removed.push(key);
        await sql(url, 'DELETE FROM files WHERE key = $1', [key]);
      },
    };
    // Of the port only this method is used here.
    const settings = { database, bytes: bytes as Bytes, log: silent };
    const budget = new StoredAnalysisBudget({ ...settings, limits: { ...unlimited, ...limits } });
    const hashOf = (n: number) => n.toString(16).padStart(32, '0');
    const add = async (version: string, n: number, extensions = ['json']) => {
      for (const extension of extensions) {
        const key = `${version}/analyses/${hashOf(n)}.${extension}`;
        await sql(url, "INSERT INTO objects (name, dataset, sha256, size_bytes, refs) VALUES ($1, 'ds', '', 100, 1)", [
          key,
        ]);
        await sql(
          url,
          `INSERT INTO files (key, dataset, object, attempt, modified_at, used_at)
           VALUES ($1, 'ds', $1, gen_random_uuid(), now(), now() - interval '1 day' + $2 * interval '1 minute')`,
          [key, n],
        );
      }
    };
    const left = async (version: string) => {
      const rows = await sql<{ key: string }>(url, 'SELECT key FROM files WHERE key LIKE $1 ORDER BY key', [
        `${version}/%`,
      ]);
      return rows.map(({ key }) => `${Number.parseInt(key.split('/')[3]!, 16)}${key.slice(key.indexOf('.'))}`);
    };
    return { url, budget, add, left, hashOf, removed };
  }

  it('stay within the number allowed for a version, least recently used removed first with all their files', async () => {
    const { budget, add, left, removed } = await storeWith({ maxCountPerVersion: 5 });
    for (let n = 1; n <= 7; n++) await add('ds_a/v1', n, ['json', 'csv']);
    for (let n = 1; n <= 5; n++) await add('ds_a/v10', n);
    await budget.stored('ds_a', 1);
    expect(await left('ds_a/v1')).toEqual([4, 5, 6, 7].flatMap((n) => [`${n}.csv`, `${n}.json`]));
    expect(await left('ds_a/v10')).toHaveLength(5);
    // Without its JSON an analysis is not served: it goes last.
    expect(removed.filter((key) => /1\.(json|csv)$/.test(key)).map((key) => key.slice(-4))).toEqual(['.csv', 'json']);
  });

  it.each([
    ['number', { maxCount: 4 }],
    ['bytes', { maxBytes: 400 }],
  ])('stay within the %s allowed in total, over all versions', async (_, limits) => {
    const { budget, add, left } = await storeWith(limits);
    for (const n of [1, 4, 5]) await add('ds_a/v1', n);
    for (const n of [2, 3, 6]) await add('ds_b/v7', n);
    await budget.open();
    expect([await left('ds_a/v1'), await left('ds_b/v7')]).toEqual([['4.json', '5.json'], ['6.json']]);
    await budget.close();
  });

  it('stay where they are used, and within the limits all of them', async () => {
    const { budget, add, left, hashOf } = await storeWith({ maxCountPerVersion: 3 });
    for (let n = 1; n <= 3; n++) await add('ds_a/v1', n);
    await budget.stored('ds_a', 1);
    expect(await left('ds_a/v1')).toHaveLength(3);
    await budget.used('ds_a', 1, hashOf(1));
    await add('ds_a/v1', 4);
    await budget.stored('ds_a', 1);
    expect(await left('ds_a/v1')).toEqual(['1.json', '4.json']);
  });
});
