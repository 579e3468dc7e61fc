import type { Connection } from '../../duckdb/connection.js';
import type { EntityMapping } from '../../model/entity-mapping.js';
import { hasOverlaps } from '../../period/period-scheme.js';
import { isFolded } from '../filter/filter-values.js';
import { createNames, namesTable } from '../group/entity-names.js';
import type { GroupedColumn, Groups } from '../group/groups.js';
import { totalOf } from '../group/list-periods.js';
import { MAX_DOUBLE_UNITS } from '../group/measure.js';
import type { MergedSpellings } from '../group/merge-spellings.js';
import { type ClassedColumn, countNames, type NameClasses, placesOf } from '../group/name-classes.js';
import { type PeriodGroups, TOTAL, UNKNOWN } from '../group/period-groups.js';
import { describeGroups, type PreparedRows } from '../group/prepare-rows.js';
import type { ResolvedRequest } from '../parameters/parameters.js';
import type { MergedIds } from './merge-ids.js';
import { cutIntoSpans, MAX_GROUPS_ON_EVENT_LOOP, type RankOptions, spanPeriods } from './rank-groups.js';
import type { RankedPeriodGroups } from './ranking.js';
import { copyColumn } from './read-groups.js';
import type { PeriodOfRows } from './rows-of-period.js';
import { BLOCK_ROWS, type RowBlock } from './summed-rows.js';
import { type TaskRunner, tasksOnEventLoop } from './tasks.js';

/** With fewer names DuckDB's groups are few, and reading them costs less than reading the rows. */
export const MIN_SUMMED_NAMES = 2000;
/** Some 150 MB in the thread. */
const MAX_SUMMED_ROWS = 12_000_000;
/** Blocks sent to the thread at a time: one that it adds up and one that waits. */
const AT_WORK = 2;

export interface SumOptions {
  mapping: EntityMapping | null;
  /** The classes of the column's names, remembered or found now. */
  classesOf(column: ClassedColumn): Promise<NameClasses>;
  minNames: number;
}

/** Groups that are in the thread's typed arrays instead of a table. */
export interface SummedGroups {
  groups: Groups;
  rank(options: RankOptions): Promise<RankedPeriodGroups[]>;
  end(): Promise<void>;
}

/**
 * Groups the rows by the ids of one column in typed arrays; null where the question needs groups in a table, or these are
 * no faster. The same groups as groupRows() makes, in a third of its time where there are many.
 */
export async function sumRows(
  connection: Connection,
  thread: TaskRunner,
  prepared: PreparedRows,
  request: ResolvedRequest,
  options: SumOptions,
): Promise<SummedGroups | null> {
  const { measure, keys } = prepared;
  const [key] = keys;
  if (key?.names == null || !isSummable(prepared, request)) return null;
  const nameCount = await countNames(connection, prepared.rows, key.sql);
  if (nameCount < options.minNames) return null;
  const units = await unitsSql(connection, prepared);
  if (units === null) return null;

  const tasks = measure.rowCount > MAX_GROUPS_ON_EVENT_LOOP ? thread : tasksOnEventLoop();
  const rows = await tasks.run('startRows', { nameCount, period: TOTAL });
  const end = async () => void (await tasks.run('endRows', { rows }));
  try {
    const [column] = request.groupBy;
    const classes = await options.classesOf({
      column: column!.name,
      rows: prepared.rows,
      names: key.names,
      nameCount,
      canFold: request.parameters.entityMatching === 'FOLDED' && isFolded(column!),
      mapping: options.mapping,
      level: request.parameters.level ?? 'ENTITY',
    });
    await readRows(connection, prepared, units, (block) => tasks.run('addRows', { rows, block }));
    await createNames(connection, 0, key.names);
    const merged = await mergeNames(connection, tasks, rows, classes);
    const found = (await tasks.run('periodsOfRows', { rows })).map((each) => groupsOf(each, nameCount));
    const isTotalSummed = prepared.scheme !== null && found.length > 0;
    const groups = await describeGroups(connection, prepared, request, {
      also: [],
      columns: [{ name: column!.name, hasIds: true, isOrdered: classes.added.length === 0, ...merged }],
      periods: isTotalSummed ? [...found, totalOf(found)] : found,
      isTotalSummed,
      entityIds: nameCount + classes.added.length,
      knownBefore: request.parameters.bridge === undefined ? null : new Int32Array(0),
      addedNames: new Map(classes.added.map(({ name }, nth) => [nameCount + nth, name])),
      selection: null,
      negativeRows: null,
    });
    const rank = (rankOptions: RankOptions) =>
      rankRows(tasks, rows, groups, {
        ...rankOptions,
        entityCount: groups.entityIds,
        places: placesOf(classes, nameCount),
      });
    return { groups, rank, end };
  } catch (error) {
    await end();
    throw error;
  }
}

function isSummable({ measure, scheme, range }: PreparedRows, { parameters, also, groupBy }: ResolvedRequest): boolean {
  return (
    groupBy.length === 1 &&
    also.length === 0 &&
    parameters.only === undefined &&
    parameters.exclude === undefined &&
    (scheme === null || !hasOverlaps(scheme)) &&
    // Entities of rows before all periods are not read.
    (parameters.bridge === undefined || range?.first == null) &&
    measure.rowCount <= MAX_SUMMED_ROWS
  );
}

