import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { type Axis, type Mark, parse, type Spec, View } from 'vega';
import type { Analysis, PeriodConcentration } from '../../model/analysis.js';
import { shortened } from '../../model/text.js';
import { headline, periodRange } from '../headline.js';

/** In CSS pixels; the picture has twice as many each way. */
export const CHART_SIZE = { width: 960, height: 560 } as const;

/** From npm, so that the picture is the same on a machine that has no fonts. */
const FONT = 'Inter';
const require = createRequire(import.meta.url);
const fontFolder = dirname(require.resolve('@expo-google-fonts/inter/package.json'));
const fontFiles = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'].map((file) =>
  join(fontFolder, file),
);

/** Around the plot; `edge` is what stays white. */
const MARGIN = { left: 84, right: 40, top: 96, bottom: 68, edge: 24 };

const INK = '#1f2933';
const SOFT_INK = '#616e7c';
const RULE = '#e4e7eb';
const CURVE = '#1d6fb8';
const MARK = '#b4470f';

/** An average letter of the font is that part of its size wide. */
const LETTER_WIDTH = 0.58;
/** Labels of thresholds nearer to each other than this, in percent of the total, would overlap. */
const LABEL_SPACING = 5.5;
/** So few points of a curve are shown as dots. */
const MAX_DOTS = 30;

/**
 * The concentration curve of all rows as a PNG: what share the largest 1, 2, 3, … entities make up together, with the
 * thresholds on it; null where there are no shares. Some 100 ms: to be called in a worker thread.
 */
export async function concentrationChart(analysis: Analysis): Promise<Buffer | null> {
  if (analysis.total.problem !== null) return null;
  const svg = await new View(parse(chartSpec(analysis)), { renderer: 'none' }).toSVG();
  const font = { fontFiles, loadSystemFonts: false, defaultFontFamily: FONT };
  return new Resvg(svg, { fitTo: { mode: 'zoom', value: 2 }, background: 'white', font }).render().asPng();
}

function chartSpec(analysis: Analysis): Spec {
  const { total, source } = analysis;
  const [who, what] = [drawable(source.groupByHeader, 'Entities'), drawable(source.valueHeader, 'the value')];
  const drawn = { ...analysis, source: { ...source, groupByHeader: who, valueHeader: what } };
  const curve = cumulativeCurve(total);
  const highest = Math.max(100, ...curve.map(({ share }) => share));
  const width = CHART_SIZE.width - MARGIN.left - MARGIN.right;
  const height = CHART_SIZE.height - MARGIN.top - MARGIN.bottom;
  const text = { font: { value: FONT }, fontSize: { value: 13 } };
  const onCurve = { x: { scale: 'x', field: 'count' }, y: { scale: 'y', field: 'share' } };
  return {
    ...{ width, height, padding: MARGIN, autosize: 'none', background: 'white' },
    data: [
      { name: 'curve', values: curve },
      { name: 'marks', values: thresholdMarks(total) },
    ],
    scales: [
      { name: 'x', type: 'linear', domain: [0, total.entityCount], range: [0, width] },
      { name: 'y', type: 'linear', domain: [0, highest], range: [height, 0], nice: highest > 100 },
    ],
    axes: [
      {
        ...{ scale: 'x', orient: 'bottom', format: ',d', tickMinStep: 1, tickCount: 8 },
        ...axisStyle(`${who}, counted from the largest`),
      },
      { scale: 'y', orient: 'left', grid: true, tickCount: 5, ...axisStyle(`Cumulative share of ${what}, %`) },
    ],
    marks: [
      heading(headline(drawn), -62, { fontSize: 20, fontWeight: 600, fill: INK }),
      heading(subtitle(analysis), -36, { fontSize: 13, fontWeight: 400, fill: SOFT_INK }),
      {
        type: 'rule',
        encode: {
          enter: {
            ...{ x: { scale: 'x', value: 0 }, y: { scale: 'y', value: 0 } },
            ...{ x2: { scale: 'x', value: total.entityCount }, y2: { scale: 'y', value: 100 } },
            ...{ stroke: { value: '#9aa5b1' }, strokeDash: { value: [4, 4] } },
          },
        },
      },
      {
        type: 'text',
        encode: {
          enter: {
            ...text,
            fontSize: { value: 12 },
            x: { scale: 'x', value: total.entityCount * 0.72 },
            y: { scale: 'y', value: 72 },
            ...{ baseline: { value: 'top' }, dy: { value: 7 } },
            text: { value: 'if all were equal' },
            fill: { value: SOFT_INK },
            angle: { value: (-Math.atan((height * 100) / highest / width) * 180) / Math.PI },
            align: { value: 'center' },
          },
        },
      },
      {
        type: 'area',
        from: { data: 'curve' },
        encode: {
          enter: { ...onCurve, y2: { scale: 'y', value: 0 }, fill: { value: CURVE }, fillOpacity: { value: 0.07 } },
        },
      },
      {
        type: 'line',
        from: { data: 'curve' },
        encode: {
          enter: { ...onCurve, stroke: { value: CURVE }, strokeWidth: { value: 2.5 }, strokeJoin: { value: 'round' } },
        },
      },
      {
        type: 'symbol',
        from: { data: 'curve' },
        encode: {
          enter: { ...onCurve, size: { value: total.entityCount <= MAX_DOTS ? 22 : 0 }, fill: { value: CURVE } },
        },
      },
      {
        type: 'rule',
        from: { data: 'marks' },
        encode: {
          enter: {
            ...{ ...onCurve, y2: { scale: 'y', value: 0 }, stroke: { value: MARK } },
            ...{ strokeOpacity: { value: 0.55 }, strokeDash: { value: [2, 3] } },
          },
        },
      },
      {
        type: 'symbol',
        from: { data: 'marks' },
        encode: {
          enter: {
            ...onCurve,
            size: { value: 90 },
            fill: { value: MARK },
            stroke: { value: 'white' },
            strokeWidth: { value: 1.5 },
          },
        },
      },
      // First as a white outline, so that a label can be read where a line passes behind it.
      ...['outline', 'label'].map(
        (layer): Mark => ({
          type: 'text',
          from: { data: 'marks' },
          encode: {
            enter: {
              ...onCurve,
              ...{
                ...text,
                fontWeight: { value: 600 },
                dx: { value: 11 },
                baseline: { value: 'top' },
                dy: { value: 5 },
              },
              text: { field: 'label' },
              ...(layer === 'outline'
                ? { stroke: { value: 'white' }, strokeWidth: { value: 4 } }
                : { fill: { value: MARK } }),
            },
          },
        }),
      ),
    ],
  };
}

