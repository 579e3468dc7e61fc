import { createHash } from 'node:crypto';
import { ALGORITHM_VERSION, type StoredParameters } from '../../model/analysis.js';
import { canonicalJson } from '../../model/canonical-json.js';
import type { Column } from '../../model/schema.js';
import { isFolded } from '../filter/filter-values.js';

/** The columns that an analysis reads, besides its value. */
interface ReadColumns {
  groupBy: Column[];
  timeColumns: Column[];
  filterColumns: Column[];
  segment: Column | null;
}

/**
 * docs/semantics.md §5. The time columns are part of it: saveSchema can change where the period is taken from without
 * making a new version, and the same grain then gives other numbers. So are the columns of text that are compared exactly,
 * because saveSchema can change that too. One column is hashed as its name alone, as before there were lists.
 */
export function analysisHash(
  datasetVersion: number,
  chosen: Omit<StoredParameters, 'hash'>,
  { groupBy, timeColumns, filterColumns, segment }: ReadColumns,
  algorithmVersion = ALGORITHM_VERSION,
): string {
  const [only, ...others] = chosen.groupBy;
  const folded = chosen.entityMatching === 'FOLDED' ? groupBy : [];
  const compared = [...folded, ...filterColumns, ...(segment === null ? [] : [segment])];
  const exactColumns = [...new Set(compared.filter(isExact).map(({ name }) => name))].sort();
  const hashed = {
    algorithmVersion,
    datasetVersion,
    ...chosen,
    groupBy: only !== undefined && others.length === 0 ? only : chosen.groupBy,
    timeColumns: timeColumns.map((column) => column.name),
    ...(chosen.where !== undefined || exactColumns.length > 0 ? { exactColumns } : {}),
  };
  return createHash('sha256').update(canonicalJson(hashed)).digest('hex').slice(0, 32);
}

function isExact(column: Column): boolean {
  return column.dataType === 'STRING' && !isFolded(column);
}
