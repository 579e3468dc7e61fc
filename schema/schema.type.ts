import { Field, ID, Int, ObjectType } from 'type-graphql';
import type * as model from '../src/model/schema.js';
import { PeriodGrain } from '../src/model/schema.js';
import { Column } from './column.type.js';
import { describeEnum } from './describe-enum.js';
import { Warning } from './warning.type.js';

describeEnum(PeriodGrain, 'PeriodGrain', 'How long a period is.', {
  DATE: 'One day; keys such as `2024-03-31`.',
  YEAR_MONTH: 'One month; keys such as `2024-M03`.',
  YEAR_QUARTER: 'One quarter; keys such as `2024-Q1`.',
  YEAR: 'One year; keys such as `2024`.',
  NONE: 'No periods: all rows together.',
});

const RowsLeftOutReason = {
  BEFORE_HEADER: 'BEFORE_HEADER',
  HEADER: 'HEADER',
  BLANK: 'BLANK',
  TOTAL: 'TOTAL',
  SUBTOTAL: 'SUBTOTAL',
  REPEATED_HEADER: 'REPEATED_HEADER',
  RULE: 'RULE',
  FOOTER: 'FOOTER',
  OTHER_TABLE: 'OTHER_TABLE',
} as const satisfies { [reason in model.RowsLeftOut['reason']]: reason };

describeEnum(RowsLeftOutReason, 'RowsLeftOutReason', 'Why a row of the source is not a row of the data.', {
  BEFORE_HEADER: 'It stands above the header: titles, notes, blank rows.',
  HEADER: 'It is the header.',
  BLANK: 'It holds nothing.',
  TOTAL: 'It repeats the sums of the columns.',
  SUBTOTAL: 'It holds the sums, averages or counts of other rows, or percentages beside them.',
  REPEATED_HEADER: 'It repeats the header.',
  RULE: 'It is a line drawn between rows.',
  FOOTER: 'It is a page footer, a count of rows, or a note below the table.',
  OTHER_TABLE: 'It belongs to another table of the file, with other columns; `options.table` reads that one.',
});

@ObjectType({
  description: 'Rows of the source that are not rows of the data.',
  simpleResolvers: true,
})
export class RowsLeftOut implements model.RowsLeftOut {
  @Field(() => RowsLeftOutReason, { description: 'Why they were left out.' })
  reason!: model.RowsLeftOut['reason'];

  @Field(() => Int, { description: 'How many rows.' })
  count!: number;

  @Field(() => [Int], { description: 'Their numbers in the source, counted from 1; the first 100.' })
  rows!: number[];

  @Field(() => String, {
    nullable: true,
    description: 'The sheet or file they are in, where there are several.',
  })
  source?: string;
}

@ObjectType('Schema', {
  description:
    'The meaning of a dataset’s columns: what was detected in its current version, with what saveSchema laid over it.',
  simpleResolvers: true,
})
export class DatasetSchema implements model.DatasetSchema {
  @Field(() => ID, { description: 'The dataset it describes.' })
  datasetId!: string;

  @Field(() => Int, { description: 'The version of the dataset it describes.' })
  version!: number;

  @Field(() => Int, { description: 'Rows of the data, without those in rowsLeftOut.' })
  rowCount!: number;

  @Field(() => [Column], { description: 'In the order of the file.' })
  columns!: Column[];

  @Field(() => PeriodGrain, {
    description: 'The grain of an analysis that requests none; NONE where there is no time.',
  })
  periodGrain!: PeriodGrain;

  @Field(() => [PeriodGrain], {
    description: 'The grains the time columns allow, finest first. NONE is always allowed and not listed.',
  })
  periodGrainCandidates!: PeriodGrain[];

  @Field(() => [String], { description: 'Columns a period could be taken from, best first.' })
  timeCandidates!: string[];

  @Field(() => [String], {
    description:
      'The columns the period is taken from, in order: a date; or a year and a month; …. Empty where there is no time.',
  })
  timeColumns!: string[];

  @Field(() => [Warning], { description: 'What a reader of the data should know.' })
  warnings!: Warning[];

  @Field(() => [RowsLeftOut], {
    description: 'Rows of the source that are not rows of the data, and why: none is lost silently.',
  })
  rowsLeftOut!: RowsLeftOut[];
}
