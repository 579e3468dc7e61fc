import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type * as model from '../src/model/analysis.js';
import { WarningCode } from '../src/model/schema.js';
import { Decimal } from './scalars.js';

const SHARE = 'In percent of the total of the period. Null where the period has no shares (see `problem`).';
const EXACT = 'Exactly, without rounding.';
export const ALSO =
  'The sums of the columns in `AnalysisParameters.also` over the same rows, in that order. Null where there are none.';

@ObjectType({
  description: 'The sum of a further column, `AnalysisInput.also`, over the rows of a figure.',
  simpleResolvers: true,
})
export class ColumnSum implements model.ColumnSum {
  @Field(() => String, { description: 'The column, `Column.name`.' })
  column!: string;

  @Field(() => Float, { description: 'The sum. Blank cells add nothing.' })
  value!: number;

  @Field(() => Decimal, { description: `The sum. ${EXACT}` })
  valueExact!: string;
}

@ObjectType({ description: 'The largest entities together.', simpleResolvers: true })
export class Bucket implements model.Bucket {
  @Field(() => Int, { description: 'The number of entities.' })
  count!: number;

  @Field(() => Float, { description: 'The sum of their values.' })
  value!: number;

  @Field(() => Decimal, { description: `The sum of their values. ${EXACT}` })
  valueExact!: string;

  @Field(() => Float, { description: 'In percent of the total of the period.' })
  share!: number;
}

@ObjectType({ description: 'The three meanings of "the top X %", side by side.', simpleResolvers: true })
export class ThresholdConcentration implements model.ThresholdConcentration {
  @Field(() => Float, { description: 'X, in percent.' })
  threshold!: number;

  @Field(() => Bucket, {
    description: 'As many of the largest entities as stay at or below X % of the total together. At least one entity.',
  })
  within!: model.Bucket;

  @Field(() => Bucket, {
    nullable: true,
    description:
      'The fewest of the largest entities that reach X % of the total together. Null where all entities together do not reach it.',
  })
  reaching!: model.Bucket | null;

  @Field(() => Bucket, { description: 'The largest X % of the entities by number, rounded up.' })
  topPercent!: model.Bucket;
}

@ObjectType({ description: 'The n largest entities together.', simpleResolvers: true })
export class TopConcentration implements model.TopConcentration {
  @Field(() => Int, { description: 'The number that was requested.' })
  n!: number;

  @Field(() => Int, { description: 'The number of entities: n, or all if there are fewer.' })
  count!: number;

  @Field(() => Float, { description: 'The sum of their values.' })
  value!: number;

  @Field(() => Decimal, { description: `The sum of their values. ${EXACT}` })
  valueExact!: string;

  @Field(() => Float, { description: 'In percent of the total of the period.' })
  share!: number;

  @Field(() => [ColumnSum], { nullable: true, description: ALSO })
  also?: ColumnSum[];
}

@ObjectType({
  description: 'Identifies an entity by its values in the columns of `groupBy`.',
  simpleResolvers: true,
})
export class EntityKey {
  @Field(() => [String], {
    nullable: 'items',
    description: 'One value for each column of `groupBy`, in that order. Null for rows without a value in the column.',
  })
  parts!: (string | null)[];
}

@ObjectType({ description: 'One entity and its share.', simpleResolvers: true })
export class EntityShare implements Omit<model.EntityShare, 'parts'> {
  @Field(() => Int, { description: '1 is the largest. Equal values are ordered by name.' })
  rank!: number;

  @Field(() => String, {
    description:
      'The name to display; of several columns their values with ` · ` between them. `(blank)` for a blank cell.',
  })
  entity!: string;

  @Field(() => Float, { description: 'The sum of its values.' })
  value!: number;

  @Field(() => Decimal, { description: `The sum of its values. ${EXACT}` })
  valueExact!: string;

  @Field(() => Float, { nullable: true, description: SHARE })
  share!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Its share plus the shares of all larger entities, in percent. Null where there are no shares.',
  })
  cumulativeShare!: number | null;

  @Field(() => [ColumnSum], { nullable: true, description: ALSO })
  also?: ColumnSum[];
}

@ObjectType({
  description: 'The rows of a period that have a value but no entity. All zero where an entity was made of them.',
  simpleResolvers: true,
})
export class Unassigned implements model.Unassigned {
  @Field(() => Int, { description: 'The number of rows.' })
  rows!: number;

  @Field(() => Float, { description: 'The sum of their values.' })
  value!: number;

  @Field(() => Decimal, { description: `The sum of their values. ${EXACT}` })
  valueExact!: string;

  @Field(() => Float, { nullable: true, description: SHARE })
  share!: number | null;

  @Field(() => [ColumnSum], { nullable: true, description: ALSO })
  also?: ColumnSum[];
}

@ObjectType({ description: 'A point of the Lorenz curve.', simpleResolvers: true })
export class CurvePoint implements model.CurvePoint {
  @Field(() => Float, { description: 'The part of the entities, smallest first, from 0 to 1.' })
  x!: number;

  @Field(() => Float, { description: 'The part of the total that they make up, from 0 to 1.' })
  y!: number;
}

@ObjectType({ description: 'The change from the period that a period is compared with.', simpleResolvers: true })
export class PeriodChange implements Omit<model.PeriodChange, 'enteredEntities' | 'leftEntities'> {
  @Field(() => String, { description: 'The period it is compared with.' })
  previous!: string;