/** SQL of a row's units as an exact DOUBLE; null where the sizes of all rows' add up to more than one holds. */
async function unitsSql(connection: Connection, { measure, source }: PreparedRows): Promise<string | null> {
  const { number, double, digits, largestSum } = measure;
  if (largestSum <= MAX_DOUBLE_UNITS || double(number, 0n) === null) return double(number, largestSum);
  const found = await connection.runAndReadAll(
    `SELECT coalesce(${digits(`sum(abs(${number}))`)}, '0') FROM ${source} WHERE ${number} IS NOT NULL`,
  );
  return double(number, BigInt(found.getRowsJS()[0]![0] as string));
}

/** Passes the rows on in blocks while DuckDB reads the next ones, but never further ahead than it can be followed. */
async function readRows(
  connection: Connection,
  { source, period, keys, measure }: PreparedRows,
  units: string,
  add: (block: RowBlock) => Promise<undefined>,
): Promise<void> {
  const ordinal = period === null ? [] : [`coalesce(${period}, ${UNKNOWN})::INTEGER`];
  const columns = [...ordinal, `coalesce(${keys[0]!.sql} + 1, 0)::INTEGER`, units];
  const sql = `SELECT ${columns.join(', ')} FROM ${source} WHERE ${measure.number} IS NOT NULL`;
  const blocks = Array.from({ length: AT_WORK + 1 }, () => newBlock(period !== null));
  // A block is filled again when the thread has added it.
  const adding = blocks.map(async () => undefined);
  await connection.stream(sql, async (chunks) => {
    let [nth, length] = [0, 0];
    const pass = async () => {
      const added = add(firstRows(blocks[nth]!, length));
      // A failure is met where the result is awaited; until then it must not count as an unhandled rejection.
      added.catch(() => {});
      adding[nth] = added;
      nth = (nth + 1) % blocks.length;
      length = 0;
      await adding[nth];
    };
    for await (const chunk of chunks) {
      const { rowCount } = chunk;
      if (length + rowCount > BLOCK_ROWS) await pass();
      const { period: periods, name, units: numbers } = blocks[nth]!;
      for (const [index, array] of (periods ? [periods, name, numbers] : [name, numbers]).entries()) {
        copyColumn(chunk.getColumnVector(index), rowCount, array, { start: length, stride: 1 });
      }
      length += rowCount;
    }
    if (length > 0) await pass();
  });
  await Promise.all(adding);
}

/** In memory that the thread shares. */
function newBlock(hasPeriods: boolean): RowBlock {
  const bytes = (size: number) => new SharedArrayBuffer(size * BLOCK_ROWS);
  return {
    period: hasPeriods ? new Int32Array(bytes(Int32Array.BYTES_PER_ELEMENT)) : null,
    name: new Int32Array(bytes(Int32Array.BYTES_PER_ELEMENT)),
    units: new Float64Array(bytes(Float64Array.BYTES_PER_ELEMENT)),
  };
}

function firstRows({ period, name, units }: RowBlock, length: number): RowBlock {
  return {
    period: period?.subarray(0, length) ?? null,
    name: name.subarray(0, length),
    units: units.subarray(0, length),
  };
}

async function mergeNames(
  connection: Connection,
  tasks: TaskRunner,
  rows: number,
  { id, group, entity, areCodes, matching }: NameClasses,
): Promise<Pick<GroupedColumn, 'matching' | 'hasMerged' | 'spellings'>> {
  const none = { hasMerged: false, spellings: null };
  if (id.length === 0) return { matching, ...none };
  const merged = await tasks.run('mergeNames', { rows, names: { id, group, entity, areApplied: !areCodes } });
  if (!merged.hasMerged) return { matching, ...none };
  if (areCodes) return { matching: 'EXACT', ...none };
  return { matching, hasMerged: true, spellings: await spellingsOf(connection, merged) };
}

async function spellingsOf(
  connection: Connection,
  { names, spellings, examples }: MergedIds,
): Promise<MergedSpellings | null> {
  if (names === 0) return null;
  const ids = examples.flat().map(({ id }) => id);
  const found = await connection.runAndReadAll(`SELECT id, text FROM ${namesTable(0)} WHERE id IN (${ids.join(', ')})`);
  const texts = new Map(found.getRowsJS() as [number, string][]);
  const named = examples.map((example) => example.map(({ id, units }) => ({ spelling: texts.get(id)!, units })));
  return { names, spellings, examples: named };
}

function groupsOf({ period, rowCount, unassigned }: PeriodOfRows, nameCount: number): PeriodGroups {
  return {
    period,
    rowCount,
    unassigned,
    groupCount: Math.min(rowCount - unassigned.rowCount, nameCount),
    previous: null,
    bridge: null,
    isPartial: false,
    leftOut: { units: 0n, rowCount: 0, entityCount: 0 },
  };
}

async function rankRows(
  tasks: TaskRunner,
  rows: number,
  { periods, isTotalSummed }: Groups,
  request: RankOptions & { entityCount: number; places: Int32Array | null },
): Promise<RankedPeriodGroups[]> {
  const ranking = await tasks.run('startRanking', request);
  try {
    const ranked: RankedPeriodGroups[] = [];
    for (const span of cutIntoSpans(isTotalSummed ? periods.slice(0, -1) : periods)) {
      ranked.push(...(await tasks.run('rankRows', { ranking, rows, periods: spanPeriods(span, periods) })));
    }
    if (!isTotalSummed) return ranked;
    const unassigned = periods.at(-1)!.unassigned.units;
    return [...ranked, await tasks.run('rankTotal', { ranking, period: TOTAL, unassigned })];
  } finally {
    await tasks.run('endRanking', { ranking });
  }
}