/** Above the plot, from the left edge of the picture, and no wider than it. */
function heading(text: string, y: number, look: { fontSize: number; fontWeight: number; fill: string }): Mark {
  const widest = (CHART_SIZE.width - 2 * MARGIN.edge) / (LETTER_WIDTH * text.length);
  const style = {
    ...look,
    font: FONT,
    text,
    fontSize: Math.min(look.fontSize, widest),
    x: MARGIN.edge - MARGIN.left,
    y,
  };
  return {
    type: 'text',
    encode: { enter: Object.fromEntries(Object.entries(style).map(([name, value]) => [name, { value }])) },
  };
}

function axisStyle(title: string): Partial<Axis> {
  return {
    ...{
      title,
      titleFont: FONT,
      titleFontSize: 13,
      titleFontWeight: 400,
      titleColor: SOFT_INK,
      titlePadding: 12,
      titleLimit: 600,
    },
    ...{ labelFont: FONT, labelFontSize: 12, labelColor: INK, labelPadding: 6 },
    ...{ domainColor: '#9aa5b1', tickColor: '#9aa5b1', gridColor: RULE },
  };
}

function subtitle(analysis: Analysis): string {
  const { total, source } = analysis;
  const rows = `${total.rowCount.toLocaleString('en-US')} ${total.rowCount === 1 ? 'row' : 'rows'}`;
  return [periodRange(analysis), `${rows} of ${drawable(source.fileName, 'the file')}`].filter(Boolean).join(' · ');
}

interface CurveDot {
  count: number;
  /** Percent of the total. */
  share: number;
}

/** Exact where the analysis is: the head one by one, and beyond it every hundredth of the entities. */
function cumulativeCurve({ entityCount, head, lorenz, total, assignedTotal }: PeriodConcentration): CurveDot[] {
  const first = head.map(({ rank, cumulativeShare }) => ({ count: rank, share: cumulativeShare ?? 0 }));
  // The Lorenz curve is of the rows with an entity, shares are of all.
  const ofAll = (100 * assignedTotal) / total;
  const rest = lorenz
    .map(({ x, y }) => ({ count: Math.round((1 - x) * entityCount), share: ofAll * (1 - y) }))
    .filter(({ count }) => count > first.length)
    .reverse();
  return [{ count: 0, share: 0 }, ...first, ...rest];
}

/** A dot where thresholds are reached; words only beside those that have room for them. */
function thresholdMarks({ thresholds }: PeriodConcentration): (CurveDot & { label: string })[] {
  const reached = new Map<number, { share: number; thresholds: number[] }>();
  for (const { threshold, reaching } of thresholds) {
    if (reaching === null) continue;
    const mark = reached.get(reaching.count);
    if (mark) mark.thresholds.push(threshold);
    else reached.set(reaching.count, { share: reaching.share, thresholds: [threshold] });
  }
  let labelled = Number.NEGATIVE_INFINITY;
  return [...reached].map(([count, { share, thresholds: reachedHere }]) => {
    const hasRoom = share - labelled >= LABEL_SPACING;
    if (hasRoom) labelled = share;
    const limits = reachedHere.map((threshold) => `${threshold} %`).join(', ');
    const words = `${count.toLocaleString('en-US')} ${count === 1 ? 'reaches' : 'reach'} ${limits}`;
    return { count, share, label: hasRoom ? words : '' };
  });
}

/** The font has the letters of Europe; a name in others is called what it is instead of being drawn as empty boxes. */
function drawable(name: string, otherwise: string): string {
  const isDrawable =
    /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Number}\p{Punctuation}\p{Symbol}\p{Mark}\s]*$/u.test(
      name,
    ) && !/\p{Extended_Pictographic}/u.test(name);
  return isDrawable ? shortened(name) : otherwise;
}
