import * as Plot from '@observablehq/plot';
import { BANDS, type Band } from '../analysis/hhi-bands.js';
import { count, short } from '../format/numbers.js';
import { periodName, periodStart } from '../format/periods.js';
import { periodTicks, wholeTicks } from './axis-ticks.js';
import { accessibleChart, type Chart, type Drawing, NARROW_WIDTH, plotStyle, tooltipStyle } from './chart.js';

export interface TimePoint {
  period: string;
  series: string;
  /** Null where there is none: the line has a gap. */
  value: number | null;
}

export interface TimeChart {
  points: readonly TimePoint[];
  label: string;
  format: (value: number) => string;
  hasBands: boolean;
  /** The values are counts: ticks are whole numbers. */
  isCount: boolean;
  selected: string;
  /** The period it is compared with. */
  compared: string | null;
}

/** A measure over time, as one line or several. */
export function overTime(
  { points, label, format, hasBands, isCount, selected, compared }: TimeChart,
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
  const isNarrow = width < NARROW_WIDTH;
  const bands = hasBands ? BANDS.filter(({ from }) => from < top) : [];
  const marginLeft = 56;
  // Names of bands and series are beside the lines, not on them.
  const marginRight = bands.length > 0 ? (isNarrow ? 92 : 104) : series.length > 1 ? 84 : 20;
  const ticks = isCount ? wholeTicks(bottom, top) : 5;
  const perSeries = dated.length / Math.max(1, series.length);
  const last = series
    .map((name) => dated.findLast((point) => point.series === name && point.value !== null))
    .filter((point) => point !== undefined);
  const marked = [selected, compared].flatMap((key, side) => {
    const date = key === null ? undefined : periodStart(key);
    return date ? [{ date, side }] : [];
  });
  return accessibleChart(
    Plot.plot({
      width,
      height: Math.min(320, Math.max(240, width * 0.36)),
      marginLeft,
      marginRight,
      marginBottom: 30,
      ...plotStyle(palette),
      x: {
        type: 'utc',
        label: null,
        tickSize: 0,
        ...(periodTicks(dated, width - marginLeft - marginRight) ?? { ticks: isNarrow ? 4 : 8 }),
      },
      y: {
        label: `↑ ${label}`,
        domain: [bottom, top],
        ticks,
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
        Plot.gridY({ ticks, stroke: palette.line }),
        Plot.ruleY([0], { stroke: palette.muted, strokeOpacity: 0.6 }),
        Plot.ruleX(marked, {
          x: 'date',
          stroke: (mark: { side: number }) => [palette.accent, palette.second][mark.side],
          strokeOpacity: 0.55,
          strokeDasharray: '2 3',
        }),
        Plot.line(dated, { x: 'date', y: 'value', stroke: 'series', strokeWidth: perSeries > 200 ? 1.2 : 2 }),
        perSeries <= 80 ? Plot.dot(dated, { x: 'date', y: 'value', fill: 'series', r: 2.8 }) : null,
        Plot.text(bands, {
          y: (band: Band) => (band.from + Math.min(band.to, top)) / 2,
          frameAnchor: 'right',
          text: ({ name }: Band) => name.replace(' ', '\n'),
          textAnchor: 'start',
          dx: 8,
          fill: palette.muted,
          fontStyle: 'italic',
        }),
        series.length > 1
          ? Plot.text(spread(last, top, bottom), {
              x: 'date',
              y: 'labelY',
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
            ...tooltipStyle(palette),
            title: (point: TimePoint) =>
              `${periodName(point.period)}\n${series.length > 1 ? `${point.series}: ` : ''}${point.value === null ? 'no shares' : format(point.value)}`,
          }),
        ),
      ],
    }),
    description,
  );
}

/** Positions of the labels at the ends of lines, moved apart where lines end close together. */
function spread<Point extends { value: number | null }>(
  points: readonly Point[],
  top: number,
  bottom: number,
): (Point & { labelY: number })[] {
  const step = (top - bottom) / 15;
  const placed: (Point & { labelY: number })[] = [];
  for (const point of [...points].sort((a, b) => (a.value ?? 0) - (b.value ?? 0))) {
    const below = placed.at(-1)?.labelY ?? Number.NEGATIVE_INFINITY;
    placed.push({ ...point, labelY: Math.max(point.value ?? 0, below + step) });
  }
  return placed;
}
