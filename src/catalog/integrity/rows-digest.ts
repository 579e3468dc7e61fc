import type { Engine } from '../../duckdb/engine.js';
import { parquetSql, quoteIdentifier } from '../../duckdb/quote.js';
import { isIdColumn } from '../../names/names.js';

/** Part of every digest, so that digests of DuckDB releases with different hash functions are never equal. */
const PROBE = "hash('concentric', 1, 2.5::DECIMAL(9, 2), DATE '2024-02-29', true)";

/**
 * A digest of the rows of a Parquet file: types, values and order, but not their encoding and not the ids of texts, which
 * follow from the texts. Files with equal digests have the same rows. It is DuckDB's hash() of each row with its number, combined by xor: 64 bits, and 1.4 % of the CPU time
 * of an ingest (docs/adr/0013-verified-versions.md).
 */
export async function rowsDigest(engine: Engine, parquetPath: string): Promise<string> {
  return engine.withConnection(async (connection) => {
    const parquet = parquetSql(parquetPath);
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${parquet}`);
    const columns = described
      .getRowObjectsJson()
      .map(({ column_name }) => String(column_name))
      .filter((name) => !isIdColumn(name))
      .map(quoteIdentifier);
    let rowNumber = '"row"';
    while (columns.includes(rowNumber)) rowNumber = rowNumber.replace('"row', '"row_');
    const found = await connection.runAndReadAll(
      `SELECT printf('%x', ${PROBE}), count(*), printf('%x', coalesce(bit_xor(hash(${[rowNumber, ...columns].join(', ')})), 0))
       FROM (SELECT *, row_number() OVER () AS ${rowNumber} FROM ${parquet})`,
    );
    return (found.getRowsJson()[0] as unknown[]).join('-');
  });
}
