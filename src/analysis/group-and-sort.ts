import type { Connection, DuckDBDataChunk } from '../duckdb/connection.js';
import { BLANK_ENTITY } from '../model/analysis.js';
import { HEAD_ENTITIES, LIMBS, type SortedGroups } from './concentration.js';
import { entityTable, type Groups, type PeriodGroups } from './group-rows.js';
import type { Measure } from './measure.js';

const MAX_SPAN_GROUPS = 250_000;
const MAX_SPAN_PERIODS = 64;

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
  const width = asDouble ? 1 : LIMBS;
  // A DOUBLE sorts in half the time of the type of an exact sum.
  const sorted = asDouble
    ? `SELECT units FROM (SELECT period, ${asDouble} AS units FROM concentration_groups) ORDER BY period, units DESC`
    : `SELECT ${limbsSql(measure.digits('units'))} FROM concentration_groups ORDER BY period, units DESC`;
  await connection.stream(sorted, async (chunks) => {
    const rows = new ChunkReader(chunks);
    for (const span of cutIntoSpans(periods)) {
      const counts = span.map(({ entityCount }) => entityCount);
      const length = width * counts.reduce((sum, count) => sum + count, 0);
      const units = asDouble ? new Float64Array(length) : new BigInt64Array(length);
      await rows.fill(units, width);
      const unassigned = span.map((period) => period.unassigned.units);
      await visit({ periods: span, groups: { counts, units, unassigned } });
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
        // The array fits the type of the columns; TypeScript cannot relate one element type to the other.
        for (let row = 0; row < rows; row++)
          array[filled + row * width + column] = vector.getItem(this.row + row) as never;
      }
      this.row += rows;
      filled += rows * width;
    }
  }
}

/** The name of an entity, and its parts where these are not just the name. */
export interface EntityName {
  entity: string;
  parts?: (string | null)[];
}

/** Names of the largest entities of each period, by value descending, then by code point. */
export async function headNames(connection: Connection, groups: Groups): Promise<Map<number, EntityName[]>> {
  const { table, order, parts } = entityTable(groups);
  // Most groups are sorted out by the 50th value of their period, before anything compares names.
  const sql = `WITH cut AS (SELECT period, list_min(max(units, ${HEAD_ENTITIES})) AS least FROM concentration_groups GROUP BY period)
     SELECT period, ${['text', ...parts].join(', ')}
     FROM concentration_groups JOIN cut USING (period) JOIN ${table} AS entities ON entities.id = entity
     WHERE units >= least
     QUALIFY row_number() OVER (PARTITION BY period ORDER BY units DESC, ${order}) <= ${HEAD_ENTITIES}
     ORDER BY period, units DESC, ${order}`;
  const names = new Map<number, EntityName[]>();
  await connection.stream(sql, async (chunks) => {
    for await (const chunk of chunks) {
      for (const [period, entity, ...values] of chunk.getRows() as [number, string, ...(string | null)[]][]) {
        const name = namedOf(groups, entity, values);
        const head = names.get(period);
        if (head) head.push(name);
        else names.set(period, [name]);
      }
    }
  });
  return names;
}

function namedOf({ isBlankEntity }: Groups, entity: string, parts: (string | null)[]): EntityName {
  if (isBlankEntity && entity === BLANK_ENTITY) return { entity, parts: [null] };
  return parts.length === 0 ? { entity } : { entity, parts };
}

/** Entities of a change listed by name, of those that entered and of those that left. */
const CHANGED_ENTITIES = 20;

/** A period beside the one that it is compared with. */
export interface Compared {
  /** The entities both have: how many, and their units in either. */
  stayed: { count: number; units: bigint; previousUnits: bigint };
  /** The largest of those that only this one has, and of those that only the other has: by value descending, then by code point. */
  entered: ChangedGroup[];
  left: ChangedGroup[];
}

/** An entity that is in one of two periods only, with its units there. */
export interface ChangedGroup extends EntityName {
  units: bigint;
}

