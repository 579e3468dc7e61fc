import type { Connection } from '../duckdb/connection.js';
import { numbersOf } from '../duckdb/first-row.js';
import { quoteIdentifier, quoteText } from '../duckdb/quote.js';
import { BLANK_ENTITY, type EntityMatching } from '../model/analysis.js';
import type { EntityMapping } from '../model/entity-mapping.js';
import { idColumn } from '../names/names.js';
import { periodSql } from '../period/period.js';
import { coveredRange, hasOverlaps, type PeriodScheme, periodScheme } from '../period/period-scheme.js';
import { type AlsoSum, alsoName } from './also.js';
import { isGroupedByTexts } from './columns-of-file.js';
import { selectsBlanks } from './entity-keys.js';
import {
  BLANK_ID,
  createNames,
  idOfColumn,
  nameSql,
  namesOfColumns,
  namesTable,
  partColumn,
  type RowSource,
  textColumn,
} from './entity-names.js';
import { isFolded } from './filter-values.js';
import { filteredRows } from './filtered-rows.js';
import { type Measure, measureColumn } from './measure.js';
import { type MergedSpellings, mergedTable, mergeNames } from './merge-spellings.js';
import { columnsBesideEntities, type ResolvedRequest } from './parameters.js';
import { PARTS_SEPARATOR } from './parts-separator.js';
import { type PeriodGroups, TOTAL, UNKNOWN } from './period-groups.js';
import { fileCoverage, isPartial, type OutsideRows, outsideRows, rangeSql } from './period-range.js';
import { leaveOut, type Selection, type SelectionRequest, selectEntities } from './select-entities.js';
import { addEarlier, expandPeriods, takeEarlier, withPrevious } from './windows.js';

export { type PeriodGroups, TOTAL, UNKNOWN } from './period-groups.js';

/** How one column of `groupBy` was matched. */
export interface GroupedColumn {
  name: string;
  matching: EntityMatching;
  hasMerged: boolean;
  spellings: MergedSpellings | null;
  /** Whether the rows are grouped by the ids of its texts. */
  hasIds: boolean;
  /** Whether the ids of its names are in code-point order of the names. */
  isOrdered: boolean;
}

/**
 * The rows of a dataset that the filter selects, with a value and an entity, grouped by period and entity in a temporary
 * table of the connection: `concentration_groups(period INTEGER, entity INTEGER, units, row_count)`. `units` is an exact sum;
 * its type is the measure's. `entity` is an id of entityTable(); ids say nothing, they can differ between two runs.
 */
export interface Groups {
  measure: Measure;
  /** Further columns of `concentration_groups` and `concentration_unassigned`. */
  also: AlsoSum[];
  columns: GroupedColumn[];
  /** Where entities have their names, if not where `columns` say. */
  entities?: EntityTable;
  /** Whether the name `(blank)` means rows without an entity. */
  isBlankEntity: boolean;
  /** How rows are divided into periods; null where the grain is NONE. */
  scheme: PeriodScheme | null;
  /** By time, then UNKNOWN, then TOTAL; only TOTAL where the grain is NONE, nothing where no row has a value. */
  periods: PeriodGroups[];
  /** Whether the groups of TOTAL are the sums of those of the periods, and none are in the table. */
  isTotalSummed: boolean;
  /** The rows that the periods of the answer leave out; null where they are not limited. */
  outside: OutsideRows | null;
  /** More than the largest `entity`, in the table or of `knownBefore`. */
  entityIds: number;
  /** Entities with rows before all periods; null where periods are not bridged. */
  knownBefore: Int32Array | null;
  rows: { blankEntity: number; negativeValue: number };
  /** Null where the request selects no entities; else there is `concentration_left_out` (select-entities.ts). */
  selection: Selection | null;
}

