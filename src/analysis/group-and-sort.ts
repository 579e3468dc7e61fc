import type { Connection, DuckDBDataChunk } from '../duckdb/connection.js';
import { parquetSql, quoteIdentifier, quoteText } from '../duckdb/quote.js';
import { BLANK_ENTITY } from '../model/analysis.js';
import { periodSql } from '../period/period.js';
import { HEAD_ENTITIES, LIMBS, type SortedGroups } from './concentration.js';
import { filteredRows } from './filtered-rows.js';
import { type Measure, measureColumn } from './measure.js';
import type { ResolvedRequest } from './parameters.js';

/** Periods are ordinals here (period/period.ts); these two stand for the rows without one, and for all rows. */
export const UNKNOWN = 2_147_483_646;
export const TOTAL = 2_147_483_647;

const MAX_SPAN_GROUPS = 250_000;
const MAX_SPAN_PERIODS = 64;

export interface PeriodGroups {
  period: number;
  entityCount: number;
  rowCount: number;
  negativeCount: number;
}

/**
 * The rows of a dataset that the filter selects, with a value, grouped by period and entity in a temporary table of the connection:
 * `concentration_groups(period INTEGER, entity VARCHAR, units, row_count)`, where the groups of TOTAL are made from
 * those of the periods. `units` is an exact sum; its type is the measure's.
 */
export interface Groups {
  measure: Measure;
  /** By time, then UNKNOWN, then TOTAL; only TOTAL where the grain is NONE, nothing where no row has a value. */
  periods: PeriodGroups[];
  rows: { blankEntity: number; negativeValue: number };
}

export async function groupRows(
  connection: Connection,
  parquetPath: string,
  request: ResolvedRequest,
): Promise<Groups> {
  const source = await filteredRows(connection, parquetSql(parquetPath), request);
  const measure = await measureColumn(connection, source, request.value.name);
  const entity = entitySql(request);
  const grain = request.parameters.periodGrain;
  const period = grain === 'NONE' ? `${TOTAL}` : `coalesce(${periodSql(request.timeColumns, grain)}, ${UNKNOWN})`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE concentration_groups AS
     SELECT ${period}::INTEGER AS period, coalesce(${entity}, ${quoteText(BLANK_ENTITY)}) AS entity,
       sum(${measure.summand}) AS units, count(*) AS row_count
     FROM ${source} WHERE ${measure.number} IS NOT NULL GROUP BY ALL`,
  );
  if (grain !== 'NONE') {
    await connection.run(
      `INSERT INTO concentration_groups
       SELECT ${TOTAL}, entity, sum(units), sum(row_count) FROM concentration_groups GROUP BY entity`,
    );
  }

  const countRows = async (condition: string) => {
    const counted = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${source} WHERE ${condition}`);
    return counted.getRowsJS()[0]?.[0] as number;
  };
  return {
    measure,
    periods: await listPeriods(connection),
    rows: {
      blankEntity: await countRows(`${entity} IS NULL AND ${measure.number} IS NOT NULL`),
      negativeValue: measure.hasNegative ? await countRows(`${measure.number} < 0`) : 0,
    },
  };
}

/** Keys that are not text are named by their shortest text: 5, 0.25, 2024-03-31, true. */
function entitySql({ groupBy: { name, dataType } }: ResolvedRequest): string {
  const column = quoteIdentifier(name);
  switch (dataType) {
    case 'STRING':
      return column;
    case 'DECIMAL':
      return shortest(`${column}::VARCHAR`);
    case 'DOUBLE':
      // -0 + 0 is 0: the two zeros are one key to DuckDB, which would otherwise show whichever came first.
      return shortest(`(${column} + 0)::VARCHAR`);
    default:
      return `${column}::VARCHAR`;
  }
}

function shortest(decimal: string): string {
  return `regexp_replace(${decimal}, '(\\.\\d*?[1-9])0+$|\\.0+$', '\\1')`;
}

async function listPeriods(connection: Connection): Promise<PeriodGroups[]> {
  const listed = await connection.runAndReadAll(
    `SELECT period, count(*)::DOUBLE, sum(row_count)::DOUBLE, (count(*) FILTER (units < 0))::DOUBLE
     FROM concentration_groups GROUP BY period ORDER BY period`,
  );
  return (listed.getRowsJS() as [number, number, number, number][]).map(
    ([period, entityCount, rowCount, negativeCount]) => ({ period, entityCount, rowCount, negativeCount }),
  );
}

/** Some consecutive periods with their groups, by value descending. */
export interface Span {
  periods: PeriodGroups[];
  groups: SortedGroups;
}

