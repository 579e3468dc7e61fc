import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Engine } from '../../../src/duckdb/engine.js';
import { quoteText } from '../../../src/duckdb/quote.js';
import { spacedCellSql } from '../../../src/ingest/cells/cell.js';
import { type CellQuestion, cellsAlone, cellsSideBySide, counted } from '../../../src/ingest/columns/column-query.js';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open({ threads: 2, memoryLimitBytes: 256 * 1024 ** 2, tempDirectory: '/nowhere' });
});
afterAll(() => engine.close());

const asItStands = (raw: string) => raw;
const questions: CellQuestion[] = [
  { trim: asItStands, select: [counted('cell IS NOT NULL'), 'min(cell)', 'max(strlen(cell))'] },
  { trim: spacedCellSql, select: [counted('cell IS NOT NULL'), 'min(cell)'], where: "cell <> 'x'" },
  { trim: asItStands, select: [counted('true'), 'min(cell)'], where: "starts_with(cell, 'nothing does')" },
  { trim: spacedCellSql, select: ['cell', 'sum(n)::DOUBLE'], where: 'cell IS NOT NULL', eachCell: true },
];
const cell = fc.option(fc.constantFrom('x', ' x', 'y ', '1', ' ', 'ä'), { nil: null });
const table = fc
  .record({ columns: fc.integer({ min: 1, max: 6 }), rows: fc.integer({ min: 1, max: 8 }) })
  .chain(({ columns, rows }) =>
    fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
  );

it('columns side by side answer as each does alone, whatever is asked of which at once', async () => {
  const asked = fc.array(fc.record({ column: fc.nat(5), question: fc.nat(questions.length - 1) }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(table, asked, async (rows, asks) => {
      await engine.withConnection(async (connection) => {
        const raws = rows[0]!.map((_, at) => `c${at + 1}`);
        const literal = (text: string | null) => (text === null ? 'NULL' : quoteText(text));
        const values = rows.map((cells) => `(${cells.map(literal).join(', ')})`).join(', ');
        await connection.run(
          `CREATE TEMP TABLE raw AS SELECT ${raws.map((raw) => `${raw}::VARCHAR AS ${raw}`).join(', ')}
           FROM (VALUES ${values}) AS cells(${raws.join(', ')})`,
        );
        const alone = raws.map((raw) => cellsAlone(connection, raw, `(SELECT ${raw}, 1 AS n FROM raw)`));
        const place = { table: 'slice', from: 'raw' };
        const sideBySide = await cellsSideBySide(connection, raws, place);
        const answers = await Promise.all(
          asks.map(({ column, question }) => sideBySide[column % raws.length]!.ask(questions[question]!)),
        );
        for (const [at, { column, question }] of asks.entries()) {
          const expected = await alone[column % raws.length]!.ask(questions[question]!);
          expect(sorted(answers[at]!)).toEqual(sorted(expected));
        }
        for (const [at, { relation }] of sideBySide.entries()) {
          const cells = `SELECT ${raws[at]}, n FROM ${relation} ORDER BY ALL`;
          const found = await connection.runAndReadAll(cells);
          const expected = await connection.runAndReadAll(cells.replace(relation, alone[at]!.relation));
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
