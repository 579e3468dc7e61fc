import type { Connection } from '../../duckdb/connection.js';
import { quoteIdentifier } from '../../duckdb/quote.js';
import { idColumn } from '../../names/names.js';
import { periodSql } from '../../period/period.js';
import { coveredRange, type PeriodScheme, periodScheme } from '../../period/period-scheme.js';
import { selectsBlanks } from '../parameters/entity-keys.js';
import { columnsBesideEntities, type ResolvedRequest } from '../parameters/parameters.js';
import { isGroupedByTexts } from '../rows/columns-of-file.js';
import { filteredRows } from '../rows/filtered-rows.js';
import { nameSql, namesOfColumns, type RowSource } from './entity-names.js';
import type { Groups } from './groups.js';
import { type Measure, measureColumn } from './measure.js';
import { dateSpan, isPartial } from './partial-periods.js';
import { type OrdinalLimits, outsideRows, rangeSql } from './period-range.js';
import { withPrevious } from './windows.js';

/** What the rows are grouped by, for one column of `groupBy`. */
export interface GroupKey {
  name: string;
  /** SQL of the column's names where rows are grouped by their ids; null where by their texts. */
  names: string | null;
  /** SQL of a row's id or text. */
  sql: string;
}

/** The rows that a question is about, before they are grouped. */
export interface PreparedRows {
  /** SQL of all rows of the version, as in FROM. */
  rows: string;
  /** SQL of those that the filter selects. */
  selected: string;
  /** SQL of those of them that are in the periods of the answer. */
  source: string;
  keys: GroupKey[];
  /** Whether the name `(blank)` means rows without an entity. */
  isBlankEntity: boolean;
  measure: Measure;
  scheme: PeriodScheme | null;
  range: OrdinalLimits | null;
  /** SQL of a row's ordinal, NULL where it has none; null where the grain is NONE. */
  period: string | null;
}

export async function prepareRows(
  connection: Connection,
  { source: rows, namesPath }: RowSource,
  request: ResolvedRequest,
): Promise<PreparedRows> {
  const { parameters } = request;
  // The text `(blank)` may be a name too: blank cells that are an entity are grouped as texts.
  const isBlankEntity = isGroupedByTexts(request);
  const idSource = { source: rows, namesPath: isBlankEntity ? null : namesPath };
  const allNames = await namesOfColumns(connection, idSource, request.groupBy);
  const keys = request.groupBy.map((column, index): GroupKey => {
    const hasIds = allNames[index] != null;
    return {
      name: column.name,
      names: allNames[index] ?? null,
      sql: hasIds ? quoteIdentifier(idColumn(column.name)) : nameSql(column),
    };
  });
  const selected = await filteredRows(connection, { source: rows, namesPath }, request, [
    ...keys.map(({ name, names }) => (names === null ? name : idColumn(name))),
    ...columnsBesideEntities(request).map(({ name }) => name),
  ]);
  const scheme = periodScheme(parameters.periodGrain, parameters.periods);
  const range = scheme && coveredRange(scheme);
  const period = scheme && periodSql(request.timeColumns, scheme.grain, scheme.yearStart);
  const source = range && period ? `(SELECT * FROM ${selected} WHERE ${rangeSql(period, range)})` : selected;
  const measure = await measureColumn(connection, source, request.value?.name ?? null);
  return { rows, selected, source, keys, isBlankEntity, measure, scheme, range, period };
}

/** What grouping the rows gave. */
interface Grouped
  extends Pick<
    Groups,
    'also' | 'columns' | 'periods' | 'isTotalSummed' | 'entityIds' | 'knownBefore' | 'selection' | 'addedNames'
  > {
  /** Of the selected entities; null where none are selected. */
  negativeRows: number | null;
}

/** Adds to the groups what is known of the rows. */
export async function describeGroups(
  connection: Connection,
  { rows, selected, source, keys, isBlankEntity, measure, scheme, range, period }: PreparedRows,
  { parameters, timeColumns, value }: ResolvedRequest,
  { negativeRows, periods, ...grouped }: Grouped,
): Promise<Groups> {
  const span =
    scheme === null || scheme.grain === 'DATE' ? null : await dateSpan(connection, rows, timeColumns, measure.number);
  const isBlank = keys.map(({ sql }) => `${sql} IS NULL`).join(' AND ');
  return {
    ...grouped,
    measure,
    isBlankEntity,
    scheme,
    span,
    periods: withPrevious(periods, scheme, parameters.bridge).map((each) => ({
      ...each,
      isPartial: isPartial(scheme, each.period, span),
    })),
    outside: range && period ? await outsideRows(connection, selected, value?.name ?? null, period, range) : null,
    rows: {
      blankEntity: selectsBlanks(parameters, isBlankEntity)
        ? await countRows(connection, source, `${isBlank} AND ${measure.number} IS NOT NULL`)
        : 0,
      negativeValue: !measure.hasNegative
        ? 0
        : (negativeRows ?? (await countRows(connection, source, `${measure.number} < 0`))),
    },
  };
}

async function countRows(connection: Connection, source: string, condition: string): Promise<number> {
  const counted = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${source} WHERE ${condition}`);
  return counted.getRowsJS()[0]?.[0] as number;
}
