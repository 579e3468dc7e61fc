import type { Connection } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import { quoteText } from '../../duckdb/quote.js';
import { BLANK_ENTITY } from '../../model/analysis.js';
import { BLANK_ID, partColumn, textColumn } from '../group/entity-names.js';
import type { EntityTable, Groups } from '../group/groups.js';
import { PARTS_SEPARATOR } from '../group/parts-separator.js';
import { TOTAL } from '../group/period-groups.js';
import type { ResolvedRequest } from '../parameters/parameters.js';
import { MAX_SEGMENTS, type SegmentPeriods } from './segment-periods.js';

const ENTITIES = 'concentration_segment_entities';

/** The values that segments are of. */
export interface SegmentValues {
  /** Of the segments of one value, by their places. */
  names: string[];
  count: number;
}

/**
 * Replaces the groups by period, entity and segment by those of each entity in each segment and period: `period` of
 * `concentration_groups` and `concentration_unassigned` is an ordinal of `periods`, and entities are those of segmentEntities().
 * @param groups of the columns of `groupBy` and, last, the column of the segments
 */
export async function splitGroups(
  connection: Connection,
  { isTotalSummed, also }: Groups,
  { groupBy, parameters: { blanks } }: ResolvedRequest,
  periods: SegmentPeriods,
): Promise<SegmentValues> {
  const indexes = groupBy.map((_, index) => index);
  const [segment, segmentText] = [partColumn(groupBy.length), textColumn(groupBy.length)];
  const parts = indexes.map(partColumn);
  const texts = indexes.map(textColumn);
  const isBlankEntity = groupBy.length === 1 && blanks === 'ENTITY';
  // A text that reads as blank cells do is one entity with them.
  const partSql = (part: string, index: number) =>
    isBlankEntity
      ? `CASE WHEN ${texts[index]} = ${quoteText(BLANK_ENTITY)} THEN ${BLANK_ID} ELSE ${part} END AS ${part}`
      : part;
  const sums = also.map(({ name }) => `, ${name}`).join('');
  const summed = also.map(({ name }) => `, sum(${name}) AS ${name}`).join('');
  const isRead = isTotalSummed || periods.hasPeriods ? 'true' : `period = ${TOTAL}`;
  await connection.run(
    `CREATE TEMP TABLE concentration_split AS
     SELECT period, ${[...parts.map(partSql), ...texts].join(', ')}, ${segment}, ${segmentText}, units, row_count${sums}
     FROM concentration_groups JOIN concentration_tuples ON id = entity WHERE ${isRead}
     UNION ALL
     SELECT period, ${[...parts.map(() => BLANK_ID), ...texts.map(() => 'NULL')].join(', ')}, ${BLANK_ID}, NULL, units, row_count${sums}
     FROM concentration_unassigned WHERE ${isRead}`,
  );
  const isOfTotal = isTotalSummed ? 'true' : `period = ${TOTAL}`;
  await connection.run(
    `CREATE TEMP TABLE concentration_segments AS
     SELECT ${segment}, text, (row_number() OVER (ORDER BY units DESC, text) - 1)::INTEGER AS place
     FROM (SELECT ${segment}, ${segmentText} AS text, sum(units) AS units
           FROM concentration_split WHERE ${segment} <> ${BLANK_ID} AND ${isOfTotal} GROUP BY ALL)`,
  );
  const shown = texts.map((text) => `coalesce(${text}, ${quoteText(BLANK_ENTITY)})`);
  const isUnassigned = blanks === 'APART' ? parts.map((part) => `${part} = ${BLANK_ID}`).join(' AND ') : 'false';
  await connection.run(
    `CREATE TEMP TABLE ${ENTITIES} AS
     SELECT (row_number() OVER () - 1)::INTEGER AS id, concat_ws(${quoteText(PARTS_SEPARATOR)}, ${shown.join(', ')}) AS text,
       ${[...texts, ...parts].join(', ')}
     FROM (SELECT ${parts.join(', ')}, ${texts.map((text) => `any_value(${text}) AS ${text}`).join(', ')}
           FROM concentration_split WHERE NOT (${isUnassigned}) GROUP BY ALL)`,
  );
  const segmentPlace = `CASE WHEN ${segment} = ${BLANK_ID} THEN ${MAX_SEGMENTS + 1} ELSE least(place, ${MAX_SEGMENTS}) END`;
  const ordinal = periods.ordinalSql(segmentPlace, 'place_in_segment');
  const ofPeriod = (period: string, condition: string) =>
    `SELECT ${ordinal}::INTEGER AS period, ${parts.join(', ')}, sum(units) AS units, sum(row_count)::BIGINT AS row_count${summed}
     FROM concentration_split AS split LEFT JOIN concentration_segments USING (${segment})
       JOIN (VALUES ${periods.placesSql}) AS places(listed, place_in_segment) ON listed = ${period}
     WHERE ${condition} GROUP BY ALL`;
  await connection.run(
    `CREATE TEMP TABLE concentration_segmented AS
     ${ofPeriod(`${TOTAL}`, isOfTotal)}
     ${periods.hasPeriods ? `UNION ALL ${ofPeriod('split.period', `split.period <> ${TOTAL}`)}` : ''}`,
  );
  await connection.run('DROP TABLE concentration_groups');
  await connection.run(
    `CREATE TEMP TABLE concentration_groups AS
     SELECT period, id AS entity, units, row_count${sums} FROM concentration_segmented JOIN ${ENTITIES} USING (${parts.join(', ')})`,
  );
  await connection.run('DROP TABLE concentration_unassigned');
  await connection.run(
    `CREATE TEMP TABLE concentration_unassigned AS
     SELECT period, units, row_count${sums} FROM concentration_segmented WHERE ${isUnassigned}`,
  );
  const [count] = await numbersOf(connection, 'SELECT count(*) FROM concentration_segments');
  return { names: await segmentNames(connection), count: count! };
}

/** Where the entities have their names after splitGroups(). */
export function segmentEntities(columnCount: number): EntityTable {
  const parts = Array.from({ length: columnCount }, (_, index) => textColumn(index));
  return {
    table: ENTITIES,
    order: columnCount === 1 ? 'text' : parts.map((part) => `${part} NULLS LAST`).join(', '),
    parts: columnCount === 1 ? [] : parts,
    isOrdered: false,
  };
}

async function segmentNames(connection: Connection): Promise<string[]> {
  const found = await connection.runAndReadAll(
    `SELECT text FROM concentration_segments WHERE place < ${MAX_SEGMENTS} ORDER BY place`,
  );
  return found.getRowsJS().map(([text]) => text as string);
}
