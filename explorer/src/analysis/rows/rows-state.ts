import { type RowOrder, readOrder } from '../../dataset/row-order.js';
import { location, show } from '../../location.js';
import { type Condition, parsed, written } from '../filters/conditions.js';
import { type EntityParts, parsedKey, writtenKey } from '../filters/entity-keys.js';

/** The rows behind a figure that are listed, read from the address. */
export interface RowsState {
  /** A period of the analysis, or TOTAL. */
  period: string;
  /** Null for the rows of all entities. */
  entity: EntityParts | null;
  /** Of these rows only those that all conditions select. */
  where: Condition[];
  /** Text that a cell contains; empty for all. */
  search: string;
  order: RowOrder | null;
}

/** The parameters of the address without a list of rows. */
export const NO_ROWS = { rows: null, rowsOf: null, rowsWhere: null, rowsSearch: null, rowsSort: null };

/** Null where no rows are listed. */
export function readRows(): RowsState | null {
  const { query } = location.value;
  const period = query.get('rows');
  if (period === null) return null;
  return {
    period,
    entity: query.has('rowsOf') ? parsedKey(query.get('rowsOf')!) : null,
    where: query.getAll('rowsWhere').flatMap((text) => parsed(text) ?? []),
    search: query.get('rowsSearch') ?? '',
    order: readOrder(query.get('rowsSort')),
  };
}

/** Lists the rows behind the figure of a period, and of an entity or the rows of some value in it. */
export function openRows(period: string, of: { entity?: EntityParts; where?: Condition[] } = {}): void {
  const { entity, where = [] } = of;
  show({
    ...NO_ROWS,
    rows: period,
    rowsOf: entity ? writtenKey(entity) : null,
    rowsWhere: where.map(written),
  });
}
