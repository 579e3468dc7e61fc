import {
  type AnalysisInput,
  type ExplorerDatasetQuery,
  ExplorerPeriodDocument,
  type ExplorerPeriodQuery,
} from '../../../clients/typescript/generated/graphql.js';
import { type Answer, useAnswer } from '../api/use-answer.js';
import { type Noun, nounOf, quoted } from '../format/nouns.js';
import { periodName } from '../format/periods.js';

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
export function usePeriod(id: string, input: AnalysisInput | undefined, period: string): Answer<ExplorerPeriodQuery> {
  const variables = { id, input: input ?? { groupBy: '', value: '' }, period };
  return useAnswer(ExplorerPeriodDocument, variables, { pause: input === undefined });
}

export function sideOf(dataset: Dataset, asked: AskedFor, period: Period, isNamedByDataset: boolean): Side {
  const name = isNamedByDataset ? `${quoted(dataset.name)}, ${periodName(period.period)}` : periodName(period.period);
  return { ...wordsOf(dataset, asked), name, period };
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
