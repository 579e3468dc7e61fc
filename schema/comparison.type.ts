import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import * as model from '../src/model/comparison.js';
import { describeEnum } from './describe-enum.js';
import { PageInfo } from './page-info.type.js';
import { Decimal } from './scalars.js';

describeEnum(model.Presence, 'Presence', 'On which of two compared sides something is.', {
  BOTH: 'On both.',
  THIS_ONLY: 'On the side of the analysis alone.',
  OTHER_ONLY: 'On the other side alone.',
});

describeEnum(
  model.ComparedOrder,
  'ComparedOrder',
  'The order of a list of compared entities. Changes are ordered by size, whatever their sign; equal ones by rank.',
  {
    SHARE_CHANGE: 'The largest change of share first, to nine decimals of a point. By rank where a side has no shares.',
    VALUE_CHANGE: 'The largest change of value first.',
    RANK_CHANGE: 'The largest change of rank first, then the entities of one side alone.',
    LARGEST: 'By rank on this side, then, of those that only the other side has, by rank there.',
    NAME: 'By name: by Unicode code point.',
  },
);

describeEnum(
  model.ComparisonCaveatCode,
  'ComparisonCaveatCode',
  'Why differences may mean something else than a change.',
  {
    VALUE_DIFFERS: 'The two sides add up different columns.',
    CURRENCY_DIFFERS: 'The values are in different currencies. Nothing is converted.',
    UNIT_DIFFERS: 'One value is in percent, the other is not.',
    ENTITIES_DIFFER: 'The entities are values of different columns.',
    MATCHING_DIFFERS: 'One side matches names exactly, the other in any spelling.',
    PERIODS_DIFFER: 'The two sides have periods of different length or number.',
    SAME_QUESTION: 'Both sides are the same analysis.',
  },
);

@ObjectType({ description: 'The other side of a comparison, as it was resolved.', simpleResolvers: true })
export class ComparedQuestion {
  @Field(() => ID, { description: 'The dataset of the other side.' })
  datasetId!: string;

  @Field(() => Int, { description: 'The version of the dataset that was analysed.' })
  datasetVersion!: number;

  @Field(() => ID, { description: 'The analysis of the other side, `Analysis.id`.' })
  analysisId!: string;
}

@ObjectType({ description: 'Why differences may mean something else than a change.', simpleResolvers: true })
export class ComparisonCaveat implements model.ComparisonCaveat {
  @Field(() => model.ComparisonCaveatCode, { description: 'The kind of caveat.' })
  code!: model.ComparisonCaveatCode;

  @Field(() => String, { description: 'What it is about, in a sentence for readers of the numbers.' })
  message!: string;
}

@ObjectType({ description: 'A figure of both sides.', simpleResolvers: true })
export class ComparedNumber implements model.ComparedNumber {
  @Field(() => Float, { nullable: true, description: 'On this side. Null where it has no such figure.' })
  value!: number | null;

  @Field(() => Float, { nullable: true, description: 'On the other side. Null where it has no such figure.' })
  other!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      '`value` less `other`; of shares in percentage points, where an entity that a side does not have counts as 0. Null where it cannot be computed.',
  })
  difference!: number | null;
}

@ObjectType({ description: 'A whole number of both sides.', simpleResolvers: true })
export class ComparedCount implements model.ComparedNumber {
  @Field(() => Int, { nullable: true, description: 'On this side. Null where it has none.' })
  value!: number | null;

  @Field(() => Int, { nullable: true, description: 'On the other side. Null where it has none.' })
  other!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: '`value` less `other`: a rank of -3 is three places up. Null where either is.',
  })
  difference!: number | null;
}

@ObjectType({ description: 'An amount of both sides.', simpleResolvers: true })
export class ComparedAmount implements model.ComparedAmount {
  @Field(() => Float, { nullable: true, description: 'On this side. Null where it does not have what it is of.' })
  value!: number | null;

  @Field(() => Decimal, { nullable: true, description: 'On this side. Exactly, without rounding.' })
  valueExact!: string | null;

  @Field(() => Float, { nullable: true, description: 'On the other side. Null where it does not have what it is of.' })
  other!: number | null;

  @Field(() => Decimal, { nullable: true, description: 'On the other side. Exactly, without rounding.' })
  otherExact!: string | null;

  @Field(() => Float, { description: '`value` less `other`, where what a side does not have counts as 0.' })
  difference!: number;

  @Field(() => Decimal, { description: '`value` less `other`. Exactly, without rounding.' })
  differenceExact!: string;

  @Field(() => Float, {
    nullable: true,
    description: 'The difference in percent of `other`. Null where that is not above zero.',
  })
  percent!: number | null;
}

@ObjectType({ description: 'The share of the largest entities on both sides.', simpleResolvers: true })
export class ComparedTop {
  @Field(() => Int, { description: 'One of `topN`.' })
  n!: number;

  @Field(() => ComparedNumber, { description: 'Their share of the total, the difference in percentage points.' })
  share!: ComparedNumber;
}

@ObjectType({ description: 'How many entities reach a threshold on both sides.', simpleResolvers: true })
export class ComparedThreshold {
  @Field(() => Float, { description: 'One of `thresholds`, in percent.' })
  threshold!: number;

  @Field(() => ComparedCount, {
    description: 'The fewest entities that reach it. Null on a side where all together do not.',
  })
  count!: ComparedCount;
}

