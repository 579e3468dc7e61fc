import type * as Plot from '@observablehq/plot';
import type { Palette } from './palette.js';

/** How large, in which colours, and what a reader of the screen hears of it. */
export interface Drawing {
  width: number;
  palette: Palette;
  description: string;
}

export type Chart = SVGSVGElement & { value?: { period?: string } | null };

/** Narrower than this, in pixels, there is room for less. */
export const NARROW_WIDTH = 480;

export function plotStyle(palette: Palette) {
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

export function tooltipStyle(palette: Palette) {
  return { fill: palette.paper, stroke: palette.soft, textPadding: 8, fontSize: 12.5, lineHeight: 1.35 } as const;
}

/** A picture with a description; its parts are not read one by one. */
export function accessibleChart(plot: (SVGSVGElement | HTMLElement) & Plot.Plot, description: string): Chart {
  const chart = plot as unknown as Chart;
  chart.setAttribute('role', 'img');
  chart.setAttribute('aria-label', description);
  // Plot names the kinds of marks; of a picture with a description they are noise, and no group may be named without a role.
  for (const part of chart.querySelectorAll('g[aria-label]')) part.removeAttribute('aria-label');
  return chart;
}

export function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
