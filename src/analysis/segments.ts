import type { Connection } from '../duckdb/connection.js';
import { numbersOf } from '../duckdb/first-row.js';
import { parquetSql, quoteText } from '../duckdb/quote.js';
import { BLANK_ENTITY, type Segment } from '../model/analysis.js';
import type { EntityMapping } from '../model/entity-mapping.js';
import type { AnalysisThread } from './analysis-thread.js';
import { describe } from './describe/describe-period.js';
import { namesOfEntities } from './describe/shown-entities.js';
import { isFolded } from './filter/filter-values.js';
import { addAlsoSums, leadingOf } from './group/also.js';
import { BLANK_ID, partColumn, textColumn, type VersionRows } from './group/entity-names.js';
import { groupRows } from './group/group-rows.js';
import type { Groups } from './group/groups.js';
import { listPeriods } from './group/list-periods.js';
import { PARTS_SEPARATOR } from './group/parts-separator.js';
import { TOTAL } from './group/period-groups.js';
import type { ResolvedRequest } from './parameters/parameters.js';
import { rankGroups } from './ranked/rank-groups.js';
import { quotient } from './shares/fraction.js';

const MAX_SEGMENTS = 50;
/** Segments take the place of periods: the values from 0, the others, and the rows without one. */
const OTHER = MAX_SEGMENTS;
const UNASSIGNED = MAX_SEGMENTS + 1;
const ENTITIES = 'concentration_segment_entities';

/**
 * The same analysis within each value of a column, over all periods: the largest values by their sum, then all others
 * together, then the rows without one. The connection's temporary tables are this run's own.
 */
export async function analyseSegments(
  connection: Connection,
  thread: AnalysisThread,
  version: VersionRows,
  request: ResolvedRequest,
  mappings: readonly (EntityMapping | null)[],
): Promise<Segment[]> {
  const groups = await groupRows(
    connection,
    { source: parquetSql(version.parquetPath), namesPath: version.namesPath },
    withSegment(request),
    [...mappings, null],
    request.groupBy.length,
  );
  const valueCount = await groupBySegment(connection, groups, request);
  const names = await segmentNames(connection);
  const periods = await listPeriods(connection, groups.measure, null);
  if (periods.periods.length === 0) return [];
  const segmented: Groups = {
    ...groups,
    ...periods,
    columns: groups.columns.slice(0, -1),
    entities: entitiesOf(request.groupBy.length),
    isBlankEntity: request.groupBy.length === 1 && request.parameters.blanks === 'ENTITY',
    knownBefore: null,
    scheme: null,
  };
  const { thresholds, topN, limits, classes } = request.parameters;
  const ranked = await rankGroups(connection, thread, segmented, {
    thresholds,
    topN,
    limits,
    classes,
    unit: groups.measure.unit,
    minShare: null,
    knownBefore: null,
    ...leadingOf(request),
  });
  const shown = await namesOfEntities(
    connection,
    segmented,
    ranked.flatMap(({ head }) => head),
  );
  const total = ranked.at(-1)!.concentration.totalUnits;
  const listed = segmented.periods.slice(0, -1).map((period, index) => {
    const each = { ...period, ...ranked[index]! };
    return { ...each, result: describe(each, null, shown) };
  });
  await addAlsoSums(connection, segmented, listed);
  return listed.map((period): Segment => {
    const units = period.concentration.totalUnits;
    const segment = { share: total > 0n ? quotient(100n * units, total) : null, concentration: period.result };
    if (period.period === OTHER) return { kind: 'OTHER', name: null, values: valueCount - MAX_SEGMENTS, ...segment };
    if (period.period === UNASSIGNED) return { kind: 'UNASSIGNED', name: null, values: 0, ...segment };
    return { kind: 'VALUE', name: names[period.period]!, values: 1, ...segment };
  });
}

/** The request by entity and segment, whose groups are summed by segment afterwards. */
function withSegment(request: ResolvedRequest): ResolvedRequest {
  const { groupBy, segment, parameters } = request;
  const { bridge: _, ...others } = parameters;
  return {
    ...request,
    groupBy: [...groupBy, segment!],
    // EXACT may only say that no column of entities can be folded.
    parameters: { ...others, entityMatching: groupBy.some(isFolded) ? parameters.entityMatching : 'FOLDED' },
  };
}

/** Replaces the groups by those of segments. @returns how many values the column has */
async function groupBySegment(
  connection: Connection,
  { isTotalSummed, also }: Groups,
  { groupBy, parameters: { blanks } }: ResolvedRequest,
): Promise<number> {
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
  const counted = isTotalSummed ? 'true' : `period = ${TOTAL}`;
  await connection.run(
    `CREATE TEMP TABLE concentration_split AS
     SELECT ${[...parts.map(partSql), ...texts].join(', ')}, ${segment}, ${segmentText}, units, row_count${sums}
     FROM concentration_groups JOIN concentration_tuples ON id = entity WHERE ${counted}
     UNION ALL
     SELECT ${[...parts.map(() => BLANK_ID), ...texts.map(() => 'NULL')].join(', ')}, ${BLANK_ID}, NULL, units, row_count${sums}
     FROM concentration_unassigned WHERE ${counted}`,
  );
  await connection.run(
    `CREATE TEMP TABLE concentration_segments AS
     SELECT ${segment}, text, (row_number() OVER (ORDER BY units DESC, text) - 1)::INTEGER AS ordinal
     FROM (SELECT ${segment}, ${segmentText} AS text, sum(units) AS units
           FROM concentration_split WHERE ${segment} <> ${BLANK_ID} GROUP BY ALL)`,
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
  await connection.run(
    `CREATE TEMP TABLE concentration_segmented AS
     SELECT CASE WHEN ${segment} = ${BLANK_ID} THEN ${UNASSIGNED} ELSE least(ordinal, ${OTHER}) END::INTEGER AS period,
       ${parts.join(', ')}, sum(units) AS units, sum(row_count)::BIGINT AS row_count
       ${also.map(({ name }) => `, sum(${name}) AS ${name}`).join('')}
     FROM concentration_split LEFT JOIN concentration_segments USING (${segment}) GROUP BY ALL`,
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
  return count!;
}

function entitiesOf(columnCount: number): NonNullable<Groups['entities']> {
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
    `SELECT text FROM concentration_segments WHERE ordinal < ${MAX_SEGMENTS} ORDER BY ordinal`,
  );
  return found.getRowsJS().map(([text]) => text as string);
}
