import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Engine } from '../../src/duckdb/engine.js';
import { createIngestFile } from '../../src/ingest/pipeline.js';
import { ingest } from '../support/ingest.js';

/** Every third column holds dates that JavaScript reads, which the normalization joins; the others text and numbers. */
function wideCsv(columns: number, rows: number): string {
  const cell = (row: number, column: number) =>
    [`${13 + (row % 15)}/${1 + (column % 12)}/2024`, `text ${row} ${column}`, `${row}.${column}`][column % 3];
  const line = (cells: (column: number) => unknown) => Array.from({ length: columns }, (_, at) => cells(at)).join(',');
  return [line((at) => `h${at}`), ...Array.from({ length: rows }, (_, row) => line((at) => cell(row, at)))].join('\n');
}

it('a table of many columns is read column by column as a narrow one is', async () => {
  const { rows, schema } = await ingest(wideCsv(300, 5));
  const found = schema.columns.map(({ dataType }) => dataType);
  expect(found.slice(0, 6)).toEqual(['DATE', 'STRING', 'DECIMAL', 'DATE', 'STRING', 'DECIMAL']);
  expect(new Set(found.filter((_, at) => at % 3 === 0))).toEqual(new Set(['DATE']));
  const expected = Array.from({ length: 5 }, (_, row) =>
    Array.from({ length: 300 }, (_, column) =>
      column % 3 === 0
        ? `2024-${String(1 + (column % 12)).padStart(2, '0')}-${13 + row}`
        : column % 3 === 1
          ? `text ${row} ${column}`
          : Number(`${row}.${column}`),
    ),
  );
  expect(rows.map((cells) => cells.map((cell, at) => (at % 3 === 2 ? Number(cell) : cell)))).toEqual(expected);
});

it('a table of five years of days is held against its totals, by column and by row, at no great cost', async () => {
  const days = Array.from({ length: 1827 }, (_, at) => new Date(Date.UTC(2019, 0, 1 + at)).toISOString().slice(0, 10));
  const line = (name: string, times: number) =>
    `${name},${days.map((_, at) => times * (at % 9)).join(',')},${times * sum}`;
  const sum = days.reduce((all, _, at) => all + (at % 9), 0);
  const { schema } = await ingest(
    [['name', ...days, 'Total'].join(','), line('A', 1), line('B', 2), line('Total', 3)].join('\n'),
  );
  expect(schema.columns.map(({ name }) => name)).toEqual(['name', 'period', 'value']);
  expect(schema.rowCount).toBe(2 * 1827);
  expect(schema.warnings.map(({ code }) => code)).toEqual(expect.arrayContaining(['TOTAL_ROW', 'UNPIVOTED']));
});

it('a file that takes more memory than there may be is refused, and says which limit that is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'concentric-memory-'));
  const engine = await Engine.open({
    threads: 1,
    memoryLimitBytes: 24 * 1024 ** 2,
    tempDirectory: join(folder, 'spill'),
  });
  try {
    const sourcePath = join(folder, 'wide.csv');
    await writeFile(sourcePath, wideCsv(600, 20));
    const reading = createIngestFile(engine)({
      sources: [{ name: 'wide.csv', path: sourcePath, format: 'CSV' }],
      options: {},
      folder,
    });
    await expect(reading).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
      message: expect.stringContaining('MEMORY_LIMIT'),
    });
  } finally {
    engine.close();
    await rm(folder, { recursive: true });
  }
});
