import * as Plot from '@observablehq/plot';
import { count, percent } from '../format/numbers.js';
import { accessibleChart, type Chart, type Drawing, plotStyle, tooltipStyle } from './chart.js';
import { type CurvePoint, type CurveSource, paretoPoints } from './concentration-curve.js';
import { facets } from './facets.js';

export interface Multiple {
  name: string;
  /** Below the name, such as what reaches the threshold. */
  caption: string;
  period: CurveSource;
}

/** The least width of one curve, in pixels. */
const MIN_WIDTH = 150;
const HEIGHT = 150;
/** From this number on, only a logarithmic axis separates the largest few. */
const MIN_ENTITIES_FOR_LOG_SCALE = 100;

interface Point extends CurvePoint {
  segment: string;
}

/** A concentration curve for each segment, in front of the curve of all rows. The axes are the same in all of them. */
export function smallMultiples(
  multiples: readonly Multiple[],
  all: CurveSource,
  many: string,
  { width, palette, description }: Drawing,
): Chart {
  const { rowCount, place, titles } = facets(multiples, { width, palette }, MIN_WIDTH);
  const most = Math.max(2, ...multiples.map(({ period }) => period.entityCount));
  const isLog = most >= MIN_ENTITIES_FOR_LOG_SCALE;
  const curve = (period: CurveSource, at: number): Point[] =>
    paretoPoints(period, at).map((point) => ({ ...point, segment: multiples[at]!.name }));
  const own = multiples.flatMap(({ period }, at) => curve(period, at));
  // Beyond the entities of the largest segment the curve of all is not needed.
  const behind = multiples.flatMap((_, at) => curve(all, at).filter(({ rank }) => rank <= most));
  const highest = Math.max(100, ...own.map(({ share }) => share));
  const lowest = Math.min(0, ...own.map(({ share }) => share));
  return accessibleChart(
    Plot.plot({
      width,
      height: rowCount * HEIGHT + 30,
      marginLeft: 34,
      marginRight: 6,
      marginTop: 36,
      marginBottom: 36,
      ...plotStyle(palette),
      x: {
        type: isLog ? 'log' : 'linear',
        domain: [1, most],
        label: `${many}, from the largest →`,
        labelAnchor: 'right',
        tickSize: 0,
        ticks: 3,
        tickFormat: (rank: number) =>
          Number.isInteger(rank) && (!isLog || /^1?0*$/.test(String(rank))) ? count(rank) : '',
      },
      y: { domain: [lowest, highest], ticks: [0, 50, 100], label: '↑ %', tickSize: 0, grid: true },
      fx: { axis: null, padding: 0.14 },
      fy: { axis: null, padding: 0.42 },
      marks: [
        Plot.line(behind, { ...place, x: 'rank', y: 'share', z: 'side', stroke: palette.muted, strokeOpacity: 0.55 }),
        Plot.line(own, { ...place, x: 'rank', y: 'share', z: 'side', stroke: palette.accent, strokeWidth: 2 }),
        // A segment of one entity is no line.
        Plot.dot(
          own.filter(({ rank }) => rank === 1),
          { ...place, x: 'rank', y: 'share', r: 2.5, fill: palette.accent },
        ),
        ...titles,
        Plot.tip(
          own,
          Plot.pointer({
            ...place,
            x: 'rank',
            y: 'share',
            ...tooltipStyle(palette),
            title: ({ segment, entity, rank, share }: Point) =>
              [segment, entity, `The ${count(rank)} largest make up ${percent(share)}`].filter(Boolean).join('\n'),
          }),
        ),
      ],
    }),
    description,
  );
}
