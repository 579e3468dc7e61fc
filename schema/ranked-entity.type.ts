import { Field, Float, Int, ObjectType } from 'type-graphql';
import * as model from '../src/model/analysis.js';
import { describeEnum } from './describe-enum.js';
import { PageInfo } from './page-info.type.js';
import { ALSO, ColumnSum, EntityShare } from './period-concentration.type.js';
import { Decimal } from './scalars.js';

describeEnum(model.EntityOrder, 'EntityOrder', 'The order of a list of entities.', {
  LARGEST: 'By rank: the largest value first, equal values by name.',
  SMALLEST: 'By rank, the last one first.',
  NAME: 'By name: by Unicode code point, of several columns part by part.',
});

@ObjectType({ description: 'One entity in the list of all.', simpleResolvers: true })
export class RankedEntity extends EntityShare implements Omit<model.RankedEntity, 'parts'> {
  @Field(() => String, {
    nullable: true,
    description: 'Its class, `EntityClass.name`. Null where the period has no classes.',
  })
  class!: string | null;

  @Field(() => Int, { description: 'The number of its rows with a value.' })
  rowCount!: number;
}

@ObjectType({ description: 'An entity in a list.', simpleResolvers: true })
export class RankedEntityEdge {
  @Field(() => String, {
    description: 'The position in the list. Pass it as `after` or `before` to continue from here.',
  })
  cursor!: string;

  @Field(() => RankedEntity, { description: 'The entity.' })
  node!: RankedEntity;
}

@ObjectType({ description: 'A page of entities.', simpleResolvers: true })
export class RankedEntityConnection {
  @Field(() => [RankedEntityEdge], { description: 'The entities of this page with their cursors.' })
  edges!: RankedEntityEdge[];

  @Field(() => [RankedEntity], { description: 'The entities of this page.' })
  nodes!: RankedEntity[];

  @Field(() => PageInfo, { description: 'The position of this page in the list.' })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: 'The number of entities in the whole list: of those that match the search.' })
  totalCount!: number;
}

@ObjectType({ description: 'An entity in one period.', simpleResolvers: true })
export class EntityInPeriod {
  @Field(() => String, { description: 'The period.' })
  period!: string;

  @Field(() => RankedEntity, {
    nullable: true,
    description: 'Its rank, value and share there. Null where it has no row with a value.',
  })
  entity!: RankedEntity | null;
}

@ObjectType({ description: 'One entity in all periods.', simpleResolvers: true })
export class EntityHistory implements Omit<model.EntityHistory, 'parts'> {
  @Field(() => String, { description: 'The name to display, as in `EntityShare.entity`.' })
  entity!: string;

  @Field(() => EntityInPeriod, { description: 'In all rows together.' })
  total!: EntityInPeriod;

  @Field(() => [EntityInPeriod], { description: 'In each period of `Analysis.byPeriod`, in its order.' })
  byPeriod!: EntityInPeriod[];
}

@ObjectType({
  description:
    'Entities that follow each other by rank: those that reach a cumulative share after those before them (ABC analysis).',
  simpleResolvers: true,
})
export class EntityClass implements model.EntityClass {
  @Field(() => String, { description: '`A` for the largest, then `B`, `C`, …' })
  name!: string;

  @Field(() => Float, {
    nullable: true,
    description: 'The cumulative share that it reaches, in percent. Null for the last, which has all other entities.',
  })
  upTo!: number | null;

  @Field(() => Int, { description: 'The number of entities.' })
  count!: number;

  @Field(() => Float, { description: 'The sum of their values.' })
  value!: number;

  @Field(() => Decimal, { description: 'The sum of their values. Exactly, without rounding.' })
  valueExact!: string;

  @Field(() => Float, { description: 'In percent of the total of the period.' })
  share!: number;
}

@ObjectType({ description: 'An entity whose share is above a limit.', simpleResolvers: true })
export class EntityAboveLimit extends EntityShare {
  @Field(() => Float, { description: 'What its value is above the limit.' })
  excess!: number;

  @Field(() => Decimal, { description: 'What its value is above the limit. Exactly, without rounding.' })
  excessExact!: string;
}

@ObjectType({ description: 'The entities whose share of the total is above a limit.', simpleResolvers: true })
export class ConcentrationLimit implements Omit<model.ConcentrationLimit, 'entities'> {
  @Field(() => Float, { description: 'The limit, in percent of the total of the period.' })
  limit!: number;

  @Field(() => Int, { description: 'The number of entities above it. A share that equals it is not above.' })
  count!: number;

  @Field(() => Float, { description: 'The sum of their values.' })
  value!: number;

  @Field(() => Decimal, { description: 'The sum of their values. Exactly, without rounding.' })
  valueExact!: string;

  @Field(() => Float, { description: 'In percent of the total of the period.' })
  share!: number;

  @Field(() => Float, {
    description: 'The excess over the limit: what each value is above the limit, added up. In the unit of the value.',
  })
  excess!: number;

  @Field(() => Decimal, { description: 'The excess over the limit. Exactly, without rounding.' })
  excessExact!: string;

  @Field(() => [EntityAboveLimit], { description: 'The entities above the limit, largest first, at most 50.' })
  entities!: EntityAboveLimit[];
}

@ObjectType({ description: 'The entities that a list does not show, together.', simpleResolvers: true })
export class OtherEntities {
  @Field(() => Int, { description: 'The number of entities.' })
  count!: number;

  @Field(() => Float, { description: 'The sum of their values.' })
  value!: number;

  @Field(() => Decimal, { description: 'The sum of their values. Exactly, without rounding.' })
  valueExact!: string;

  @Field(() => Float, {
    nullable: true,
    description: 'In percent of the total of the period. Null where the period has no shares (see `problem`).',
  })
  share!: number | null;

  @Field(() => [ColumnSum], { nullable: true, description: ALSO })
  also?: ColumnSum[];
}
