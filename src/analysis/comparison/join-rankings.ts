import type { Connection } from '../../duckdb/connection.js';
import { firstRow } from '../../duckdb/first-row.js';
import { parquetSql } from '../../duckdb/quote.js';
import type { Decimal } from '../../model/decimal.js';
import { foldNames } from '../../names/fold-names.js';
import { readUnit } from '../entity-list/ranking-file.js';
import { type Fraction, fractionOf, quotient } from '../shares/fraction.js';

/** Digits of a number that fits in 128 bits twice. */
const MAX_WHOLE_DIGITS = 37;
/** Shares that differ by less are ordered as equal ones: in SQL they are rounded differently. */
const SHARE_DIGITS = 9;

/** SQL over a ranking: a number of whole units as text. */
const UNITS = "replace(ranking.units::VARCHAR, '.', '')";

/** One of the two rankings (ranking-file.ts) that are joined. */
export interface ComparedRanking {
  path: string;
  /** Of each period in the file, its number in the comparison. */
  periods: readonly { nth: number; period: number }[];
}

/** A period of the comparison; null: the side does not have it. */
export interface JoinedPeriod {
  totalExact: Decimal | null;
  otherTotalExact: Decimal | null;
}

export interface JoinRequest {
  /** By their number. */
  periods: readonly JoinedPeriod[];
  here: ComparedRanking;
  there: ComparedRanking;
  /** Columns of an entity. */
  columnCount: number;
  /** Of each column, whether names are the same in any spelling: they are folded on both sides. */
  areFolded: readonly boolean[];
}

/**
 * Makes the table `compared` of every entity that either side has in a period, with:
 *
 *     period       INTEGER   number of the period in the comparison
 *     place        INTEGER   by rank on this side, then, of those that only the other has, by rank there
 *     entity, part_0 …, key  as in a ranking, as this side shows them where it has the entity
 *     rank, units, unit, and other_rank, other_units, other_unit    as in the rankings; NULL: that side does not have it
 *     value_change, share_change, rank_change DOUBLE  the size of the change; NULL where there is none
 *
 * @returns whether sums of all units fit in 128 bits
 */
export async function joinRankings(connection: Connection, request: JoinRequest): Promise<{ isWhole: boolean }> {
  const { here, there, columnCount, areFolded } = request;
  const parts = columnCount === 1 ? [] : Array.from({ length: columnCount }, (_, index) => `part_${index}`);
  await foldParts(connection, request, parts);
  const keys = areFolded.map((_, index) => `match_${index}`);
  for (const [name, side] of [['here', here] as const, ['there', there] as const]) {
    const matched = areFolded.map((isFolded, index) => {
      if (parts.length === 0) return `${isFolded ? 'ranking.key' : 'entity'} AS match_0`;
      return `${isFolded ? `folded_${index}.key` : `part_${index}`} AS match_${index}`;
    });
    const joins = areFolded.map((isFolded, index) =>
      isFolded && parts.length > 0
        ? `LEFT JOIN compared_folded AS folded_${index} ON folded_${index}.text = part_${index}`
        : '',
    );
    const totals = request.periods.map((period) => (name === 'here' ? period.totalExact : period.otherTotalExact));
    const periods = side.periods.map(
      ({ nth, period }) => `(${nth}, ${period}, ${hundredthOf(totals[period] ?? null)}::DOUBLE)`,
    );
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE compared_${name} AS
       SELECT period, rank, ${UNITS} AS units, unit, entity, ${[...parts, ...matched].join(', ')}, ranking.key AS key,
         ${UNITS}::DOUBLE * ${unitSql('unit')} / hundredth AS share
       FROM ${parquetSql(side.path)} AS ranking ${joins.join(' ')}
         JOIN (VALUES ${periods.join(', ')}) AS periods(nth, period, hundredth) USING (nth)`,
    );
  }
  const scales = await scalesOf(connection);
  const isSame = keys.map((key) => `here.${key} IS NOT DISTINCT FROM there.${key}`).join(' AND ');
  const shown = ['entity', ...parts, 'key'].map(
    (column) => `CASE WHEN here.rank IS NULL THEN there.${column} ELSE here.${column} END AS ${column}`,
  );
  const shared = request.periods.flatMap(({ totalExact, otherTotalExact }, period) =>
    [totalExact, otherTotalExact].some((total) => hundredthOf(total) === 'NULL') ? [] : [period],
  );
  const value = (side: 'here' | 'there') =>
    scales === null
      ? `coalesce(${side}.units::DOUBLE * ${unitSql(`${side}.unit`)}, 0)`
      : `coalesce(${side}.units::HUGEINT * ${scales[side]}::HUGEINT, 0)`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE compared AS
     SELECT *, (row_number() OVER (PARTITION BY period ORDER BY rank NULLS LAST, other_rank))::INTEGER AS place
     FROM (
       SELECT coalesce(here.period, there.period) AS period, ${shown.join(', ')},
         here.rank AS rank, there.rank AS other_rank, here.units AS units, here.unit AS unit,
         there.units AS other_units, there.unit AS other_unit,
         abs(${value('here')} - ${value('there')})::DOUBLE AS value_change,
         CASE WHEN coalesce(here.period, there.period) IN (${shared.join(', ') || 'NULL'})
           THEN round(abs(coalesce(here.share, 0) - coalesce(there.share, 0)), ${SHARE_DIGITS}) END AS share_change,
         abs(here.rank - there.rank)::DOUBLE AS rank_change
       FROM compared_here AS here FULL OUTER JOIN compared_there AS there
         ON here.period = there.period AND ${isSame}
     )`,
  );
  return { isWhole: scales !== null };
}

