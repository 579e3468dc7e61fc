import { Field, Float, InputType, Int } from 'type-graphql';
import type * as model from '../src/model/analysis.js';
import { PeriodGrain } from '../src/model/schema.js';

@InputType({ description: 'How time is divided into periods.' })
export class PeriodInput implements model.PeriodRequest {
  @Field(() => PeriodGrain, {
    nullable: true,
    description:
      'The length of a period: one of `Schema.periodGrainCandidates`, or NONE. Default: `Schema.periodGrain`.',
  })
  grain?: PeriodGrain | null;
}

@InputType({ description: 'The question an analysis answers: which entities make up how much of which value.' })
export class AnalysisInput implements model.AnalysisRequest {
  @Field(() => [String], {
    description:
      'The column whose values are the entities, by `Column.name`. Exactly one for now; more are refused with INVALID_GROUP_BY.',
  })
  groupBy!: string[];

  @Field(() => String, { description: 'The column of amounts to add up, by `Column.name`.' })
  value!: string;

  @Field(() => PeriodInput, { nullable: true, description: 'How time is divided into periods.' })
  periods?: PeriodInput | null;

  @Field(() => PeriodGrain, {
    nullable: true,
    description: 'Short for `periods: { grain: … }`. An error if both are given and differ.',
  })
  periodGrain?: PeriodGrain | null;

  @Field(() => [Float], {
    nullable: true,
    defaultValue: [10, 20, 50],
    description: 'Percentages: 1 to 10 numbers, each above 0 and at most 100. Sorted; duplicates are dropped.',
  })
  thresholds?: number[] | null;

  @Field(() => [Int], {
    nullable: true,
    defaultValue: [1, 5, 10],
    description: 'Numbers of largest entities: 1 to 10 numbers, each from 1 to 1000. Sorted; duplicates are dropped.',
  })
  topN?: number[] | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The version to analyse, one of `Dataset.versions`. Default: the current version. Error VERSION_NOT_KEPT if it is no longer kept.',
  })
  version?: number | null;
}
