import type { Connection } from '../../duckdb/connection.js';
import { numberedParquetSql, quoteIdentifier } from '../../duckdb/quote.js';
import type { EntityKey } from '../../model/analysis.js';
import type { EntityLevel, EntityMapping } from '../../model/entity-mapping.js';
import { ConcentricError } from '../../model/errors.js';
import type { FigureRow, FigureRows } from '../../model/figure-rows.js';
import type { Column } from '../../model/schema.js';
import { shortened } from '../../model/text.js';
import { idColumn } from '../../names/names.js';
import { periodKey, UNKNOWN_PERIOD } from '../../period/period.js';
import { type PeriodScheme, periodScheme } from '../../period/period-scheme.js';
import { cellAddress } from '../../provenance/cell-address.js';
import { locateRows, type RowOrigin } from '../../provenance/locate-rows.js';
import { namesOfColumns, type VersionRows } from '../group/entity-names.js';
import { type Measure, measureColumn } from '../group/measure.js';
import type { KeyMatching } from '../parameters/entity-keys.js';
import type { ResolvedRequest } from '../parameters/parameters.js';
import { columnsRead, filteredRows } from '../rows/filtered-rows.js';
import { orderSql, type RowSorting } from '../rows/row-selection.js';
import { amountOf } from '../shares/amount.js';
import { type EntityRows, entityRows, type KeyedColumn, type UnknownPart } from './entity-rows.js';
import { coveredRowsSql, periodOfRowSql } from './period-rows.js';
import { cursorOf } from './row-cursor.js';

/** A row of more cells shows those that the question reads, then the first others. */
const MAX_CELLS = 100;
export const ROW = 'file_row_number';
const ENTITY_ROWS = 'figure_entity_rows';

export interface FigureRowsFiles extends VersionRows {
  provenancePath: string;
}

/** Which rows, and where they come from. */
export interface FigureQuery {
  /** In its normal form; null for the rows of all entities. */
  entity: EntityKey | null;
  /** As it was requested. */
  requestedEntity: EntityKey | null;
  /** Of a listed period; null for all of them. */
  period: number | null;
  mappings: readonly (EntityMapping | null)[];
  /** Null for the rows of all segments. */
  segment: SegmentQuery | null;
  /** Names of all columns of the data. */
  columns: readonly string[];
  /** Names of the sources of the version, in their order; and whether their cells have addresses. */
  sources: readonly { name: string; hasAddresses: boolean }[];
}

/** The rows of a segment. */
export interface SegmentQuery extends KeyMatching {
  column: Column;
  mapping: EntityMapping | null;
  /** Values that rows of it have, in their normal form, or null for none; or values that they do not have. */
  values: readonly (string | null)[];
  isOther: boolean;
}

/** A page of the rows. */
export interface FigureRowsQuery extends FigureQuery {
  first: number;
  /** Rows after this one; -1 for all. */
  after: number;
  /** How many rows are left out before the page. */
  skip: number;
  /** Null: in the order of the data. */
  orderBy: RowSorting | null;
}

