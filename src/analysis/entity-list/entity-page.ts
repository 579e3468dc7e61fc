import type { Connection } from '../../duckdb/connection.js';
import { parquetSql } from '../../duckdb/quote.js';
import { type Analysis, type EntityOrder, type PeriodConcentration, type RankedEntity } from '../../model/analysis.js';
import { nearestName } from '../../model/column-not-found.js';
import { ConcentricError } from '../../model/errors.js';
import type { Page } from '../../model/page.js';
import { foldSpelling } from '../../names/fold-spelling.js';
import { TOTAL_PERIOD } from '../../period/period.js';
import { ranksOfClass } from '../shares/limits-and-classes.js';
import { describeRow, type RankedRow, type RankingShape, rankedColumns, readRow } from './ranked-entity.js';

const MAX_PAGE = 100;
const DEFAULT_PAGE = 20;
const MAX_LISTED_PERIODS = 50;

export interface EntityPageRequest {
  /** A key of byPeriod, or TOTAL. */
  period?: string | null;
  first?: number | null;
  after?: string | null;
  last?: number | null;
  before?: string | null;
  /** Entities of the list to leave out before the page; not beside `after`, `before` and `last`. */
  skip?: number | null;
  /** A part of the name, compared by its folded spelling. */
  search?: string | null;
  orderBy?: EntityOrder | null;
  /** A, B, C, … */
  class?: string | null;
}

/** A request that was checked, with positions in its order instead of cursors. */
export interface EntityQuery {
  period: PeriodConcentration;
  nth: number;
  count: number;
  isBackward: boolean;
  after: number | null;
  before: number | null;
  skip: number;
  search: string;
  orderBy: EntityOrder;
  /** Of the class; all where none is requested, null where it has no entity. */
  ranks: { first: number; last: number } | null;
}

/** @throws INVALID_INPUT, INVALID_CURSOR */
export function readPageRequest(analysis: Analysis, request: EntityPageRequest): EntityQuery {
  const { period, nth } = findPeriod(analysis, request.period ?? 'TOTAL');
  const { first, last } = request;
  if (first != null && last != null) {
    throw invalid('last', '"first" and "last" are both given. Leave out one of them.', {});
  }
  const isBackward = last != null;
  const count = last ?? first ?? DEFAULT_PAGE;
  if (!Number.isInteger(count) || count < 1 || count > MAX_PAGE) {
    const argument = isBackward ? 'last' : 'first';
    throw invalid(argument, `${argument}: expected a whole number from 1 to ${MAX_PAGE}, got ${count}.`, {
      min: 1,
      max: MAX_PAGE,
      got: count,
    });
  }
  const skip = request.skip ?? 0;
  if (
    !Number.isInteger(skip) ||
    skip < 0 ||
    (skip > 0 && (isBackward || request.after != null || request.before != null))
  ) {
    throw invalid('skip', `skip: expected a whole number from 0, without "after", "before" and "last"; got ${skip}.`, {
      got: skip,
    });
  }
  const orderBy = request.orderBy ?? 'LARGEST';
  return {
    period,
    nth,
    count,
    isBackward,
    after: request.after == null ? null : readCursor(request.after, 'after', orderBy),
    before: request.before == null ? null : readCursor(request.before, 'before', orderBy),
    skip,
    search: foldSpelling(request.search ?? ''),
    orderBy,
    ranks: ranksOf(period, request.class ?? null),
  };
}

/** @throws INVALID_INPUT */
export function findPeriod({ byPeriod, total }: Analysis, key: string): { period: PeriodConcentration; nth: number } {
  const periods = [...byPeriod, total];
  const nth = key === total.period ? byPeriod.length : periods.findIndex(({ period }) => period === key);
  const period = periods[nth];
  if (period !== undefined) return { period, nth };
  const available = periods.map((each) => each.period);
  const nearest = nearestName(key, available);
  const meant = nearest === null ? '' : ` Did you mean "${nearest}"?`;
  throw invalid('period', `The analysis has no period "${key.slice(0, 60)}".${meant} See \`byPeriod\`.`, {
    nearest,
    available: available.slice(0, MAX_LISTED_PERIODS),
  });
}

function ranksOf({ classes = [], entityCount }: PeriodConcentration, wanted: string | null): EntityQuery['ranks'] {
  if (wanted === null) return { first: 1, last: entityCount };
  const names = classes.map(({ name }) => name);
  // A period without shares has no classes, and so no entity of any.
  if (classes.length === 0 || names.includes(wanted)) return ranksOfClass(classes, wanted);
  throw invalid('class', `There is no class "${wanted.slice(0, 60)}". The classes are ${names.join(', ')}.`, {
    available: names,
  });
}

