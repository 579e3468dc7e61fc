import { Field, Float, ID, ObjectType } from 'type-graphql';
import type * as model from '../src/model/lineage.js';
import { DateTime } from './scalars.js';
import { Warning } from './warning.type.js';

@ObjectType({ description: 'A named value of a step.', simpleResolvers: true })
export class Parameter implements model.Parameter {
  @Field(() => String, { description: 'What it is called.' })
  name!: string;

  @Field(() => String, { description: 'Its value as text.' })
  value!: string;
}

@ObjectType({
  description: 'One step on the way from the uploaded file to the data.',
  simpleResolvers: true,
})
export class LineageStep implements model.LineageStep {
  @Field(() => ID, { description: 'Unique within the dataset’s version.' })
  id!: string;

  @Field(() => String, { description: 'What was done.' })
  operation!: string;

  @Field(() => DateTime, { description: 'When it began.' })
  startedAt!: string;

  @Field(() => Float, { description: 'How long it took, in milliseconds.' })
  durationMs!: number;

  @Field(() => [String], { description: 'What it read: files below the version, with their checksums.' })
  inputs!: string[];

  @Field(() => [String], { description: 'What it wrote: files below the version, with their checksums.' })
  outputs!: string[];

  @Field(() => [Parameter], {
    description: 'The settings of the step: those that were given, and those that it chose.',
  })
  parameters!: Parameter[];

  @Field(() => [Parameter], { description: 'What it counted.' })
  metrics!: Parameter[];

  @Field(() => [Warning], { description: 'What it noticed.' })
  warnings!: Warning[];
}
