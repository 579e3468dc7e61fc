import type { DuckDBConnection } from '@duckdb/node-api';
import { booleanSql } from './booleans.js';
import { cellSql, edgedSql, isNullMarkerSql, spacedCellSql, trimmedSql } from './cell.js';
import type { ColumnCells, Overview } from './column-cells.js';
import { familiarNumbers } from './familiar-numbers.js';
import { counted, numbersOf } from './first-row.js';
import { headerMeaning } from './header-words.js';
import type { ColumnSample } from './sample.js';

/** First counts of a column of the raw table. Most columns are settled by them. */
export async function overviewOf(
  connection: DuckDBConnection,
  table: string,
  column: string,
  header: string,
  sample: ColumnSample,
): Promise<Overview> {
  const { candidates, style } = sample;
  const distinct = sample.repeats ? await collectDistinct(connection, table, column) : null;
  const source = distinct ?? `(SELECT ${column}, 1 AS n FROM ${table})`;
  const count = async ({ cell, trimmed }: Cell) => {
    const familiar = style && (await familiarNumbers(connection, { source, cell }, style));
    const counts = await countCells(connection, source, cell, candidates.has('BOOLEAN'));
    return { cell, trimmed, familiar, ...counts };
  };
  const asItStands = { cell: column, trimmed: false };
  let counts = style && (await count(asItStands));
  // Numbers and null markers begin and end with no white space: where there is nothing else, none is looked for.
  if (!counts || counts.familiar!.count + counts.valueMarkers < counts.filled) {
    const trimmed = await trimmedCell(connection, source, column);
    if (trimmed || !counts) counts = await count(trimmed ?? asItStands);
  }
  return {
    raw: column,
    source,
    distinct,
    header,
    meaning: headerMeaning(header),
    markers: 'value',
    nullMarkers: counts.valueMarkers,
    samples: sample.first,
    candidates,
    ...counts,
  };
}

/** Where cells repeat, each is looked at once: that costs less than one look at all of them. */
async function collectDistinct(connection: DuckDBConnection, table: string, column: string): Promise<string> {
  const distinct = `${column}_distinct`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${distinct} AS SELECT ${column}, count(*) AS n FROM ${table} GROUP BY ${column}`,
  );
  return distinct;
}

type Cell = Pick<ColumnCells, 'cell' | 'trimmed'>;

async function countCells(connection: DuckDBConnection, source: string, cell: string, mayBeBoolean: boolean) {
  const [filled, longest, valueMarkers, textMarkers, literalNa, booleans] = await numbersOf(
    connection,
    `SELECT ${counted('cell IS NOT NULL')}, coalesce(max(strlen(cell)), 0), ${counted(isNullMarkerSql('cell', 'value'))}, ${counted(isNullMarkerSql('cell', 'text'))},
       ${counted("cell = 'NA'")}, ${mayBeBoolean ? counted(`${booleanSql('cell')} IS NOT NULL`) : '0'}
     FROM (SELECT ${cell} AS cell, n FROM ${source})`,
  );
  return {
    filled: filled!,
    longest: longest!,
    valueMarkers: valueMarkers!,
    textMarkers: textMarkers!,
    literalNa: literalNa!,
    booleans: booleans!,
  };
}

/** The cheapest SQL that trims the cells of a column; undefined where none has white space at its edges. */
async function trimmedCell(connection: DuckDBConnection, source: string, column: string): Promise<Cell | undefined> {
  const [spaced, stubborn] = await numbersOf(
    connection,
    `SELECT count(*) FILTER (spaced <> ${column}), count(*) FILTER (thorough <> spaced)
     FROM (SELECT ${column}, spaced, CASE WHEN ${edgedSql('spaced')} THEN coalesce(${trimmedSql('spaced')}, '') ELSE spaced END AS thorough
           FROM (SELECT ${column}, trim(${column}) AS spaced FROM ${source} WHERE ${edgedSql(column)}))`,
  );
  if (stubborn! > 0) return { cell: cellSql(column), trimmed: true };
  return spaced! > 0 ? { cell: spacedCellSql(column), trimmed: true } : undefined;
}
