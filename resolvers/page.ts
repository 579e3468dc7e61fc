import { ConcentricError } from '../src/model/errors.js';
import type { Page } from '../src/model/page.js';

/** A Relay connection over a page. */
export function connection<T>(page: Page<T>) {
  return {
    edges: page.edges,
    nodes: page.edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: page.hasPreviousPage,
      startCursor: page.edges.at(0)?.cursor ?? null,
      endCursor: page.edges.at(-1)?.cursor ?? null,
    },
    totalCount: page.totalCount,
  };
}

/** `first` if it is from 1 to `max`; @throws INVALID_INPUT */
export function pageSize(first: number, max: number): number {
  if (first >= 1 && first <= max) return first;
  throw new ConcentricError('INVALID_INPUT', `first: expected a whole number from 1 to ${max}, got ${first}.`, {
    argument: 'first',
    min: 1,
    max,
    got: first,
  });
}
