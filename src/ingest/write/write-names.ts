import type { Connection } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import { quoteText } from '../../duckdb/quote.js';
import { foldNames } from '../../names/fold-names.js';
import type { TextNames } from './collect-names.js';

/** Names are looked up by id, a few at a time: a lookup reads whole row groups. */
const ROW_GROUP_ROWS = 20_480;

/**
 * Writes the distinct values of text columns as Parquet `(column_name, id, text, key, folded)`, in the order of the columns
 * and of the ids (names/names.ts).
 */
export async function writeNames(connection: Connection, names: readonly TextNames[], path: string): Promise<void> {
  const parts: string[] = [];
  for (const { table, columnName } of names) {
    const keys = `${table}_keys`;
    await foldNames(connection, { from: table, to: keys });
    const column = `${quoteText(columnName)} AS column_name, names.rowid::INTEGER AS id, text, key`;
    const spellings = await findSharedKeys(connection, keys);
    parts.push(
      spellings === null
        ? `(SELECT ${column}, names.rowid::INTEGER AS folded FROM ${keys} AS names)`
        : `(SELECT ${column}, coalesce(spellings.folded, names.rowid)::INTEGER AS folded
            FROM ${keys} AS names LEFT JOIN ${spellings} AS spellings USING (key) ORDER BY id)`,
    );
  }
  await connection.run(
    `COPY (${parts.join(' UNION ALL ')})
     TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP_ROWS})`,
  );
}

/** Creates the table `(key, folded)` of the keys that several names share; null if there are none. */
async function findSharedKeys(connection: Connection, keys: string): Promise<string | null> {
  const table = `${keys}_shared`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${table} AS
     SELECT key, min(rowid) AS folded FROM ${keys} GROUP BY key HAVING count(*) > 1`,
  );
  const [count] = await numbersOf(connection, `SELECT count(*) FROM ${table}`);
  return count === 0 ? null : table;
}
