import { Field, Float, Int, ObjectType } from 'type-graphql';
import type * as model from '../src/model/figure-rows.js';
import { PageInfo } from './page-info.type.js';
import { Decimal } from './scalars.js';

const ADDRESS =
  'as a spreadsheet writes it: `Sheet1!D17`, or `D17` in a text file. Merged and filled cells lead to the cell that holds the value, and `value` of an unpivoted table to the column of its period. Null where the source has no such cell, and for Parquet files.';

@ObjectType({ description: 'A cell of a row of the data.', simpleResolvers: true })
export class SourceCell implements model.FigureCell {
  @Field(() => String, { description: 'The name of the column.' })
  column!: string;

  @Field(() => String, { nullable: true, description: 'The value as text, dates in ISO form. Null for a blank cell.' })
  text!: string | null;

  @Field(() => String, { nullable: true, description: `Where the cell is in its source, ${ADDRESS}` })
  address!: string | null;
}

@ObjectType({ description: 'A row of the data, and where it is in the uploaded file.', simpleResolvers: true })
export class SourceRow implements model.FigureRow {
  @Field(() => String, { description: 'The file, by `DatasetSource.name`.' })
  source!: string;

  @Field(() => String, { nullable: true, description: 'The sheet of a workbook.' })
  sheet!: string | null;

  @Field(() => Int, {
    description:
      'From 1: the row of a sheet, the record of a text file (one that contains line ends is one record), the row of a Parquet file.',
  })
  rowNumber!: number;

  @Field(() => String, { nullable: true, description: `Where the value is in its source, ${ADDRESS}` })
  address!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The period of the row itself, also where it counts in a rolling window; `UNKNOWN` if it has none. Null where the grain is NONE.',
  })
  period!: string | null;

  @Field(() => Float, { description: 'What the row adds to the figure.' })
  value!: number;

  @Field(() => Decimal, { description: 'What the row adds to the figure. Exactly, without rounding.' })
  valueExact!: string;

  @Field(() => [SourceCell], {
    description:
      'The cells of the row, in the order of the columns. Of a row with more than 100 columns, the 100 that the analysis reads and the first others.',
  })
  cells!: SourceCell[];
}

@ObjectType({ description: 'A row in a list.', simpleResolvers: true })
export class SourceRowEdge {
  @Field(() => String, { description: 'The position in the list. Pass it as `after` to continue from here.' })
  cursor!: string;

  @Field(() => SourceRow, { description: 'The row.' })
  node!: SourceRow;
}

@ObjectType({ description: 'A page of the rows behind a figure, in the order of the data.', simpleResolvers: true })
export class SourceRowConnection {
  @Field(() => [SourceRowEdge], { description: 'The rows of this page with their cursors.' })
  edges!: SourceRowEdge[];

  @Field(() => [SourceRow], { description: 'The rows of this page.' })
  nodes!: SourceRow[];

  @Field(() => PageInfo, { description: 'The position of this page in the list.' })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: 'The number of rows behind the figure.' })
  totalCount!: number;

  @Field(() => Float, { description: 'The sum of the values of all these rows, not of the page alone: the figure.' })
  sum!: number;

  @Field(() => Decimal, { description: 'The sum of the values of all these rows. Exactly, without rounding.' })
  sumExact!: string;
}
