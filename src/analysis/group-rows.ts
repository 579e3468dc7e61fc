import type { Connection } from '../duckdb/connection.js';
import { parquetSql, quoteText } from '../duckdb/quote.js';
import { BLANK_ENTITY, type EntityMatching } from '../model/analysis.js';
import type { EntityMapping } from '../model/entity-mapping.js';
import { periodSql } from '../period/period.js';
import { BLANK_ID, createNames, nameSql, namesTable, partColumn, textColumn } from './entity-names.js';
import { isFolded } from './filter-values.js';
import { filteredRows } from './filtered-rows.js';
import { type Measure, measureColumn } from './measure.js';
import { type MergedSpellings, mergedTable, mergeNames } from './merge-spellings.js';
import type { ResolvedRequest } from './parameters.js';

/** Periods are ordinals here (period/period.ts); these two stand for the rows without one, and for all rows. */
export const UNKNOWN = 2_147_483_646;
export const TOTAL = 2_147_483_647;

/** Between the parts of the name of an entity of several columns; for display only, a part may contain it. */
const PARTS_SEPARATOR = ' · ';

export interface PeriodGroups {
  period: number;
  entityCount: number;
  /** Rows with a value, with and without an entity. */
  rowCount: number;
  /** Entities with a sum below zero. */
  negativeCount: number;
  /** The rows without an entity. */
  unassigned: { units: bigint; rowCount: number };
}

/** How one column of `groupBy` was matched. */
export interface GroupedColumn {
  name: string;
  matching: EntityMatching;
  hasMerged: boolean;
  spellings: MergedSpellings | null;
}

/**
 * The rows of a dataset that the filter selects, with a value and an entity, grouped by period and entity in a temporary
 * table of the connection: `concentration_groups(period INTEGER, entity INTEGER, units, row_count)`, where the groups of
 * TOTAL are made from those of the periods. `units` is an exact sum; its type is the measure's. `entity` is an id of
 * entityTable(); ids say nothing, they can differ between two runs.
 */
export interface Groups {
  measure: Measure;
  columns: GroupedColumn[];
  /** Whether the name `(blank)` stands for rows without an entity. */
  isBlankEntity: boolean;
  /** By time, then UNKNOWN, then TOTAL; only TOTAL where the grain is NONE, nothing where no row has a value. */
  periods: PeriodGroups[];
  rows: { blankEntity: number; negativeValue: number };
}

export async function groupRows(
  connection: Connection,
  parquetPath: string,
  request: ResolvedRequest,
  mappings: readonly (EntityMapping | null)[],
): Promise<Groups> {
  const { parameters } = request;
  const rows = parquetSql(parquetPath);
  const source = await filteredRows(connection, rows, request);
  const measure = await measureColumn(connection, source, request.value.name);
  await groupSpellings(connection, source, measure, request);
  const columns: GroupedColumn[] = [];
  for (const [index, column] of request.groupBy.entries()) {
    await createNames(connection, index);
    const merged = await mergeNames(connection, {
      index,
      column: column.name,
      rows,
      canFold: parameters.entityMatching === 'FOLDED' && isFolded(column),
      mapping: mappings[index] ?? null,
      level: parameters.level ?? 'ENTITY',
      digits: measure.digits,
    });
    columns.push({ name: column.name, ...merged });
  }
  await groupEntities(connection, columns, request);
  const isBlank = request.groupBy.map((column) => `${nameSql(column)} IS NULL`).join(' AND ');
  return {
    measure,
    columns,
    isBlankEntity: columns.length === 1 && parameters.blanks === 'ENTITY',
    periods: await listPeriods(connection, measure),
    rows: {
      blankEntity: await countRows(connection, source, `${isBlank} AND ${measure.number} IS NOT NULL`),
      negativeValue: measure.hasNegative ? await countRows(connection, source, `${measure.number} < 0`) : 0,
    },
  };
}

