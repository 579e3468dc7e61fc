import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { theme } from '../theme.js';
import { DownloadIcon } from '../ui/icons.js';
import { Menu } from '../ui/menu.js';
import { QueryButton, type ShownQuery } from '../ui/query-button.js';
import { ScrollArea } from '../ui/scroll-area.js';
import { Loading } from '../ui/states.js';
import type { Chart, Drawing, Picked } from './chart.js';
import { palettes } from './palette.js';
import type { plots } from './plots.js';
import { saveChart, standalone } from './save-chart.js';

type Plots = typeof plots;

const SAVED_WIDTH = 900;
/** Used until the container is measured. */
const FIRST_WIDTH = 640;

let loading: Promise<Plots> | undefined;
function loadPlots(): Promise<Plots> {
  loading ??= import('./plots.js').then((module) => module.plots);
  return loading;
}

/** A chart with its title, description, data table, query and download. */
export function Figure(props: {
  title: string;
  subtitle?: string;
  /** What the chart shows, for screen readers. */
  description: string;
  /** Below the chart. */
  note?: ComponentChildren;
  controls?: ComponentChildren;
  source: string;
  fileName: string;
  /** Left out where a button above shows the same query. */
  shownQuery?: ShownQuery;
  isStale?: boolean;
  draw: (plots: Plots, drawing: Drawing) => Chart;
  /** The chart is drawn again when one of these changes. */
  drawnFrom: readonly unknown[];
  table: ComponentChildren;
  /** The table is part of the view, not only for those who do not see the chart. */
  isTableOpen?: boolean;
  /** Called with what is clicked. */
  onPick?: (picked: Picked) => void;
}) {
  const { title, subtitle, description, note, controls, shownQuery, table, isTableOpen = false, isStale } = props;
  const [plots, setPlots] = useState<Plots>();
  const [failed, setFailed] = useState(false);
  const container = useRef<HTMLDivElement>(null);
  const width = useWidth(container);
  const titleId = useId();

  useEffect(() => {
    loadPlots().then(
      (loaded) => setPlots(() => loaded),
      () => {
        loading = undefined;
        setFailed(true);
      },
    );
  }, []);

  useEffect(() => {
    if (!plots || !container.current) return;
    const chart = props.draw(plots, { width, palette: palettes[theme.value], description });
    const { onPick } = props;
    if (onPick) {
      chart.style.cursor = 'pointer';
      chart.addEventListener('click', () => {
        if (chart.value) onPick(chart.value);
      });
    }
    container.current.replaceChildren(chart);
  }, [plots, width, theme.value, description, ...props.drawnFrom]);

  const save = async (format: 'svg' | 'png') => {
    const chart = props.draw(plots!, { width: SAVED_WIDTH, palette: palettes.light, description });
    await saveChart(
      standalone(chart, { title, subtitle: subtitle ?? '', source: props.source }),
      format,
      props.fileName,
    );
  };

  return (
    <section class="panel" aria-labelledby={titleId}>
      <div class="section-head row">
        <div>
          <h2 id={titleId}>{title}</h2>
          {subtitle && <p class="muted">{subtitle}</p>}
        </div>
        <div class="figure-tools">
          {controls}
          <Menu title={`Save chart: ${title}`} buttonClass="quiet square" label={<DownloadIcon />}>
            <button type="button" disabled={!plots} onClick={() => save('svg')}>
              Save as SVG
            </button>
            <button type="button" disabled={!plots} onClick={() => save('png')}>
              Save as PNG
            </button>
          </Menu>
          {shownQuery && <QueryButton of={shownQuery} />}
        </div>
      </div>
      <figure>
        <div ref={container} class={`chart ${isStale ? 'stale' : ''}`}>
          {!plots && !failed && <Loading lines={6} label="Loading the chart" />}
        </div>
        {failed && <p class="field-error">The chart could not be loaded. The table below has its data.</p>}
        {note && <figcaption class="muted">{note}</figcaption>}
      </figure>
      <details class="numbers-behind" open={failed || isTableOpen}>
        <summary>Show data table</summary>
        {table}
      </details>
    </section>
  );
}

function useWidth(container: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(FIRST_WIDTH);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.max(240, Math.floor(entry!.contentRect.width))));
    observer.observe(container.current!);
    return () => observer.disconnect();
  }, []);
  return width;
}

/** The data of a chart as a table, limited to the first rows. */
export function NumbersTable({ heads, rows }: { heads: readonly string[]; rows: readonly (readonly string[])[] }) {
  const shown = rows.slice(0, MAX_TABLE_ROWS);
  return (
    <ScrollArea label="Data table, scrolls" class="tall">
      <table>
        <thead>
          <tr>
            {heads.map((head, at) => (
              <th key={head} scope="col" class={at > 0 ? 'number' : ''}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row[0]}>
              {row.map((cell, at) =>
                at === 0 ? (
                  <th key={heads[at]} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={heads[at]} class="number">
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown.length && (
        <p class="muted more">The first {MAX_TABLE_ROWS} rows. The download has all of them.</p>
      )}
    </ScrollArea>
  );
}

const MAX_TABLE_ROWS = 500;
