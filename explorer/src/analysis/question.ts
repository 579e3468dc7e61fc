import type {
  BridgeAgainst,
  EntityLevel,
  ExplorerDatasetQuery,
  PeriodGrain,
} from '../../../clients/typescript/generated/graphql.js';
import { startingGrain } from '../format/period-grain.js';
import type { YearRules } from '../format/period-keys.js';
import { grainNames, TOTAL } from '../format/periods.js';
import { location, readVersion, show } from '../location.js';
import { type Condition, parsed } from './filters/conditions.js';
import { type EntityParts, parsedKey } from './filters/entity-keys.js';

type Dataset = NonNullable<ExplorerDatasetQuery['dataset']>;

export const CURVES = ['ranked', 'share', 'lorenz'] as const;
export const MEASURES = ['hhi', 'reaching', 'top', 'gini', 'total', 'entities'] as const;
export type Curve = (typeof CURVES)[number];
export type Measure = (typeof MEASURES)[number];

/** What a view of an analysis shows, read from the address. */
export interface Question {
  /** The version analysed; null for the one that is current when the link is opened. */
  version: number | null;
  /** One column or several; an entity is the combination of their values. */
  groupBy: string[];
  /** The column that is added up, or ROW_COUNT. */
  value: string;
  /** Conditions on rows, all of which hold. */
  where: Condition[];
  /** The entities that are analysed alone; all where it is empty. */
  only: EntityParts[];
  /** The entities that are left out. */
  exclude: EntityParts[];
  grain: PeriodGrain;
  periods: PeriodRules;
  thresholds: number[];
  topN: number[];
  /** The key of the period shown, or TOTAL. */
  period: string;
  /** The key of the period it is compared with; null where there is none. */
  compare: string | null;
  /** The dataset or version it is compared with; null where there is none. */
  other: Other | null;
  /** The entity whose own view is open. */
  entity: EntityParts | null;
  /** The column by whose values the rows are analysed apart; null where none is chosen. */
  splitBy: string | null;
  /** What is drawn of each segment: its curve, or a measure over time. */
  segmentView: SegmentView;
  /** Shares that few may have, in percent; empty where none is given. */
  limits: number[];
  /** The cumulative shares at which classes end, in percent. */
  classes: number[];
  /** Further columns that are added up for each entity of the list of all. */
  also: string[];
  /** Whether entities count under their parents. */
  level: EntityLevel;
  /** The earlier period that the bridge starts from. */
  bridge: BridgeAgainst;
  curve: Curve | null;
  measure: Measure;
}

/** How time is divided, beside the length of a period. */
export interface PeriodRules extends YearRules {
  from: string | null;
  to: string | null;
  /** The length of rolling windows; null where periods are none. */
  months: number | null;
  isYearToDate: boolean;
}

export const PLAIN_PERIODS: PeriodRules = {
  from: null,
  to: null,
  months: null,
  isYearToDate: false,
  fiscalYearStart: 1,
  fiscalYearNamedBy: 'END',
};

export interface Other {
  id: string;
  version: number | null;
  groupBy: string[];
  value: string;
}

/** In place of a column that is added up: rows are counted. No column has this name. */
export const ROW_COUNT = '*';
export const MAX_GROUP_COLUMNS = 4;
/** As many further columns as the API adds up at once. */
export const MAX_ALSO = 5;
export const MAX_WINDOW_MONTHS = 120;
export const DEFAULT_THRESHOLDS = [10, 20, 50];
export const DEFAULT_TOP = [1, 5, 10];
export const DEFAULT_CLASSES = [80, 95];

const SEGMENT_VIEWS = ['curve', 'share', 'hhi'] as const;
export type SegmentView = (typeof SEGMENT_VIEWS)[number];