/** Passes all groups on in order of the periods, in spans small enough to be worked on while the next ones are read. */
export async function forEachSpan(
  connection: Connection,
  { measure, periods }: Groups,
  visit: (span: Span) => Promise<void>,
): Promise<void> {
  const asDouble = await doubleSql(connection, measure);
  const columns = asDouble ?? limbsSql(measure.digits('units'));
  const width = asDouble ? 1 : LIMBS;
  const sorted = `SELECT ${columns} FROM concentration_groups ORDER BY period, units DESC`;
  await connection.stream(sorted, async (chunks) => {
    const rows = new ChunkReader(chunks);
    for (const span of cutIntoSpans(periods)) {
      const counts = span.map(({ entityCount }) => entityCount);
      const length = width * counts.reduce((sum, count) => sum + count, 0);
      const units = asDouble ? new Float64Array(length) : new BigInt64Array(length);
      await rows.fill(units, width);
      await visit({ periods: span, groups: { counts, units } });
    }
  });
}

/** SQL of a group's units as an exact DOUBLE; null where the sizes of some period's add up to more than one holds. */
async function doubleSql(connection: Connection, { double, digits }: Measure): Promise<string | null> {
  const sizes = await connection.runAndReadAll(
    `SELECT ${digits('max(size)')} FROM (
       SELECT sum(CASE WHEN units < 0 THEN -units ELSE units END) AS size FROM concentration_groups GROUP BY period)`,
  );
  const largest = sizes.getRowsJS()[0]?.[0] as string | null;
  return double('units', BigInt(largest ?? 0));
}

/** SQL of three BIGINT columns: the digits of a whole number by eighteen, each with the number's sign. */
function limbsSql(digits: string): string {
  const padded = `lpad(ltrim(${digits}, '-'), ${LIMBS * 18}, '0')`;
  return Array.from(
    { length: LIMBS },
    (_, limb) => `substr(${padded}, ${limb * 18 + 1}, 18)::BIGINT * CASE WHEN units < 0 THEN -1 ELSE 1 END`,
  ).join(', ');
}

function cutIntoSpans(periods: readonly PeriodGroups[]): PeriodGroups[][] {
  const spans: PeriodGroups[][] = [];
  let groups = Number.POSITIVE_INFINITY;
  for (const period of periods) {
    groups += period.entityCount;
    const span = spans.at(-1);
    if (span && groups <= MAX_SPAN_GROUPS && span.length < MAX_SPAN_PERIODS) {
      span.push(period);
    } else {
      spans.push([period]);
      groups = period.entityCount;
    }
  }
  return spans;
}

/** Copies a stream of chunks into arrays of other lengths. Each chunk is awaited, so the event loop stays free. */
class ChunkReader {
  private readonly chunks: AsyncIterator<DuckDBDataChunk>;
  private chunk: DuckDBDataChunk | null = null;
  private row = 0;

  constructor(chunks: AsyncIterable<DuckDBDataChunk>) {
    this.chunks = chunks[Symbol.asyncIterator]();
  }

  /** Takes `width` columns of as many rows as fill the array. */
  async fill(array: Float64Array | BigInt64Array, width: number): Promise<void> {
    for (let filled = 0; filled < array.length; ) {
      if (this.chunk === null || this.row >= this.chunk.rowCount) {
        const next = await this.chunks.next();
        if (next.done) throw new Error(`the groups ended ${array.length - filled} numbers too early`);
        this.chunk = next.value;
        this.row = 0;
      }
      const rows = Math.min(this.chunk.rowCount - this.row, (array.length - filled) / width);
      for (let column = 0; column < width; column++) {
        const vector = this.chunk.getColumnVector(column);
        for (let row = 0; row < rows; row++)
          array[filled + row * width + column] = vector.getItem(this.row + row) as never;
      }
      this.row += rows;
      filled += rows * width;
    }
  }
}

/** Names of the largest entities of each period, by value descending, then by code point. */
export async function headNames(connection: Connection): Promise<Map<number, string[]>> {
  // Most groups are sorted out by the 50th value of their period, before anything compares names.
  const sql = `WITH cut AS (SELECT period, list_min(max(units, ${HEAD_ENTITIES})) AS least FROM concentration_groups GROUP BY period)
     SELECT period, entity FROM concentration_groups JOIN cut USING (period) WHERE units >= least
     QUALIFY row_number() OVER (PARTITION BY period ORDER BY units DESC, entity) <= ${HEAD_ENTITIES}
     ORDER BY period, units DESC, entity`;
  const names = new Map<number, string[]>();
  await connection.stream(sql, async (chunks) => {
    for await (const chunk of chunks) {
      for (const [period, entity] of chunk.getRows() as [number, string][]) {
        const head = names.get(period);
        if (head) head.push(entity);
        else names.set(period, [entity]);
      }
    }
  });
  return names;
}

/** Entities of a change listed by name, of those that entered and of those that left. */
const CHANGED_ENTITIES = 20;

