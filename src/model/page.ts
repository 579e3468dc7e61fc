/** One page of a list with keyset pagination: a cursor encodes a position in the order, not an offset. */
export interface Page<T> {
  edges: { cursor: string; node: T }[];
  totalCount: number;
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

export interface PageRequest {
  /** Maximum number of items. */
  first: number;
  /** Cursor of an earlier page; the page starts after it. */
  after?: string | null;
}
