import type { EntityOrder } from '../../../../clients/typescript/generated/graphql.js';
import { location } from '../../location.js';

/** What the list of all entities shows, read from the address. */
export interface ListState {
  /** A period of the analysis, or TOTAL. */
  period: string;
  /** A part of names; empty for all. */
  search: string;
  orderBy: EntityOrder;
  /** The class that is listed; null for all. */
  class: string | null;
}

export const listOrders: { value: EntityOrder; parameter: string | null; name: string }[] = [
  { value: 'LARGEST', parameter: null, name: 'Largest first' },
  { value: 'SMALLEST', parameter: 'smallest', name: 'Smallest first' },
  { value: 'NAME', parameter: 'name', name: 'By name' },
];

/** The parameters of the address without the list. */
export const NO_LIST = { list: null, search: null, order: null, class: null };

/** Null where the list is not open. */
export function readList(): ListState | null {
  const { query } = location.value;
  const period = query.get('list');
  if (period === null) return null;
  return {
    period,
    search: query.get('search') ?? '',
    orderBy: listOrders.find(({ parameter }) => parameter === query.get('order'))?.value ?? 'LARGEST',
    class: query.get('class'),
  };
}
