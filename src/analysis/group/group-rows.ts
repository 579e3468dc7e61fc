import type { Connection } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import { quoteText } from '../../duckdb/quote.js';
import { BLANK_ENTITY } from '../../model/analysis.js';
import type { EntityMapping } from '../../model/entity-mapping.js';
import { hasOverlaps } from '../../period/period-scheme.js';
import { isFolded } from '../filter/filter-values.js';
import type { ResolvedRequest } from '../parameters/parameters.js';
import { type AlsoSum, alsoName } from './also.js';
import { createNames, idOfColumn, type RowSource, textColumn } from './entity-names.js';
import { groupEntities } from './group-entities.js';
import type { GroupedColumn, GroupSum, Groups } from './groups.js';
import { listPeriods } from './list-periods.js';
import { type Measure, measureColumn } from './measure.js';
import { mergeNames } from './merge-spellings.js';
import { TOTAL, UNKNOWN } from './period-groups.js';
import { describeGroups, type GroupKey, type PreparedRows, prepareRows } from './prepare-rows.js';
import { addEarlier, expandPeriods, takeEarlier } from './windows.js';

/** @param keyColumns how many columns of `groupBy`, from the first, the keys of `only` and `exclude` are about */
export async function groupRows(
  connection: Connection,
  source: RowSource,
  request: ResolvedRequest,
  mappings: readonly (EntityMapping | null)[],
  keyColumns = request.groupBy.length,
): Promise<Groups> {
  return groupPrepared(connection, await prepareRows(connection, source, request), request, mappings, keyColumns);
}

/** Groups the rows in DuckDB, whatever the question. */
export async function groupPrepared(
  connection: Connection,
  prepared: PreparedRows,
  request: ResolvedRequest,
  mappings: readonly (EntityMapping | null)[],
  keyColumns = request.groupBy.length,
): Promise<Groups> {
  const { parameters } = request;
  const { rows, selected, source, keys, isBlankEntity, measure, scheme, range, period } = prepared;
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
  return describeGroups(connection, prepared, request, {
    also,
    columns,
    ...listed,
    periods,
    entityIds: knownBefore.reduce((most, entity) => Math.max(most, entity + 1), listed.entityIds),
    knownBefore: parameters.bridge === undefined ? null : knownBefore,
    selection,
    negativeRows: isSelecting && measure.hasNegative ? await countSelectedNegatives(connection) : null,
  });
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
