import { Field, Float, Int, ObjectType } from 'type-graphql';
import type * as model from '../src/model/analysis.js';
import { Blanks, EntityMatching } from '../src/model/analysis.js';
import { FiscalYearNamedBy } from '../src/model/period-rules.js';
import { PeriodGrain } from '../src/model/schema.js';
import { Node } from './node.type.js';
import { PageInfo } from './page-info.type.js';
import { DateTime, Decimal } from './scalars.js';
import { Warning } from './warning.type.js';

@ObjectType({
  description: 'How rows were divided into periods beside their length. Null where that is not limited or changed.',
  simpleResolvers: true,
})
export class PeriodParameters {
  @Field(() => String, { nullable: true, description: 'The first period of the answer, as a key of `periodGrain`.' })
  from!: string | null;

  @Field(() => String, { nullable: true, description: 'The last period of the answer, as a key of `periodGrain`.' })
  to!: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The month in which fiscal years start, 2 to 12. Null for the calendar year, and where it makes no difference.',
  })
  fiscalYearStart!: number | null;

  @Field(() => FiscalYearNamedBy, {
    nullable: true,
    description: 'Which calendar year names a fiscal year. Null where no period is named after a fiscal year.',
  })
  fiscalYearNamedBy!: FiscalYearNamedBy | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The length of the rolling windows in months. Null without windows.',
  })
  windowMonths!: number | null;

  @Field(() => Boolean, { description: 'Whether each period is the year to date.' })
  yearToDate!: boolean;
}

@ObjectType({
  description: 'The rows with a value that are in no period of the answer, because of `periods.from` and `periods.to`.',
  simpleResolvers: true,
})
export class OutsidePeriods implements model.OutsidePeriods {
  @Field(() => Int, { description: 'The number of rows.' })
  rows!: number;

  @Field(() => Float, { description: 'The sum of their values.' })
  value!: number;

  @Field(() => Decimal, { description: 'The sum of their values, exactly.' })
  valueExact!: string;

  @Field(() => Int, { description: 'How many of the rows have no period.' })
  unknownRows!: number;
}

@ObjectType({ description: 'The parameters of an analysis, with all defaults resolved.', simpleResolvers: true })
export class AnalysisParameters
  implements
    Omit<
      model.AnalysisParameters,
      | 'measure'
      | 'value'
      | 'also'
      | 'periods'
      | 'where'
      | 'mappings'
      | 'level'
      | 'only'
      | 'exclude'
      | 'splitBy'
      | 'segmentPeriods'
      | 'segmentMapping'
      | 'bridge'
      | 'compareWith'
      | 'limits'
      | 'classes'
    >
{
  @Field(() => [String], { description: 'The columns whose values are the entities.' })
  groupBy!: string[];

  @Field(() => String, {
    nullable: true,
    description: 'The column that is added up. Null where rows are counted.',
  })
  value!: string | null;

  @Field(() => PeriodGrain, { description: 'The length of a period.' })
  periodGrain!: PeriodGrain;

  @Field(() => [Float], { description: 'Percentages, ascending and distinct.' })
  thresholds!: number[];

  @Field(() => [Int], { description: 'Numbers of largest entities, ascending and distinct.' })
  topN!: number[];

  @Field(() => EntityMatching, {
    description: 'When two texts are the same entity. EXACT where no column of `groupBy` can be matched otherwise.',
  })
  entityMatching!: EntityMatching;

  @Field(() => Blanks, { description: 'What rows without an entity are.' })
  blanks!: Blanks;

  @Field(() => String, {
    description:
      'Identifies the parameters, the version of the data and the version of the calculation rules: 32 hexadecimal digits.',
  })
  hash!: string;
}

@ObjectType({
  implements: Node,
  description:
    'How concentrated a value is: which entities make up how much of it, in total and in each period. An analysis never changes. Shares are in percent.',
  simpleResolvers: true,
})
export class Analysis extends Node {
  @Field(() => Int, { description: 'The version of the dataset that was analysed.' })
  datasetVersion!: number;

  @Field(() => AnalysisParameters, { description: 'The parameters, with all defaults resolved.' })
  parameters!: AnalysisParameters;

  @Field(() => [Warning], { description: 'What to know before using the numbers.' })
  warnings!: Warning[];

  @Field(() => DateTime, { description: 'When the analysis was computed.' })
  computedAt!: string;
}

@ObjectType({ description: 'An analysis in a list.', simpleResolvers: true })
export class AnalysisEdge {
  @Field(() => String, { description: 'The position in the list. Pass it as `after` to continue from here.' })
  cursor!: string;

  @Field(() => Analysis, { description: 'The analysis.' })
  node!: Analysis;
}

@ObjectType({ description: 'A page of analyses.', simpleResolvers: true })
export class AnalysisConnection {
  @Field(() => [AnalysisEdge], { description: 'The analyses of this page with their cursors.' })
  edges!: AnalysisEdge[];

  @Field(() => [Analysis], { description: 'The analyses of this page.' })
  nodes!: Analysis[];

  @Field(() => PageInfo, { description: 'The position of this page in the list.' })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: 'The number of analyses in the whole list.' })
  totalCount!: number;
}

@ObjectType({ description: 'A pair of columns worth analysing.', simpleResolvers: true })
export class AnalysisSuggestion {
  @Field(() => [String], { description: 'The columns to group by. Pass them to `AnalysisInput.groupBy`.' })
  groupBy!: string[];

  @Field(() => String, { description: 'The column to add up.' })
  value!: string;

  @Field(() => PeriodGrain, { description: 'The length of a period.' })
  periodGrain!: PeriodGrain;

  @Field(() => String, { description: 'The question it answers, in one sentence.' })
  reason!: string;
}
