import {
  type AnalysisInput,
  type ExplorerDatasetQuery,
  ExplorerPeriodDocument,
  type ExplorerPeriodQuery,
} from '../../../clients/typescript/generated/graphql.js';
import { type QueryResult, useQueryResult } from '../api/use-query-result.js';
import { type Noun, nounOfColumns, quoted } from '../format/nouns.js';
import { periodName } from '../format/periods.js';
import { type Other, ROW_COUNT } from './question.js';

type Analysis = NonNullable<NonNullable<ExplorerPeriodQuery['dataset']>['analysis']>;
type Parameters = Analysis['parameters'];
type PeriodResult = NonNullable<Analysis['period']>;
type Entity = NonNullable<PeriodResult['head']>[number];

/** A period with its head; shares are 0 where there are none. */
export type Period = Omit<PeriodResult, 'head'> & {
  head: (Entity & { share: number; cumulativeShare: number })[];
};

type Dataset = NonNullable<ExplorerDatasetQuery['dataset']>;

/** The words for sentences about an analysis. */
export interface Words {
  noun: Noun;
  /** The header of the column that is added up. */
  valueName: string;
  /** Rows are counted, no column is added up. */
  areCounted: boolean;
  /** Sums are written without decimals: the values are whole numbers, or so large that cents say nothing. */
  areWhole: boolean;
  hasPeriods: boolean;
  /** The number of columns that an entity is grouped by. */
  columnCount: number;
}

/** One side of a view: a period of an analysis. A comparison has two. */
export interface Side extends Words {
  /** Its label where there are two. */
  name: string;
  period: Period;
  /** The version of the data. */
  version: number;
  warnings: Analysis['warnings'];
  /** What a range of periods left out; null without a range. */
  outside: NonNullable<Analysis['outsidePeriods']> | null;
}

/** Fetches one period with all its measures. */
export function usePeriod(
  id: string,
  input: AnalysisInput | undefined,
  period: string,
): QueryResult<ExplorerPeriodQuery> {
  const variables = { id, input: input ?? { groupBy: [] }, period };
  return useQueryResult(ExplorerPeriodDocument, variables, { pause: input === undefined });
}

/** @param label put before the period where the two sides differ in dataset or version */
export function sideOf(dataset: Dataset, analysis: Analysis, result: PeriodResult, label: string | null): Side {
  const words = wordsOf(dataset, analysis.parameters);
  const head = (result.head ?? []).map((entity) => ({
    ...entity,
    share: entity.share ?? 0,
    cumulativeShare: entity.cumulativeShare ?? 0,
  }));
  const period = { ...result, head };
  const of = periodName(period.period);
  const name = label === null ? of : words.hasPeriods ? `${label}, ${of}` : label;
  const { datasetVersion: version, warnings, outsidePeriods } = analysis;
  return { ...words, name, period, version, warnings, outside: outsidePeriods ?? null };
}

/** What distinguishes the sides: the version, or the dataset; null where both are the same. */
export function labelOf(dataset: Dataset, version: number, { id }: Dataset, other: Other | null): string | null {
  if (other === null) return null;
  return other.id === id ? `Version ${version}` : quoted(dataset.name);
}

/** From this value on, a column of sums with cents is wider than it is exact. */
const MIN_LARGE_VALUE = 1e9;

function isWhole(column: { dataType: string; max: string | null } | undefined): boolean {
  return column?.dataType === 'INTEGER' || Number(column?.max) >= MIN_LARGE_VALUE;
}

/** Takes the parameters of the answer, not of the address: the answer shown may still be the previous one. */
export function wordsOf(
  dataset: Dataset,
  { groupBy, value, periodGrain }: Pick<Parameters, 'groupBy' | 'value' | 'periodGrain'>,
): Words {
  const column = (name: string) => dataset.schema?.columns.find((one) => one.name === name);
  const areCounted = value == null || value === ROW_COUNT;
  const summed = value ?? '';
  return {
    noun: nounOfColumns(groupBy.map((name) => column(name)?.label ?? name)),
    valueName: areCounted ? 'Rows' : quoted(column(summed)?.label ?? summed),
    areCounted,
    areWhole: areCounted || isWhole(column(summed)),
    hasPeriods: periodGrain !== 'NONE',
    columnCount: groupBy.length,
  };
}
