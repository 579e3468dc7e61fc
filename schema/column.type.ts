import { Field, Float, Int, ObjectType } from 'type-graphql';
import type * as model from '../src/model/schema.js';
import { CoercionKind, ColumnRole, DataType, PeriodGrain, Representation, TimePart } from '../src/model/schema.js';
import { describeEnum } from './describe-enum.js';

describeEnum(ColumnRole, 'ColumnRole', 'What a column is for.', {
  CATEGORICAL: 'Names things to group by.',
  NUMERIC: 'Holds amounts to add up.',
  DATETIME: 'Tells when.',
  BOOLEAN: 'Yes or no.',
  IDENTIFIER: 'Numbers or codes that name things; never added up.',
  TEXT: 'Free text.',
});

describeEnum(DataType, 'DataType', 'How the values of a column are stored.', {
  STRING: 'Text.',
  DECIMAL: 'Exact decimal numbers; sums are exact.',
  DOUBLE: 'Binary floating-point numbers, where decimals would not hold them.',
  INTEGER: 'Whole numbers; sums are exact.',
  DATE: 'Days.',
  TIMESTAMP: 'Days with a time.',
  BOOLEAN: 'True or false.',
});

describeEnum(
  Representation,
  'Representation',
  'How the numbers of a column were written, so that a page can write them alike.',
  {
    PLAIN: 'Bare numbers.',
    CURRENCY: 'Amounts of money.',
    PERCENT: 'Percentages; stored divided by 100.',
  },
);

describeEnum(CoercionKind, 'CoercionKind', 'What was done to a cell to read its value.', {
  CURRENCY_REMOVED: 'A currency sign or code was removed.',
  THOUSANDS_REMOVED: 'Marks between thousands were removed.',
  PARENTHESES_NEGATED: 'Parentheses were read as minus.',
  SCALE_APPLIED: 'A suffix such as k or m was multiplied out.',
  UNIT_REMOVED: 'A unit such as kg or m was removed.',
  FLAG_REMOVED: 'A flag of a statistical office, such as b or p, was removed.',
  PERCENT_NORMALIZED: 'A percentage was divided by 100.',
  DECIMAL_COMMA: 'A comma was read as the decimal mark.',
  DATE_PARSED: 'A date not in ISO form was read.',
  BOOLEAN_PARSED: 'A word such as yes or no was read as true or false.',
  NULL_MARKER: 'A word that says "nothing here", such as n/a, became null.',
  UNPARSEABLE: 'The cell is not of the type of its column and became null.',
});

describeEnum(TimePart, 'TimePart', 'The part a column can play in a period.', {
  DATE: 'A whole date.',
  YEAR: 'The year.',
  MONTH: 'The month.',
  QUARTER: 'The quarter.',
  PERIOD: 'A whole period such as `2024-Q1` or `Jan-24`.',
});

@ObjectType({ description: 'How often cells of a column were changed while being read.', simpleResolvers: true })
export class Coercion implements model.Coercion {
  @Field(() => CoercionKind, { description: 'What was done.' })
  kind!: CoercionKind;

  @Field(() => Int, { description: 'To how many cells.' })
  count!: number;

  @Field(() => String, { nullable: true, description: 'One of these cells as in the source.' })
  example!: string | null;
}

@ObjectType({
  description: 'What became of the cells of a column: cells = blank + nullMarkers + rejected + typed, always.',
  simpleResolvers: true,
})
export class CellReconciliation implements model.CellReconciliation {
  @Field(() => Int, { description: 'Cells in the data, one a row.' })
  cells!: number;

  @Field(() => Int, { description: 'Empty cells.' })
  blank!: number;

  @Field(() => Int, { description: 'Cells that say "nothing here", such as n/a.' })
  nullMarkers!: number;

  @Field(() => Int, { description: 'Cells that are not of the type of the column.' })
  rejected!: number;

  @Field(() => Int, { description: 'Cells that hold a value.' })
  typed!: number;
}

@ObjectType({ description: 'A cell that is not of the type of its column; null in the data.', simpleResolvers: true })
export class RejectedCell implements model.RejectedCell {
  @Field(() => Int, { description: 'Its row in the source, counted from 1.' })
  row!: number;

  @Field(() => String, { description: 'The cell as in the source, its first 1,000 characters.' })
  raw!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The sheet or file it is in, where there are several.',
  })
  source?: string;
}

@ObjectType({
  description: 'A column of a dataset: what it is called, what it holds and how that was read.',
  simpleResolvers: true,
})
export class Column implements model.Column {
  @Field(() => String, { description: 'Normalized and unique within the dataset; the name to use in every query.' })
  name!: string;

  @Field(() => String, { description: 'The header as it stands in the file.' })
  originalName!: string;

  @Field(() => ColumnRole, { description: 'What the column is for; saveSchema can say otherwise.' })
  role!: ColumnRole;

  @Field(() => DataType, { description: 'How its values are stored.' })
  dataType!: DataType;

  @Field(() => Representation, { description: 'How its numbers were written.' })
  representation!: Representation;

  @Field(() => Int, { description: 'Number of distinct values, nulls not counted; exact.' })
  cardinality!: number;

  @Field(() => Float, { description: 'Share of the rows that have no value, from 0 to 1.' })
  nullRate!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Smallest value as text, its first 1,000 characters; null where the column is empty.',
  })
  min!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Largest value as text, its first 1,000 characters; null where the column is empty.',
  })
  max!: string | null;

  @Field(() => [String], {
    description: 'Up to 5 distinct cells as in the source, the first 1,000 characters of each.',
  })
  samples!: string[];

  @Field(() => [Coercion], { description: 'What was changed while reading, and how often.' })
  coercions!: Coercion[];

  @Field(() => String, { nullable: true, description: 'What saveSchema says the column means.' })
  description!: string | null;

  @Field(() => TimePart, {
    nullable: true,
    description: 'The part it can play in a period; null where none can be read from it.',
  })
  timePart!: TimePart | null;

  @Field(() => PeriodGrain, {
    nullable: true,
    description: 'Of a column of whole periods: the finest grain that all its cells have; null for every other column.',
  })
  periodGrain!: PeriodGrain | null;

  @Field(() => CellReconciliation, { description: 'What became of its cells.' })
  reconciliation!: CellReconciliation;

  @Field(() => [RejectedCell], { description: 'The first 100 cells that are not of its type.' })
  rejected!: RejectedCell[];
}
