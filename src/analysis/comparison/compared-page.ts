import type { Connection } from '../../duckdb/connection.js';
import { parquetSql } from '../../duckdb/quote.js';
import type { Comparison } from '../../model/analysis.js';
import { nearestName } from '../../model/column-not-found.js';
import type { ComparedEntity, ComparedOrder, Presence } from '../../model/comparison.js';
import { ConcentricError } from '../../model/errors.js';
import type { Page } from '../../model/page.js';
import { foldSpelling } from '../../names/fold-spelling.js';
import { type ComparedShape, PRESENCES, selectCompared } from './compared-entities.js';
import type { JoinedPeriod } from './join-rankings.js';

const MAX_PAGE = 100;
const DEFAULT_PAGE = 20;
const MAX_LISTED_PERIODS = 50;

export interface ComparedPageRequest {
  /** A period of the comparison. */
  period?: string | null;
  first?: number | null;
  after?: string | null;
  /** Entities of the list to leave out before the page; not beside `after`. */
  skip?: number | null;
  /** A part of the name, compared by its folded spelling. */
  search?: string | null;
  presence?: Presence | null;
  orderBy?: ComparedOrder | null;
}

/** A request that was checked, with a position instead of a cursor. */
export interface ComparedPageQuery {
  number: number;
  period: JoinedPeriod;
  count: number;
  offset: number;
  search: string;
  presence: Presence | null;
  orderBy: ComparedOrder;
}

/** @throws INVALID_INPUT, INVALID_CURSOR */
export function readComparedRequest(comparison: Comparison, request: ComparedPageRequest): ComparedPageQuery {
  const count = request.first ?? DEFAULT_PAGE;
  if (!Number.isInteger(count) || count < 1 || count > MAX_PAGE) {
    throw invalid('first', `first: expected a whole number from 1 to ${MAX_PAGE}, got ${count}.`, {
      min: 1,
      max: MAX_PAGE,
      got: count,
    });
  }
  const skip = request.skip ?? 0;
  if (!Number.isInteger(skip) || skip < 0 || (skip > 0 && request.after != null)) {
    throw invalid('skip', `skip: expected a whole number from 0, without "after"; got ${skip}.`, { got: skip });
  }
  const orderBy = request.orderBy ?? 'SHARE_CHANGE';
  return {
    ...findPeriod(comparison, request.period ?? comparison.total.period),
    count,
    offset: request.after == null ? skip : readCursor(request.after, orderBy),
    search: foldSpelling(request.search ?? ''),
    presence: request.presence ?? null,
    orderBy,
  };
}

function findPeriod({ byPeriod, total }: Comparison, key: string): Pick<ComparedPageQuery, 'number' | 'period'> {
  const periods = [...byPeriod, total];
  const number = key === total.period ? byPeriod.length : periods.findIndex(({ period }) => period === key);
  const found = periods[number];
  if (found !== undefined) {
    return { number, period: { totalExact: found.total.valueExact, otherTotalExact: found.total.otherExact } };
  }
  const available = periods.map(({ period }) => period);
  const nearest = nearestName(key, available);
  const meant = nearest === null ? '' : ` Did you mean "${nearest}"?`;
  throw invalid('period', `Neither side has a period "${key.slice(0, 60)}".${meant} See \`comparison.byPeriod\`.`, {
    nearest,
    available: available.slice(0, MAX_LISTED_PERIODS),
  });
}

/** Reads a page of a comparison. @param path of what writeCompared() wrote */
export async function readComparedPage(
  connection: Connection,
  path: string,
  { number, period, count, offset, search, presence, orderBy }: ComparedPageQuery,
  shape: ComparedShape,
): Promise<Page<ComparedEntity>> {
  const from = parquetSql(path);
  const conditions = [
    `period = ${number}`,
    ...(presence === null ? [] : [PRESENCES[presence]]),
    ...(search === '' ? [] : ['contains(key, $1)']),
  ];
  const values = search === '' ? [] : [search];
  const counted = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE FROM ${from} WHERE ${conditions.join(' AND ')}`,
    values,
  );
  const totalCount = counted.getRowsJS()[0]?.[0] as number;
  const query = { from, conditions, values, orderBy, limit: count, offset };
  const nodes = await selectCompared(connection, query, period, shape);
  return {
    edges: nodes.map((node, index) => ({ cursor: cursorOf(offset + index + 1, orderBy), node })),
    totalCount,
    hasNextPage: offset + nodes.length < totalCount,
    hasPreviousPage: offset > 0 && totalCount > 0,
  };
}

/** How many entities come before it in a list that never changes. */
function cursorOf(offset: number, orderBy: ComparedOrder): string {
  return Buffer.from(`${orderBy}.${offset}`).toString('base64url');
}

function readCursor(cursor: string, orderBy: ComparedOrder): number {
  const [, of, offset] = /^([A-Z_]+)\.(\d{1,10})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (of === orderBy && offset !== undefined) return Number(offset);
  throw new ConcentricError(
    'INVALID_CURSOR',
    `"after" must be a cursor of an earlier page of the same list in the same order (${orderBy}); pass pageInfo.endCursor unchanged, or leave it out.`,
    { argument: 'after' },
  );
}

function invalid(argument: string, message: string, details: Readonly<Record<string, unknown>>): ConcentricError {
  return new ConcentricError('INVALID_INPUT', message, { argument, ...details });
}
