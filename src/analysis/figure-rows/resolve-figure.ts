import type { Analysis, EntityKey } from '../../model/analysis.js';
import { nearestName } from '../../model/column-not-found.js';
import { ConcentricError } from '../../model/errors.js';
import type { FigureRowsRequest } from '../../model/figure-rows.js';
import { shortened } from '../../model/text.js';
import { TOTAL_PERIOD, UNKNOWN_PERIOD } from '../../period/period.js';
import { readPeriodKey } from '../../period/period-key.js';
import { periodScheme } from '../../period/period-scheme.js';
import { UNKNOWN } from '../group/period-groups.js';
import { normalKey } from '../parameters/entity-keys.js';
import type { ResolvedRequest } from '../parameters/parameters.js';

const MAX_LISTED_PERIODS = 50;

/** The entity and the period of a figure, checked against its analysis. @throws INVALID_INPUT */
export function resolveFigure(
  { total, byPeriod }: Pick<Analysis, 'total' | 'byPeriod'>,
  { groupBy, codes, parameters }: ResolvedRequest,
  { entity, period }: Pick<FigureRowsRequest, 'entity' | 'period'>,
): { entity: EntityKey | null; period: number | null } {
  const keys = [total, ...byPeriod].map((each) => each.period);
  if (!keys.includes(period)) throw periodNotFound(period, keys);
  const matching = { entityMatching: parameters.entityMatching, codes };
  return {
    entity: entity == null ? null : normalKey(groupBy, entity, matching, 'entity'),
    period: ordinalOf(period, parameters),
  };
}

/** Null for all rows. @param key of a period of the analysis */
function ordinalOf(key: string, { periodGrain, periods }: ResolvedRequest['parameters']): number | null {
  const scheme = periodScheme(periodGrain, periods);
  if (scheme === null || key === TOTAL_PERIOD) return null;
  if (key === UNKNOWN_PERIOD) return UNKNOWN;
  return readPeriodKey(key.slice(scheme.prefix.length), scheme.grain, scheme.yearStart)!.first;
}

function periodNotFound(period: string, keys: readonly string[]): ConcentricError {
  const nearest = nearestName(period, keys);
  const meant = nearest === null ? '' : ` Did you mean ${JSON.stringify(nearest)}?`;
  const listed = keys.slice(0, MAX_LISTED_PERIODS).join(', ');
  return new ConcentricError(
    'INVALID_INPUT',
    `"period" is ${JSON.stringify(shortened(period))}, which the analysis does not have.${meant} It has: ${listed}${keys.length > MAX_LISTED_PERIODS ? ', …' : ''}.`,
    { argument: 'period', period: shortened(period), nearest, available: keys.slice(0, MAX_LISTED_PERIODS) },
  );
}
