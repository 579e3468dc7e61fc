import type { Connection } from '../duckdb/connection.js';
import { parquetSql, quotePath, quoteText } from '../duckdb/quote.js';
import { METADATA_KEY, type PartOrigin, type Provenance } from './provenance.js';

/** A row of the data in its source. */
export interface RowOrigin {
  part: PartOrigin;
  /** From 1: the row of a sheet, the record of a text file, the row of a Parquet file. */
  row: number;
  /** By column of the data: the row and the position (provenance.ts) of the cell; null where there is none in the source. */
  cells: ({ row: number; position: number } | null)[];
}

/**
 * Where rows of the data come from, in the order of `rowNumbers`, which count from 0 in the Parquet.
 * @param path of provenance.parquet
 */
export async function locateRows(
  connection: Connection,
  path: string,
  rowNumbers: readonly number[],
): Promise<RowOrigin[]> {
  if (rowNumbers.length === 0) return [];
  return (await openProvenance(connection, path)).locate(rowNumbers);
}

/** Locates rows as locateRows() does, many times. */
export interface RowLocator {
  /** @param columns names of those whose cells are wanted, in their order; default: all of the data */
  locate(rowNumbers: readonly number[], columns?: readonly string[]): Promise<RowOrigin[]>;
}

export async function openProvenance(connection: Connection, path: string): Promise<RowLocator> {
  const { parts, columns: allColumns } = await readProvenance(connection, path);
  const repeated = await connection.runAndReadAll(
    `SELECT 1 FROM ${parquetSql(path)} WHERE position IS NOT NULL LIMIT 1`,
  );
  const hasRepeatedCells = repeated.getRows().length > 0;
  return {
    async locate(rowNumbers, columns = allColumns) {
      const places = rowNumbers.map((rowNumber) => placeIn(parts, rowNumber));
      const sourceRows = await sourceRowsOf(connection, path, parts, places);
      const indexes = columns.map((name) => allColumns.indexOf(name));
      const origins = places.map(({ part, nth }, index): RowOrigin => {
        const row = sourceRows[index]!;
        const cells = indexes.map((column) => {
          const origin = parts[part]!.columns[column];
          const position = Array.isArray(origin) ? origin[nth] : origin;
          return typeof position === 'number' ? { row, position } : null;
        });
        return { part: parts[part]!, row, cells };
      });
      if (hasRepeatedCells) await moveToRepeatedCells(connection, path, parts, origins);
      return origins;
    },
  };
}

async function readProvenance(connection: Connection, path: string): Promise<Provenance> {
  const found = await connection.runAndReadAll(
    `SELECT decode(value) FROM parquet_kv_metadata(${quotePath(path)}) WHERE decode(key) = ${quoteText(METADATA_KEY)}`,
  );
  return JSON.parse(found.getRows()[0]?.[0] as string) as Provenance;
}

/** A row of a part's source table, counted from 0, and which of the rows it became. */
interface Place {
  part: number;
  row: number;
  nth: number;
}

function placeIn(parts: readonly PartOrigin[], rowNumber: number): Place {
  let start = 0;
  for (const [part, { rows, rowsPerSourceRow }] of parts.entries()) {
    const end = start + rows * rowsPerSourceRow;
    if (rowNumber < end) {
      const at = rowNumber - start;
      return { part, row: Math.floor(at / rowsPerSourceRow), nth: at % rowsPerSourceRow };
    }
    start = end;
  }
  throw new Error(`row ${rowNumber} is beyond the ${start} rows of the provenance`);
}

async function sourceRowsOf(
  connection: Connection,
  path: string,
  parts: readonly PartOrigin[],
  places: readonly Place[],
): Promise<number[]> {
  const listed = places.filter(({ part }) => parts[part]!.firstRow === null);
  const found = new Map<string, number>();
  if (listed.length > 0) {
    const reader = await connection.runAndReadAll(
      `SELECT place.part, place.row, (run.source_row + place.row - run.first_row)::DOUBLE
       FROM (VALUES ${listed.map(({ part, row }) => `(${part}, ${row})`).join(', ')}) AS place(part, row)
       ASOF JOIN (SELECT * FROM ${parquetSql(path)} WHERE position IS NULL) AS run
         ON run.part = place.part AND run.first_row <= place.row`,
    );
    for (const [part, row, sourceRow] of reader.getRowsJS()) found.set(`${part} ${row}`, sourceRow as number);
  }
  return places.map(({ part, row }) => {
    const { firstRow } = parts[part]!;
    return firstRow === null ? found.get(`${part} ${row}`)! : firstRow + row;
  });
}

/** A cell that was filled from above may repeat the cell of a merged range in turn. */
async function moveToRepeatedCells(
  connection: Connection,
  path: string,
  parts: readonly PartOrigin[],
  origins: readonly RowOrigin[],
): Promise<void> {
  let cells = origins.flatMap(({ part, cells }) =>
    cells.flatMap((cell) => (cell === null ? [] : [{ part: parts.indexOf(part), cell }])),
  );
  while (cells.length > 0) {
    const rows = [...new Set(cells.map(({ part, cell }) => `(${part}, ${cell.row})`))];
    const reader = await connection.runAndReadAll(
      `SELECT wanted.part, wanted.row, position, max(source_row)::DOUBLE
       FROM (SELECT * FROM ${parquetSql(path)} WHERE position IS NOT NULL) AS repeated
       JOIN (VALUES ${rows.join(', ')}) AS wanted(part, row)
         ON wanted.part = repeated.part AND wanted.row > source_row AND wanted.row <= to_row
       GROUP BY ALL`,
    );
    const targets = new Map(
      reader.getRowsJS().map(([part, row, position, to]) => [`${part} ${row} ${position}`, to as number]),
    );
    cells = cells.filter(({ part, cell }) => {
      const target = targets.get(`${part} ${cell.row} ${cell.position}`);
      if (target !== undefined) cell.row = target;
      return target !== undefined;
    });
  }
}
