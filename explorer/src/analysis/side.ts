import {
  type AnalysisInput,
  type ExplorerDatasetQuery,
  ExplorerPeriodDocument,
  type ExplorerPeriodQuery,
} from '../../../clients/typescript/generated/graphql.js';
import { type QueryResult, useQueryResult } from '../api/use-query-result.js';
import { type Noun, nounOf, quoted } from '../format/nouns.js';
import { periodName } from '../format/periods.js';
import type { Other } from './question.js';

export type Period = NonNullable<NonNullable<ExplorerPeriodQuery['dataset']>['analysis']['period']>;
type AskedFor = NonNullable<ExplorerPeriodQuery['dataset']>['analysis']['parameters'];
type Dataset = NonNullable<ExplorerDatasetQuery['dataset']>;

/** What things are called in the sentences about an analysis. */
export interface Words {
  noun: Noun;
  /** The header of the column that is added up. */
  valueName: string;
  /** No sum of the column has cents. */
  areWhole: boolean;
  hasPeriods: boolean;
}

/** One side of a view: a period of an analysis. A comparison has two. */
export interface Side extends Words {
  /** What it is called where there are two. */
  name: string;
  period: Period;
}

/** Asks for one period with all there is to say of it. */
export function usePeriod(
  id: string,
  input: AnalysisInput | undefined,
  period: string,
): QueryResult<ExplorerPeriodQuery> {
  const variables = { id, input: input ?? { groupBy: '', value: '' }, period };
  return useQueryResult(ExplorerPeriodDocument, variables, { pause: input === undefined });
}

/** @param label what it is called beside its period, where the other side is not of the same dataset and version */
export function sideOf(dataset: Dataset, asked: AskedFor, period: Period, label: string | null): Side {
  const words = wordsOf(dataset, asked);
  const of = periodName(period.period);
  const name = label === null ? of : words.hasPeriods ? `${label}, ${of}` : label;
  return { ...words, name, period };
}

/** By which one side is told from the other: the number of the version, or the dataset; null where both are of the same. */
export function labelOf(dataset: Dataset, version: number, { id }: Dataset, other: Other | null): string | null {
  if (other === null) return null;
  return other.id === id ? `Version ${version}` : quoted(dataset.name);
}

/** By the parameters of the answer, not of the question: what is shown may still be the answer before. */
export function wordsOf(dataset: Dataset, { groupBy, value, periodGrain }: AskedFor): Words {
  const column = (name: string) => dataset.schema?.columns.find((one) => one.name === name);
  return {
    noun: nounOf(column(groupBy)?.originalName ?? groupBy),
    valueName: quoted(column(value)?.originalName ?? value),
    areWhole: column(value)?.dataType === 'INTEGER',
    hasPeriods: periodGrain !== 'NONE',
  };
}
