import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Engine } from '../../src/duckdb/engine.js';
import { quoteText } from '../../src/duckdb/quote.js';
import { foldNames } from '../../src/names/fold-names.js';
import { foldSpelling } from '../../src/names/fold-spelling.js';

async function openConnection() {
  const engine = await Engine.open({ threads: 2, memoryLimitBytes: 256 << 20, tempDirectory: tmpdir() });
  const connection = await engine.connect();
  onTestFinished(async () => {
    await connection.close();
    engine.close();
  });
  return connection;
}

describe('foldNames', () => {
  it('gives every text the key of foldSpelling, in the order of the table', async () => {
    const connection = await openConnection();
    const ascii = fc.string({ unit: fc.constantFrom(...' \t\n\v\f\r\0\x1c\x1f', ...'aBcIZ_-.', ' ') });
    const texts = fc.array(fc.oneof(ascii, fc.string({ unit: 'grapheme' }), fc.constantFrom('İ', 'ſ', 'K', 'ΟΔΟΣ')));
    await fc.assert(
      fc.asyncProperty(texts, async (names) => {
        const values = names.map((name, row) => `(${row}, ${quoteText(name)})`).join(', ') || '(0, NULL::VARCHAR)';
        await connection.run(
          `CREATE OR REPLACE TEMP TABLE names AS SELECT * FROM (VALUES ${values}) AS names("row", text) WHERE text IS NOT NULL`,
        );
        await foldNames(connection, { from: 'names', to: 'folded' });
        const found = await connection.runAndReadAll('SELECT text, key FROM folded');
        expect(found.getRows()).toEqual(names.map((name) => [name, foldSpelling(name)]));
      }),
      { numRuns: 60 },
    );
  });

  it('folds many names outside ASCII in a thread', async () => {
    const connection = await openConnection();
    await connection.run("CREATE TEMP TABLE names AS SELECT 'MÜLLER  ' || i AS text FROM range(9000) t(i)");
    await foldNames(connection, { from: 'names', to: 'folded' });
    const found = await connection.runAndReadAll(
      "SELECT count(*)::DOUBLE FROM folded WHERE key = 'müller ' || rowid::VARCHAR",
    );
    expect(found.getRows()).toEqual([[9000]]);
  });
});