/** Of the parts of entities of several columns that are compared in any spelling. */
async function foldParts(connection: Connection, request: JoinRequest, parts: readonly string[]): Promise<void> {
  const folded = parts.filter((_, index) => request.areFolded[index]);
  if (folded.length === 0) return;
  const texts = [request.here, request.there].flatMap(({ path }) =>
    folded.map((part) => `SELECT ${part} AS text FROM ${parquetSql(path)}`),
  );
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE compared_texts AS
     SELECT DISTINCT text FROM (${texts.join(' UNION ALL ')}) WHERE text IS NOT NULL`,
  );
  await foldNames(connection, { from: 'compared_texts', to: 'compared_folded' });
}

/** SQL: what a unit is worth, as a DOUBLE. */
function unitSql(unit: string): string {
  return `(split_part(${unit}, '/', 1)::DOUBLE / split_part(${unit}, '/', 2)::DOUBLE)`;
}

/** A hundredth of a total, of which shares are in percent; NULL where it is not above zero. */
function hundredthOf(total: Decimal | null): string {
  const { numerator, denominator } = fractionOf(total ?? '0');
  return numerator > 0n ? String(quotient(numerator, 100n * denominator)) : 'NULL';
}

/** What the units of each side are multiplied by to be of one size; null where whole numbers of 128 bits are too short. */
async function scalesOf(connection: Connection): Promise<{ here: bigint; there: bigint } | null> {
  const [here, there] = [await unitsOf(connection, 'here'), await unitsOf(connection, 'there')];
  const { numerator: a, denominator: b } = here.unit;
  const { numerator: c, denominator: d } = there.unit;
  // biome-ignore lint/complexity/useMathMinMax: Math.max takes no bigint.
  const common = b > d ? b : d;
  if (common % b !== 0n || common % d !== 0n) return null;
  const scales = { here: (a * common) / b, there: (c * common) / d };
  const fits = (digits: number, scale: bigint) => digits + String(scale).length <= MAX_WHOLE_DIGITS;
  return fits(here.digits, scales.here) && fits(there.digits, scales.there) ? scales : null;
}

/** What a unit of a side is worth, and the digits that a sum of all of its units can have. */
async function unitsOf(connection: Connection, side: 'here' | 'there'): Promise<{ unit: Fraction; digits: number }> {
  const [unit, digits, rows] = await firstRow(
    connection,
    `SELECT any_value(unit), coalesce(max(length(units)), 0), count(*) FROM compared_${side}`,
  );
  return { unit: readUnit((unit as string | null) ?? '1/1'), digits: Number(digits) + String(rows).length };
}