/** @param keyColumns how many columns of `groupBy`, from the first, the keys of `only` and `exclude` are about */
export async function groupRows(
  connection: Connection,
  { source: rows, namesPath }: RowSource,
  request: ResolvedRequest,
  mappings: readonly (EntityMapping | null)[],
  keyColumns = request.groupBy.length,
): Promise<Groups> {
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
  const valueName = request.value?.name ?? null;
  const scheme = periodScheme(parameters.periodGrain, parameters.periods);
  const range = scheme && coveredRange(scheme);
  const period = scheme && periodSql(request.timeColumns, scheme.grain, scheme.yearStart);
  const source = range && period ? `(SELECT * FROM ${selected} WHERE ${rangeSql(period, range)})` : selected;
  const measure = await measureColumn(connection, source, valueName);
  const isSelecting = parameters.only !== undefined || parameters.exclude !== undefined;
  const also: AlsoSum[] = [];
  for (const [index, { name }] of request.also.entries()) {
    also.push({ column: name, name: alsoName(index), measure: await measureColumn(connection, source, name) });
  }
  const sums = [
    ...(isSelecting && measure.hasNegative ? [negativeRows(measure)] : []),
    ...also.map((sum) => ({ name: sum.name, aggregate: `sum(${sum.measure.summand})` })),
  ];
  await groupSpellings(connection, source, measure, { keys, isBlankEntity, sums, period });
  const hasEarlier = parameters.bridge !== undefined && range?.first != null;
  if (hasEarlier) {
    await addEarlier(connection, {
      source: `(SELECT * FROM ${selected} WHERE ${period} < ${range.first})`,
      keys: spelledColumns(keys, isBlankEntity),
      number: measure.number,
      sumCount: sums.length,
    });
  }
  const columns: GroupedColumn[] = [];
  for (const [index, column] of request.groupBy.entries()) {
    const { names } = keys[index]!;
    await createNames(connection, index, names);
    const { hasAdded, ...merged } = await mergeNames(connection, {
      index,
      column: column.name,
      rows,
      names,
      canFold: parameters.entityMatching === 'FOLDED' && isFolded(column),
      mapping: mappings[index] ?? null,
      level: parameters.level ?? 'ENTITY',
      digits: measure.digits,
    });
    columns.push({ name: column.name, ...merged, hasIds: names !== null, isOrdered: names !== null && !hasAdded });
  }
  const selection = await groupEntities(connection, columns, request, sums, {
    lists: { only: parameters.only, exclude: parameters.exclude },
    columns: request.groupBy.slice(0, keyColumns).map((column, index) => ({
      column,
      mapping: mappings[index] ?? null,
      names: keys[index]!.names,
    })),
    isBlankEntity,
    codes: request.codes,
    entityMatching: parameters.entityMatching,
    areChanged: hasEarlier || (scheme !== null && hasOverlaps(scheme)),
  });
  const knownBefore = hasEarlier ? await takeEarlier(connection, selection !== null) : new Int32Array(0);
  if (scheme)
    await expandPeriods(connection, scheme, { sums: sums.map(({ name }) => name), hasLeftOut: selection !== null });
  const { periods, ...listed } = await listPeriods(connection, measure, selection);
  const coverage = parameters.periods === undefined ? null : await fileCoverage(connection, rows, request.timeColumns);
  const isBlank = keys.map(({ sql }) => `${sql} IS NULL`).join(' AND ');
  return {
    measure,
    also,
    columns,
    isBlankEntity,
    ...listed,
    entityIds: knownBefore.reduce((most, entity) => Math.max(most, entity + 1), listed.entityIds),
    knownBefore: parameters.bridge === undefined ? null : knownBefore,
    scheme,
    periods: withPrevious(periods, scheme, parameters.bridge).map((each) => ({
      ...each,
      isPartial: isPartial(scheme, each.period, coverage),
    })),
    outside: range && period ? await outsideRows(connection, selected, valueName, period, range) : null,
    rows: {
      blankEntity: selectsBlanks(parameters, isBlankEntity)
        ? await countRows(connection, source, `${isBlank} AND ${measure.number} IS NOT NULL`)
        : 0,
      negativeValue: !measure.hasNegative
        ? 0
        : isSelecting
          ? await countSelectedNegatives(connection)
          : await countRows(connection, source, `${measure.number} < 0`),
    },
    selection,
  };
}

