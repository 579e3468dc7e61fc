import { Field, Float, Int, ObjectType } from 'type-graphql';
import type * as model from '../src/model/analysis.js';
import { SegmentKind } from '../src/model/segment.js';
import { describeEnum } from './describe-enum.js';

describeEnum(SegmentKind, 'SegmentKind', 'What a segment is.', {
  VALUE: 'The rows with one value of the column, in any spelling unless it is matched exactly.',
  OTHER: 'The rows with any value beyond the 50 largest.',
  UNASSIGNED: 'The rows without a value in the column.',
});

@ObjectType({
  description:
    'A part of the rows, analysed on its own over all periods. The totals of all segments add up to that of the analysis.',
  simpleResolvers: true,
})
export class Segment implements Omit<model.Segment, 'concentration' | 'byPeriod'> {
  @Field(() => SegmentKind, { description: 'Whether it is one value, all others, or the rows without one.' })
  kind!: SegmentKind;

  @Field(() => String, { nullable: true, description: 'The value. Null unless the kind is VALUE.' })
  name!: string | null;

  @Field(() => Int, { description: 'The number of values: 1, those that OTHER adds up, or 0 of UNASSIGNED.' })
  values!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'In percent of the total of the analysis. Null where that is not above zero.',
  })
  share!: number | null;
}

@ObjectType({ description: 'A segment in one period.', simpleResolvers: true })
export class SegmentPeriod implements Omit<model.SegmentPeriod, 'concentration'> {
  @Field(() => Float, {
    nullable: true,
    description: 'In percent of the total of the period over all segments. Null where that is not above zero.',
  })
  share!: number | null;
}
