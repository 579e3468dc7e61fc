import { Field, Float, InputType, Int } from 'type-graphql';
import type * as model from '../src/model/analysis.js';
import { PeriodGrain } from '../src/model/schema.js';

@InputType({ description: 'What to analyse: who makes up how much of which value.' })
export class AnalysisInput implements model.AnalysisRequest {
  @Field(() => String, { description: 'The column whose values are the entities, by normalized name.' })
  groupBy!: string;

  @Field(() => String, { description: 'The numeric column that is added up, by normalized name.' })
  value!: string;

  @Field(() => PeriodGrain, { nullable: true, description: 'Default the schema’s; one of its candidates, or NONE.' })
  periodGrain?: PeriodGrain | null;

  @Field(() => [Float], {
    nullable: true,
    defaultValue: [10, 20, 50],
    description: 'Percentages: 1 to 10 numbers, each above 0 and at most 100; sorted, duplicates dropped.',
  })
  thresholds?: number[] | null;

  @Field(() => [Int], {
    nullable: true,
    defaultValue: [1, 5, 10],
    description: 'Head counts: 1 to 10 numbers, each from 1 to 1000; sorted, duplicates dropped.',
  })
  topN?: number[] | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'One of Dataset.versions; default the current one. Where it is kept no longer, error VERSION_NOT_KEPT says which are.',
  })
  version?: number | null;
}
