import { Field, Float, Int, ObjectType } from 'type-graphql';
import type * as model from '../src/model/analysis.js';
import { PeriodGrain } from '../src/model/schema.js';
import { Node } from './node.type.js';
import { PageInfo } from './page-info.type.js';
import { PeriodConcentration } from './period-concentration.type.js';
import { DateTime } from './scalars.js';
import { Warning } from './warning.type.js';

@ObjectType({ description: 'What an analysis was made with, defaults filled in.', simpleResolvers: true })
export class AnalysisParameters implements model.AnalysisParameters {
  @Field(() => String, { description: 'The column whose values are the entities.' })
  groupBy!: string;

  @Field(() => String, { description: 'The column that is added up.' })
  value!: string;

  @Field(() => PeriodGrain, { description: 'How long a period is.' })
  periodGrain!: PeriodGrain;

  @Field(() => [Float], { description: 'Percentages, ascending and distinct.' })
  thresholds!: number[];

  @Field(() => [Int], { description: 'Head counts, ascending and distinct.' })
  topN!: number[];

  @Field(() => String, {
    description: 'One for each set of parameters, version of the data and version of the rules; 32 hex digits.',
  })
  hash!: string;
}

@ObjectType({
  implements: Node,
  description:
    'How concentrated a value is: who makes up how much of it, in total and per period. Shares are in percent.',
  simpleResolvers: true,
})
export class Analysis extends Node {
  @Field(() => Int, { description: 'The version of the dataset it was made from.' })
  datasetVersion!: number;

  @Field(() => AnalysisParameters, { description: 'What it was made with.' })
  parameters!: AnalysisParameters;

  @Field(() => PeriodConcentration, { description: 'All rows together, under the period TOTAL.' })
  total!: PeriodConcentration;

  @Field(() => [PeriodConcentration], {
    description: 'By time, UNKNOWN last; empty where the grain is NONE.',
  })
  byPeriod!: PeriodConcentration[];

  @Field(() => [Warning], { description: 'What a reader of the numbers should know.' })
  warnings!: Warning[];

  @Field(() => DateTime, { description: 'When it was computed.' })
  computedAt!: string;
}

@ObjectType({ description: 'An analysis in a list.', simpleResolvers: true })
export class AnalysisEdge {
  @Field(() => String, { description: 'Where it stands; pass it as after to go on from here.' })
  cursor!: string;

  @Field(() => Analysis, { description: 'The analysis.' })
  node!: Analysis;
}

@ObjectType({ description: 'A page of analyses.', simpleResolvers: true })
export class AnalysisConnection {
  @Field(() => [AnalysisEdge], { description: 'The analyses of the page with their cursors.' })
  edges!: AnalysisEdge[];

  @Field(() => [Analysis], { description: 'The analyses of the page.' })
  nodes!: Analysis[];

  @Field(() => PageInfo, { description: 'Where the page stands.' })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: 'Analyses in the whole list.' })
  totalCount!: number;
}

@ObjectType({ description: 'A pair of columns worth analysing.', simpleResolvers: true })
export class AnalysisSuggestion {
  @Field(() => String, { description: 'The column to group by.' })
  groupBy!: string;

  @Field(() => String, { description: 'The column to add up.' })
  value!: string;

  @Field(() => PeriodGrain, { description: 'How long a period is.' })
  periodGrain!: PeriodGrain;

  @Field(() => String, { description: 'Why, in a sentence.' })
  reason!: string;
}
