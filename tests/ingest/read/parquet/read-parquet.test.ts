import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteText } from '../../../../src/duckdb/quote.js';
import { readParquet } from '../../../../src/ingest/read/parquet/read-parquet.js';
import { inTemporaryFolder, readSource } from '../../../support/read-source.js';

/** A Parquet file of what a query gives, read back. */
const read = (query: string) => inParquet(query, (path) => readSource(readParquet, path));

async function inParquet<T>(query: string, work: (path: string) => Promise<T>, options = 'FORMAT parquet'): Promise<T> {
  return inTemporaryFolder(async (folder) => {
    const path = join(folder, 'data [1].parquet');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    try {
      await connection.run(`COPY (${query}) TO ${quoteText(path)} (${options})`);
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
    return work(path);
  });
}

describe('readParquet', () => {
  it.each([
    ['1e21::DOUBLE', '1000000000000000000000'],
    ['1.5e-7::DOUBLE', '0.00000015'],
    ['-1.2345678901234567e+17::DOUBLE', '-123456789012345660'],
    ['548.9715::DOUBLE', '548.9715'],
    ['3::DOUBLE', '3'],
    ['0.1::FLOAT', '0.1'],
    ['1e10::FLOAT', '10000000000'],
    ['12.3400::DECIMAL(18, 4)', '12.34'],
    ['0.0000::DECIMAL(18, 4)', '0'],
    ['1200::DECIMAL(18, 0)', '1200'],
    ['9223372036854775807::BIGINT', '9223372036854775807'],
    ['18446744073709551615::UBIGINT', '18446744073709551615'],
    ["DATE '2024-03-31'", '2024-03-31'],
    ["TIMESTAMP '2024-03-31'", '2024-03-31'],
    ["TIMESTAMP '2024-03-31 09:30:00'", '2024-03-31 09:30:00'],
    ["TIMESTAMP '2024-03-31 09:30:00.123456'", '2024-03-31 09:30:00.123456'],
    ["TIMESTAMPTZ '2024-03-31 01:30:00+02'", '2024-03-30 23:30:00'],
    ["TIME '09:30:00'", '09:30:00'],
    ['true', 'true'],
    ["'text'", 'text'],
    ["' padded '", ' padded '],
    ["'abc'::BLOB", 'abc'],
    ["'\\xFF\\x00'::BLOB", 'FF00'],
    ['[1, 2, NULL]', '[1,2,null]'],
    ["{'a': 1, 'b': 'x'}", '{"a":1,"b":"x"}'],
    ["MAP {'k': 1.5::DOUBLE}", '{"k":1.5}'],
  ])('reads %s as %s', async (sql, text) => {
    const { rows } = await read(`SELECT 'row' AS name, ${sql} AS value UNION ALL SELECT 'empty', NULL`);
    expect(rows).toEqual([
      ['row', text],
      ['empty', null],
    ]);
  });

  it('writes doubles without exponents so that JavaScript reads the same value', async () => {
    const sample = fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), 500);
    const doubles = sample.map((value) => (value === 0 ? 0 : value));
    const list = doubles.map((value) => `(${quoteText(String(value))}::DOUBLE)`).join(', ');
    const { rows } = await read(`SELECT * FROM (VALUES ${list}) AS t(value)`);
    expect(rows.map(([text]) => Number(text))).toEqual(doubles);
    for (const [text] of rows) expect(text).toMatch(/^-?\d+(\.\d+)?$/);
  });

  it('keeps the time of timestamps unless all of the column are at midnight', async () => {
    const { rows } = await read(
      "SELECT TIMESTAMP '2024-03-31' AS a, TIMESTAMP '2024-03-31' AS b UNION ALL SELECT TIMESTAMP '2024-04-01', TIMESTAMP '2024-04-01 12:00:00'",
    );
    expect(rows).toEqual([
      ['2024-03-31', '2024-03-31 00:00:00'],
      ['2024-04-01', '2024-04-01 12:00:00'],
    ]);
  });

  it('uses column names as headers, one for each nested column', async () => {
    const { raw } = await read(
      'SELECT {\'x\': {\'y\': 1}} AS nested, 1 AS "Montant (€)", [2] AS list, 3 AS "__proto__", 4 AS "file_row_number", 5 AS a, 6 AS "A_1"',
    );
    expect(raw.headers).toEqual(['nested', 'Montant (€)', 'list', '__proto__', 'file_row_number', 'a', 'A_1']);
    expect(raw.reading).toMatchObject({ headerRow: null, sheet: null, delimiter: null });
  });

  it('leaves out blank rows and keeps the numbers of the others', async () => {
    const { raw, rows, sourceRows } = await read(
      "SELECT * FROM (VALUES ('a', 1), (NULL, NULL), ('c', 3)) AS t(name, value)",
    );
    expect(rows).toEqual([
      ['a', '1'],
      ['c', '3'],
    ]);
    expect(sourceRows).toEqual([1, 3]);
    expect(raw.rowsLeftOut).toEqual([{ reason: 'BLANK', count: 1, rows: [2] }]);
  });

  it('keeps the order of the rows, across row groups', async () => {
    const { rows, sourceRows } = await inParquet(
      'SELECT i AS value FROM range(300000) AS t(i)',
      (path) => readSource(readParquet, path),
      'FORMAT parquet, ROW_GROUP_SIZE 20000',
    );
    expect(rows.every(([text], i) => text === String(i))).toBe(true);
    expect(sourceRows.every((row, i) => row === i + 1)).toBe(true);
  });

  it('rejects a file without rows', async () => {
    await expect(read('SELECT 1 AS a WHERE false')).rejects.toMatchObject({ code: 'NO_TABLE' });
  });

  it('rejects a file with too many columns', async () => {
    const columns = Array.from({ length: 2049 }, (_, i) => `${i} AS c${i}`);
    await expect(read(`SELECT ${columns.join(', ')}`)).rejects.toMatchObject({ code: 'TOO_MANY_COLUMNS' });
  });

  it('rejects an encrypted file', async () => {
    const reading = inTemporaryFolder(async (folder) => {
      const path = join(folder, 'secret.parquet');
      const connection = await (await DuckDBInstance.create(':memory:')).connect();
      await connection.run("SET force_mbedtls_unsafe = 'true'");
      await connection.run("PRAGMA add_parquet_key('k', '0123456789112345')");
      await connection.run(`COPY (SELECT 1 AS a) TO ${quoteText(path)} (ENCRYPTION_CONFIG {footer_key: 'k'})`);
      return readSource(readParquet, path);
    });
    await expect(reading).rejects.toMatchObject({
      code: 'UNREADABLE_FILE',
      message: expect.stringContaining('it is encrypted'),
    });
  });

  it('rejects incomplete and other files without naming a path', async () => {
    const query = 'SELECT i AS a, i * 1.5 AS b FROM range(1000) AS t(i)';
    const whole = await inParquet(query, (path) => readFile(path));
    const broken = [
      Buffer.alloc(0),
      Buffer.from('name,value\nACME,5\n'),
      whole.subarray(0, whole.length - 100),
      whole.subarray(100),
    ];
    for (const bytes of broken) {
      const refused = await readSource(readParquet, bytes).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code: 'UNREADABLE_FILE' });
      expect((refused as Error).message).not.toContain('concentric-source');
    }
  });

  // Each takes a process of its own; tests/fuzz does it by the thousand.
  it('reads or rejects a file with damaged bytes', async () => {
    const query = "SELECT i AS a, 'n' || i AS b FROM range(1000) AS t(i)";
    const whole = await inParquet(query, (path) => readFile(path));
    for (const [at, byte] of fc.sample(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), 15)) {
      const damaged = Buffer.from(whole);
      damaged[at] = byte;
      const outcome = await inTemporaryFolder(async (folder) => {
        const path = join(folder, 'damaged');
        await writeFile(path, damaged);
        return readSource(readParquet, path).then(
          ({ raw }) => raw.rowCount,
          (error) => error.code,
        );
      });
      expect(['UNREADABLE_FILE', 'NO_TABLE', 1000]).toContain(outcome);
    }
  }, 90_000);
});
