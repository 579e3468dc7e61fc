import { Field, ID, InputType } from 'type-graphql';
import { ColumnRole, PeriodGrain } from '../src/model/schema.js';

@InputType({ description: 'What a column is, where the detection got it wrong.' })
export class ColumnOverride {
  @Field(() => String, { description: 'The normalized name of the column.' })
  name!: string;

  @Field(() => ColumnRole, {
    nullable: true,
    description: 'What the column is for; one of `Column.availableRoles`, else ROLE_NOT_AVAILABLE.',
  })
  role?: ColumnRole | null;

  @Field(() => String, {
    nullable: true,
    description: 'What people call the column, at most 200 characters; an empty text gives it its header back.',
  })
  label?: string | null;

  @Field(() => String, { nullable: true, description: 'What the column means, for people.' })
  description?: string | null;
}

@InputType({
  description: 'Overrides what was detected. What is left out stays as it is; the file and its data are not touched.',
})
export class SaveSchemaInput {
  @Field(() => ID, { description: 'The dataset.' })
  id!: string;

  @Field(() => [ColumnOverride], { nullable: true, description: 'Columns whose role, label or description changes.' })
  columns?: ColumnOverride[] | null;

  @Field(() => PeriodGrain, {
    nullable: true,
    description: 'The grain analyses take by default; one the time columns allow, or NONE.',
  })
  periodGrain?: PeriodGrain | null;

  @Field(() => [String], {
    nullable: true,
    description: 'The columns to take the period from, in order: a date; or a year and a month; ….',
  })
  timeColumns?: string[] | null;
}
