import { FieldResolver, Resolver, Root } from 'type-graphql';
import { Analysis, AnalysisParameters } from '../schema/analysis.type.js';
import { PeriodConcentration } from '../schema/period-concentration.type.js';
import { Segment, SegmentPeriod } from '../schema/segment.type.js';
import type * as model from '../src/model/analysis.js';
import type { PeriodSource } from './analysis.resolver.js';

@Resolver(() => Analysis)
export class AnalysisSegmentsResolver {
  @FieldResolver(() => [Segment], {
    nullable: true,
    description:
      'The same analysis within each value of `splitBy`: the 50 with the largest totals, largest first, then OTHER and UNASSIGNED where they have rows. Null without `splitBy`.',
  })
  segments(@Root() { id, segments }: model.Analysis): SegmentSource[] | null {
    return (
      segments?.map((segment, index) => ({ id: `${id.replace(/^an_/, 'pc_')}_segment_${index}`, ...segment })) ?? null
    );
  }
}

type SegmentSource = model.Segment & { id: string };

@Resolver(() => Segment)
export class SegmentResolver {
  @FieldResolver(() => PeriodConcentration, {
    description:
      'How concentrated the value is within the segment, with the period TOTAL. Its shares are of the total of the segment.',
  })
  concentration(@Root() { id, concentration }: SegmentSource): PeriodSource {
    return { id, ...concentration };
  }

  @FieldResolver(() => [SegmentPeriod], {
    nullable: true,
    description:
      'The segment in each period of the analysis in which it has rows, by time, UNKNOWN last. Changes are from the one before in this list. Null without `segmentPeriods`.',
  })
  byPeriod(@Root() { id, byPeriod }: SegmentSource): SegmentPeriodSource[] | null {
    return byPeriod?.map((each) => ({ id: `${id}_${each.concentration.period}`, ...each })) ?? null;
  }
}

type SegmentPeriodSource = model.SegmentPeriod & { id: string };

@Resolver(() => SegmentPeriod)
export class SegmentPeriodResolver {
  @FieldResolver(() => PeriodConcentration, {
    description:
      'How concentrated the value is within the segment in this period. Its shares are of the total of the segment there. `head` and the entities of `limits` and `change` are at most 10, and `lorenz` is empty: for more, filter by the value of the segment.',
  })
  concentration(@Root() { id, concentration }: SegmentPeriodSource): PeriodSource {
    return { id, ...concentration };
  }
}

@Resolver(() => AnalysisParameters)
export class SplitByResolver {
  @FieldResolver(() => String, { nullable: true, description: 'The column by which the rows were split. Null: none.' })
  splitBy(@Root() { splitBy }: model.AnalysisParameters): string | null {
    return splitBy ?? null;
  }

  @FieldResolver(() => Boolean, { description: 'Whether the segments were analysed in each period, too.' })
  segmentPeriods(@Root() { segmentPeriods }: model.AnalysisParameters): boolean {
    return segmentPeriods ?? false;
  }
}
