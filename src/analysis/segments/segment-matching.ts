import type { EntityMatching } from '../../model/analysis.js';
import { isFolded } from '../filter/filter-values.js';
import type { ResolvedRequest } from '../parameters/parameters.js';

/** How the values of the column of the segments are compared. EXACT may only say that no column of entities can be folded. */
export function segmentMatching({
  groupBy,
  parameters,
}: Pick<ResolvedRequest, 'groupBy' | 'parameters'>): EntityMatching {
  return groupBy.some(isFolded) ? parameters.entityMatching : 'FOLDED';
}
