import type {
  AnalysisInput,
  ExplorerDatasetQuery,
  PeriodGrain,
} from '../../../clients/typescript/generated/graphql.js';
import { startingGrain } from '../format/period-grain.js';
import { grainNames, TOTAL } from '../format/periods.js';
import { location, readVersion, show } from '../location.js';

type Dataset = NonNullable<ExplorerDatasetQuery['dataset']>;

export const CURVES = ['ranked', 'share', 'lorenz'] as const;
export const MEASURES = ['hhi', 'reaching', 'top', 'gini', 'total', 'entities'] as const;
export type Curve = (typeof CURVES)[number];
export type Measure = (typeof MEASURES)[number];

/** What a view of an analysis shows, read from the address. */
export interface Question {
  /** The version analysed; null for the one that is current when the link is opened. */
  version: number | null;
  groupBy: string;
  value: string;
  grain: PeriodGrain;
  thresholds: number[];
  topN: number[];
  /** The key of the period shown, or TOTAL. */
  period: string;
  /** The key of the period it is compared with; null where there is none. */
  compare: string | null;
  /** The dataset or version it is compared with; null where there is none. */
  other: Other | null;
  curve: Curve | null;
  measure: Measure;
}

export interface Other {
  id: string;
  version: number | null;
  groupBy: string;
  value: string;
}

export const DEFAULT_THRESHOLDS = [10, 20, 50];
export const DEFAULT_TOP = [1, 5, 10];

/** Undefined where neither the address nor a suggestion names the columns. */
export function readQuestion({ id, schema, suggestions }: Dataset): Question | undefined {
  const { query } = location.value;
  const best = suggestions?.[0];
  const groupBy = query.get('by') ?? best?.groupBy[0];
  const value = query.get('value') ?? best?.value;
  if (!groupBy || !value) return undefined;
  const otherVersion = readVersion('withVersion');
  const otherId = query.get('with') ?? (otherVersion === null ? null : id);
  const grain = query.get('grain') ?? (schema ? startingGrain(schema) : 'NONE');
  return {
    version: readVersion('version'),
    groupBy,
    value,
    grain: Object.hasOwn(grainNames, grain) ? (grain as PeriodGrain) : 'NONE',
    thresholds: readNumbers(query.get('thresholds')) ?? DEFAULT_THRESHOLDS,
    topN: readNumbers(query.get('top')) ?? DEFAULT_TOP,
    period: query.get('period') ?? TOTAL,
    compare: query.get('compare'),
    other: otherId
      ? {
          id: otherId,
          version: otherVersion,
          groupBy: query.get('withBy') ?? groupBy,
          value: query.get('withValue') ?? value,
        }
      : null,
    curve: CURVES.find((curve) => curve === query.get('curve')) ?? null,
    measure: MEASURES.find((measure) => measure === query.get('measure')) ?? 'hhi',
  };
}

/** Writes suggested settings to the address too, so that a link keeps its meaning when suggestions change. */
export function completeAddress({ groupBy, value, grain, thresholds, topN }: Question): void {
  const whole = { by: groupBy, value, grain, thresholds: thresholds.join(), top: topN.join() };
  show(whole, { replace: true });
}

export function inputOf({ version, groupBy, value, grain, thresholds, topN }: Question): AnalysisInput {
  return { groupBy: [groupBy], value, periodGrain: grain, thresholds, topN, ...(version === null ? {} : { version }) };
}

/** Parameters of the address without a comparison. */
export const NO_OTHER = { compare: null, with: null, withVersion: null, withBy: null, withValue: null };

/** "10, 20; 50" → [10, 20, 50]; undefined where a part is not a number, or there is none. */
export function readNumbers(text: string | null): number[] | undefined {
  const parts = (text ?? '').split(/[\s,;]+/).filter((part) => part !== '');
  const numbers = parts.map((part) => Number(part.replace(/%$/, '')));
  if (numbers.length === 0 || numbers.some((number) => !Number.isFinite(number))) return undefined;
  return [...new Set(numbers)].sort((a, b) => a - b);
}
