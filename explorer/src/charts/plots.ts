import * as Plot from '@observablehq/plot';
import { BANDS } from '../analysis/hhi-bands.js';
import type { Period } from '../analysis/side.js';
import { count, percent, short, threshold } from '../format/numbers.js';
import { periodName, periodStart } from '../format/periods.js';
import type { Palette } from './palette.js';

/** How large, in which colours, and what a reader of the screen hears of it. */
export interface Drawing {
  width: number;
  palette: Palette;
  description: string;
}

export type Chart = SVGSVGElement & { value?: { period?: string } | null };

/** Kept apart from the page, which is there at once; this comes with the first chart. */
export const plots = { concentrationCurve, overTime, shareMap };

const NARROW = 480;

// ---- The concentration curve ----

export interface CurveSide {
  name: string;
  /** The plural of what is counted. */
  many: string;
  period: Period;
}

interface CurvePoint {
  side: number;
  /** Entities from the largest down. */
  rank: number;
  /** Percent of the entities, from the largest down; of Lorenz, from the smallest up. */
  part: number;
  /** Percent of the total that they make up. */
  share: number;
  entity?: string;
}

/**
 * The same numbers, looked at in three ways: by how many entities (logarithmic, so that the first few can be told
 * apart among a hundred thousand), by which part of them, or from the smallest up, as Lorenz drew it.
 */
