import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { theme } from '../theme.js';
import { DownloadIcon } from '../ui/icons.js';
import { Menu } from '../ui/menu.js';
import { QueryButton, type Question } from '../ui/query-button.js';
import { ScrollArea } from '../ui/scroll-area.js';
import { Loading } from '../ui/states.js';
import type { Chart, Drawing } from './chart.js';
import { palettes } from './palette.js';
import type { plots } from './plots.js';
import { saveChart, standalone } from './save-chart.js';

type Plots = typeof plots;

const SAVED_WIDTH = 900;
/** Until the place of a chart is measured. */
const FIRST_WIDTH = 640;

let loading: Promise<Plots> | undefined;
function loadPlots(): Promise<Plots> {
  loading ??= import('./plots.js').then((module) => module.plots);
  return loading;
}

/** A picture with what belongs to it: a title, words for those who do not see it, its numbers as a table, the query, and the way to take it along. */
export function Figure(props: {
  title: string;
  subtitle?: string;
  /** What the picture shows, in a sentence or two; what a reader of the screen hears. */
  description: string;
  /** Below the picture. */
  note?: ComponentChildren;
  controls?: ComponentChildren;
  source: string;
  fileName: string;
  question: Question;
  isStale?: boolean;
  draw: (plots: Plots, drawing: Drawing) => Chart;
  /** Changes when the picture does. */
  drawnFrom: readonly unknown[];
  table: ComponentChildren;
  onPick?: (period: string) => void;
}) {
  const { title, subtitle, description, note, controls, question, table, isStale } = props;
  const [plots, setPlots] = useState<Plots>();
  const [failed, setFailed] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
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
    if (!plots || !place.current) return;
    const chart = props.draw(plots, { width, palette: palettes[theme.value], description });
    const { onPick } = props;
    if (onPick) {
      chart.style.cursor = 'pointer';
      chart.addEventListener('click', () => {
        if (chart.value?.period) onPick(chart.value.period);
      });
    }
    place.current.replaceChildren(chart);
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
          {subtitle && <p class="soft">{subtitle}</p>}
        </div>
        <div class="figure-tools">
          {controls}
          <Menu title={`Save the picture: ${title}`} buttonClass="quiet square" label={<DownloadIcon />}>
            <button type="button" disabled={!plots} onClick={() => save('svg')}>
              Picture as SVG
            </button>
            <button type="button" disabled={!plots} onClick={() => save('png')}>
              Picture as PNG
            </button>
          </Menu>
          <QueryButton of={question} />
        </div>
      </div>
      <figure>
        <div ref={place} class={`chart ${isStale ? 'stale' : ''}`}>
          {!plots && !failed && <Loading lines={6} label="Drawing" />}
        </div>
        {failed && <p class="field-error">The picture could not be loaded. Its numbers are in the table below.</p>}
        {note && <figcaption class="soft">{note}</figcaption>}
      </figure>
      <details class="numbers-behind" open={failed}>
        <summary>The numbers as a table</summary>
        {table}
      </details>
    </section>
  );
}

function useWidth(place: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(FIRST_WIDTH);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.max(240, Math.floor(entry!.contentRect.width))));
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);
  return width;
}

/** The numbers of a picture, for those who rather read or copy them; a long table is cut. */
export function NumbersTable({ heads, rows }: { heads: readonly string[]; rows: readonly (readonly string[])[] }) {
  const shown = rows.slice(0, MAX_TABLE_ROWS);
  return (
    <ScrollArea label="Numbers, scroll" class="tall">
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
      {rows.length > shown.length && <p class="soft more">The first {MAX_TABLE_ROWS}; the download has all.</p>}
    </ScrollArea>
  );
}

const MAX_TABLE_ROWS = 500;