  @Field(() => Float, { description: 'The difference of the totals.' })
  total!: number;

  @Field(() => Decimal, { description: `The difference of the totals. ${EXACT}` })
  totalExact!: string;

  @Field(() => Float, {
    nullable: true,
    description: 'The difference in percent of the earlier total. Null where the earlier total is not positive.',
  })
  totalPercent!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The difference of the HHI values. Null where one of the two is null.',
  })
  hhi!: number | null;

  @Field(() => Int, { description: 'The number of entities that the previous period does not have.' })
  entered!: number;

  @Field(() => Int, { description: 'The number of entities that only the previous period has.' })
  left!: number;

  @Field(() => Float, { description: 'The value of the entities that entered, in this period.' })
  enteredValue!: number;

  @Field(() => Decimal, { description: `The value of the entities that entered. ${EXACT}` })
  enteredValueExact!: string;

  @Field(() => Float, { description: 'The value of the entities that left, in the previous period.' })
  leftValue!: number;

  @Field(() => Decimal, { description: `The value of the entities that left. ${EXACT}` })
  leftValueExact!: string;
}

@ObjectType({ description: 'An entity that only one of two compared periods has.', simpleResolvers: true })
export class ChangedEntity implements Omit<model.ChangedEntity, 'parts'> {
  @Field(() => String, { description: 'The name to display, as in `EntityShare.entity`.' })
  entity!: string;

  @Field(() => Float, { description: 'The sum of its values in the period that has it.' })
  value!: number;

  @Field(() => Decimal, { description: `The sum of its values in the period that has it. ${EXACT}` })
  valueExact!: string;
}

@ObjectType({ description: 'Why a period has no shares.', simpleResolvers: true })
export class AnalysisProblem implements model.AnalysisProblem {
  @Field(() => WarningCode, { description: 'The reason, for programs.' })
  code!: WarningCode;

  @Field(() => String, { description: 'The reason, for people.' })
  message!: string;
}

@ObjectType({ description: 'How concentrated the value is in one period, or in total.', simpleResolvers: true })
export class PeriodConcentration
  implements
    Omit<
      model.PeriodConcentration,
      'isPartial' | 'bridge' | 'head' | 'change' | 'thresholds' | 'top' | 'lorenz' | 'limits' | 'classes'
    >
{
  @Field(() => ID, {
    description:
      'Unique over all analyses and periods. Select it together with other fields, so that client caches merge the answers of several queries.',
  })
  id!: string;

  @Field(() => String, {
    description:
      '`2024-03-31`, `2024-M03`, `2024-Q1`, `2024`, `FY2025-Q1`, `FY2025`, a rolling window `LTM 2024-M03`, a year to date `YTD 2024-M03`, `UNKNOWN` or `TOTAL`. Display other forms as they are: some may be added.',
  })
  period!: string;

  @Field(() => Int, { description: 'The number of rows with a value.' })
  rowCount!: number;

  @Field(() => Int, { description: 'The number of distinct entities with a value. Rows without an entity are none.' })
  entityCount!: number;

  @Field(() => Float, { description: 'The sum of all values: computed exactly, then rounded once to a double.' })
  total!: number;

  @Field(() => Decimal, { description: `The sum of all values. ${EXACT}` })
  totalExact!: string;

  @Field(() => Float, {
    description:
      'The sum of the values of rows with an entity: `total` without `unassigned`. HHI, effective entities, Gini and the Lorenz curve are of this sum, shares are of `total`.',
  })
  assignedTotal!: number;

  @Field(() => Decimal, { description: `The sum of the values of rows with an entity. ${EXACT}` })
  assignedTotalExact!: string;

  @Field(() => [ColumnSum], { nullable: true, description: ALSO })
  also?: ColumnSum[];

  @Field(() => Unassigned, {
    description: 'Rows without an entity. With the shares of all entities, its share adds up to 100 %.',
  })
  unassigned!: Unassigned;

  @Field(() => [ThresholdConcentration], { description: 'One for each threshold. Empty where `problem` is set.' })
  thresholds!: ThresholdConcentration[];

  @Field(() => Float, {
    nullable: true,
    description:
      'Herfindahl-Hirschman index: the sum of the squared percentage shares, from 0 to 10000 where no value is negative.',
  })
  hhi!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Gini coefficient, from 0 (all entities are equal) to 1. Null where a value is negative.',
  })
  gini!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: '10000 / hhi: the number of entities of equal size that would be equally concentrated.',
  })
  effectiveEntities!: number | null;

  @Field(() => [CurvePoint], { description: 'The Lorenz curve from (0,0) to (1,1), at most 101 points.' })
  lorenz!: CurvePoint[];

  @Field(() => PeriodChange, {
    nullable: true,
    description:
      'The change from the period it is compared with: the one before in the list; of rolling windows the one before that does not overlap; of a year to date the same span of the year before. Null where that is not in the list, and for UNKNOWN and TOTAL.',
  })
  change!: PeriodChange | null;

  @Field(() => AnalysisProblem, {
    nullable: true,
    description: 'Why there are no shares. Null where there are shares.',
  })
  problem!: AnalysisProblem | null;

  @Field(() => AnalysisProblem, {
    nullable: true,
    description:
      'Why `hhi`, `gini` and `effectiveEntities` are null and `lorenz` is empty although there are shares: the rows with an entity do not add up to more than zero. Null otherwise.',
  })
  measuresProblem!: AnalysisProblem | null;
}