export function concentrationCurve(
  sides: readonly CurveSide[],
  form: 'ranked' | 'share' | 'lorenz',
  { width, palette, description }: Drawing,
): Chart {
  const points = sides.flatMap(({ period }, side) =>
    form === 'lorenz' ? lorenzPoints(period, side) : paretoPoints(period, side),
  );
  const x = form === 'ranked' ? 'rank' : 'part';
  const colours = [palette.accent, palette.second];
  const marks = form === 'lorenz' ? [] : sides.flatMap(({ period }, side) => thresholdPoints(period, side));
  const lines = [...new Set(marks.flatMap(({ of }) => of))];
  const many = sides[0]?.many ?? 'entities';
  const lowest = Math.min(0, ...points.map(({ share }) => share));
  const highest = Math.max(100, ...points.map(({ share }) => share));
  const labels = {
    ranked: `${many}, from the largest (logarithmic) →`,
    share: `% of the ${many}, from the largest →`,
    lorenz: `% of the ${many}, from the smallest →`,
  };
  return finished(
    Plot.plot({
      width,
      height: Math.min(380, Math.max(280, width * 0.62)),
      marginLeft: 44,
      marginRight: 20,
      marginBottom: 42,
      ...look(palette),
      x: {
        label: labels[form],
        labelAnchor: 'right',
        type: form === 'ranked' ? 'log' : 'linear',
        domain: form === 'ranked' ? [1, Math.max(2, ...sides.map(({ period }) => period.entityCount))] : [0, 100],
        tickFormat: form === 'ranked' ? (rank: number) => (isPower(rank) ? count(rank) : '') : undefined,
        ticks: width < NARROW ? 4 : 6,
        tickSize: 0,
      },
      y: { label: '↑ % of the total', domain: [lowest, highest], ticks: 5, tickSize: 0, grid: true },
      marks: [
        Plot.ruleY([0], { stroke: palette.soft, strokeOpacity: 0.5 }),
        form === 'lorenz'
          ? Plot.line(
              [
                { x: 0, y: 0 },
                { x: 100, y: 100 },
              ],
              { x: 'x', y: 'y', stroke: palette.soft, strokeDasharray: '3 4' },
            )
          : Plot.ruleY(lines, { stroke: palette.soft, strokeDasharray: '3 4' }),
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
        // Of two sides only which is which: the words of their dots would stand on each other.
        ...(sides.length === 1
          ? thresholdLabels(marks, x, sides[0]!.period.entityCount, palette)
          : sideLabels(sides, form, palette)),
        Plot.tip(
          points,
          Plot.pointerX({
            x,
            y: 'share',
            ...tip(palette),
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

/** From the largest down: exact for those listed by name, then as fine as the curve is. */
function paretoPoints({ head, lorenz, entityCount }: Period, side: number): CurvePoint[] {
  const listed = head.map(({ rank, cumulativeShare, entity }) => ({
    side,
    rank,
    part: (100 * rank) / entityCount,
    share: cumulativeShare,
    entity,
  }));
  const further = lorenz
    .map(({ x, y }) => ({ side, rank: Math.round((1 - x) * entityCount), part: 100 * (1 - x), share: 100 * (1 - y) }))
    .filter(({ rank }) => rank > head.length)
    .reverse();
  return [...listed, ...further];
}

function lorenzPoints({ lorenz, entityCount }: Period, side: number): CurvePoint[] {
  return lorenz.map(({ x, y }) => ({ side, rank: Math.round(x * entityCount), part: 100 * x, share: 100 * y }));
}

interface ThresholdPoint {
  side: number;
  /** The thresholds reached by the same entities. */
  of: number[];
  rank: number;
  part: number;
  share: number;
}

function thresholdPoints({ thresholds, entityCount }: Period, side: number): ThresholdPoint[] {
  const byRank = Map.groupBy(thresholds, ({ reaching }) => reaching.count);
  return [...byRank].map(([rank, reached]) => ({
    side,
    of: reached.map((one) => one.threshold),
    rank,
    part: (100 * rank) / entityCount,
    share: reached[0]!.reaching.share,
  }));
}

/** Percent of the height of the picture that a line of text takes, and how far to the right, 0 to 1, there is room for it. */
const LABEL_HEIGHT = 7;
const LABEL_ROOM = 0.7;

function thresholdLabels(marks: readonly ThresholdPoint[], x: 'rank' | 'part', entityCount: number, palette: Palette) {
  const isRight = ({ rank, part }: ThresholdPoint) =>
    (x === 'rank' ? Math.log(rank) / Math.log(Math.max(2, entityCount)) : part / 100) > LABEL_ROOM;
  // The upper of two that stand close goes up.
  const isTight = (mark: ThresholdPoint, at: number) => at > 0 && mark.share - marks[at - 1]!.share < LABEL_HEIGHT;
  const places = [
    { of: marks.filter((mark, at) => !isRight(mark) && !isTight(mark, at)), dx: 9, dy: 4, textAnchor: 'start' },
    { of: marks.filter((mark, at) => !isRight(mark) && isTight(mark, at)), dx: 9, dy: -11, textAnchor: 'start' },
    { of: marks.filter(isRight), dx: -9, dy: -7, textAnchor: 'end' },
  ] as const;
  return places.map(({ of, ...place }) =>
    Plot.text(of, {
      ...place,
      x,
      y: 'share',
      text: ({ rank, of: thresholds }: ThresholdPoint) =>
        `${count(rank)} ${rank === 1 ? 'reaches' : 'reach'} ${thresholds.map(threshold).join(' and ')}`,
      fill: palette.ink,
      stroke: palette.paper,
      strokeWidth: 4,
      fontWeight: 500,
    }),
  );
}

/** Which line is whose, in the corner the lines leave free. */
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

// ---- One measure over time ----

export interface TimePoint {
  period: string;
  series: string;
  /** Null where there is none: the line breaks. */
  value: number | null;
}

export interface TimeChart {
  points: readonly TimePoint[];
  label: string;
  format: (value: number) => string;
  hasBands: boolean;
  selected: string;
  /** The period of the other side. */
  compared: string | null;
}

export function overTime(
  { points, label, format, hasBands, selected, compared }: TimeChart,
  { width, palette, description }: Drawing,
): Chart {
  const dated = points.flatMap((point) => {
    const date = periodStart(point.period);
    return date ? [{ ...point, date }] : [];
  });
  const series = [...new Set(dated.map((point) => point.series))];
  const colours = series.length === 1 ? [palette.accent] : palette.series;
  const top = Math.max(...dated.map(({ value }) => value ?? 0), 0) * 1.08 || 1;
  const bottom = Math.min(0, ...dated.map(({ value }) => value ?? 0));
  const bands = hasBands ? BANDS.filter(({ from }) => from < top) : [];
  const perSeries = dated.length / Math.max(1, series.length);
  const last = series
    .map((name) => dated.findLast((point) => point.series === name && point.value !== null))
    .filter((point) => point !== undefined);
  const marked = [selected, compared].flatMap((key, side) => {
    const date = key === null ? undefined : periodStart(key);
    return date ? [{ date, side }] : [];
  });
  return finished(
    Plot.plot({
      width,
      height: Math.min(320, Math.max(240, width * 0.36)),
      marginLeft: 56,
      marginRight: series.length > 1 ? 84 : 20,
      marginBottom: 30,
      ...look(palette),
      x: { type: 'utc', label: null, ticks: width < NARROW ? 4 : 8, tickSize: 0 },
      y: {
        label: `↑ ${label}`,
        domain: [bottom, top],
        ticks: 5,
        tickSize: 0,
        grid: true,
        tickFormat: (value: number) =>
          Math.abs(value) >= 10_000 ? short(value) : value >= 1000 ? count(value) : String(+value.toFixed(2)),
      },
      color: { domain: series, range: colours },
      marks: [
        Plot.rectY(bands, {
          y1: 'from',
          y2: (band: { to: number }) => Math.min(band.to, top),
          fill: (_band: unknown, at: number) => palette.bands[at],
        }),
        Plot.gridY({ ticks: 5, stroke: palette.line }),
        Plot.text(bands, {
          y: (band: { from: number }) => band.from,
          frameAnchor: 'right',
          text: 'name',
          dy: -7,
          dx: -6,
          textAnchor: 'end',
          fill: palette.soft,
          stroke: palette.paper,
          strokeWidth: 3,
          fontStyle: 'italic',
        }),
        Plot.ruleY([0], { stroke: palette.soft, strokeOpacity: 0.6 }),
        Plot.ruleX(marked, {
          x: 'date',
          stroke: (mark: { side: number }) => [palette.accent, palette.second][mark.side],
          strokeOpacity: 0.55,
          strokeDasharray: '2 3',
        }),
        Plot.line(dated, { x: 'date', y: 'value', stroke: 'series', strokeWidth: perSeries > 200 ? 1.2 : 2 }),
        perSeries <= 80 ? Plot.dot(dated, { x: 'date', y: 'value', fill: 'series', r: 2.8 }) : null,
        series.length > 1
          ? Plot.text(spread(last, top, bottom), {
              x: 'date',
              y: 'place',
              text: 'series',
              fill: 'series',
              textAnchor: 'start',
              dx: 8,
              fontWeight: 500,
            })
          : null,
        Plot.tip(
          dated,
          Plot.pointer({
            x: 'date',
            y: 'value',
            ...tip(palette),
            title: (point: TimePoint) =>
              `${periodName(point.period)}\n${series.length > 1 ? `${point.series}: ` : ''}${point.value === null ? 'no shares' : format(point.value)}`,
          }),
        ),
      ],
    }),
    description,
  );
}

/** Labels at the ends of lines, moved apart where the lines end close together. */
function spread<Point extends { value: number | null }>(
  points: readonly Point[],
  top: number,
  bottom: number,
): (Point & { place: number })[] {
  const step = (top - bottom) / 15;
  const placed: (Point & { place: number })[] = [];
  for (const point of [...points].sort((a, b) => (a.value ?? 0) - (b.value ?? 0))) {
    const below = placed.at(-1)?.place ?? Number.NEGATIVE_INFINITY;
    placed.push({ ...point, place: Math.max(point.value ?? 0, below + step) });
  }
  return placed;
}

// ---- Who holds what, period by period ----

export interface ShareCell {
  period: string;
  entity: string;
  /** Percent; null where the entity is not among those listed of the period. */
  share: number | null;
}

export function shareMap(cells: readonly ShareCell[], listed: number, { width, palette, description }: Drawing): Chart {
  const periods = [...new Set(cells.map(({ period }) => period))];
  const entities = [...new Set(cells.map(({ entity }) => entity))];
  const isNarrow = width < NARROW;
  const left = isNarrow
    ? 108
    : Math.min(230, 24 + 6.4 * Math.max(...entities.map((entity) => shortened(entity, 34).length)));
  const cellWidth = (width - left - 10) / periods.length;
  const areSpelt = cellWidth >= 40;
  const every = Math.max(1, Math.ceil(((isNarrow ? 78 : 66) * periods.length) / (width - left - 10)));
  const largest = Math.max(...cells.map(({ share }) => share ?? 0), 0.0001);
  return finished(
    Plot.plot({
      width,
      height: entities.length * 27 + 44,
      marginLeft: left,
      marginRight: 10,
      marginBottom: 34,
      marginTop: 6,
      ...look(palette),
      padding: periods.length > 80 ? 0 : 0.06,
      x: {
        domain: periods,
        label: null,
        tickSize: 0,
        ticks: periods.filter((_, at) => at % every === 0),
        tickFormat: periodName,
      },
      y: {
        domain: entities,
        label: null,
        tickSize: 0,
        tickFormat: (entity: string) => shortened(entity, isNarrow ? 15 : 34),
      },
      color: { type: 'linear', domain: [0, largest], range: palette.ramp, interpolate: 'rgb' },
      marks: [
        Plot.cell(
          cells.filter(({ share }) => share !== null),
          {
            x: 'period',
            y: 'entity',
            fill: (cell: ShareCell) => Math.max(0, cell.share ?? 0),
            inset: periods.length > 80 ? 0 : 0.5,
            rx: periods.length > 80 ? 0 : 2,
          },
        ),
        areSpelt
          ? Plot.text(
              cells.filter(({ share }) => share !== null),
              {
                x: 'period',
                y: 'entity',
                text: (cell: ShareCell) => ((cell.share ?? 0) >= 0.05 ? (cell.share ?? 0).toFixed(1) : ''),
                fill: (cell: ShareCell) => ((cell.share ?? 0) / largest > 0.5 ? palette.paper : palette.ink),
                fontSize: 11,
              },
            )
          : null,
        areSpelt
          ? Plot.text(
              cells.filter(({ share }) => share === null),
              { x: 'period', y: 'entity', text: () => '·', fill: palette.soft },
            )
          : null,
        Plot.tip(
          cells,
          Plot.pointer({
            x: 'period',
            y: 'entity',
            ...tip(palette),
            title: (cell: ShareCell) =>
              `${shortened(cell.entity, 60)}\n${periodName(cell.period)}: ${cell.share === null ? `not among the first ${listed}` : percent(cell.share)}`,
          }),
        ),
      ],
    }),
    description,
  );
}

function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

// ---- What all have in common ----

function look(palette: Palette) {
  return {
    style: {
      background: palette.paper,
      color: palette.soft,
      fontFamily: "'Inter Variable', Inter, system-ui, sans-serif",
      fontSize: '12px',
      fontVariantNumeric: 'tabular-nums',
      overflow: 'visible',
    },
  } as const;
}

function tip(palette: Palette) {
  return { fill: palette.paper, stroke: palette.soft, textPadding: 8, fontSize: 12.5, lineHeight: 1.35 } as const;
}

/** A picture with a description; its parts are not read one by one. */
function finished(plot: (SVGSVGElement | HTMLElement) & Plot.Plot, description: string): Chart {
  const chart = plot as unknown as Chart;
  chart.setAttribute('role', 'img');
  chart.setAttribute('aria-label', description);
  // Plot names the kinds of marks; of a picture with a description they are noise, and no group may be named without a role.
  for (const part of chart.querySelectorAll('g[aria-label]')) part.removeAttribute('aria-label');
  return chart;
}
