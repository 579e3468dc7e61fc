import type * as Plot from '@observablehq/plot';
import type { Palette } from './palette.js';

/** The size and colours of a chart, and its description for screen readers. */
export interface Drawing {
  width: number;
  palette: Palette;
  description: string;
}

/** What the pointer is on. */
export interface Picked {
  period?: string;
  segment?: string;
  entity?: string;
  /** A bar of a waterfall. */
  name?: string;
}

export type Chart = SVGSVGElement & { value?: Picked | null };

/** Below this width, in pixels, charts show fewer ticks and shorter labels. */
export const NARROW_WIDTH = 480;

export function plotStyle(palette: Palette) {
  return {
    style: {
      background: palette.paper,
      color: palette.muted,
      fontFamily: "'Inter Variable', Inter, system-ui, sans-serif",
      fontSize: '12px',
      fontVariantNumeric: 'tabular-nums',
      overflow: 'visible',
    },
  } as const;
}

export function tooltipStyle(palette: Palette) {
  return { fill: palette.paper, stroke: palette.muted, textPadding: 8, fontSize: 12.5, lineHeight: 1.35 } as const;
}

/** Gives a chart its role and description, and hides its parts from screen readers. */
export function accessibleChart(plot: (SVGSVGElement | HTMLElement) & Plot.Plot, description: string): Chart {
  const chart = plot as unknown as Chart;
  chart.setAttribute('role', 'img');
  chart.setAttribute('aria-label', description);
  // Plot labels each group of marks. The description replaces them, and a label without a role is an accessibility error.
  for (const part of chart.querySelectorAll('g[aria-label]')) part.removeAttribute('aria-label');
  return chart;
}

/** A label of a chart that can be chosen. */
interface Name {
  label: SVGTextElement;
  /** The whole name, where the label is shortened. */
  name: string;
  onPick: () => void;
}

/** Gives a chart its description, and its names the role and the keys of buttons; its other parts are hidden from screen readers. */
export function accessibleNames(
  plot: (SVGSVGElement | HTMLElement) & Plot.Plot,
  description: string,
  names: readonly Name[],
): Chart {
  const chart = accessibleChart(plot, description);
  // The parts of an image are not read.
  chart.setAttribute('role', 'group');
  for (const part of chart.children) {
    if (!names.some(({ label }) => part.contains(label))) part.setAttribute('aria-hidden', 'true');
  }
  for (const { label, name, onPick } of names) {
    label.classList.add('axis-name');
    label.setAttribute('role', 'button');
    label.setAttribute('tabindex', '0');
    label.setAttribute('aria-label', name);
    label.addEventListener('click', (event) => {
      // The cell that is nearest is not what is clicked.
      event.stopPropagation();
      onPick();
    });
    label.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      // A space would scroll the page.
      event.preventDefault();
      onPick();
    });
  }
  return chart;
}

/** A name as a label: on one line, where white space is kept, and no longer than `length`. */
export function shortened(name: string, length: number): string {
  const text = name.replaceAll(/\s+/g, ' ');
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
