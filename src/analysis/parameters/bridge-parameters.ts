import type { AnalysisParameters } from '../../model/analysis.js';
import type { BridgeAgainst } from '../../model/bridge.js';
import { ConcentricError } from '../../model/errors.js';
import type { PeriodRules } from '../../model/period-rules.js';
import type { PeriodGrain } from '../../model/schema.js';

/** @throws INVALID_INPUT where there is no period to bridge from */
export function bridged(
  against: BridgeAgainst | null | undefined,
  grain: PeriodGrain,
  { window }: PeriodRules = {},
): Pick<AnalysisParameters, 'bridge'> {
  if (against == null) return {};
  if (grain === 'NONE') {
    throw invalid(
      'The grain is NONE: all rows are analysed together, so there is no period before. Set "periods.grain" to a grain of the dataset, or leave out "bridge".',
    );
  }
  if (against === 'YEAR_BEFORE' && grain === 'DATE') {
    throw invalid(
      'A day has no day a year before in every year. Set "periods.grain" to YEAR_MONTH, or "bridge" to PREVIOUS.',
    );
  }
  if (against === 'YEAR_BEFORE' && window !== undefined && window.months > 12) {
    throw invalid(
      `A window of ${window.months} months overlaps the one a year before. Set "bridge" to PREVIOUS: the window before that does not overlap.`,
    );
  }
  return { bridge: against };
}

function invalid(message: string): ConcentricError {
  return new ConcentricError('INVALID_INPUT', `${message} (at bridge)`, { argument: 'bridge' });
}
