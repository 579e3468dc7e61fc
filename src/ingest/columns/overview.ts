import type { DuckDBConnection } from '@duckdb/node-api';
import { booleanSql } from './booleans.js';
import { cellSql, edgedSql, isNullMarkerSql, LONGEST_NULL_MARKER, spacedCellSql, trimmedSql } from './cell.js';
import { counted, type Overview } from './column-cells.js';
import { numbersOf } from './first-row.js';
import { headerMeaning } from './header-words.js';
import { isPlainNumberSql } from './numbers.js';
import type { ColumnSample } from './sample.js';

/** First counts of a column of the raw table. Most columns are settled by them, plain numbers by the first query. */
export async function overviewOf(
  connection: DuckDBConnection,
  table: string,
  column: string,
  header: string,
  { candidates, first, repeats }: ColumnSample,
): Promise<Overview> {
  const distinct = repeats ? await collectDistinct(connection, table, column) : null;
  const source = distinct ?? `(SELECT ${column}, 1 AS n FROM ${table})`;
  const mayBeNumber = candidates.has('NUMBER');
  const [notEmpty, edged, short, count, integerDigits, fractionDigits, leadingZeros] = await numbersOf(
    connection,
    `SELECT ${counted(`${column} <> ''`)}, ${counted(edgedSql(column))},
       ${counted(`strlen(${column}) BETWEEN 1 AND ${LONGEST_NULL_MARKER}`)}, ${mayBeNumber ? plainNumberCounts(column) : '0, 0, 0, 0'}
     FROM (SELECT *, ${mayBeNumber ? isPlainNumberSql(column) : 'false'} AS plain FROM ${source})`,
  );
  const { cell, trimmed } = edged === 0 ? asItStands(column) : await trimmedCell(connection, source, column);
  // Plain numbers hold no markers, and neither do cells that are all longer than those.
  const settled = notEmpty === count || (!trimmed && short === 0);
  const [filled, valueMarkers, textMarkers, literalNa, booleans] =
    settled && !candidates.has('BOOLEAN')
      ? [notEmpty, 0, 0, 0, 0]
      : await numbersOf(
          connection,
          `SELECT ${counted('cell IS NOT NULL')}, ${counted(isNullMarkerSql('cell', 'value'))},
             ${counted(isNullMarkerSql('cell', 'text'))}, ${counted("cell = 'NA'")},
             ${candidates.has('BOOLEAN') ? counted(`${booleanSql('cell')} IS NOT NULL`) : '0'}
           FROM (SELECT ${cell} AS cell, n FROM ${source})`,
        );
  return {
    raw: column,
    source,
    distinct,
    header,
    meaning: headerMeaning(header),
    cell,
    trimmed,
    filled: filled!,
    markers: 'value',
    nullMarkers: valueMarkers!,
    samples: first,
    candidates,
    valueMarkers: valueMarkers!,
    textMarkers: textMarkers!,
    literalNa: literalNa!,
    booleans: booleans!,
    plain: {
      count: count!,
      integerDigits: integerDigits!,
      fractionDigits: fractionDigits!,
      leadingZeros: leadingZeros!,
    },
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

/** Four figures: how many cells are plain numbers, and their digits. */
function plainNumberCounts(column: string): string {
  const point = `strpos(${column}, '.')`;
  const significant = `CASE WHEN suffix(${column}, '0') THEN strlen(rtrim(${column}, '0')) ELSE strlen(${column}) END`;
  return [
    counted('plain'),
    `coalesce(max(CASE WHEN ${point} > 0 THEN ${point} - 1 ELSE strlen(${column}) END) FILTER (plain), 0)`,
    `coalesce(max(CASE WHEN ${point} > 0 THEN ${significant} - ${point} ELSE 0 END) FILTER (plain), 0)`,
    counted(`plain AND starts_with(${column}, '0') AND strlen(${column}) > 1 AND ${column}[2] <> '.'`),
  ].join(', ');
}

/** The cheapest SQL that trims the cells of a column, some of which may have white space at their edges. */
async function trimmedCell(connection: DuckDBConnection, source: string, column: string) {
  const [spaced, stubborn] = await numbersOf(
    connection,
    `SELECT count(*) FILTER (spaced <> ${column}), count(*) FILTER (thorough <> spaced)
     FROM (SELECT ${column}, trim(${column}) AS spaced, coalesce(${trimmedSql(column)}, '') AS thorough
           FROM ${source} WHERE ${edgedSql(column)})`,
  );
  if (stubborn! > 0) return { cell: cellSql(column), trimmed: true };
  return spaced! > 0 ? { cell: spacedCellSql(column), trimmed: true } : asItStands(column);
}

function asItStands(column: string) {
  return { cell: `nullif(${column}, '')`, trimmed: false };
}
