import { Field, Float, Int, ObjectType } from 'type-graphql';
import type * as model from '../src/model/analysis.js';
import { WarningCode } from '../src/model/schema.js';

const shareDescription = 'In percent of the total of the period; 0 where that has no shares.';

@ObjectType({ description: 'Some of the entities, taken from the largest down.', simpleResolvers: true })
export class Bucket implements model.Bucket {
  @Field(() => Int, { description: 'How many entities.' })
  count!: number;

  @Field(() => Float, { description: 'Their values added up.' })
  value!: number;

  @Field(() => Float, { description: shareDescription })
  share!: number;
}

@ObjectType({ description: 'The three readings of "top X %", side by side.', simpleResolvers: true })
export class ThresholdConcentration implements model.ThresholdConcentration {
  @Field(() => Float, { description: 'X, in percent.' })
  threshold!: number;

  @Field(() => Bucket, {
    description: 'The longest head whose cumulative share stays at or below X %; at least one entity.',
  })
  within!: Bucket;

  @Field(() => Bucket, { description: 'The shortest head whose cumulative share reaches X %.' })
  reaching!: Bucket;

  @Field(() => Bucket, { description: 'The largest X % of the entities by number, rounded up.' })
  topPercent!: Bucket;
}

@ObjectType({ description: 'The n largest entities together.', simpleResolvers: true })
export class TopConcentration implements model.TopConcentration {
  @Field(() => Int, { description: 'How many were asked for.' })
  n!: number;

  @Field(() => Int, { description: 'How many there are: n, or all where there are fewer.' })
  count!: number;

  @Field(() => Float, { description: 'Their values added up.' })
  value!: number;

  @Field(() => Float, { description: shareDescription })
  share!: number;
}

@ObjectType({ description: 'One entity and what it makes up.', simpleResolvers: true })
export class EntityShare implements model.EntityShare {
  @Field(() => Int, { description: '1 is the largest; ties stand in the order of their names.' })
  rank!: number;

  @Field(() => String, { description: 'The entity; `(blank)` for rows that name none.' })
  entity!: string;

  @Field(() => Float, { description: 'Its values added up.' })
  value!: number;

  @Field(() => Float, { description: shareDescription })
  share!: number;

  @Field(() => Float, {
    description: 'Its share and those of all larger ones, in percent; 0 where there are no shares.',
  })
  cumulativeShare!: number;
}

@ObjectType({ description: 'A point of the Lorenz curve.', simpleResolvers: true })
export class CurvePoint implements model.CurvePoint {
  @Field(() => Float, { description: 'Share of the entities, smallest first, from 0 to 1.' })
  x!: number;

  @Field(() => Float, { description: 'Share of the total they make up, from 0 to 1.' })
  y!: number;
}

@ObjectType({ description: 'What changed against the period before it in the list.', simpleResolvers: true })
export class PeriodChange implements Omit<model.PeriodChange, 'enteredEntities' | 'leftEntities'> {
  @Field(() => String, { description: 'The period it is compared with.' })
  previous!: string;

  @Field(() => Float, { description: 'Difference of the totals.' })
  total!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'The same in percent of the earlier total; null where that is not positive.',
  })
  totalPercent!: number | null;

  @Field(() => Float, { nullable: true, description: 'Difference of the HHIs; null where one of them is.' })
  hhi!: number | null;

  @Field(() => Int, { description: 'Entities that were not there before.' })
  entered!: number;

  @Field(() => Int, { description: 'Entities that are there no more.' })
  left!: number;

  @Field(() => Float, { description: 'Value of the entities that entered, in this period.' })
  enteredValue!: number;

  @Field(() => Float, { description: 'Value of the entities that left, in the period before.' })
  leftValue!: number;
}

@ObjectType({ description: 'An entity that is in one of two periods only.', simpleResolvers: true })
export class ChangedEntity implements model.ChangedEntity {
  @Field(() => String, { description: 'The entity; `(blank)` for rows that name none.' })
  entity!: string;

  @Field(() => Float, { description: 'Its values added up, in the period it is in.' })
  value!: number;
}

@ObjectType({ description: 'Why a period has no shares.', simpleResolvers: true })
export class AnalysisProblem implements model.AnalysisProblem {
  @Field(() => WarningCode, { description: 'For programs.' })
  code!: WarningCode;

  @Field(() => String, { description: 'For people.' })
  message!: string;
}

@ObjectType({ description: 'How concentrated the value is in one period, or in total.', simpleResolvers: true })
export class PeriodConcentration {
  @Field(() => String, { description: '`2024-03-31`, `2024-M03`, `2024-Q1`, `2024`, `UNKNOWN` or `TOTAL`.' })
  period!: string;

  @Field(() => Int, { description: 'Rows with a value.' })
  rowCount!: number;

  @Field(() => Int, { description: 'Distinct entities with a value.' })
  entityCount!: number;

  @Field(() => Float, { description: 'All values added up, exactly, and rounded once to the nearest double.' })
  total!: number;

  @Field(() => [ThresholdConcentration], {
    description: 'One for each threshold asked for; empty where problem is set.',
  })
  thresholds!: ThresholdConcentration[];

  @Field(() => [TopConcentration], { description: 'One for each head count asked for; empty where problem is set.' })
  top!: TopConcentration[];

  @Field(() => Float, {
    nullable: true,
    description:
      'Herfindahl-Hirschman index: the sum of the squared percentage shares, from 0 to 10000 where no value is negative.',
  })
  hhi!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Gini coefficient, from 0 (all alike) to 1; null where a value is negative.',
  })
  gini!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: '10000 / hhi: how many entities of equal size would be as concentrated.',
  })
  effectiveEntities!: number | null;

  @Field(() => [CurvePoint], { description: 'The Lorenz curve from (0,0) to (1,1), at most 101 points.' })
  lorenz!: CurvePoint[];

  @Field(() => PeriodChange, {
    nullable: true,
    description: 'Against the period before; null for the first and for TOTAL.',
  })
  change!: PeriodChange | null;

  @Field(() => AnalysisProblem, { nullable: true, description: 'Why there are no shares; null where there are.' })
  problem!: AnalysisProblem | null;
}
