import { type PeriodGroups, TOTAL } from '../group/period-groups.js';

/** Of one value; behind them are the segment of all other values and that of the rows without one. */
export const MAX_SEGMENTS = 50;
export const OTHER_SEGMENT = MAX_SEGMENTS;
export const UNASSIGNED_SEGMENT = MAX_SEGMENTS + 1;
/** 52 segments in five years of months. */
export const MAX_SEGMENT_PERIODS = 52 * 60;

/** A segment in a period, by the place of the segment and the ordinal of the period or TOTAL. */
export interface SegmentPeriod {
  segment: number;
  period: number;
}

/** Ordinals of segments in periods, by segment, then by period, TOTAL last: what groups are ranked by, as by periods. */
export class SegmentPeriods {
  private readonly ordinals: number[];

  /** @param periods of the analysis; empty where only all periods together are ranked */
  constructor(periods: readonly Pick<PeriodGroups, 'period'>[]) {
    this.ordinals = [...periods.map(({ period }) => period).filter((period) => period !== TOTAL), TOTAL];
  }

  get hasPeriods(): boolean {
    return this.ordinals.length > 1;
  }

  /** Rows of SQL with the ordinal of a period or TOTAL and its place in each segment. */
  get placesSql(): string {
    return this.ordinals.map((period, place) => `(${period}, ${place})`).join(', ');
  }

  /** SQL of an ordinal. @param segment @param place SQL of the place of a segment, and of a period in it */
  ordinalSql(segment: string, place: string): string {
    return `(${segment}) * ${this.ordinals.length} + ${place}`;
  }

  ordinal({ segment, period }: SegmentPeriod): number {
    return segment * this.ordinals.length + this.ordinals.indexOf(period);
  }

  at(ordinal: number): SegmentPeriod {
    const { length } = this.ordinals;
    return { segment: Math.floor(ordinal / length), period: this.ordinals[ordinal % length]! };
  }
}