/** Undefined where neither the address nor a suggestion names the columns. */
export function readQuestion({ id, schema, suggestions }: Dataset): Question | undefined {
  const { query } = location.value;
  const best = suggestions?.[0];
  const groupBy = columnsOf(query.get('by')) ?? best?.groupBy;
  const value = query.get('value') ?? best?.value;
  if (!groupBy?.length || !value) return undefined;
  const otherVersion = readVersion('withVersion');
  const otherId = query.get('with') ?? (otherVersion === null ? null : id);
  const grain = query.get('grain') ?? (schema ? startingGrain(schema) : 'NONE');
  return {
    version: readVersion('version'),
    groupBy,
    value,
    where: query.getAll('where').flatMap((text) => parsed(text) ?? []),
    only: query.getAll('only').map(parsedKey),
    exclude: query.getAll('exclude').map(parsedKey),
    grain: Object.hasOwn(grainNames, grain) ? (grain as PeriodGrain) : 'NONE',
    periods: {
      from: query.get('from'),
      to: query.get('to'),
      months: wholeNumber(query.get('window'), MAX_WINDOW_MONTHS) ?? null,
      isYearToDate: query.get('todate') === 'year',
      fiscalYearStart: wholeNumber(query.get('fy'), 12) ?? 1,
      fiscalYearNamedBy: query.get('fyname') === 'start' ? 'START' : 'END',
    },
    thresholds: readNumbers(query.get('thresholds')) ?? DEFAULT_THRESHOLDS,
    topN: readNumbers(query.get('top')) ?? DEFAULT_TOP,
    period: query.get('period') ?? TOTAL,
    compare: query.get('compare'),
    other: otherId
      ? {
          id: otherId,
          version: otherVersion,
          groupBy: columnsOf(query.get('withBy')) ?? groupBy,
          value: query.get('withValue') ?? value,
        }
      : null,
    entity: query.has('entity') ? parsedKey(query.get('entity')!) : null,
    splitBy: query.get('split'),
    segmentView: SEGMENT_VIEWS.find((view) => view === query.get('segments')) ?? 'curve',
    limits: readNumbers(query.get('limits')) ?? [],
    classes: readNumbers(query.get('classes')) ?? DEFAULT_CLASSES,
    also: query.getAll('also').slice(0, MAX_ALSO),
    level: query.get('level') === 'parent' ? 'PARENT' : 'ENTITY',
    bridge: query.get('bridge') === 'year' ? 'YEAR_BEFORE' : 'PREVIOUS',
    curve: CURVES.find((curve) => curve === query.get('curve')) ?? null,
    measure: MEASURES.find((measure) => measure === query.get('measure')) ?? 'hhi',
  };
}

/** Writes suggested settings to the address too, so that a link keeps its meaning when suggestions change. */
export function completeAddress({ groupBy, value, grain, thresholds, topN }: Question): void {
  const whole = { by: groupBy.join(), value, grain, thresholds: thresholds.join(), top: topN.join() };
  show(whole, { replace: true });
}

/** The parameters of the address for period rules. */
export function periodParameters(rules: PeriodRules): Record<string, string | null> {
  const { from, to, months, isYearToDate, fiscalYearStart, fiscalYearNamedBy } = rules;
  return {
    from,
    to,
    window: months === null ? null : String(months),
    todate: months === null && isYearToDate ? 'year' : null,
    fy: fiscalYearStart > 1 ? String(fiscalYearStart) : null,
    fyname: fiscalYearStart > 1 && fiscalYearNamedBy === 'START' ? 'start' : null,
  };
}

/** A whole number from 1; undefined for anything else. */
function wholeNumber(text: string | null, most: number): number | undefined {
  const number = /^[1-9]\d{0,2}$/.test(text ?? '') ? Number(text) : undefined;
  return number !== undefined && number <= most ? number : undefined;
}

/** "customer,region" → both columns; null where none is named. */
function columnsOf(text: string | null): string[] | undefined {
  const names = (text ?? '').split(',').filter((name) => name !== '');
  return names.length > 0 ? names : undefined;
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
