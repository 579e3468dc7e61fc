import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Engine } from '../../src/duckdb/engine.js';
import { quoteIdentifier, quoteText } from '../../src/duckdb/quote.js';

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
