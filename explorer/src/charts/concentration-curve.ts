import * as Plot from '@observablehq/plot';
import type { Period } from '../analysis/side.js';
import { count, percent } from '../format/numbers.js';
import { reachedLabel } from '../format/thresholds.js';
import {
  accessibleChart,
  type Chart,
  type Drawing,
  NARROW_WIDTH,
  plotStyle,
  shortened,
  tooltipStyle,
} from './chart.js';
import type { Palette } from './palette.js';

export interface CurveSide {
  name: string;
  /** The plural of what is counted. */
  many: string;
  period: Period;
}

/** What a curve is drawn from. */
export type CurveSource = Pick<Period, 'entityCount' | 'assignedTotal' | 'total' | 'lorenz'> & {
  head: readonly { rank: number; entity: string; cumulativeShare: number }[];
};

export interface CurvePoint {
  side: number;
  /** Entities from the largest down. */
  rank: number;
  /** Percent of the entities, from the largest down; in the Lorenz form from the smallest up. */
  part: number;
  /** Percent of the total. */
  share: number;
  entity?: string;
}

/**
 * The cumulative shares in three forms: by number of entities (logarithmic, so that the first few stay visible among a
 * hundred thousand), by percent of the entities, or from the smallest up (Lorenz).
 */
export function concentrationCurve(
  sides: readonly CurveSide[],
  form: 'ranked' | 'share' | 'lorenz',
  { width, palette, description }: Drawing,
): Chart {
  const points = sides.flatMap(({ period }, side) =>
    form === 'lorenz' ? lorenzPoints(period, side) : paretoPoints(period, side),
  );
  const x: 'rank' | 'part' = form === 'ranked' ? 'rank' : 'part';
  const colours = [palette.accent, palette.second];
  const marks = form === 'lorenz' ? [] : sides.flatMap(({ period }, side) => thresholdPoints(period, side));
  const start = form === 'ranked' ? 1 : 0;
  // From the axis to the farthest dot: a line across the chart would cross the labels.
  const lines = [...new Set(marks.flatMap(({ of }) => of))].map((threshold) => ({
    threshold,
    end: Math.max(...marks.filter(({ of }) => of.includes(threshold)).map((mark) => mark[x])),
  }));
  const many = sides[0]?.many ?? 'entities';
  const lowest = Math.min(0, ...points.map(({ share }) => share));
  const highest = Math.max(100, ...points.map(({ share }) => share));
  const labels = {
    ranked: `${many}, from the largest (logarithmic) →`,
    share: `% of the ${many}, from the largest →`,
    lorenz: `% of the ${many}, from the smallest →`,
  };
  return accessibleChart(
    Plot.plot({
      width,
      height: Math.min(380, Math.max(280, width * 0.62)),
      marginLeft: 44,
      marginRight: 20,
      marginTop: 28,
      marginBottom: 42,
      ...plotStyle(palette),
      x: {
        label: labels[form],
        labelAnchor: 'right',
        type: form === 'ranked' ? 'log' : 'linear',
        domain: form === 'ranked' ? [1, Math.max(2, ...sides.map(({ period }) => period.entityCount))] : [0, 100],
        tickFormat: form === 'ranked' ? (rank: number) => (isPower(rank) ? count(rank) : '') : undefined,
        ticks: width < NARROW_WIDTH ? 4 : 6,
        tickSize: 0,
      },
      y: { label: '↑ % of the total', domain: [lowest, highest], ticks: 5, tickSize: 0, grid: true },
      marks: [
        Plot.ruleY([0], { stroke: palette.muted, strokeOpacity: 0.5 }),
        form === 'lorenz'
          ? Plot.line(
              [
                { x: 0, y: 0 },
                { x: 100, y: 100 },
              ],
              { x: 'x', y: 'y', stroke: palette.muted, strokeDasharray: '3 4' },
            )
          : Plot.ruleY(lines, {
              y: 'threshold',
              x1: start,
              x2: 'end',
              stroke: palette.muted,
              strokeDasharray: '3 4',
            }),
        Plot.line(points, {
          x,
          y: 'share',
          z: 'side',
          stroke: (point: CurvePoint) => colours[point.side],
          strokeWidth: 2.25,
          curve: 'linear',
        }),
        Plot.dot(marks, {
          x,
          y: 'share',
          r: 4.5,
          fill: (mark: { side: number }) => colours[mark.side],
          stroke: palette.paper,
          strokeWidth: 1.5,
        }),
        // With two sides only the lines are labelled: the labels of the dots would overlap.
        ...(sides.length === 1
          ? thresholdLabels(marks, x, sides[0]!.period.entityCount, palette)
          : sideLabels(sides, form, palette)),
        Plot.tip(
          points,
          Plot.pointerX({
            x,
            y: 'share',
            ...tooltipStyle(palette),
            title: (point: CurvePoint) =>
              [
                sides.length > 1 ? sides[point.side]?.name : undefined,
                point.entity,
                form === 'lorenz'
                  ? `The smallest ${percent(point.part)} of the ${many}`
                  : `The ${count(point.rank)} largest (${percent(point.part)} of the ${many})`,
                `make up ${percent(point.share)}`,
              ]
                .filter((line) => line !== undefined)
                .join('\n'),
          }),
        ),
      ],
    }),
    description,
  );
}

