import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../../src/duckdb/engine.js';
import { readText } from '../../../src/ingest/read/text/read-text.js';
import { type Ingested, ingest } from '../../support/ingest.js';
import { parquetOf } from '../../support/parquet-file.js';
import { inTemporaryFolder } from '../../support/read-source.js';

/** The rows of a file of more than a quarter of SMALL go into a file of ours; LARGE leaves those of all files here in memory. */
const SMALL = 40_000_000;
const LARGE = 512_000_000;

/** More rows than one group of a Parquet holds. */
const ROWS = 150_000;
const names = Array.from({ length: ROWS }, (_, row) => ` Customer ${(row * 7919) % 20_011} of the north west`);

/** Dates and amounts that are read, not cast, with blank rows, a repeated header, odd cells, an empty column and a total. */
function messyText(): string {
  let cents = 0;
  const lines = names.map((name, row) => {
    if (row % 1000 === 3) return ',,,,';
    if (row % 50_000 === 7) return 'Order date,Customer,Invoice,Amount,';
    const amount = (row * 104_729) % 9_999_999;
    if (row % 50 !== 0) cents += amount;
    const cell = row % 50 === 0 ? 'n/a' : `"$${inDollars(amount)}"`;
    return `${1 + (row % 28)}/0${1 + (row % 9)}/2023,${name},INV-${row},${cell},`;
  });
  return ['Order date,Customer,Invoice,Amount,', ...lines, `Total,,,"${inDollars(cents)}",`].join('\n');
}

function inDollars(cents: number): string {
  return (cents / 100).toLocaleString('en', { minimumFractionDigits: 2 });
}

/** What a reading found, without the times of day and the sum of a Parquet's bytes. */
function found({ schema, lineage, sources, rows, names: texts, ids }: Ingested) {
  const steps = lineage.map(({ startedAt, durationMs, metrics, ...step }) => ({
    ...step,
    metrics: metrics.filter(({ name }) => name !== 'sha256'),
  }));
  return { schema, sources, steps, rows, texts, ids: schema.columns.map(({ name }) => ids(name)) };
}

describe('rows are in file order', () => {
  const leftOut = [
    { reason: 'HEADER', count: 1 },
    { reason: 'BLANK', count: 150 },
    { reason: 'REPEATED_HEADER', count: 3 },
    { reason: 'TOTAL', count: 1 },
  ];
  const invoices = names.flatMap((_, row) => (row % 1000 === 3 || row % 50_000 === 7 ? [] : [`INV-${row}`]));

  it.each([
    { where: 'memory', memoryLimitBytes: LARGE, threads: [1, 4] },
    { where: 'a file', memoryLimitBytes: SMALL, threads: [2, 4] },
  ])('of a table in $where, the same bytes with any number of threads', async ({ memoryLimitBytes, threads }) => {
    const text = messyText();
    expect(text.length).toBeGreaterThan(SMALL / 4);
    const checksums = new Set<string>();
    for (const count of threads) {
      const { parquetSha256, schema, column, values } = await ingest(text, { threads: count, memoryLimitBytes });
      expect(values('invoice')).toEqual(invoices);
      expect(schema.rowsLeftOut).toMatchObject(leftOut);
      expect(column('invoice').cardinality).toBe(invoices.length);
      checksums.add(parquetSha256);
    }
    expect(checksums.size).toBe(1);
  });
});

describe('a table in a Parquet file gives the same result as one in memory', () => {
  async function expectAlike(content: string | Uint8Array, fileName: string, small = SMALL): Promise<Ingested> {
    const inMemory = await ingest(content, { fileName, memoryLimitBytes: LARGE });
    const inFile = await ingest(content, { fileName, memoryLimitBytes: small });
    expect(found(inFile)).toEqual(found(inMemory));
    return inFile;
  }

  it('for an irregular text', async () => {
    const lines = names.map((name, row) => `${row},"${name}",${row % 10 === 0 ? 'Zürich"' : 'Basel'},${row * 3}`);
    await expectAlike(`n,name,town,amount\n${lines.join('\n\n')}\n`, 'file.csv');
  });

  // Five bytes of a line take some thirty in memory: what counts is the number of cells, not that of bytes.
  it.each([
    ['regular', 'name,value\n'],
    ['led by a quote that nothing closes', 'name,value\n"open\n'],
    ['shorter than the header', 'name,value,a,b,c,d,e,f\n'],
  ])('short lines, %s', async (_, first) => {
    const lines = Array.from({ length: 800_000 }, (_, row) => `${row % 10},${row % 7}\n`);
    const text = first + lines.join('');
    expect(text.length).toBeLessThan(64_000_000 / 4);
    await inTemporaryFolder(async (workFolder) => {
      const path = join(workFolder, 'source');
      await writeFile(path, text);
      const engine = await Engine.open({ threads: 2, memoryLimitBytes: 64_000_000, tempDirectory: workFolder });
      await engine.withConnection(async (connection) => {
        const raw = await readText(connection, { path, options: {}, workFolder });
        expect(raw.file).not.toBeNull();
        const row = `(rowid - ${raw.rowCount - lines.length})`;
        const inOrder = await connection.runAndReadAll(
          `SELECT count(*)::INTEGER FROM ${raw.table} WHERE c1 = (${row} % 10)::VARCHAR AND c2 = (${row} % 7)::VARCHAR`,
        );
        expect(inOrder.getRows()).toEqual([[lines.length]]);
      });
      engine.close();
    });
  });

  it('for years as columns', async () => {
    const years = Array.from({ length: 30 }, (_, year) => 1961 + year);
    const lines = names.slice(0, 22_000).map((name, row) => `${name},${years.map((year) => (row * year) % 997)}`);
    const { schema } = await expectAlike(`Country,${years}\n${lines.join('\n')}\n`, 'file.csv', 1.5 * SMALL);
    expect(schema.rowCount).toBe(22_000 * 30);
  });

  it('for Parquet', async () => {
    const content = await parquetOf(
      `SELECT 'Customer ' || hash(i) AS customer, (i % 365)::INTEGER + DATE '2023-01-01' AS day, hash(i) % 10000000 / 100.0 AS amount
       FROM range(${2 * ROWS}) AS t(i)`,
    );
    expect(content.length * 4).toBeGreaterThan(SMALL / 4);
    await expectAlike(content, 'file.parquet');
  });
});