/** By period: each that has a previous one. */
export async function comparePeriods(connection: Connection, groups: Groups): Promise<Map<number, Compared>> {
  const { digits } = groups.measure;
  const pairs = groups.periods.flatMap(({ period, previous }) => (previous === null ? [] : [{ period, previous }]));
  const compared = new Map(pairs.map(({ period }): [number, Compared] => [period, nothingCompared()]));
  if (pairs.length === 0) return compared;
  // A place is an entity's in a pair of periods: groups of the same place are compared.
  const placesOf = (of: 'period' | 'previous') =>
    `SELECT entity::BIGINT * ${pairs.length} + nth AS place, units
     FROM concentration_groups AS groups
       JOIN (VALUES ${pairs.map((pair, nth) => `(${pair[of]}, ${nth})`).join(', ')}) AS pairs(period, nth) ON pairs.period = groups.period`;
  // One pass over all pairs of periods. `has_entered` is null for those that stayed; names are looked up later, of a few.
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE concentration_changes AS
     SELECT coalesce(present.place, past.place) % ${pairs.length} AS nth,
       coalesce(present.place, past.place) // ${pairs.length} AS entity,
       CASE WHEN past.place IS NULL THEN true WHEN present.place IS NULL THEN false END AS has_entered,
       coalesce(present.units, past.units) AS units, past.units AS previous_units
     FROM (${placesOf('period')}) AS present FULL OUTER JOIN (${placesOf('previous')}) AS past ON present.place = past.place`,
  );
  const counted = await connection.runAndReadAll(
    `SELECT nth::INTEGER, (count(*) FILTER (has_entered IS NULL))::DOUBLE,
       coalesce(${digits('sum(units) FILTER (has_entered IS NULL)')}, '0'),
       coalesce(${digits('sum(previous_units) FILTER (has_entered IS NULL)')}, '0')
     FROM concentration_changes GROUP BY nth`,
  );
  const comparedAt = (nth: number) => compared.get(pairs[nth]!.period)!;
  for (const [nth, count, units, previousUnits] of counted.getRowsJS() as [number, number, string, string][]) {
    comparedAt(nth).stayed = { count, units: BigInt(units), previousUnits: BigInt(previousUnits) };
  }
  await listChanged(connection, groups, comparedAt);
  return compared;
}

function nothingCompared(): Compared {
  return { stayed: { count: 0, units: 0n, previousUnits: 0n }, entered: [], left: [] };
}

async function listChanged(
  connection: Connection,
  groups: Groups,
  comparedAt: (nth: number) => Compared,
): Promise<void> {
  const { table, order, parts } = entityTable(groups);
  // As in headNames: most are sorted out by the 20th value, before anything compares names.
  const named = `WITH cut AS (
       SELECT nth, has_entered, list_min(max(units, ${CHANGED_ENTITIES})) AS least
       FROM concentration_changes WHERE has_entered IS NOT NULL GROUP BY ALL),
     changed AS MATERIALIZED (
       SELECT nth, has_entered, entity, units FROM concentration_changes JOIN cut USING (nth, has_entered) WHERE units >= least)
     SELECT changed.nth::INTEGER, has_entered, ${groups.measure.digits('changed.units')}, ${['text', ...parts].join(', ')}
     FROM changed JOIN ${table} AS entities ON entities.id = changed.entity
     QUALIFY row_number() OVER (PARTITION BY changed.nth, has_entered ORDER BY changed.units DESC, ${order}) <= ${CHANGED_ENTITIES}
     ORDER BY changed.nth, has_entered, changed.units DESC, ${order}`;
  await connection.stream(named, async (chunks) => {
    for await (const chunk of chunks) {
      for (const [at, hasEntered, units, entity, ...values] of chunk.getRows() as ChangedRow[]) {
        comparedAt(at)[hasEntered ? 'entered' : 'left'].push({
          ...namedOf(groups, entity, values),
          units: BigInt(units),
        });
      }
    }
  });
}

type ChangedRow = [nth: number, hasEntered: boolean, units: string, entity: string, ...parts: (string | null)[]];
