import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { VersionIntegrity } from '../../src/catalog/integrity/version-integrity.js';
import { Versions } from '../../src/catalog/versions.js';
import { writeDescription } from '../../src/catalog/write-description.js';
import { Engine } from '../../src/duckdb/engine.js';
import { quoteText } from '../../src/duckdb/quote.js';
import { filesIn } from '../../src/storage/layout.js';
import { aColumn, aRecord, aSchema, openStorage, temporaryStorage } from './open-storage.js';

const step = {
  id: 'read',
  operation: 'READ',
  startedAt: '2024-01-01T00:00:00.000Z',
  durationMs: 1,
  inputs: ['source/sales.csv'],
  outputs: [],
  parameters: [],
  metrics: [],
  warnings: [],
};

/** A dataset of one version: five typed columns, three rows, and a column in the Parquet that the schema does not name. */
async function aReadyDataset() {
  const engine = await Engine.open({ threads: 1, memoryLimitBytes: 256 << 20, tempDirectory: tmpdir() });
  onTestFinished(() => engine.close());
  const storage = await openStorage(await temporaryStorage(), { engine });
  const draft = aRecord();
  const folder = await storage.folders.begin(draft.id);
  await engine.withConnection((connection) =>
    connection.run(
      `COPY (SELECT * FROM (VALUES
         ('Ä "quoted"', 1.50::DECIMAL(38, 2), DATE '2024-03-31', true, TIMESTAMP '2024-03-31 12:30:00', 1),
         ('', -2, NULL, false, NULL, 2),
         (NULL, NULL, DATE '1999-12-31', NULL, NULL, 3)
       ) AS t("na""me", amount, day, paid, "at", internal_id)) TO ${quoteText(filesIn.parquet(folder))}`,
    ),
  );
  const columns = ['na"me', 'amount', 'day', 'paid', 'at'].map((name) => aColumn({ name }));
  const { datasetId: _datasetId, version: _version, ...schema } = aSchema(columns, { rowCount: 3 });
  await writeDescription(folder, schema, [step]);
  await storage.folders.place(draft.id, 1, folder, async () => true);
  const record = await storage.catalog.create(draft);
  return { ...storage, engine, record };
}

describe('a READY dataset', () => {
  it('is read again where the copy of a file was removed before it was opened, and once only', async () => {
    const { folders, engine, record } = await aReadyDataset();
    const path = join(await temporaryStorage(), 'copy');
    const fetched: Pick<VersionIntegrity, 'verifiedPath'> = {
      async verifiedPath() {
        await writeFile(path, 'rows');
        return path;
      },
    };
    // Of the class only this method is used here.
    const versions = new Versions(folders, engine, fetched as VersionIntegrity);
    const read = (removals: number, afterFailure: () => Promise<unknown> = async () => undefined) => {
      let runs = 0;
      return versions.withVersion(record, async (files) => {
        const copy = await files.localPath('schema.json');
        if (++runs <= removals) await rm(copy);
        return readFile(copy, 'utf8').catch(async (error) => {
          await afterFailure();
          throw error;
        });
      });
    };
    expect([await read(0), await read(1), await read(4)]).toEqual(['rows', 'rows', 'rows']);
    await expect(read(5)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE', cause: { code: 'ENOENT' } });
    // Another reader has fetched it before the failure is looked at.
    expect(await read(1, () => fetched.verifiedPath(record, 'schema.json'))).toBe('rows');
  });

  it('is not read again where its files are as they were', async () => {
    const { versions, record } = await aReadyDataset();
    let runs = 0;
    const broken = versions.withVersion(record, async (files) => {
      await files.localPath('schema.json');
      runs++;
      throw new Error('of the work itself');
    });
    await expect(broken).rejects.toThrow('of the work itself');
    expect(runs).toBe(1);
  });

  it('shows its first rows as text, in the order of the file', async () => {
    const { versions, record } = await aReadyDataset();
    const columns = ['na"me', 'amount', 'day', 'paid', 'at'];
    expect(await versions.preview(record, 2)).toEqual({
      columns,
      rows: [
        ['Ä "quoted"', '1.50', '2024-03-31', 'true', '2024-03-31 12:30:00'],
        ['', '-2.00', null, 'false', null],
      ],
    });
    expect(await versions.preview(record, 0)).toEqual({ columns, rows: [] });
    expect((await versions.preview(record, 1000)).rows).toHaveLength(3);
  });

  it('refuses a preview beyond 0 to 1000 rows', async () => {
    const { versions, record } = await aReadyDataset();
    for (const first of [-1, 1001, 0.5]) {
      await expect(versions.preview(record, first)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
  });

  it('has the schema that was detected, with what saveSchema laid over it', async () => {
    const { catalog, versions, record } = await aReadyDataset();
    expect(await versions.schema(record)).toMatchObject({ datasetId: record.id, version: 1, rowCount: 3 });
    const change = { columns: [{ name: 'amount', role: 'IDENTIFIER' as const, description: null }] };
    const saved = await catalog.saveSchema(record.id, change);
    expect(saved.revision).toBe(2);
    expect((await versions.schema(saved))?.columns.map((column) => column.role)).toEqual([
      'CATEGORICAL',
      'IDENTIFIER',
      'CATEGORICAL',
      'CATEGORICAL',
      'CATEGORICAL',
    ]);
    expect((await versions.schema(record))?.columns[1]?.role).toBe('CATEGORICAL');
  });

  it('has its lineage', async () => {
    const { versions, record } = await aReadyDataset();
    expect(await versions.lineage(record)).toEqual([step]);
  });

  it('keeps a schema.json that says nothing of the dataset it is in', async () => {
    const { layout, record } = await aReadyDataset();
    const text = await readFile(layout.schema(record.id, 1), 'utf8');
    expect(text).toMatch(/^\{\n {2}"rowCount": 3,\n/);
    expect(text).not.toContain(record.id);
    expect(JSON.parse(text)).not.toHaveProperty('version');
  });
});

describe('a dataset that is not READY', () => {
  it('has no schema, no lineage, no preview, and none can be saved', async () => {
    const { catalog, layout, versions } = await openStorage(await temporaryStorage());
    const draft = aRecord({ status: 'PROCESSING' });
    await mkdir(layout.dataset(draft.id));
    const record = await catalog.create(draft);
    expect(await versions.schema(record)).toBeNull();
    expect(await versions.lineage(record)).toEqual([]);
    await expect(versions.preview(record, 1)).rejects.toMatchObject({ code: 'DATASET_NOT_READY' });
    await expect(catalog.saveSchema(record.id, {})).rejects.toMatchObject({ code: 'DATASET_NOT_READY' });
  });
});
