import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { provenanceOf } from '../../src/analysis/figure-rows/rows-of-analysis.js';
import { rowsDigest } from '../../src/catalog/integrity/rows-digest.js';
import { writeDescription } from '../../src/catalog/write-description.js';
import { Engine } from '../../src/duckdb/engine.js';
import { quoteText } from '../../src/duckdb/quote.js';
import { createIngestFile } from '../../src/ingest/pipeline.js';
import { filesIn, keys } from '../../src/storage/layout.js';
import { sha256, sha256OfFile } from '../../src/storage/sha256.js';
import { VerifiedFiles } from '../../src/storage/verified-files.js';
import { aRecord, openStorage, temporaryStorage } from './open-storage.js';

async function openEngine(): Promise<Engine> {
  const engine = await Engine.open({ threads: 2, memoryLimitBytes: 256 << 20, tempDirectory: tmpdir() });
  onTestFinished(() => engine.close());
  return engine;
}

const content = 'customer,amount\nAcme,1.50\nBolt,2.25\nCore,3\n';

/** A table that is large enough for ids of its texts. */
const long = `customer,amount\n${Array.from({ length: 20_000 }, (_, row) => `Acme ${row % 9},${row}`).join('\n')}\n`;

async function aVersion(text = content) {
  const engine = await openEngine();
  const storage = await openStorage(await temporaryStorage(), { engine });
  const draft = aRecord();
  const source = { ...draft.source, sha256: sha256(text), sizeBytes: text.length };
  const folder = await storage.folders.begin(draft.id);
  const sourcePath = filesIn.source(folder, source);
  await mkdir(join(folder, 'source'));
  await writeFile(sourcePath, text);
  const { schema, lineage } = await createIngestFile(engine)({
    sources: [{ name: source.fileName, path: sourcePath, format: 'CSV' }],
    options: {},
    folder,
  });
  await writeDescription(folder, schema, lineage);
  const checksums = await storage.seal(folder);
  await storage.folders.place(draft.id, 1, folder, async () => true);
  const reading = { options: {}, rulesVersion: 1, checksums };
  const record = await storage.catalog.create({ ...draft, source, reading });
  return { ...storage, engine, record };
}

async function rot(path: string): Promise<void> {
  const { atime, mtime } = await stat(path);
  const bytes = await readFile(path);
  bytes[bytes.length >> 1]! ^= 4;
  await writeFile(path, bytes);
  await utimes(path, atime, mtime);
}

describe('the digest of rows', () => {
  it('depends on values, types and order, not on how they are encoded', async () => {
    const engine = await openEngine();
    const folder = await temporaryStorage();
    const digest = async (name: string, rows: string, format: string) => {
      const path = join(folder, name);
      await engine.withConnection((connection) =>
        connection.run(`COPY (${rows}) TO ${quoteText(path)} (FORMAT parquet, ${format})`),
      );
      return rowsDigest(engine, path);
    };
    const rows = 'SELECT i AS n, \'x\' || i % 7 AS "row", i / 4 AS part FROM range(5000) t(i)';
    const right = await digest('a', rows, 'COMPRESSION zstd');
    expect(await digest('b', rows, 'COMPRESSION uncompressed, ROW_GROUP_SIZE 2048')).toBe(right);
    const others = [
      `${rows} ORDER BY n DESC`,
      `${rows} LIMIT 4999`,
      rows.replace('i AS n', 'i::VARCHAR AS n'),
      rows.replace('i AS n', 'if(i = 4321, 1, i) AS n'),
      rows.replace('i AS n', 'if(i = 4321, NULL, i) AS n'),
    ];
    for (const [index, other] of others.entries()) {
      expect(await digest(`c${index}`, other, 'COMPRESSION zstd'), other).not.toBe(right);
    }
  });
});

describe('a verified file', () => {
  it('is hashed again when it changed, and on request when nothing shows that it did', async () => {
    const path = join(await temporaryStorage(), 'file');
    await writeFile(path, 'right');
    const expected = await sha256OfFile(path);
    const files = new VerifiedFiles();
    expect(await files.isIntact(path, expected)).toBe(true);
    await rot(path);
    expect(await files.isIntact(path, expected)).toBe(false);
    expect(await files.isIntact(path, expected, { fresh: true })).toBe(false);
    await writeFile(path, 'right');
    expect(await files.isIntact(path, expected)).toBe(true);
    expect(await files.isIntact(`${path}-missing`, expected)).toBe(false);
  });
});

