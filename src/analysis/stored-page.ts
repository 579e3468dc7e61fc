import type { Analysis } from '../model/analysis.js';
import { ConcentricError } from '../model/errors.js';
import type { Page, PageRequest } from '../model/page.js';

/** A position in the order, not a count: analyses that come or go meanwhile neither repeat nor hide others. */
interface ListPosition {
  hash: string;
  computedAtMs: number;
}

/**
 * A page of stored analyses, in the order given; only those of the page are read.
 * @throws INVALID_CURSOR
 */
export async function pageOfStored(
  stored: readonly ListPosition[],
  { first, after }: PageRequest,
  read: (hash: string) => Promise<Analysis | null>,
): Promise<Page<Analysis>> {
  const position = after == null ? null : readCursor(after);
  const start = position === null ? 0 : stored.findIndex((each) => isAfter(each, position));
  const edges: Page<Analysis>['edges'] = [];
  let next = start === -1 ? stored.length : start;
  // Files that cannot be used are left out: the page is filled from those after them.
  while (edges.length < first && next < stored.length) {
    const candidates = stored.slice(next, next + first - edges.length);
    next += candidates.length;
    const nodes = await Promise.all(candidates.map(({ hash }) => read(hash)));
    edges.push(...nodes.flatMap((node, index) => (node ? [{ cursor: cursorOf(candidates[index]!), node }] : [])));
  }
  return { edges, totalCount: stored.length, hasNextPage: next < stored.length, hasPreviousPage: start !== 0 };
}

function isAfter(each: ListPosition, position: ListPosition): boolean {
  return each.computedAtMs === position.computedAtMs
    ? each.hash > position.hash
    : each.computedAtMs < position.computedAtMs;
}

function cursorOf({ computedAtMs, hash }: ListPosition): string {
  return Buffer.from(`${computedAtMs}.${hash}`).toString('base64url');
}

function readCursor(cursor: string): ListPosition {
  const [, computedAtMs, hash] = /^(\d{1,15})\.([0-9a-f]{32})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (computedAtMs !== undefined && hash !== undefined) return { computedAtMs: Number(computedAtMs), hash };
  throw new ConcentricError(
    'INVALID_CURSOR',
    '"after" must be a cursor of an earlier page of the same list; pass pageInfo.endCursor unchanged, or leave it out for the first page.',
  );
}
