import * as Plot from '@observablehq/plot';
import { short } from '../format/numbers.js';
import { accessibleChart, type Chart, type Drawing, NARROW_WIDTH, plotStyle, tooltipStyle } from './chart.js';

/** A bar of a waterfall: a total stands on the axis, a change on the end of the bar before. */
export interface WaterfallStep {
  name: string;
  /** Of a total. */
  period?: string;
  /** The total, or the change. */
  value: number;
  isTotal: boolean;
}

interface Bar extends WaterfallStep {
  from: number;
  to: number;
}

/** From one total to another by what changed; bars lie on narrow screens, so that their names have room. */
export function waterfall(steps: readonly WaterfallStep[], { width, palette, description }: Drawing): Chart {
  const bars = stacked(steps);
  const isNarrow = width < NARROW_WIDTH;
  const names = bars.map(({ name }) => name);
  const fill = ({ isTotal, value }: Bar) => (isTotal ? palette.muted : value < 0 ? palette.second : palette.accent);
  const words = ({ value, isTotal }: Bar) => (isTotal || value <= 0 ? short(value) : `+${short(value)}`);
  const ends = bars.flatMap(({ from, to }) => [from, to]);
  const domain = [Math.min(0, ...ends), Math.max(0, ...ends) || 1];
  const tip = Plot.tip(
    bars,
    Plot.pointer({
      ...(isNarrow ? { y: 'name', x: 'to' } : { x: 'name', y: 'to' }),
      ...tooltipStyle(palette),
      title: (bar: Bar) => `${bar.name}\n${words(bar)}`,
    }),
  );
  const amounts = {
    domain,
    label: null,
    ticks: 4,
    tickSize: 0,
    tickFormat: (value: number) => short(value),
    nice: true,
  };
  const bands = { domain: names, label: null, tickSize: 0, padding: 0.28 };
  return accessibleChart(
    isNarrow
      ? Plot.plot({
          width,
          height: bars.length * 36 + 40,
          marginLeft: 108,
          marginRight: 56,
          ...plotStyle(palette),
          x: amounts,
          y: bands,
          marks: [
            Plot.gridX({ ticks: 4, stroke: palette.line }),
            Plot.barX(bars, { y: 'name', x1: 'from', x2: 'to', fill, rx: 2 }),
            Plot.text(bars, {
              y: 'name',
              x: ({ from, to }: Bar) => Math.max(from, to),
              text: words,
              textAnchor: 'start',
              dx: 5,
              fill: palette.ink,
            }),
            Plot.ruleX([0], { stroke: palette.muted }),
            tip,
          ],
        })
      : Plot.plot({
          width,
          height: Math.min(320, Math.max(240, width * 0.34)),
          marginLeft: 60,
          marginTop: 26,
          ...plotStyle(palette),
          x: bands,
          y: amounts,
          marks: [
            Plot.gridY({ ticks: 4, stroke: palette.line }),
            Plot.barY(bars, { x: 'name', y1: 'from', y2: 'to', fill, rx: 2 }),
            Plot.text(bars, {
              x: 'name',
              y: ({ from, to }: Bar) => Math.max(from, to),
              text: words,
              dy: -8,
              fill: palette.ink,
            }),
            Plot.ruleY([0], { stroke: palette.muted }),
            tip,
          ],
        }),
    description,
  );
}

function stacked(steps: readonly WaterfallStep[]): Bar[] {
  let level = 0;
  return steps.map((step) => {
    const from = step.isTotal ? 0 : level;
    level = from + step.value;
    return { ...step, from, to: level };
  });
}
