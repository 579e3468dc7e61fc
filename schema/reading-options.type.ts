import { Field, Int, ObjectType } from 'type-graphql';
import { ColumnType, DateOrder, DecimalMark, NumberScale, SubtotalHandling } from '../src/model/dataset.js';

@ObjectType({
  description: 'How a column was to be read. What was not given is null and was detected.',
  simpleResolvers: true,
})
export class GivenColumnOptions {
  @Field(() => String, { description: 'The name of the column, or its header.' })
  name!: string;

  @Field(() => ColumnType, { nullable: true, description: 'What its cells are.' })
  type?: ColumnType | null;

  @Field(() => DecimalMark, { nullable: true, description: 'For its numbers.' })
  decimalMark?: DecimalMark | null;

  @Field(() => DateOrder, { nullable: true, description: 'For its dates.' })
  dateOrder?: DateOrder | null;

  @Field(() => NumberScale, { nullable: true, description: 'The unit of its numbers.' })
  scale?: NumberScale | null;
}

@ObjectType('ReadingOptions', {
  description:
    'The options a version was read with, as NormalizationOptions takes them. What was not given is null and was detected.',
  simpleResolvers: true,
})
export class ReadingOptions {
  @Field(() => String, { nullable: true, description: 'Name of the sheet.' })
  sheet?: string | null;

  @Field(() => [String], { nullable: true, description: 'Names of sheets that are stacked; `*` for all.' })
  sheets?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'Row of the header, counted from 1.' })
  headerRow?: number | null;

  @Field(() => Int, { nullable: true, description: 'Which of several tables of a text file, counted from 1.' })
  table?: number | null;

  @Field(() => String, { nullable: true, description: 'What separates the cells of a text file.' })
  delimiter?: string | null;

  @Field(() => String, { nullable: true, description: 'Encoding of a text file.' })
  encoding?: string | null;

  @Field(() => DateOrder, { nullable: true, description: 'For dates such as 03/04/2024.' })
  dateOrder?: DateOrder | null;

  @Field(() => DecimalMark, { nullable: true, description: 'For numbers such as 1,234.' })
  decimalMark?: DecimalMark | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether columns named as periods become rows.' })
  unpivot?: boolean | null;

  @Field(() => SubtotalHandling, {
    nullable: true,
    description: 'What to do with rows that hold the sums of other rows.',
  })
  subtotals?: SubtotalHandling | null;

  @Field(() => [String], { nullable: true, description: 'Columns whose blank cells take the value above.' })
  fillDown?: string[] | null;

  @Field(() => [GivenColumnOptions], {
    nullable: true,
    description: 'Corrections of single columns, also those that were kept from the version before.',
  })
  columns?: GivenColumnOptions[] | null;
}
