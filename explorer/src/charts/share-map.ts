import * as Plot from '@observablehq/plot';
import { percent } from '../format/numbers.js';
import { periodName } from '../format/periods.js';
import {
  accessibleNames,
  type Chart,
  type Drawing,
  NARROW_WIDTH,
  plotStyle,
  shortened,
  tooltipStyle,
} from './chart.js';

export interface ShareCell {
  period: string;
  entity: string;
  /** Percent; null where the entity is not listed in the period. */
  share: number | null;
}

/** A heat map of shares: one cell for each entity and period. `onPickName` is called with a name of the axis that is clicked. */
export function shareMap(
  cells: readonly ShareCell[],
  listed: number,
  { width, palette, description }: Drawing,
  onPickName: (entity: string) => void,
): Chart {
  const periods = [...new Set(cells.map(({ period }) => period))];
  const entities = [...new Set(cells.map(({ entity }) => entity))];
  const isNarrow = width < NARROW_WIDTH;
  const left = isNarrow
    ? 108
    : Math.min(230, 24 + 6.4 * Math.max(...entities.map((entity) => shortened(entity, 34).length)));
  const cellWidth = (width - left - 10) / periods.length;
  const hasCellLabels = cellWidth >= 40;
  const every = Math.max(1, Math.ceil(((isNarrow ? 78 : 66) * periods.length) / (width - left - 10)));
  const largest = Math.max(...cells.map(({ share }) => share ?? 0), 0.0001);
  const plot = Plot.plot({
    width,
    height: entities.length * 27 + 44,
    marginLeft: left,
    marginRight: 10,
    marginBottom: 34,
    marginTop: 6,
    ...plotStyle(palette),
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
      hasCellLabels
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
      hasCellLabels
        ? Plot.text(
            cells.filter(({ share }) => share === null),
            { x: 'period', y: 'entity', text: () => '·', fill: palette.muted },
          )
        : null,
      Plot.tip(
        cells,
        Plot.pointer({
          x: 'period',
          y: 'entity',
          ...tooltipStyle(palette),
          title: (cell: ShareCell) =>
            `${shortened(cell.entity, 60)}\n${periodName(cell.period)}: ${cell.share === null ? `not among the ${listed} largest` : percent(cell.share)}`,
        }),
      ),
    ],
  });
  // The labels of an axis are in the order of its domain.
  const labels = [...plot.querySelectorAll<SVGTextElement>('[aria-label="y-axis tick label"] text')];
  return accessibleNames(
    plot,
    description,
    labels.map((label, at) => ({ label, name: entities[at]!, onPick: () => onPickName(entities[at]!) })),
  );
}
