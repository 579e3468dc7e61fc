import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Engine } from '../../src/duckdb/engine.js';
import { isOneOfSql, quoteIdentifier, quoteText } from '../../src/duckdb/quote.js';

it('preserves any text, and any column name without NUL, in SQL', async () => {
  const engine = await Engine.open({ threads: 1, memoryLimitBytes: 64 * 1024 ** 2, tempDirectory: tmpdir() });
  const hostile = fc.string({ unit: fc.constantFrom("'", '"', '\\', '\0', '\n', ';', '--', 'a', 'é', '😀', '$1') });
  try {
    await engine.withConnection((connection) =>
      fc.assert(
        fc.asyncProperty(hostile, async (text) => {
          const name = `n${text.replaceAll('\0', '')}`;
          const reader = await connection.runAndReadAll(`SELECT ${quoteText(text)} AS ${quoteIdentifier(name)}`);
          expect(reader.getRows()).toEqual([[text]]);
          expect(reader.columnNames()).toEqual([name]);
        }),
      ),
    );
  } finally {
    engine.close();
  }
});

it('finds a text among several as IN does, without a join', async () => {
  const engine = await Engine.open({ threads: 1, memoryLimitBytes: 64 * 1024 ** 2, tempDirectory: tmpdir() });
  const texts = ['n/a', "it's", '', 'é'];
  const rows = `(VALUES ('n/a'), ('N/A'), ('it''s'), (''), ('é'), ('e'), (NULL)) AS cells(cell)`;
  try {
    await engine.withConnection(async (connection) => {
      const list = texts.map(quoteText).join(', ');
      const found = await connection.runAndReadAll(
        `SELECT ${isOneOfSql('cell', texts)} IS NOT DISTINCT FROM cell IN (${list}) FROM ${rows}`,
      );
      expect(found.getRows().flat()).toEqual(Array(7).fill(true));
      const plan = await connection.runAndReadAll(`EXPLAIN SELECT ${isOneOfSql('cell', texts)} FROM ${rows}`);
      expect(String(plan.getRows()[0]?.[1])).not.toContain('JOIN');
    });
  } finally {
    engine.close();
  }
});