describe('a damaged version', () => {
  it.each(['normalized.parquet', 'provenance.parquet', 'schema.json'] as const)(
    'gets its %s back as it was',
    async (file) => {
      const { layout, versions, record } = await aVersion();
      const path = join(layout.version(record.id, 1), file);
      const before = await readFile(path);
      await rot(path);
      expect(await versions.verify(record)).toBe(true);
      expect((await readFile(path)).equals(before)).toBe(true);
    },
  );

  it.each(['normalized.parquet', 'names.parquet'] as const)('with ids gets its %s back as it was', async (file) => {
    const { layout, versions, catalog, record } = await aVersion(long);
    const path = join(layout.version(record.id, 1), file);
    const before = await readFile(path);
    await rot(path);
    expect(await versions.verify(record)).toBe(true);
    expect((await readFile(path)).equals(before)).toBe(true);
    expect((await catalog.get(record.id))?.reading).toEqual(record.reading);
  });

  it('is used without its names where a rebuilt Parquet has other ids', async () => {
    const { catalog, versions, record } = await aVersion(long);
    const checksums = { ...record.reading!.checksums, parquet: sha256('other ids'), names: sha256('their names') };
    const other = await catalog.change(record.id, () => ({ reading: { ...record.reading!, checksums } }));
    expect((await versions.preview(other, 3)).rows).toHaveLength(3);
    expect((await catalog.get(record.id))?.reading?.checksums).not.toHaveProperty('names');
  });

  it('of an earlier release gets the origin of its rows when that is first requested', async () => {
    const { catalog, versions, layout, record } = await aVersion();
    const { provenance, ...checksums } = record.reading!.checksums;
    const earlier = await catalog.change(record.id, () => ({ reading: { ...record.reading!, checksums } }));
    await rm(join(layout.version(record.id, 1), 'provenance.parquet'));
    const read = await versions.withVersion(earlier, async (files) => readFile(await provenanceOf(files, earlier)));
    expect(sha256(read)).toBe(provenance);
    expect((await catalog.get(record.id))?.reading).toEqual(record.reading);
  });

  it('of an earlier release whose source is now read differently needs a normalization for that', async () => {
    const { catalog, versions, layout, record } = await aVersion();
    const { provenance: _, ...others } = record.reading!.checksums;
    const checksums = { ...others, parquet: sha256('other rows'), rows: 'other rows' };
    const earlier = await catalog.change(record.id, () => ({ reading: { ...record.reading!, checksums } }));
    await rm(join(layout.version(record.id, 1), 'provenance.parquet'));
    const read = versions.withVersion(earlier, (files) => provenanceOf(files, earlier));
    await expect(read).rejects.toMatchObject({ code: 'VERSION_NEEDS_NORMALIZATION' });
  });

  it('gets the lineage of the new reading, and a record that says so', async () => {
    const { layout, catalog, versions, record } = await aVersion();
    const before = await versions.lineage(record);
    await rot(layout.lineage(record.id, 1));
    const operations = (await versions.lineage(record)).map(({ operation }) => operation);
    expect(operations).toEqual(before.map(({ operation }) => operation));
    const after = await catalog.get(record.id);
    expect(after?.reading?.checksums.lineage).toBe(await sha256OfFile(layout.lineage(record.id, 1)));
    expect(await versions.lineage(after!)).toHaveLength(before.length);
  });

  it('is not replaced where its source is now read differently', async () => {
    const { layout, versions, record } = await aVersion();
    const checksums = { ...record.reading!.checksums, parquet: sha256('other bytes'), rows: 'other rows' };
    const other = { ...record, reading: { ...record.reading!, checksums } };
    const before = await readFile(layout.parquet(record.id, 1));
    await expect(versions.preview(other, 1)).rejects.toMatchObject({
      code: 'VERSION_DAMAGED',
      message: expect.stringContaining('normalizeDataset'),
    });
    expect(await versions.verify(other)).toBe(false);
    expect((await readFile(layout.parquet(record.id, 1))).equals(before)).toBe(true);
  });

  it('is accepted with the recorded rows in another encoding', async () => {
    const { catalog, versions, record } = await aVersion();
    const checksums = { ...record.reading!.checksums, parquet: sha256('as another release encoded it') };
    const other = await catalog.change(record.id, () => ({ reading: { ...record.reading!, checksums } }));
    expect((await versions.preview(other, 3)).rows).toHaveLength(3);
    const after = await catalog.get(record.id);
    expect(after?.reading?.checksums.parquet).toBe(record.reading!.checksums.parquet);
  });
});

it.each([
  ['CONFLICT, not damage, when a version was removed while it was being read', 'CONFLICT'],
  ['VERSION_DAMAGED with a remedy when the files of the current version are missing', 'VERSION_DAMAGED'],
])('answers %s', async (_, code) => {
  const { versions, bytes, catalog, record } = await aVersion();
  if (code === 'CONFLICT') await catalog.delete(record.id);
  else await bytes.remove(keys.version(record.id, record.version));
  for (const read of [
    () => versions.preview(record, 1),
    () => versions.lineage(record),
    () => versions.verify(record),
  ]) {
    await expect(read()).rejects.toMatchObject({ code });
  }
});