@ObjectType({ description: 'Entities that only one side has.', simpleResolvers: true })
export class ComparedPart implements model.ComparedPart {
  @Field(() => Int, { description: 'The number of entities.' })
  count!: number;

  @Field(() => Float, { description: 'The sum of their values on their side.' })
  value!: number;

  @Field(() => Decimal, { description: 'The sum of their values on their side. Exactly, without rounding.' })
  valueExact!: string;

  @Field(() => Float, {
    nullable: true,
    description: 'In percent of the total of their side. Null where that is not above zero.',
  })
  share!: number | null;
}

@ObjectType({ description: 'Entities that both sides have.', simpleResolvers: true })
export class ComparedBoth {
  @Field(() => Int, { description: 'The number of entities.' })
  count!: number;

  @Field(() => ComparedAmount, { description: 'The sums of their values.' })
  total!: ComparedAmount;
}

@ObjectType({
  description:
    'A period of both sides, found by its name, or in two ranges of equal length by its position: the first with the first. `onlyInThis` less `onlyInOther`, with the differences of `inBoth` and `unassigned`, is the difference of `total`, exactly.',
  simpleResolvers: true,
})
export class PeriodComparison implements Omit<model.PeriodComparison, 'otherPeriod'> {
  @Field(() => String, { description: 'The period, as `PeriodConcentration.period`.' })
  period!: string;

  @Field(() => model.Presence, { description: 'Which side has the period.' })
  presence!: model.Presence;

  @Field(() => ComparedCount, { description: 'Rows with a value.' })
  rowCount!: ComparedCount;

  @Field(() => ComparedCount, { description: 'Entities.' })
  entityCount!: ComparedCount;

  @Field(() => ComparedAmount, { description: 'The sum of all rows.' })
  total!: ComparedAmount;

  @Field(() => ComparedAmount, { description: 'The sum of the rows without an entity.' })
  unassigned!: ComparedAmount;

  @Field(() => ComparedNumber, { description: 'The Herfindahl-Hirschman index.' })
  hhi!: ComparedNumber;

  @Field(() => ComparedNumber, { description: 'The Gini coefficient.' })
  gini!: ComparedNumber;

  @Field(() => ComparedNumber, { description: 'The number of entities of equal size with the same HHI.' })
  effectiveEntities!: ComparedNumber;

  @Field(() => [ComparedTop], { description: 'One for each of `topN`.' })
  top!: ComparedTop[];

  @Field(() => [ComparedThreshold], { description: 'One for each of `thresholds`.' })
  reaching!: ComparedThreshold[];

  @Field(() => ComparedPart, { description: 'The entities that only this side has.' })
  onlyInThis!: ComparedPart;

  @Field(() => ComparedPart, { description: 'The entities that only the other side has.' })
  onlyInOther!: ComparedPart;

  @Field(() => ComparedBoth, { description: 'The entities that both sides have.' })
  inBoth!: ComparedBoth;
}

@ObjectType({ description: 'An entity of either side.', simpleResolvers: true })
export class ComparedEntity implements Omit<model.ComparedEntity, 'parts'> {
  @Field(() => String, {
    description: 'The name to display: that of this side, or of the other where only that has the entity.',
  })
  entity!: string;

  @Field(() => model.Presence, { description: 'Which side has it.' })
  presence!: model.Presence;

  @Field(() => ComparedCount, { description: 'Its rank by value, from 1.' })
  rank!: ComparedCount;

  @Field(() => ComparedAmount, { description: 'The sum of its values.' })
  value!: ComparedAmount;

  @Field(() => ComparedNumber, { description: 'Its share of the total of its side, the difference in points.' })
  share!: ComparedNumber;
}

@ObjectType({ description: 'A compared entity in a list.', simpleResolvers: true })
export class ComparedEntityEdge {
  @Field(() => String, { description: 'The position in the list. Pass it as `after` to continue from here.' })
  cursor!: string;

  @Field(() => ComparedEntity, { description: 'The entity.' })
  node!: ComparedEntity;
}

@ObjectType({ description: 'A page of compared entities.', simpleResolvers: true })
export class ComparedEntityConnection {
  @Field(() => [ComparedEntityEdge], { description: 'The entities of this page with their cursors.' })
  edges!: ComparedEntityEdge[];

  @Field(() => [ComparedEntity], { description: 'The entities of this page.' })
  nodes!: ComparedEntity[];

  @Field(() => PageInfo, { description: 'The position of this page in the list.' })
  pageInfo!: PageInfo;

  @Field(() => Int, { description: 'The number of entities in the whole list.' })
  totalCount!: number;
}

@ObjectType({
  description:
    'An analysis beside that of the other side, `compareWith`: exact for every entity that either has. Entities are found by their names, as they are matched within an analysis, after names are merged and counted under their parents. Differences are this side less the other.',
  simpleResolvers: true,
})
export class Comparison {
  @Field(() => String, {
    description: 'What differs on the other side, in words: `version 1; rows where region is APAC`.',
  })
  text!: string;

  @Field(() => [ComparisonCaveat], {
    description: 'What to know before comparing the numbers. Empty where nothing is.',
  })
  caveats!: ComparisonCaveat[];

  @Field(() => PeriodComparison, { description: 'All rows of both sides.' })
  total!: PeriodComparison;

  @Field(() => [PeriodComparison], { description: 'Every period of either side by time, then UNKNOWN.' })
  byPeriod!: PeriodComparison[];
}
