import type { Connection } from '../../duckdb/connection.js';
import { quoteText } from '../../duckdb/quote.js';
import { foldNames } from '../../names/fold-names.js';
import type { AlsoSum } from '../group/also.js';
import { entityTable, type Groups } from '../group/groups.js';
import type { Measure } from '../group/measure.js';
import { TOTAL } from '../group/period-groups.js';
import type { Fraction } from '../shares/fraction.js';

/** A page reads one or two row groups. */
const ROWS_OF_GROUP = 20_480;

/**
 * Writes all entities of each period as Parquet, by period and rank:
 *
 *     nth         INTEGER   the period's place in Analysis.byPeriod; TOTAL comes after them
 *     rank        INTEGER   from 1, by units descending, then by name
 *     place       INTEGER   the entity's place in the order of names, among those of TOTAL, which has all: from 1 without gaps
 *     id          INTEGER   the same entity in all periods of the file
 *     units       an exact number, or VARCHAR of a whole number of units: unitsSql() makes the latter of either
 *     cumulative  the same, of this entity and all of lower rank
 *     unit        VARCHAR   what a unit is worth: `1/100`
 *     row_count   BIGINT
 *     entity      VARCHAR   the name to display
 *     part_0 …    VARCHAR   the values of several columns
 *     also_0 …    VARCHAR   sums of further columns: units, a space, and what a unit is worth
 *     key         VARCHAR   the folded name, for searches
 *
 * The file has the same rows for the same analysis, but not the same ids.
 */
export async function writeRanking(connection: Connection, groups: Groups, path: string): Promise<void> {
  const { measure, also } = groups;
  const sums = also.map(({ name }) => `, ${name}`).join('');
  await createListed(connection, groups);
  const { parts, names } = await createPlaces(connection, groups);
  // Numbers are sorted without the names, which take longer than all else. What has no PARTITION BY and no ORDER BY goes
  // through the rows in their order; the sum begins at zero with each period.
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE concentration_ranked AS
     SELECT nth, rank, place, id, units, row_count${sums},
       sum(CASE WHEN rank = 1 THEN ${narrow('units - before', measure)} ELSE units END) OVER (ROWS UNBOUNDED PRECEDING) AS cumulative
     FROM (
       SELECT *, (row_number() OVER () - ranked_before)::INTEGER AS rank
       FROM (
         SELECT nth, ranked_before, before, place, id, units, row_count${sums}
         FROM concentration_listed_groups JOIN concentration_listed_periods USING (period)
           JOIN concentration_places ON id = entity
         ORDER BY nth, units DESC, place))`,
  );
  const { numerator, denominator } = measure.unit;
  // A LEFT JOIN looks the names up by row, so that the order stays, but for where two threads meet. Readers rely on it only
  // to be fast.
  await connection.run(
    `COPY (
       SELECT nth, rank, place, ranked.id, ${stored('units', measure)} AS units, ${stored('cumulative', measure)} AS cumulative,
         '${numerator}/${denominator}' AS unit, row_count, ${['text AS entity', ...parts, ...also.map(alsoSql), 'key'].join(', ')}
       FROM concentration_ranked AS ranked LEFT JOIN ${names} AS names USING (id)
     ) TO ${quoteText(path)} (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION lz4_raw, ROW_GROUP_SIZE ${ROWS_OF_GROUP})`,
  );
}

/**
 * Makes `concentration_listed_groups(period, entity, units, row_count)`, with further sums and the groups of TOTAL, and
 * `concentration_listed_periods(period, nth, ranked_before, before)`: the groups of all earlier periods, and the sum of the
 * one before.
 */
async function createListed(connection: Connection, { measure, also, periods, isTotalSummed }: Groups): Promise<void> {
  const sums = ['units', 'row_count', ...also.map(({ name }) => name)];
  const ofPeriods = `SELECT period, entity, ${sums.join(', ')} FROM concentration_groups`;
  const totals = sums.map((name) => `sum(${name})`);
  const ofTotal = `SELECT ${TOTAL}::INTEGER, entity, ${totals.join(', ')} FROM concentration_groups GROUP BY entity`;
  const narrowed = also.map((sum) => `, ${narrow(sum.name, sum.measure)} AS ${sum.name}`);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE concentration_listed_groups AS
     SELECT period, entity, ${narrow('units', measure)} AS units, row_count::BIGINT AS row_count${narrowed.join('')}
     FROM (${isTotalSummed ? `${ofPeriods} UNION ALL ${ofTotal}` : ofPeriods})`,
  );
  const listed = periods.map(({ period }, nth) => `(${period}, ${nth})`);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE concentration_listed_periods AS
     SELECT period, nth::INTEGER AS nth, (sum(group_count) OVER times - group_count)::BIGINT AS ranked_before,
       coalesce(lag(units) OVER times, 0) AS before
     FROM (SELECT period, count(*) AS group_count, sum(units) AS units FROM concentration_listed_groups GROUP BY period)
       JOIN (VALUES ${listed.join(', ') || '(NULL, NULL)'}) AS listed(period, nth) USING (period)
     WINDOW times AS (ORDER BY nth)`,
  );
}

/** Makes `concentration_places(id, place)`. @returns SQL of a relation with `id`, `text`, `key` and the parts */
async function createPlaces(connection: Connection, groups: Groups): Promise<{ names: string; parts: string[] }> {
  const { table, order, parts, isOrdered } = entityTable(groups);
  const ids = `SELECT entity AS id FROM concentration_listed_groups WHERE period = ${TOTAL}`;
  const ordered = isOrdered ? `(${ids}) ORDER BY id` : `${table} WHERE id IN (${ids}) ORDER BY ${order}`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE concentration_places AS
     SELECT id, (row_number() OVER ())::INTEGER AS place FROM (SELECT id FROM ${ordered})`,
  );
  const named = ['id', 'text', ...parts.map((part, index) => `${part} AS part_${index}`)].join(', ');
  const partColumns = parts.map((_, index) => `part_${index}`);
  if (isOrdered) return { names: `(SELECT ${named}, key FROM ${table})`, parts: partColumns };
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE concentration_listed_names AS SELECT ${named} FROM ${table} WHERE id IN (${ids})`,
  );
  await foldNames(connection, { from: 'concentration_listed_names', to: 'concentration_ranked_names' });
  return { names: 'concentration_ranked_names', parts: partColumns };
}

/** SQL of a sum in a type that is fast to sort. */
function narrow(sum: string, { sumType }: Measure): string {
  return sumType === null ? sum : `${sum}::${sumType}`;
}

/** SQL of a sum in a type that Parquet holds exactly: HUGEINT would be a DOUBLE there. */
function stored(sum: string, { sumType, digits }: Measure): string {
  return sumType === null ? digits(sum) : `${sum}::${sumType}`;
}

/** SQL of a further sum; that of no numbers is zero. */
function alsoSql({ name, measure: { digits, unit } }: AlsoSum): string {
  return `coalesce(${digits(name)}, '0') || ' ${unit.numerator}/${unit.denominator}' AS ${name}`;
}

/** SQL of `units` or `cumulative` as the text of a whole number of units. */
export function unitsSql(column: string): string {
  return `replace(${column}::VARCHAR, '.', '')`;
}

/** What `unit` of a ranking says. */
export function readUnit(text: string): Fraction {
  const [numerator = '1', denominator = '1'] = text.split('/');
  return { numerator: BigInt(numerator), denominator: BigInt(denominator) };
}
