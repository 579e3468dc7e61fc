import * as Plot from '@observablehq/plot';
import { type Drawing, shortened } from './chart.js';

/** Small charts side by side, in as many rows as they need. */
export interface Facets {
  rowCount: number;
  /** The place of a mark by the number of its chart. */
  place: { fx(mark: { side: number }): number; fy(mark: { side: number }): number };
  /** The name of each chart above it, and its caption. */
  titles: Plot.Markish[];
}

/** @param minWidth of one chart, in pixels */
export function facets(
  charts: readonly { name: string; caption: string }[],
  { width, palette }: Pick<Drawing, 'width' | 'palette'>,
  minWidth: number,
): Facets {
  const perRow = Math.max(1, Math.min(charts.length, Math.floor(width / minWidth)));
  const place: Facets['place'] = {
    fx: ({ side }) => side % perRow,
    fy: ({ side }) => Math.floor(side / perRow),
  };
  const titles = charts.map(({ name, caption }, side) => ({ name, caption, side }));
  const textLength = Math.floor(width / perRow / 7);
  return {
    rowCount: Math.ceil(charts.length / perRow),
    place,
    titles: [
      Plot.text(titles, {
        ...place,
        frameAnchor: 'top-left',
        dy: -31,
        text: ({ name }: { name: string }) => shortened(name, textLength),
        fill: palette.ink,
        fontWeight: 600,
      }),
      Plot.text(titles, {
        ...place,
        frameAnchor: 'top-left',
        dy: -15,
        text: ({ caption }: { caption: string }) => shortened(caption, textLength),
        fill: palette.muted,
        fontSize: 11,
      }),
    ],
  };
}
