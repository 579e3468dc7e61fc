import { Field, Float, Int, ObjectType } from 'type-graphql';
import type * as model from '../src/model/analysis.js';
import { EntityKey } from './period-concentration.type.js';
import { Decimal } from './scalars.js';

@ObjectType({ description: 'An entity that `only` or `exclude` left out.', simpleResolvers: true })
export class LeftOutEntity implements Omit<model.LeftOutEntity, 'parts'> {
  @Field(() => String, { description: 'The name to display, as in `EntityShare.entity`.' })
  entity!: string;

  @Field(() => Float, { description: 'The sum of its values in the period.' })
  value!: number;

  @Field(() => Decimal, { description: 'The sum of its values in the period. Exactly, without rounding.' })
  valueExact!: string;
}

@ObjectType({
  description: 'What `only` and `exclude` left out of a period. No other figure of the period includes it.',
  simpleResolvers: true,
})
export class LeftOut implements model.LeftOut {
  @Field(() => Int, { description: 'The number of entities.' })
  entities!: number;

  @Field(() => Int, { description: 'The number of rows with a value, also of rows without an entity.' })
  rows!: number;

  @Field(() => Float, { description: 'The sum of their values.' })
  value!: number;

  @Field(() => Decimal, { description: 'The sum of their values. Exactly, without rounding.' })
  valueExact!: string;

  @Field(() => Float, {
    nullable: true,
    description:
      'In percent of all rows of the period, with those that were left out. Null where these do not add up to more than zero.',
  })
  share!: number | null;

  @Field(() => [LeftOutEntity], { description: 'The largest entities, at most 10, largest first.' })
  head!: model.LeftOutEntity[];
}

@ObjectType({ description: 'An entity of `only` or `exclude` that does not occur.', simpleResolvers: true })
export class UnknownEntity implements Omit<model.UnknownEntity, 'argument'> {
  @Field(() => String, { description: 'The list that names it: `only` or `exclude`.' })
  argument!: string;

  @Field(() => EntityKey, { description: 'As the input names it, in the form in which names are compared.' })
  key!: EntityKey;

  @Field(() => EntityKey, {
    nullable: true,
    description: 'The entity with the most similar name. Null where none is similar; looked up for the first five.',
  })
  nearest!: EntityKey | null;
}