/** The rows behind a figure, or some of them: selected by the rules of group-rows.ts, but not grouped. @throws ENTITY_NOT_FOUND */
export async function readFigureRows(
  connection: Connection,
  { parquetPath, namesPath, provenancePath }: FigureRowsFiles,
  request: ResolvedRequest,
  query: FigureRowsQuery,
): Promise<FigureRows> {
  const rows = numberedParquetSql(parquetPath);
  const { measure, selected } = await selectRows(connection, rows, namesPath, request, query);
  const counted = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE, coalesce(${measure.digits(`sum(${measure.summand})`)}, '0'),
       coalesce(min(${ROW}, ${query.first + 1}) FILTER (${ROW} > ${query.after}), [])::DOUBLE[]
     FROM ${selected}`,
  );
  const [totalCount, units, firstRows] = counted.getRowsJS()[0] as [number, string, number[]];
  const isFirst = query.skip === 0 && query.orderBy === null;
  const found = isFirst ? firstRows : await numbersOfPage(connection, selected, query);
  const rowNumbers = found.slice(0, query.first);
  const read = await readRows(connection, rows, request, measure, cellsOf(request, query.columns), rowNumbers);
  const origins = await locateRows(connection, provenancePath, rowNumbers);
  const nodes = read.map((row, index) => describeRow(row, origins[index]!, query));
  const sum = amountOf(BigInt(units), measure.unit);
  return {
    edges: nodes.map((node, index) => ({ cursor: cursorOf(rowNumbers[index]!), node })),
    totalCount,
    hasNextPage: found.length > query.first,
    sum: sum.value,
    sumExact: sum.exact,
  };
}

/** Numbers of the rows of the page and of one more, where rows are sorted or left out before it. */
async function numbersOfPage(
  connection: Connection,
  selected: string,
  { first, skip, orderBy }: FigureRowsQuery,
): Promise<number[]> {
  const reader = await connection.runAndReadAll(
    `SELECT ${ROW}::DOUBLE FROM ${selected} ORDER BY ${orderSql(orderBy, ROW, 'selected')}
     LIMIT ${first + 1} OFFSET ${skip}`,
  );
  return reader.getRows().map(([number]) => number as number);
}

/** SQL of the rows behind the figure, as in FROM, with their numbers in the Parquet. */
export async function selectRows(
  connection: Connection,
  rows: string,
  namesPath: string | null,
  request: ResolvedRequest,
  {
    entity,
    requestedEntity,
    period,
    mappings,
    segment,
    orderBy = null,
  }: FigureQuery & Partial<Pick<FigureRowsQuery, 'orderBy'>>,
): Promise<{ measure: Measure; selected: string }> {
  const { groupBy, value, timeColumns, parameters } = request;
  const { only, exclude, periodGrain, periods } = parameters;
  const names = await namesOfColumns(connection, { source: rows, namesPath }, groupBy);
  const ids = groupBy.filter((_, index) => names[index] != null).map(({ name }) => idColumn(name));
  const keys = [...(entity ? [entity] : []), ...(only ?? []), ...(exclude ?? [])];
  const found = keys.length === 0 ? null : await findEntities(connection, rows, names, request, mappings, keys);
  const unknown = entity && (await found!.unknownPart(entity));
  if (entity && unknown) throw entityNotFound(requestedEntity ?? entity, groupBy, unknown);

  // The units that a DOUBLE is summed in depend on all rows that are analysed (measure.ts).
  const isLate = value?.dataType === 'DOUBLE';
  const isEarly = entity !== null && !isLate;
  const split = segment && (await segmentRows(connection, { rows, namesPath }, segment, parameters.level));
  const kept = [...ids, ROW, ...(split ? [split.column] : []), ...(orderBy ? [orderBy.column.name] : [])];
  if (isEarly) await storeRows(connection, found!.ofEntity(rows, entity), request, kept);
  const filtered = await filteredRows(connection, { source: isEarly ? ENTITY_ROWS : rows, namesPath }, request, [
    ...columnsRead(request),
    ...kept,
  ]);
  const scheme = periodScheme(periodGrain, periods);
  const source = scheme ? coveredRowsSql(filtered, scheme, timeColumns, null) : filtered;
  const measure = await measureColumn(connection, source, value?.name ?? null);
  const ofPeriod = scheme && period !== null ? coveredRowsSql(source, scheme, timeColumns, period) : source;

  const conditions = [`${measure.number} IS NOT NULL`];
  if (only) conditions.push(found!.isOneOf(only));
  if (exclude) conditions.push(`NOT (${found!.isOneOf(exclude)})`);
  if (split) conditions.push(split.condition);
  const joins = `${only || exclude ? found!.joins : ''}${split?.joins ?? ''}`;
  const ofEntity = entity && isLate ? found!.ofEntity(ofPeriod, entity) : ofPeriod;
  const selected = `${ofEntity} AS selected ${joins} WHERE ${conditions.join(' AND ')}`;
  return { measure, selected };
}

/** SQL of the rows of a segment: the column that it reads, what is appended to the rows in FROM, and a condition. */
async function segmentRows(
  connection: Connection,
  { rows, namesPath }: { rows: string; namesPath: string | null },
  { column, mapping, values, isOther, ...matching }: SegmentQuery,
  level: EntityLevel = 'ENTITY',
): Promise<{ column: string; joins: string; condition: string }> {
  const [names = null] = await namesOfColumns(connection, { source: rows, namesPath }, [column]);
  const keyed: KeyedColumn = { column, mapping, names };
  const keys = values.map((value) => ({ parts: [value] }));
  const request = { columns: [keyed], ...matching, level, isBlankEntity: false, rows, tables: 'segment' };
  const { joins, isOneOf } = await entityRows(connection, keys, request);
  const condition = isOther ? `NOT (${isOneOf(keys)})` : isOneOf(keys);
  return { column: names === null ? column.name : idColumn(column.name), joins, condition };
}

/** Makes ENTITY_ROWS: the rows of an entity are few, and read several times. */
async function storeRows(
  connection: Connection,
  source: string,
  request: ResolvedRequest,
  columns: readonly string[],
): Promise<void> {
  const filtered = request.filterColumns.map(({ name }) => name);
  const stored = [...new Set([...columnsRead(request), ...filtered, ...columns])].map(quoteIdentifier);
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${ENTITY_ROWS} AS SELECT ${stored.join(', ')} FROM ${source}`);
}