/** Summed for each group beside its units, as a column of the tables of groups. */
interface GroupSum {
  name: string;
  /** SQL over the rows of a group. */
  aggregate: string;
}

const NEGATIVE_ROWS = 'negative_rows';

function negativeRows({ number }: Measure): GroupSum {
  return { name: NEGATIVE_ROWS, aggregate: `count(*) FILTER (${number} < 0)` };
}

async function countSelectedNegatives(connection: Connection): Promise<number> {
  const ofTable = async (table: string) => {
    const summed = `sum(${NEGATIVE_ROWS}) FILTER (period = ${TOTAL}), sum(${NEGATIVE_ROWS})`;
    const [count] = await numbersOf(connection, `SELECT coalesce(${summed}, 0) FROM ${table}`);
    return count ?? 0;
  };
  return (await ofTable('concentration_groups')) + (await ofTable('concentration_unassigned'));
}

/** What the rows are grouped by, for one column of `groupBy`. */
interface GroupKey {
  name: string;
  /** SQL of the column's names where rows are grouped by their ids; null where by their texts. */
  names: string | null;
  /** SQL of a row's id or text. */
  sql: string;
}

/** Makes `concentration_spelled(period INTEGER, text_0 VARCHAR or id_0 INTEGER, …, units, row_count)`, with the sums. */
async function groupSpellings(
  connection: Connection,
  source: string,
  { number, summand }: Measure,
  {
    keys,
    isBlankEntity,
    sums,
    period,
  }: { keys: readonly GroupKey[]; isBlankEntity: boolean; sums: readonly GroupSum[]; period: string | null },
): Promise<void> {
  const ordinal = period === null ? `${TOTAL}` : `coalesce(${period}, ${UNKNOWN})`;
  const values = spelledColumns(keys, isBlankEntity);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE concentration_spelled AS
     SELECT ${ordinal}::INTEGER AS period, ${values.join(', ')}, sum(${summand}) AS units, count(*) AS row_count
       ${sums.map(({ name, aggregate }) => `, ${aggregate} AS ${name}`).join('')}
     FROM ${source} WHERE ${number} IS NOT NULL GROUP BY ALL`,
  );
}

/** SQL of a row's ids and texts, as they are grouped. */
function spelledColumns(keys: readonly GroupKey[], isBlankEntity: boolean): string[] {
  return keys.map(({ names, sql }, index) => {
    if (names !== null) return `${sql} AS ${idOfColumn(index)}`;
    // A blank cell of several is a part of an entity; of one, it is the entity, and a text that reads the same is the same.
    return `${isBlankEntity ? `coalesce(${sql}, ${quoteText(BLANK_ENTITY)})` : sql} AS ${textColumn(index)}`;
  });
}

interface EntityRequest extends SelectionRequest {
  /** Whether the tables of groups are changed afterwards; else groups that need no computing are not copied. */
  areChanged: boolean;
}

/**
 * Makes `concentration_groups` and `concentration_unassigned(period INTEGER, units, row_count)`, of the entities that are
 * selected.
 */
async function groupEntities(
  connection: Connection,
  columns: readonly GroupedColumn[],
  { parameters: { blanks, only, exclude } }: ResolvedRequest,
  sums: readonly GroupSum[],
  { areChanged, ...selecting }: EntityRequest,
): Promise<Selection | null> {
  const parts = columns.map((_, index) => partColumn(index));
  const names = sums.map(({ name }) => name);
  const more = names.map((name) => `, ${name}`).join('');
  const moreSummed = names.map((name) => `, sum(${name}) AS ${name}`).join('');
  const isSelecting = only !== undefined || exclude !== undefined;
  const haveIds = parts.length === 1 && columns[0]!.hasIds;
  if (haveIds && columns[0]!.hasMerged) await mergeGroups(connection, names);
  const unmerged = haveIds ? [{ ...columns[0]!, hasMerged: false }] : columns;
  await connection.run(
    `CREATE TEMP ${haveIds && !isSelecting ? 'VIEW' : 'TABLE'} concentration_parts AS ${partsSql(unmerged, names)}`,
  );
  const isUnassigned = blanks === 'APART' ? parts.map((part) => `${part} = ${BLANK_ID}`).join(' AND ') : 'false';
  if (parts.length > 1) await createTuples(connection, parts, isUnassigned);
  const selection = isSelecting ? await selectEntities(connection, selecting) : null;
  if (selection !== null) await leaveOut(connection, parts, selection);
  await connection.run(
    `CREATE TEMP TABLE concentration_unassigned AS
     SELECT period, sum(units) AS units, sum(row_count)::BIGINT AS row_count${moreSummed} FROM concentration_parts
     WHERE ${isUnassigned} GROUP BY period`,
  );
  await connection.run(
    parts.length === 1
      ? `CREATE TEMP ${areChanged ? 'TABLE' : 'VIEW'} concentration_groups AS
         SELECT period, ${parts[0]} AS entity, units, row_count${more} FROM concentration_parts WHERE NOT (${isUnassigned})`
      : `CREATE TEMP TABLE concentration_groups AS
         SELECT period, id AS entity, units, row_count${more}
         FROM concentration_parts JOIN concentration_tuples USING (${parts.join(', ')})`,
  );
  return selection;
}

/** SQL: the groups with the ids of their names, a column a part; spellings of one name added up. */
function partsSql(columns: readonly GroupedColumn[], sums: readonly string[]): string {
  const ids = columns.map(({ hasIds }, index) => (hasIds ? `spelled.${idOfColumn(index)}` : `name_${index}.id`));
  const joins = columns.flatMap(({ hasMerged, hasIds }, index) => {
    const [name, merged] = [`name_${index}`, `merged_${index}`];
    return [
      ...(hasIds ? [] : [`LEFT JOIN ${namesTable(index)} AS ${name} ON ${name}.text = spelled.${textColumn(index)}`]),
      ...(hasMerged ? [`LEFT JOIN ${mergedTable(index)} AS ${merged} ON ${merged}.id = ${ids[index]}`] : []),
    ];
  });
  const parts = columns.map(({ hasMerged }, index) => {
    const entity = hasMerged ? `merged_${index}.entity, ${ids[index]}` : ids[index];
    return `coalesce(${entity}, ${BLANK_ID}) AS ${partColumn(index)}`;
  });
  const isMerged = columns.some(({ hasMerged }) => hasMerged);
  const [units, rows] = isMerged
    ? ['sum(spelled.units) AS units', 'sum(row_count)::BIGINT AS row_count']
    : ['spelled.units', 'row_count'];
  const more = sums.map((name) => (isMerged ? `, sum(${name}) AS ${name}` : `, ${name}`)).join('');
  return `SELECT period, ${parts.join(', ')}, ${units}, ${rows}${more}
    FROM concentration_spelled AS spelled ${joins.join(' ')} ${isMerged ? 'GROUP BY ALL' : ''}`;
}

/** In `concentration_spelled` of one column with ids, puts the groups of entities in place of those of the names merged. */
async function mergeGroups(connection: Connection, sums: readonly string[]): Promise<void> {
  const [id, merged] = [idOfColumn(0), mergedTable(0)];
  const moreSummed = sums.map((name) => `, sum(${name}) AS ${name}`).join('');
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE concentration_merged_groups AS
     SELECT period, entity, sum(spelled.units) AS units, sum(row_count)::BIGINT AS row_count${moreSummed}
     FROM concentration_spelled AS spelled JOIN ${merged} AS merged ON merged.id = spelled.${id} GROUP BY period, entity`,
  );
  await connection.run(`DELETE FROM concentration_spelled WHERE ${id} IN (SELECT id FROM ${merged})`);
  await connection.run('INSERT INTO concentration_spelled FROM concentration_merged_groups');
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
  /** Whether the ids are in that order; then there is a column `key` too, with the folded spellings. */
  isOrdered: boolean;
}

