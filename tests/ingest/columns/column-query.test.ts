import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Engine } from '../../../src/duckdb/engine.js';
import { quoteText } from '../../../src/duckdb/quote.js';
import { spacedCellSql } from '../../../src/ingest/cells/cell.js';
import {
  type CellQuery,
  countWhere,
  sharedColumnSources,
  singleColumnSource,
} from '../../../src/ingest/columns/column-query.js';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open({ threads: 2, memoryLimitBytes: 256 * 1024 ** 2, tempDirectory: '/nowhere' });
});
afterAll(() => engine.close());

const noTrimming = (raw: string) => raw;
const questions: CellQuery[] = [
  { trim: noTrimming, select: [countWhere('cell IS NOT NULL'), 'min(cell)', 'max(strlen(cell))'] },
  { trim: spacedCellSql, select: [countWhere('cell IS NOT NULL'), 'min(cell)'], where: "cell <> 'x'" },
  { trim: noTrimming, select: [countWhere('true'), 'min(cell)'], where: "starts_with(cell, 'nothing does')" },
  { trim: spacedCellSql, select: ['cell', 'sum(n)::DOUBLE'], where: 'cell IS NOT NULL', perCell: true },
];
const cell = fc.option(fc.constantFrom('x', ' x', 'y ', '1', ' ', 'ä'), { nil: null });
const table = fc
  .record({ columns: fc.integer({ min: 1, max: 6 }), rows: fc.integer({ min: 1, max: 8 }) })
  .chain(({ columns, rows }) =>
    fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
  );

it('returns the same results from columns in a shared table as from each column separately, for any batch of queries', async () => {
  const batches = fc.array(fc.record({ column: fc.nat(5), question: fc.nat(questions.length - 1) }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(table, batches, async (rows, batch) => {
      await engine.withConnection(async (connection) => {
        const raws = rows[0]!.map((_, at) => `c${at + 1}`);
        const literal = (text: string | null) => (text === null ? 'NULL' : quoteText(text));
        const values = rows.map((cells) => `(${cells.map(literal).join(', ')})`).join(', ');
        await connection.run(
          `CREATE TEMP TABLE raw AS SELECT ${raws.map((raw) => `${raw}::VARCHAR AS ${raw}`).join(', ')}
           FROM (VALUES ${values}) AS cells(${raws.join(', ')})`,
        );
        const separate = raws.map((raw) => singleColumnSource(connection, raw, `(SELECT ${raw}, 1 AS n FROM raw)`));
        const target = { table: 'slice', from: 'raw' };
        const shared = await sharedColumnSources(connection, raws, target);
        const answers = await Promise.all(
          batch.map(({ column, question }) => shared[column % raws.length]!.query(questions[question]!)),
        );
        for (const [at, { column, question }] of batch.entries()) {
          const expected = await separate[column % raws.length]!.query(questions[question]!);
          expect(sorted(answers[at]!)).toEqual(sorted(expected));
        }
        for (const [at, { relation }] of shared.entries()) {
          const cells = `SELECT ${raws[at]}, n FROM ${relation} ORDER BY ALL`;
          const found = await connection.runAndReadAll(cells);
          const expected = await connection.runAndReadAll(cells.replace(relation, separate[at]!.relation));
          expect(found.getRows()).toEqual(expected.getRows());
        }
      });
    }),
    { numRuns: 60 },
  );
}, 60_000);

function sorted(rows: unknown[][]): string[] {
  return rows.map((row) => row.map(String).join('\n')).sort();
}