/** Makes `concentration_spelled(period INTEGER, text_0 VARCHAR, …, units, row_count)`. */
async function groupSpellings(
  connection: Connection,
  source: string,
  { number, summand }: Measure,
  { groupBy, timeColumns, parameters: { periodGrain: grain, blanks } }: ResolvedRequest,
): Promise<void> {
  const period = grain === 'NONE' ? `${TOTAL}` : `coalesce(${periodSql(timeColumns, grain)}, ${UNKNOWN})`;
  // A blank cell of several is a part of an entity; of one, it is the entity, and a text that reads the same is the same.
  const isEntity = blanks === 'ENTITY' && groupBy.length === 1;
  const texts = groupBy.map((column, index) => {
    const name = nameSql(column);
    return `${isEntity ? `coalesce(${name}, ${quoteText(BLANK_ENTITY)})` : name} AS ${textColumn(index)}`;
  });
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE concentration_spelled AS
     SELECT ${period}::INTEGER AS period, ${texts.join(', ')}, sum(${summand}) AS units, count(*) AS row_count
     FROM ${source} WHERE ${number} IS NOT NULL GROUP BY ALL`,
  );
}

/** Makes `concentration_groups` and `concentration_unassigned(period INTEGER, units, row_count)`. */
async function groupEntities(
  connection: Connection,
  columns: readonly GroupedColumn[],
  { parameters: { blanks, periodGrain } }: ResolvedRequest,
): Promise<void> {
  const parts = columns.map((_, index) => partColumn(index));
  await connection.run(`CREATE OR REPLACE TEMP TABLE concentration_parts AS ${partsSql(columns)}`);
  await connection.run('DROP TABLE concentration_spelled');
  const isUnassigned = blanks === 'APART' ? parts.map((part) => `${part} = ${BLANK_ID}`).join(' AND ') : 'false';
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE concentration_unassigned AS
     SELECT period, sum(units) AS units, sum(row_count)::BIGINT AS row_count FROM concentration_parts
     WHERE ${isUnassigned} GROUP BY period`,
  );
  if (parts.length > 1) await createTuples(connection, parts, isUnassigned);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE concentration_groups AS ${
      parts.length === 1
        ? `SELECT period, ${parts[0]} AS entity, units, row_count FROM concentration_parts WHERE NOT (${isUnassigned})`
        : `SELECT period, id AS entity, units, row_count
           FROM concentration_parts JOIN concentration_tuples USING (${parts.join(', ')})`
    }`,
  );
  await connection.run('DROP TABLE concentration_parts');
  if (periodGrain === 'NONE') return;
  await connection.run(
    `INSERT INTO concentration_groups
     SELECT ${TOTAL}, entity, sum(units), sum(row_count) FROM concentration_groups GROUP BY entity`,
  );
  await connection.run(
    `INSERT INTO concentration_unassigned
     SELECT ${TOTAL}, sum(units), sum(row_count) FROM concentration_unassigned HAVING count(*) > 0`,
  );
}

/** SQL: the groups with the ids of their names, a column a part; spellings of one name added up. */
function partsSql(columns: readonly GroupedColumn[]): string {
  const joins = columns.map(({ hasMerged }, index) => {
    const name = `LEFT JOIN ${namesTable(index)} AS name_${index} ON name_${index}.text = spelled.${textColumn(index)}`;
    return hasMerged
      ? `${name} LEFT JOIN ${mergedTable(index)} AS merged_${index} ON merged_${index}.id = name_${index}.id`
      : name;
  });
  const parts = columns.map(({ hasMerged }, index) => {
    const ids = hasMerged ? `merged_${index}.entity, name_${index}.id` : `name_${index}.id`;
    return `coalesce(${ids}, ${BLANK_ID}) AS ${partColumn(index)}`;
  });
  const isMerged = columns.some(({ hasMerged }) => hasMerged);
  const [units, rows] = isMerged
    ? ['sum(spelled.units) AS units', 'sum(row_count)::BIGINT AS row_count']
    : ['spelled.units', 'row_count'];
  return `SELECT period, ${parts.join(', ')}, ${units}, ${rows}
    FROM concentration_spelled AS spelled ${joins.join(' ')} ${isMerged ? 'GROUP BY ALL' : ''}`;
}

/** Makes `concentration_tuples(id INTEGER, text VARCHAR, text_0 VARCHAR, …, part_0 INTEGER, …)`: entities of several columns. */
async function createTuples(connection: Connection, parts: readonly string[], isUnassigned: string): Promise<void> {
  const texts = parts.map((_, index) => `name_${index}.text`);
  const shown = texts.map((text) => `coalesce(${text}, ${quoteText(BLANK_ENTITY)})`);
  const joins = parts.map(
    (part, index) => `LEFT JOIN ${namesTable(index)} AS name_${index} ON name_${index}.id = ${part}`,
  );
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE concentration_tuples AS
     SELECT (row_number() OVER () - 1)::INTEGER AS id, concat_ws(${quoteText(PARTS_SEPARATOR)}, ${shown.join(', ')}) AS text,
       ${texts.map((text, index) => `${text} AS ${textColumn(index)}`).join(', ')}, ${parts.join(', ')}
     FROM (SELECT DISTINCT ${parts.join(', ')} FROM concentration_parts WHERE NOT (${isUnassigned})) ${joins.join(' ')}`,
  );
}

/** Where entities have their names: a table with at least `id` and `text`. */
export interface EntityTable {
  table: string;
  /** SQL: by code point, of several columns part by part. */
  order: string;
  /** Columns with the parts of an entity, blanks NULL; none where an entity is the value of one column. */
  parts: string[];
}

export function entityTable({ columns }: Pick<Groups, 'columns'>): EntityTable {
  if (columns.length === 1) return { table: namesTable(0), order: 'text', parts: [] };
  const parts = columns.map((_, index) => textColumn(index));
  return { table: 'concentration_tuples', order: parts.map((part) => `${part} NULLS LAST`).join(', '), parts };
}

async function listPeriods(connection: Connection, { digits }: Measure): Promise<PeriodGroups[]> {
  const grouped = await connection.runAndReadAll(
    `SELECT period, count(*)::DOUBLE, sum(row_count)::DOUBLE, (count(*) FILTER (units < 0))::DOUBLE
     FROM concentration_groups GROUP BY period`,
  );
  const unassigned = await connection.runAndReadAll(
    `SELECT period, ${digits('units')}, row_count::DOUBLE FROM concentration_unassigned`,
  );
  const periods = new Map<number, PeriodGroups>();
  for (const [period, entityCount, rowCount, negativeCount] of grouped.getRowsJS() as number[][]) {
    const none = { units: 0n, rowCount: 0 };
    periods.set(period!, {
      period: period!,
      entityCount: entityCount!,
      rowCount: rowCount!,
      negativeCount: negativeCount!,
      unassigned: none,
    });
  }
  for (const [period, units, rowCount] of unassigned.getRowsJS() as [number, string, number][]) {
    const groups = periods.get(period) ?? { period, entityCount: 0, rowCount: 0, negativeCount: 0 };
    periods.set(period, {
      ...groups,
      rowCount: groups.rowCount + rowCount,
      unassigned: { units: BigInt(units), rowCount },
    });
  }
  return [...periods.values()].sort((a, b) => a.period - b.period);
}

async function countRows(connection: Connection, source: string, condition: string): Promise<number> {
  const counted = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${source} WHERE ${condition}`);
  return counted.getRowsJS()[0]?.[0] as number;
}
