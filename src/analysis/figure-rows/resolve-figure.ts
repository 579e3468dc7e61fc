import type { Analysis, EntityKey } from '../../model/analysis.js';
import { nearestName } from '../../model/column-not-found.js';
import { ConcentricError } from '../../model/errors.js';
import type { FigureRowsRequest, SegmentKey } from '../../model/figure-rows.js';
import type { Column } from '../../model/schema.js';
import { shortened } from '../../model/text.js';
import { TOTAL_PERIOD, UNKNOWN_PERIOD } from '../../period/period.js';
import { readPeriodKey } from '../../period/period-key.js';
import { periodScheme } from '../../period/period-scheme.js';
import { UNKNOWN } from '../group/period-groups.js';
import { type KeyMatching, normalKey } from '../parameters/entity-keys.js';
import type { ResolvedRequest } from '../parameters/parameters.js';
import type { SegmentQuery } from './figure-rows.js';

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

/** The segment's values in their normal form; all of the others' for OTHER. @throws INVALID_INPUT */
export function resolveSegment(
  { segments }: Pick<Analysis, 'segments'>,
  column: Column | null,
  { kind, name = null }: SegmentKey,
  matching: KeyMatching,
): Pick<SegmentQuery, 'values' | 'isOther'> {
  if (segments === undefined || column === null) {
    throw invalid(
      'segment',
      'selects a segment, and the analysis has none. Set "splitBy" in its input, or leave it out.',
    );
  }
  if (kind !== 'VALUE') {
    if (name !== null) {
      throw invalid('segment.name', `is set, and "segment.kind" is ${kind}, which has no name. Leave one of them out.`);
    }
    if (kind === 'UNASSIGNED') return { values: [null], isOther: false };
  } else if (name === null) {
    throw invalid('segment.name', 'is missing: expected a value of the column, or the kind OTHER or UNASSIGNED.');
  }
  const normal = (value: string) => normalKey([column], { parts: [value] }, matching, 'segment').parts[0]!;
  const names = segments.flatMap((segment) => (segment.kind === 'VALUE' ? [segment.name!] : []));
  const values = names.map(normal);
  if (kind === 'OTHER') return { values: [...values, null], isOther: true };
  const value = normal(name!);
  if (!values.includes(value)) throw segmentNotFound(name!, names);
  return { values: [value], isOther: false };
}

function segmentNotFound(name: string, names: readonly string[]): ConcentricError {
  const nearest = nearestName(name, names);
  const meant = nearest === null ? '' : ` Did you mean ${JSON.stringify(shortened(nearest))}?`;
  return invalid(
    'segment.name',
    `is ${JSON.stringify(shortened(name))}, which no segment of the analysis has.${meant} Take the name from \`segments\`. Rows with a value beyond the 50 largest are in the segment of the kind OTHER.`,
    { name: shortened(name), nearest, available: names.map((each) => shortened(each)) },
  );
}

function invalid(argument: string, message: string, details: Readonly<Record<string, unknown>> = {}): ConcentricError {
  return new ConcentricError('INVALID_INPUT', `"${argument}" ${message}`, { argument, ...details });
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
