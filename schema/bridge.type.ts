import { Field, Float, Int, ObjectType } from 'type-graphql';
import * as model from '../src/model/bridge.js';
import { describeEnum } from './describe-enum.js';
import { AnalysisProblem } from './period-concentration.type.js';
import { Decimal } from './scalars.js';

const EXACT = 'Exactly, without rounding.';

describeEnum(model.BridgeAgainst, 'BridgeAgainst', 'Which earlier period a period is bridged from.', {
  PREVIOUS:
    'The one that it is compared with in `PeriodConcentration.change`: the one before in the list; of rolling windows the one before that does not overlap; of a year to date the same span of the year before.',
  YEAR_BEFORE: 'The same period a year before: March 2023 for March 2024.',
});

@ObjectType({ description: 'An entity with its values in the two periods of a bridge.', simpleResolvers: true })
export class BridgeEntity implements Omit<model.BridgeEntity, 'parts'> {
  @Field(() => String, { description: 'The name to display, as in `EntityShare.entity`.' })
  entity!: string;

  @Field(() => Float, { description: 'The sum of its values in the earlier period; 0 where it is absent.' })
  previousValue!: number;

  @Field(() => Decimal, { description: `The sum of its values in the earlier period. ${EXACT}` })
  previousValueExact!: string;

  @Field(() => Float, { description: 'The sum of its values in this period; 0 where it is absent.' })
  value!: number;

  @Field(() => Decimal, { description: `The sum of its values in this period. ${EXACT}` })
  valueExact!: string;

  @Field(() => Float, { description: 'The difference of the two.' })
  change!: number;

  @Field(() => Decimal, { description: `The difference of the two. ${EXACT}` })
  changeExact!: string;
}

@ObjectType({ description: 'The entities of one kind in a bridge.', simpleResolvers: true })
export class BridgePart implements Omit<model.BridgePart, 'entities'> {
  @Field(() => Int, { description: 'The number of entities.' })
  count!: number;

  @Field(() => Float, {
    description: 'What they add to the change of the total: their value in this period less that in the earlier one.',
  })
  change!: number;

  @Field(() => Decimal, { description: `What they add to the change of the total. ${EXACT}` })
  changeExact!: string;
}

@ObjectType({
  description: 'What the entities with a value above zero in the earlier period kept, in percent of that value.',
  simpleResolvers: true,
})
export class Retention implements model.Retention {
  @Field(() => Int, { description: 'The number of entities with a value above zero in the earlier period.' })
  entities!: number;

  @Field(() => Float, { description: 'The sum of their values in the earlier period.' })
  previousValue!: number;

  @Field(() => Decimal, { description: `The sum of their values in the earlier period. ${EXACT}` })
  previousValueExact!: string;

  @Field(() => Float, {
    nullable: true,
    description:
      'Gross retention (GRR): of each entity at most its earlier value counts and at least zero, so growth makes up for no loss.',
  })
  gross!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Net retention (NRR): their value in this period, growth included.',
  })
  net!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Logo churn: the part of them, by number, that is absent in this period or has no value above zero.',
  })
  logoChurn!: number | null;

  @Field(() => AnalysisProblem, {
    nullable: true,
    description: 'Why the percentages are null: no entity had a value above zero. Null otherwise.',
  })
  problem!: model.Retention['problem'];
}

@ObjectType({
  description:
    'The change of the total from an earlier period to this one, by what entities did. The changes of all parts and of the unassigned rows add up to `change`, exactly.',
  simpleResolvers: true,
})
export class PeriodBridge implements Omit<model.PeriodBridge, model.BridgeKind> {
  @Field(() => String, { description: 'The earlier period.' })
  previous!: string;

  @Field(() => Float, { description: 'The total of the earlier period.' })
  previousTotal!: number;

  @Field(() => Decimal, { description: `The total of the earlier period. ${EXACT}` })
  previousTotalExact!: string;

  @Field(() => Float, { description: 'The total of this period less that of the earlier one.' })
  change!: number;

  @Field(() => Decimal, { description: `The difference of the totals. ${EXACT}` })
  changeExact!: string;

  @Field(() => BridgePart, {
    description:
      'Entities that the earlier period does not have and that have no row before this period, whatever its range (`periods.from`).',
  })
  new!: BridgePart;

  @Field(() => BridgePart, {
    description: 'Entities that the earlier period does not have, but that have a row before this period.',
  })
  returning!: BridgePart;

  @Field(() => BridgePart, { description: 'Entities that only the earlier period has.' })
  lost!: BridgePart;

  @Field(() => BridgePart, { description: 'Entities of both periods whose value rose.' })
  expanded!: BridgePart;

  @Field(() => BridgePart, { description: 'Entities of both periods whose value fell.' })
  contracted!: BridgePart;

  @Field(() => Int, { description: 'The number of entities of both periods with the same value.' })
  unchanged!: number;

  @Field(() => Float, { description: 'The change of the rows without an entity.' })
  unassignedChange!: number;

  @Field(() => Decimal, { description: `The change of the rows without an entity. ${EXACT}` })
  unassignedChangeExact!: string;

  @Field(() => Retention, { description: 'What the entities of the earlier period kept.' })
  retention!: Retention;
}
