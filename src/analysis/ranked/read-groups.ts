import type { Connection, DuckDBDataChunk } from '../../duckdb/connection.js';
import { entityTable, type Groups } from '../group/groups.js';
import { MAX_DOUBLE_UNITS } from '../group/measure.js';
import { LIMBS, limbsSql } from '../shares/limbs.js';
import type { Span, SpanPeriod } from './ranking.js';

/** Reads `concentration_groups` into typed arrays. */
export class SpanReader {
  private constructor(
    private readonly connection: Connection,
    private readonly units: { columns: readonly string[]; areDoubles: boolean },
  ) {}

  static async open(connection: Connection, groups: Groups): Promise<SpanReader> {
    const double = await doubleSql(connection, groups);
    return new SpanReader(
      connection,
      double === null
        ? { columns: limbsSql(groups.measure.digits('units')), areDoubles: false }
        : { columns: [double], areDoubles: true },
    );
  }

  /** @param periods consecutive ones */
  async read(periods: SpanPeriod[]): Promise<Span> {
    const { columns, areDoubles } = this.units;
    const count = periods.reduce((sum, { groupCount }) => sum + groupCount, 0);
    const period = new Int32Array(count);
    const entity = new Int32Array(count);
    const units = areDoubles ? new Float64Array(count) : new BigInt64Array(LIMBS * count);
    const [first, last] = [periods[0]!.period, periods.at(-1)!.period];
    await this.connection.stream(
      `SELECT period, entity, ${columns.join(', ')} FROM concentration_groups WHERE period BETWEEN ${first} AND ${last}`,
      async (chunks) => {
        let start = 0;
        for await (const chunk of chunks) {
          const { rowCount } = chunk;
          copyColumn(chunk.getColumnVector(0), rowCount, period, { start, stride: 1 });
          copyColumn(chunk.getColumnVector(1), rowCount, entity, { start, stride: 1 });
          for (const limb of columns.keys()) {
            const place = { start: columns.length * start + limb, stride: columns.length };
            copyColumn(chunk.getColumnVector(2 + limb), rowCount, units, place);
          }
          start += rowCount;
        }
        if (start !== count) throw new Error(`expected ${count} groups of ${first} to ${last}, got ${start}`);
      },
    );
    return { periods, period, entity, units };
  }
}

/** By id, the place of an entity in the order of names; -1 where no entity has the id. */
export async function readPlaces(connection: Connection, groups: Groups): Promise<Int32Array> {
  const { table, order } = entityTable(groups);
  const counted = await connection.runAndReadAll(`SELECT coalesce(max(id) + 1, 0)::INTEGER FROM ${table}`);
  const places = new Int32Array(counted.getRowsJS()[0]![0] as number).fill(-1);
  await connection.stream(`SELECT id FROM ${table} ORDER BY ${order}`, async (chunks) => {
    let place = 0;
    for await (const chunk of chunks) {
      const ids = chunk.getColumnVector(0);
      const { rowCount } = chunk;
      for (let row = 0; row < rowCount; row++) places[ids.getItem(row) as number] = place++;
    }
  });
  return places;
}

/** SQL of a group's units as an exact DOUBLE; null where the sizes of some period's add up to more than one holds. */
async function doubleSql(
  connection: Connection,
  { measure: { double, digits, largestSum }, isTotalSummed }: Groups,
): Promise<string | null> {
  if (largestSum <= MAX_DOUBLE_UNITS) return double('units', largestSum);
  if (double('units', 0n) === null) return null;
  // Added up in DuckDB by period only: rows can count in several periods, and all together could exceed its exact types.
  const found = await connection.runAndReadAll(
    `SELECT ${digits('size')} FROM (
       SELECT sum(CASE WHEN units < 0 THEN -units ELSE units END) AS size FROM concentration_groups GROUP BY period)`,
  );
  const sizes = found.getRowsJS().map(([size]) => BigInt(size as string));
  // biome-ignore lint/complexity/useMathMinMax: Math.max takes no bigint.
  const largest = sizes.reduce((most, size) => (isTotalSummed ? most + size : size > most ? size : most), 0n);
  return double('units', largest);
}

/** The vector's numbers, of which none is NULL, into every `stride`-th element of the array. */
export function copyColumn(
  vector: Vector,
  rowCount: number,
  array: Numbers,
  { start, stride }: { start: number; stride: number },
): void {
  const numbers = numbersOf(vector);
  if (numbers !== null && stride === 1 && numbers.constructor === array.constructor) {
    // Of one type, which TypeScript cannot relate to each other.
    array.set(numbers as never, start);
    return;
  }
  // The caller makes an array of the type of the vector's values.
  for (let row = 0; row < rowCount; row++) array[start + row * stride] = vector.getItem(row) as never;
}

type Vector = ReturnType<DuckDBDataChunk['getColumnVector']>;
type Numbers = Int32Array | Float64Array | BigInt64Array;

/**
 * A vector's memory, which the library declares as private: a copy of it takes a fifth of the time that a call for each value does. Null
 * where a later release has no such field.
 */
export function numbersOf(vector: Vector): Numbers | null {
  const { items } = vector as unknown as { items?: unknown };
  return items instanceof Int32Array || items instanceof Float64Array || items instanceof BigInt64Array ? items : null;
}
