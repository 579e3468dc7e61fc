import type { Connection } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import { originsOf, type RawTable } from '../read/raw-table.js';

/** Temporary tables of the connection, as src/provenance/provenance.ts describes them. */
export const RUNS = 'origin_runs';
export const REPEATED_CELLS = 'origin_repeated_cells';

const RANGES_PER_INSERT = 10_000;

export async function createOriginTables(connection: Connection): Promise<void> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${RUNS} (part INTEGER, first_row BIGINT, source_row BIGINT);
     CREATE OR REPLACE TEMP TABLE ${REPEATED_CELLS} (part INTEGER, source_row BIGINT, position INTEGER, to_row BIGINT)`,
  );
}

/**
 * Records which rows of its source a part has. Returns the number of the first one where the others follow without a gap,
 * as they usually do; otherwise null, and the runs of consecutive rows are in RUNS.
 * @param lastRow number of its last row
 */
export async function locateRows(
  connection: Connection,
  raw: RawTable,
  { part, lastRow }: { part: number; lastRow: number },
): Promise<number | null> {
  const { table, sourceRow, rowCount } = raw;
  if (rowCount === 0) return 1;
  const [first = 0] = await numbersOf(
    connection,
    `SELECT ${sourceRow} FROM ${table} WHERE rowid = (SELECT min(rowid) FROM ${table})`,
  );
  if (lastRow - first + 1 === rowCount) return first;
  const [firstId = 0, lastId = 0] = await numbersOf(connection, `SELECT min(rowid), max(rowid) FROM ${table}`);
  const isNumbered = lastId - firstId + 1 === rowCount;
  await connection.run(`INSERT INTO ${RUNS} ${isNumbered ? runsByOffset(raw, part, firstId) : runsInOrder(raw, part)}`);
  return null;
}

/** Source rows ascend, so rows with the same difference to a number without gaps are one run. */
function runsByOffset({ table, sourceRow }: RawTable, part: number, firstId: number): string {
  return `SELECT ${part}, min(rowid) - ${firstId}, min(${sourceRow}) FROM ${table} GROUP BY (${sourceRow})::BIGINT - rowid`;
}

function runsInOrder({ table, sourceRow }: RawTable, part: number): string {
  // Without ORDER BY, because it would sort: rows are scanned in the order of the file.
  return `SELECT ${part}, row, source_row FROM (
       SELECT row, source_row, source_row - row IS DISTINCT FROM lag(source_row - row) OVER () AS is_first
       FROM (SELECT row_number() OVER () - 1 AS row, (${sourceRow})::BIGINT AS source_row FROM ${table}))
     WHERE is_first`;
}

/** Records the cells that a merged range of the sheet fills. */
export async function locateMergedCells(connection: Connection, raw: RawTable, part: number): Promise<void> {
  const { mergedCells = new Int32Array() } = raw;
  const [origins = []] = originsOf(raw);
  for (let start = 0; start < mergedCells.length; start += 3 * RANGES_PER_INSERT) {
    const values: string[] = [];
    for (let at = start; at < Math.min(start + 3 * RANGES_PER_INSERT, mergedCells.length); at += 3) {
      const [column, top, bottom] = mergedCells.subarray(at, at + 3);
      values.push(`(${part}, ${top}, ${origins[column!]}, ${bottom})`);
    }
    await connection.run(`INSERT INTO ${REPEATED_CELLS} VALUES ${values.join(', ')}`);
  }
}

/** Records the blank cells of some columns that are about to be filled from the row above. */
export async function locateFilledCells(
  connection: Connection,
  raw: RawTable,
  { part, indexes, isBlank }: { part: number; indexes: readonly number[]; isBlank: (index: number) => string },
): Promise<void> {
  const [origins = []] = originsOf(raw);
  for (const index of indexes) {
    await connection.run(
      `INSERT INTO ${REPEATED_CELLS}
       SELECT ${part}, filled_from, ${origins[index]}, max(source_row) FROM (
         SELECT ${raw.sourceRow} AS source_row, ${isBlank(index)} AS is_blank,
           last_value(CASE WHEN NOT ${isBlank(index)} THEN ${raw.sourceRow} END IGNORE NULLS)
             OVER (ORDER BY rowid ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS filled_from
         FROM ${raw.table})
       WHERE is_blank AND filled_from IS NOT NULL GROUP BY filled_from ORDER BY filled_from`,
    );
  }
}
