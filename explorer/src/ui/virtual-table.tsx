import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** Pixels; the same for every row, so that a position needs no measuring. */
const ROW_HEIGHT = 34;
const HEAD_HEIGHT = 36;
/** Room for a scrollbar below the last row. */
const SCROLLBAR = 18;
/** Rows above and below the visible ones, so that scrolling shows no gap. */
const OVERSCAN = 12;
/** Browsers draw nothing below about 16 million pixels; longer lists move more than a row for a row. */
const MAX_HEIGHT = 12_000_000;

export interface VirtualColumn {
  name: string;
  /** In rem; `rest` is what the others leave. */
  width: number | 'rest';
  /** Its width on a phone, where it is less. */
  narrow?: number;
  kind: 'number' | 'text' | 'head';
  /** Sorts the table when its header is clicked; undefined where it cannot. */
  onSort?: () => void;
  /** The table is in this order of the column. */
  order?: 'ascending' | 'descending';
}

/** A column that takes what is left keeps this width at least, in rem. */
const MIN_REST = { wide: 12, narrow: 8 };
/** Columns that fit on a page (print.css leaves out the others). */
const PRINTED_COLUMNS = 9;
/** Pixels of a table on a phone. */
const NARROW_WIDTH = 480;

/** A table of any number of rows of which only the visible ones exist. */
export function VirtualTable(props: {
  label: string;
  count: number;
  columns: readonly VirtualColumn[];
  /** The cells of a row; undefined while they are loaded. */
  cells: (index: number) => readonly ComponentChildren[] | undefined;
  /** Called with the first and the last index that is shown. */
  onVisible: (first: number, last: number) => void;
}) {
  const { label, count, cells, onVisible } = props;
  const area = useRef<HTMLElement>(null);
  const [{ height, width }, setSize] = useState({ height: 600, width: 1000 });
  const [top, setTop] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setSize(entry!.contentRect));
    observer.observe(area.current!);
    return () => observer.disconnect();
  }, []);
  const isNarrow = width < NARROW_WIDTH;
  const columns = isNarrow ? props.columns.map(narrowed) : props.columns;
  const whole = count * ROW_HEIGHT;
  const scrollHeight = Math.min(whole, MAX_HEIGHT);
  // Where the list is longer than can be scrolled, a pixel of the scrollbar is more than one of the list.
  const visible = Math.max(1, height - HEAD_HEIGHT);
  const ratio = scrollHeight > visible ? Math.max(0, whole - visible) / (scrollHeight - visible) : 1;
  const offset = top * ratio;
  const first = Math.max(0, Math.floor(offset / ROW_HEIGHT) - OVERSCAN);
  const last = Math.min(count - 1, Math.ceil((offset + visible) / ROW_HEIGHT) + OVERSCAN);
  useEffect(() => {
    if (count > 0) onVisible(first, last);
  }, [first, last, count]);
  const before = top - (offset - first * ROW_HEIGHT);
  const shown = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  const after = Math.max(0, scrollHeight - before - shown.length * ROW_HEIGHT);
  return (
    <section
      ref={area}
      class="scroll virtual"
      style={{ maxHeight: `${HEAD_HEIGHT + whole + SCROLLBAR}px` }}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard (axe: scrollable-region-focusable).
      tabIndex={0}
      aria-label={label}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <table
        class={columns[0]?.kind === 'head' ? 'pinned' : ''}
        aria-rowcount={count + 1}
        style={{ minWidth: `${widthOf(columns, isNarrow)}rem` }}
      >
        <colgroup>
          {columns.map(({ name, width }) => (
            <col key={name} style={{ width: width === 'rest' ? 'auto' : `${width}rem` }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <Header key={column.name} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <Space height={before} />}
          {shown.map((index) => {
            const row = cells(index);
            return (
              <tr key={index} aria-rowindex={index + 2} style={{ height: `${ROW_HEIGHT}px` }}>
                {columns.map(({ name, kind }, at) =>
                  kind === 'head' ? (
                    <th key={name} scope="row">
                      {row ? row[at] : <span class="muted">…</span>}
                    </th>
                  ) : (
                    <td key={name} class={kind}>
                      {row?.[at]}
                    </td>
                  ),
                )}
              </tr>
            );
          })}
          {after > 0 && <Space height={after} />}
        </tbody>
      </table>
      {(columns.length > PRINTED_COLUMNS || shown.length < count) && shown.length > 0 && (
        <p class="print-only muted small">{printedPart(shown, count, columns)}</p>
      )}
    </section>
  );
}

function Header({ column: { name, kind, onSort, order } }: { column: VirtualColumn }) {
  return (
    <th scope="col" class={kind} aria-sort={order} title={name}>
      {onSort ? (
        <button type="button" class="sort" onClick={onSort}>
          {name}
          <span class="sort-mark" aria-hidden="true">
            {order === undefined ? '' : order === 'descending' ? '↓' : '↑'}
          </span>
        </button>
      ) : (
        name
      )}
    </th>
  );
}

/** What of a list is on paper. The head of a row in front says where it is: it is no column of the data. */
function printedPart(shown: readonly number[], count: number, columns: readonly VirtualColumn[]): string {
  const heads = columns[0]?.kind === 'head' ? 1 : 0;
  const number = (value: number) => value.toLocaleString('en');
  const rows = `Rows ${number(shown[0]! + 1)} to ${number(shown.at(-1)! + 1)} of ${number(count)}`;
  return columns.length > PRINTED_COLUMNS
    ? `${rows}, the first ${PRINTED_COLUMNS - heads} of ${columns.length - heads} columns.`
    : `${rows}.`;
}

function narrowed(column: VirtualColumn): VirtualColumn {
  return column.narrow === undefined ? column : { ...column, width: column.narrow };
}

function widthOf(columns: readonly VirtualColumn[], isNarrow: boolean): number {
  const rest = isNarrow ? MIN_REST.narrow : MIN_REST.wide;
  return columns.reduce((sum, { width }) => sum + (width === 'rest' ? rest : width), 0);
}

function Space({ height }: { height: number }) {
  return <tr class="space" style={{ height: `${height}px` }} />;
}