function findEntities(
  connection: Connection,
  rows: string,
  names: readonly (string | null)[],
  { groupBy, codes, parameters }: ResolvedRequest,
  mappings: FigureQuery['mappings'],
  keys: readonly EntityKey[],
): Promise<EntityRows> {
  return entityRows(connection, keys, {
    columns: groupBy.map((column, index) => {
      return { column, mapping: mappings[index] ?? null, names: names[index] ?? null };
    }),
    entityMatching: parameters.entityMatching,
    codes,
    level: parameters.level ?? 'ENTITY',
    isBlankEntity: groupBy.length === 1 && parameters.blanks === 'ENTITY',
    rows,
    tables: 'entity',
  });
}

function entityNotFound(key: EntityKey, columns: readonly Column[], { index, nearest }: UnknownPart): ConcentricError {
  const name = JSON.stringify(shortened(key.parts[index]!));
  const meant = nearest === null ? '' : ` Did you mean ${JSON.stringify(shortened(nearest))}?`;
  const nearestKey = nearest === null ? null : { parts: key.parts.with(index, nearest) };
  return new ConcentricError(
    'ENTITY_NOT_FOUND',
    `No row of column ${JSON.stringify(columns[index]!.name)} counts for ${name}.${meant} Take the key from the analysis, such as \`key\` of an entity in \`head\`.`,
    { argument: `entity.parts[${index}]`, key, nearest: nearestKey },
  );
}

/** The columns whose cells are shown, in the order of the data. */
function cellsOf(request: ResolvedRequest, columns: readonly string[]): string[] {
  if (columns.length <= MAX_CELLS) return [...columns];
  const read = [...columnsRead(request), ...request.filterColumns.map(({ name }) => name)];
  const shown = new Set([...new Set([...read, ...columns])].slice(0, MAX_CELLS));
  return columns.filter((name) => shown.has(name));
}

export interface ReadRow extends Pick<FigureRow, 'value' | 'valueExact' | 'period'> {
  /** Null where rows are counted. */
  valueColumn: string | null;
  cells: { column: string; text: string | null }[];
}

/** The rows with these numbers, in their order. @param among SQL of the numbers, as after IN: for long lists, a query */
export async function readRows(
  connection: Connection,
  rows: string,
  { value, timeColumns, parameters }: ResolvedRequest,
  { summand, digits, unit }: Measure,
  columns: readonly string[],
  rowNumbers: readonly number[],
  among = `(${rowNumbers.join(', ')})`,
): Promise<ReadRow[]> {
  if (rowNumbers.length === 0) return [];
  const scheme = periodScheme(parameters.periodGrain, parameters.periods);
  const period = scheme === null ? 'NULL' : periodOfRowSql(scheme, timeColumns);
  const texts = columns.map((name) => `${quoteIdentifier(name)}::VARCHAR`);
  const reader = await connection.runAndReadAll(
    `SELECT ${ROW}::DOUBLE, ${digits(`(${summand})`)}, ${[period, ...texts].join(', ')} FROM ${rows}
     WHERE ${ROW} BETWEEN ${Math.min(...rowNumbers)} AND ${Math.max(...rowNumbers)} AND ${ROW} IN ${among}`,
  );
  const byNumber = new Map(reader.getRows().map(([number, ...row]) => [number as number, row]));
  return rowNumbers.map((number) => {
    const [units, ordinal, ...cells] = byNumber.get(number)!;
    const amount = amountOf(BigInt(units as string), unit);
    return {
      value: amount.value,
      valueExact: amount.exact,
      period: scheme && nameOfPeriod(scheme, ordinal as number | null),
      valueColumn: value?.name ?? null,
      cells: columns.map((column, index) => ({ column, text: cells[index] as string | null })),
    };
  });
}

function nameOfPeriod({ grain, yearStart }: PeriodScheme, ordinal: number | null): string {
  return ordinal === null ? UNKNOWN_PERIOD : periodKey(ordinal, grain, yearStart);
}

function describeRow(
  { valueColumn, cells, ...amount }: ReadRow,
  { part, row, cells: places }: RowOrigin,
  { columns, sources }: FigureRowsQuery,
): FigureRow {
  const { name, hasAddresses } = sources[part.source]!;
  const addressOf = (column: string) => {
    const place = places[columns.indexOf(column)];
    return place && hasAddresses ? cellAddress(part.sheet, place) : null;
  };
  return {
    source: name,
    sheet: part.sheet,
    rowNumber: row,
    address: valueColumn === null ? null : addressOf(valueColumn),
    ...amount,
    cells: cells.map(({ column, text }) => ({ column, text, address: addressOf(column) })),
  };
}
