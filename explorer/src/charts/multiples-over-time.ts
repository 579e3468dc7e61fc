import * as Plot from '@observablehq/plot';
import { short } from '../format/numbers.js';
import { periodName, periodStart } from '../format/periods.js';
import { accessibleChart, type Chart, type Drawing, plotStyle, tooltipStyle } from './chart.js';
import { facets } from './facets.js';

/** A segment with its value in each period in which it has one. */
export interface MultipleOverTime {
  name: string;
  /** Below the name, such as the newest value. */
  caption: string;
  points: readonly { period: string; value: number | null }[];
}

export interface MultiplesOverTime {
  multiples: readonly MultipleOverTime[];
  /** The same measure of all rows, behind each of them; empty where it says nothing. */
  all: MultipleOverTime['points'];
  format: (value: number) => string;
}

/** The least width of one chart, in pixels. */
const MIN_WIDTH = 190;
const HEIGHT = 150;

interface Point {
  side: number;
  segment: string;
  period: string;
  date: Date;
  value: number | null;
}

/** A line over time for each segment. The axes are the same in all of them. */
export function multiplesOverTime(
  { multiples, all, format }: MultiplesOverTime,
  { width, palette, description }: Drawing,
): Chart {
  const { rowCount, place, titles } = facets(multiples, { width, palette }, MIN_WIDTH);
  const dated = (points: MultipleOverTime['points'], side: number): Point[] =>
    points.flatMap(({ period, value }) => {
      const date = periodStart(period);
      return date ? [{ side, segment: multiples[side]!.name, period, date, value }] : [];
    });
  const own = multiples.flatMap(({ points }, side) => dated(points, side));
  const behind = multiples.flatMap((_, side) => dated(all, side));
  const values = [...own, ...behind].map(({ value }) => value ?? 0);
  const periods = new Map([...own, ...behind].map(({ date, period }) => [date.getTime(), period]));
  const times = [...periods.keys()].sort((a, b) => a - b);
  const ends = [...new Set([times[0], times.at(-1)])].flatMap((time) => (time === undefined ? [] : [new Date(time)]));
  const nameOf = (date: Date) => periodName(periods.get(date.getTime()) ?? '');
  return accessibleChart(
    Plot.plot({
      width,
      height: rowCount * HEIGHT + 30,
      marginLeft: 44,
      marginRight: 10,
      marginTop: 36,
      marginBottom: 30,
      ...plotStyle(palette),
      x: { type: 'utc', axis: null },
      y: {
        domain: [Math.min(0, ...values), Math.max(...values, 0) * 1.05 || 1],
        ticks: 3,
        label: null,
        tickSize: 0,
        grid: true,
        tickFormat: (value: number) => short(value),
      },
      fx: { axis: null, padding: 0.18 },
      fy: { axis: null, padding: 0.42 },
      marks: [
        // Within their chart, so that the end of one is not read together with the start of the next.
        ...ends.map((date, at) =>
          Plot.axisX([date], {
            label: null,
            tickSize: 0,
            tickFormat: nameOf,
            textAnchor: ends.length === 1 ? 'middle' : at === 0 ? 'start' : 'end',
          }),
        ),
        Plot.line(behind, { ...place, x: 'date', y: 'value', z: 'side', stroke: palette.muted, strokeOpacity: 0.55 }),
        Plot.line(own, { ...place, x: 'date', y: 'value', z: 'side', stroke: palette.accent, strokeWidth: 2 }),
        Plot.dot(own, { ...place, x: 'date', y: 'value', r: times.length > 24 ? 0 : 2, fill: palette.accent }),
        ...titles,
        Plot.tip(
          own.filter(({ value }) => value !== null),
          Plot.pointer({
            ...place,
            x: 'date',
            y: 'value',
            ...tooltipStyle(palette),
            title: ({ segment, period, value }: Point) => `${segment}\n${periodName(period)}: ${format(value!)}`,
          }),
        ),
      ],
    }),
    description,
  );
}
