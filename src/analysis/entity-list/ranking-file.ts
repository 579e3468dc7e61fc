import type { Connection } from '../../duckdb/connection.js';
import { quoteText } from '../../duckdb/quote.js';
import { foldNames } from '../../names/fold-names.js';
import type { Fraction } from '../fraction.js';
import { entityTable, type Groups } from '../group-rows.js';
import { TOTAL } from '../period-groups.js';

/** A page reads one or two row groups. */
const ROWS_OF_GROUP = 20_480;

/**
 * Writes all entities of each period as Parquet, sorted by period and rank:
 *
 *     nth         INTEGER   the period's place in Analysis.byPeriod; TOTAL comes after them
 *     rank        INTEGER   from 1, by units descending, then by name
 *     place       INTEGER   the entity's place in the order of names, among those of all periods
 *     id          INTEGER   the same entity in all periods of the file
 *     units       VARCHAR   a whole number of units
 *     cumulative  VARCHAR   of this entity and all of lower rank
 *     unit        VARCHAR   what a unit is worth: `1/100`
 *     row_count   BIGINT
 *     entity      VARCHAR   the name to display
 *     part_0 …    VARCHAR   the values of several columns
 *     key         VARCHAR   the folded name, for searches
 *
 * The file has the same rows for the same analysis, but not the same ids.
 */
export async function writeRanking(connection: Connection, groups: Groups, path: string): Promise<void> {
  const { measure, periods } = groups;
  // `concentration_groups` can be a view.
  const ofPeriods = 'SELECT period, entity, units, row_count FROM concentration_groups';
  const ofTotal = `SELECT ${TOTAL}::INTEGER, entity, sum(units), sum(row_count)::BIGINT FROM concentration_groups GROUP BY entity`;
  const all = groups.isTotalSummed ? `${ofPeriods} UNION ALL ${ofTotal}` : ofPeriods;
  const { table, order, parts } = entityTable(groups);
  const named = parts.map((part, index) => `${part} AS part_${index}`);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE concentration_listed AS
     SELECT (row_number() OVER (ORDER BY ${order}))::INTEGER AS place, ${['id', 'text', ...named].join(', ')}
     FROM ${table} WHERE id IN (SELECT entity FROM concentration_groups)`,
  );
  await foldNames(connection, { from: 'concentration_listed', to: 'concentration_ranked_names' });
  const listed = periods.map(({ period }, nth) => `(${period}, ${nth})`);
  const partColumns = parts.map((_, index) => `part_${index}`);
  const { numerator, denominator } = measure.unit;
  await connection.run(
    `COPY (
       SELECT nth::INTEGER AS nth, (row_number() OVER ranks)::INTEGER AS rank, place, id,
         ${measure.digits('units')} AS units,
         ${measure.digits('(sum(units) OVER (ranks ROWS UNBOUNDED PRECEDING))')} AS cumulative,
         '${numerator}/${denominator}' AS unit, row_count::BIGINT AS row_count,
         ${['text AS entity', ...partColumns, 'key'].join(', ')}
       FROM (${all}) AS groups
         JOIN (VALUES ${listed.join(', ') || '(NULL, NULL)'}) AS listed(period, nth) USING (period)
         JOIN concentration_ranked_names AS names ON names.id = groups.entity
       WINDOW ranks AS (PARTITION BY nth ORDER BY units DESC, place)
       ORDER BY nth, rank
     ) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROWS_OF_GROUP})`,
  );
}

/** What `unit` of a ranking says. */
export function readUnit(text: string): Fraction {
  const [numerator = '1', denominator = '1'] = text.split('/');
  return { numerator: BigInt(numerator), denominator: BigInt(denominator) };
}