export function entityTable({ columns, entities }: Pick<Groups, 'columns' | 'entities'>): EntityTable {
  if (entities !== undefined) return entities;
  const [only, ...others] = columns;
  if (others.length === 0) return { table: namesTable(0), order: 'text', parts: [], isOrdered: only!.isOrdered };
  const parts = columns.map((_, index) => textColumn(index));
  const order = parts.map((part) => `${part} NULLS LAST`).join(', ');
  return { table: 'concentration_tuples', order, parts, isOrdered: false };
}

/** The periods of `concentration_groups` and `concentration_unassigned`. */
export async function listPeriods(
  connection: Connection,
  { digits }: Measure,
  selection: Selection | null,
): Promise<Pick<Groups, 'periods' | 'isTotalSummed' | 'entityIds'>> {
  const grouped = await connection.runAndReadAll(
    `SELECT period, count(*)::DOUBLE, sum(row_count)::DOUBLE, max(entity) + 1 FROM concentration_groups GROUP BY period`,
  );
  const unassigned = await connection.runAndReadAll(
    `SELECT period, ${digits('units')}, row_count::DOUBLE FROM concentration_unassigned`,
  );
  const leftOut = await connection.runAndReadAll(
    selection === null
      ? 'SELECT 0 WHERE false'
      : `SELECT period, ${digits('sum(units)')}, sum(row_count)::DOUBLE, (count(*) FILTER (entity <> ${BLANK_ID}))::DOUBLE
         FROM concentration_left_out GROUP BY period`,
  );
  const found = new Map<number, PeriodGroups>();
  const none = {
    previous: null,
    bridge: null,
    isPartial: false,
    groupCount: 0,
    rowCount: 0,
    unassigned: { units: 0n, rowCount: 0 },
    leftOut: { units: 0n, rowCount: 0, entityCount: 0 },
  };
  let entityIds = 0;
  for (const [period, groupCount, rowCount, ids] of grouped.getRowsJS() as [number, number, number, number][]) {
    found.set(period, { ...none, period, groupCount, rowCount });
    entityIds = Math.max(entityIds, ids);
  }
  for (const [period, units, rowCount] of unassigned.getRowsJS() as [number, string, number][]) {
    const groups = found.get(period) ?? { ...none, period };
    found.set(period, {
      ...groups,
      rowCount: groups.rowCount + rowCount,
      unassigned: { units: BigInt(units), rowCount },
    });
  }
  const leftOutOf = (leftOut.getRowsJS() as [number, string, number, number][]).map(
    ([period, units, rowCount, entityCount]) => ({ period, leftOut: { units: BigInt(units), rowCount, entityCount } }),
  );
  const addLeftOut = (each: (typeof leftOutOf)[number]) =>
    found.set(each.period, { ...none, ...found.get(each.period), ...each });
  for (const each of leftOutOf) if (each.period !== TOTAL) addLeftOut(each);
  const isTotalSummed = found.size > 0 && !found.has(TOTAL);
  if (isTotalSummed) found.set(TOTAL, totalOf([...found.values()]));
  for (const each of leftOutOf) if (each.period === TOTAL) addLeftOut(each);
  const sorted = [...found.values()].sort((a, b) => a.period - b.period);
  return { periods: sorted, isTotalSummed, entityIds };
}

function totalOf(periods: readonly PeriodGroups[]): PeriodGroups {
  return {
    period: TOTAL,
    previous: null,
    bridge: null,
    isPartial: false,
    groupCount: 0,
    rowCount: periods.reduce((sum, { rowCount }) => sum + rowCount, 0),
    unassigned: {
      units: periods.reduce((sum, { unassigned }) => sum + unassigned.units, 0n),
      rowCount: periods.reduce((sum, { unassigned }) => sum + unassigned.rowCount, 0),
    },
    leftOut: { units: 0n, rowCount: 0, entityCount: 0 },
  };
}

async function countRows(connection: Connection, source: string, condition: string): Promise<number> {
  const counted = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${source} WHERE ${condition}`);
  return counted.getRowsJS()[0]?.[0] as number;
}