/** From the largest down: exact for the entities listed by name, then at the points of the Lorenz curve. */
export function paretoPoints({ head, lorenz, entityCount, ...period }: CurveSource, side: number): CurvePoint[] {
  // The Lorenz curve is of the rows with an entity, shares are of all.
  const ofAll = (100 * period.assignedTotal) / period.total;
  const listed = head.map(({ rank, cumulativeShare, entity }) => ({
    side,
    rank,
    part: (100 * rank) / entityCount,
    share: cumulativeShare,
    entity,
  }));
  const further = lorenz
    .map(({ x, y }) => ({ side, rank: Math.round((1 - x) * entityCount), part: 100 * (1 - x), share: ofAll * (1 - y) }))
    .filter(({ rank }) => rank > head.length)
    .reverse();
  return [...listed, ...further];
}

function lorenzPoints({ lorenz, entityCount }: Period, side: number): CurvePoint[] {
  return lorenz.map(({ x, y }) => ({ side, rank: Math.round(x * entityCount), part: 100 * x, share: 100 * y }));
}

interface ThresholdPoint {
  side: number;
  /** The thresholds reached by the same number of entities. */
  of: number[];
  rank: number;
  part: number;
  share: number;
}

function thresholdPoints({ thresholds, entityCount }: Period, side: number): ThresholdPoint[] {
  const points = thresholds.flatMap(({ threshold, reaching }) => (reaching ? [{ threshold, ...reaching }] : []));
  const byRank = Map.groupBy(points, ({ count }) => count);
  return [...byRank].map(([rank, reached]) => ({
    side,
    of: reached.map((one) => one.threshold),
    rank,
    part: (100 * rank) / entityCount,
    share: reached[0]!.share,
  }));
}

/** The height of a line of text in percent of the chart, and the part of its width, 0 to 1, with room to the right. */
const LABEL_HEIGHT = 7;
const LABEL_ROOM = 0.7;

function thresholdLabels(marks: readonly ThresholdPoint[], x: 'rank' | 'part', entityCount: number, palette: Palette) {
  const isRight = ({ rank, part }: ThresholdPoint) =>
    (x === 'rank' ? Math.log(rank) / Math.log(Math.max(2, entityCount)) : part / 100) > LABEL_ROOM;
  // Of two labels close together, the upper one moves up.
  const isTight = (mark: ThresholdPoint, at: number) => at > 0 && mark.share - marks[at - 1]!.share < LABEL_HEIGHT;
  const positions = [
    { of: marks.filter((mark, at) => !isRight(mark) && !isTight(mark, at)), dx: 9, dy: 4, textAnchor: 'start' },
    { of: marks.filter((mark, at) => !isRight(mark) && isTight(mark, at)), dx: 9, dy: -11, textAnchor: 'start' },
    { of: marks.filter(isRight), dx: -9, dy: -7, textAnchor: 'end' },
  ] as const;
  return positions.map(({ of, ...position }) =>
    Plot.text(of, {
      ...position,
      x,
      y: 'share',
      text: ({ rank, of: thresholds, share }: ThresholdPoint) => reachedLabel(rank, thresholds, share),
      fill: palette.ink,
      stroke: palette.paper,
      strokeWidth: 4,
      fontWeight: 500,
    }),
  );
}

/** The legend, in the corner that the lines leave free. */
function sideLabels(sides: readonly CurveSide[], form: 'ranked' | 'share' | 'lorenz', palette: Palette) {
  const isAbove = form === 'lorenz';
  return sides.map(({ name }, side) =>
    Plot.text([`● ${shortened(name, 48)}`], {
      frameAnchor: isAbove ? 'top-left' : 'bottom-right',
      dx: isAbove ? 12 : -8,
      dy: isAbove ? 10 + 19 * side : -29 + 19 * side,
      fill: [palette.accent, palette.second][side],
      stroke: palette.paper,
      strokeWidth: 4,
      fontWeight: 600,
    }),
  );
}

function isPower(rank: number): boolean {
  return /^1?0*$/.test(String(rank)) && rank >= 1;
}