/** A period beside the known one before it. */
export interface Compared {
  /** The entities both have: how many, and their units in either. */
  stayed: { count: number; units: bigint; previousUnits: bigint };
  /** The largest of those that only this one has, and of those that only the one before has: by value descending, then by code point. */
  entered: ChangedGroup[];
  left: ChangedGroup[];
}

/** An entity that is in one of two periods only, with its units there. */
export interface ChangedGroup {
  entity: string;
  units: bigint;
}

/** By period: each but the first known one. */
export async function comparePeriods(
  connection: Connection,
  { measure: { digits }, periods }: Groups,
): Promise<Map<number, Compared>> {
  const known = periods.map(({ period }) => period).filter((period) => period < UNKNOWN);
  if (known.length < 2) return new Map();
  // Numbers join several times as fast as names: `place` is the entity's, among those of TOTAL, and the period's, in time.
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE concentration_places AS
     SELECT entities.rowid * ${known.length} + known.nth AS place, groups.rowid AS group_id, groups.units
     FROM concentration_groups AS groups
       JOIN (VALUES ${known.map((period, at) => `(${period}, ${at})`).join(', ')}) AS known(period, nth) ON known.period = groups.period
       JOIN concentration_groups AS entities ON entities.period = ${TOTAL} AND entities.entity = groups.entity`,
  );
  // One pass over all pairs of periods. `has_entered` is null for those that stayed; names are looked up later, of a few.
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE concentration_changes AS
     SELECT coalesce(present.place, past.place + 1) % ${known.length} AS nth,
       CASE WHEN past.place IS NULL THEN true WHEN present.place IS NULL THEN false END AS has_entered,
       coalesce(present.group_id, past.group_id) AS group_id,
       coalesce(present.units, past.units) AS units, past.units AS previous_units
     FROM (FROM concentration_places WHERE place % ${known.length} > 0) AS present
       FULL OUTER JOIN (FROM concentration_places WHERE place % ${known.length} < ${known.length - 1}) AS past
       ON present.place = past.place + 1`,
  );
  await connection.run('DROP TABLE concentration_places');
  const counted = await connection.runAndReadAll(
    `SELECT nth::INTEGER, (count(*) FILTER (has_entered IS NULL))::DOUBLE,
       coalesce(${digits('sum(units) FILTER (has_entered IS NULL)')}, '0'),
       coalesce(${digits('sum(previous_units) FILTER (has_entered IS NULL)')}, '0')
     FROM concentration_changes GROUP BY nth`,
  );
  const compared = new Map(
    (counted.getRowsJS() as [number, number, string, string][]).map(
      ([at, count, units, previousUnits]): [number, Compared] => [
        known[at]!,
        { stayed: { count, units: BigInt(units), previousUnits: BigInt(previousUnits) }, entered: [], left: [] },
      ],
    ),
  );
  // As in headNames: most are sorted out by the 20th value, before anything compares names.
  const named = `WITH changed AS (SELECT * FROM concentration_changes WHERE has_entered IS NOT NULL),
       cut AS (SELECT nth, has_entered, list_min(max(units, ${CHANGED_ENTITIES})) AS least FROM changed GROUP BY ALL)
     SELECT changed.nth::INTEGER, has_entered, entity, ${digits('changed.units')}
     FROM changed JOIN cut USING (nth, has_entered)
       JOIN concentration_groups AS groups ON groups.rowid = changed.group_id
     WHERE changed.units >= least
     QUALIFY row_number() OVER (PARTITION BY changed.nth, has_entered ORDER BY changed.units DESC, entity) <= ${CHANGED_ENTITIES}
     ORDER BY changed.nth, has_entered, changed.units DESC, entity`;
  await connection.stream(named, async (chunks) => {
    for await (const chunk of chunks) {
      for (const [at, hasEntered, entity, units] of chunk.getRows() as [number, boolean, string, string][]) {
        compared.get(known[at]!)![hasEntered ? 'entered' : 'left'].push({ entity, units: BigInt(units) });
      }
    }
  });
  return compared;
}

/** Spellings of one name: how many names have several, how many entities that makes, and one pair of them. */
export interface NearDuplicates {
  names: number;
  entities: number;
  example: [string, string];
}

/** Entities that differ only in case, inner spaces or Unicode form; null where there are none. */
export async function nearDuplicates(connection: Connection): Promise<NearDuplicates | null> {
  const found = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE, sum(spellings)::DOUBLE, min([first, last]) FROM (
       SELECT count(*) AS spellings, min(entity) AS first, max(entity) AS last
       FROM concentration_groups WHERE period = ${TOTAL}
       GROUP BY lower(regexp_replace(nfc_normalize(entity), '[\\s\\p{Z}]+', '', 'g')) HAVING count(*) > 1)`,
  );
  const [names = 0, entities, example] = found.getRowsJS()[0] as [number, number, [string, string]];
  return names > 0 ? { names, entities, example } : null;
}