function invalid(argument: string, message: string, details: Readonly<Record<string, unknown>>): ConcentricError {
  return new ConcentricError('INVALID_INPUT', message, { argument, ...details });
}

/** Reads a page of a ranking. @param path of the ranking file (ranking-file.ts) */
export async function readPage(
  connection: Connection,
  path: string,
  query: EntityQuery,
  shape: RankingShape,
): Promise<Page<RankedEntity>> {
  const { orderBy, isBackward, count, period, search, ranks } = query;
  if (ranks === null) return { edges: [], totalCount: 0, hasNextPage: false, hasPreviousPage: false };
  const range = positionsOf(query, ranks);
  // Positions are skipped without reading them.
  const skipped = range && (orderBy === 'SMALLEST' ? range.last - query.skip + 1 : range.first + query.skip - 1);
  const after = skipped !== null && query.skip > 0 ? skipped : query.after;
  const inRanks = `nth = ${query.nth} AND rank BETWEEN ${ranks.first} AND ${ranks.last}`;
  const matches = search === '' ? inRanks : `${inRanks} AND contains(key, $1)`;
  const values = search === '' ? [] : [search];
  const position = orderBy === 'NAME' ? 'place' : 'rank';
  const isDescending = (orderBy === 'SMALLEST') !== isBackward;
  const isAfter = orderBy === 'SMALLEST' ? '<' : '>';
  const isBefore = orderBy === 'SMALLEST' ? '>' : '<';
  const conditions = [
    matches,
    ...(after === null ? [] : [`${position} ${isAfter} ${after}`]),
    ...(query.before === null ? [] : [`${position} ${isBefore} ${query.before}`]),
    ...(range ? [`${position} ${nextPositions({ ...query, after }, range, isDescending)}`] : []),
  ];
  const found = await connection.runAndReadAll(
    `SELECT ${rankedColumns(shape).join(', ')} FROM ${parquetSql(path)} WHERE ${conditions.join(' AND ')}
     ORDER BY ${position} ${isDescending ? 'DESC' : 'ASC'} LIMIT ${count + 1} OFFSET ${range ? 0 : query.skip}`,
    values,
  );
  const rows = found.getRowsJS().map((values) => readRow(values, shape));
  const hasMore = rows.length > count;
  const page = rows.slice(0, count);
  if (isBackward) page.reverse();
  return {
    edges: page.map((row) => ({ cursor: cursorOf(row, orderBy), node: describeRow(row, period, shape) })),
    totalCount: search === '' ? ranks.last - ranks.first + 1 : await countRows(connection, path, matches, values),
    hasNextPage: isBackward ? query.before !== null : hasMore,
    hasPreviousPage: isBackward ? hasMore : query.after !== null || query.skip > 0,
  };
}

/** The positions of the list where it has all of them; null where it is selected from them. */
function positionsOf({ search, orderBy, period }: EntityQuery, ranks: NonNullable<EntityQuery['ranks']>) {
  if (search !== '') return null;
  if (orderBy !== 'NAME') return ranks;
  // Places are those among the names of TOTAL.
  const isWhole = ranks.first === 1 && ranks.last === period.entityCount;
  return isWhole && period.period === TOTAL_PERIOD ? ranks : null;
}

/** SQL: the positions that the page can have, so that only their row groups are read. */
function nextPositions(
  { after, before, count, orderBy }: EntityQuery,
  range: { first: number; last: number },
  isDescending: boolean,
): string {
  const [least, most] = orderBy === 'SMALLEST' ? [before, after] : [after, before];
  const first = Math.max(range.first, (least ?? 0) + 1);
  const last = Math.min(range.last, (most ?? Number.MAX_SAFE_INTEGER) - 1);
  return isDescending ? `>= ${last - count}` : `<= ${first + count}`;
}

async function countRows(connection: Connection, path: string, condition: string, values: string[]): Promise<number> {
  const counted = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE FROM ${parquetSql(path)} WHERE ${condition}`,
    values,
  );
  return counted.getRowsJS()[0]?.[0] as number;
}

/** A position in an order that never changes: the list of an analysis does not change. */
function cursorOf({ rank, place }: RankedRow, orderBy: EntityOrder): string {
  return Buffer.from(`${orderBy}.${orderBy === 'NAME' ? place : rank}`).toString('base64url');
}

function readCursor(cursor: string, argument: 'after' | 'before', orderBy: EntityOrder): number {
  const [, of, position] = /^([A-Z]+)\.(\d{1,10})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (of === orderBy && position !== undefined) return Number(position);
  throw new ConcentricError(
    'INVALID_CURSOR',
    `"${argument}" must be a cursor of an earlier page of the same list in the same order (${orderBy}); pass a cursor of pageInfo unchanged, or leave it out.`,
    { argument },
  );
}
