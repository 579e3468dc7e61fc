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
  kind: 'number' | 'text' | 'head';
  /** Sorts the table when its header is clicked; undefined where it cannot. */
  onSort?: () => void;
  /** The table is in this order of the column. */
  order?: 'ascending' | 'descending';
}

/** A column that takes what is left keeps this width at least, in rem. */
const MIN_REST = 12;

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
  const { label, count, columns, cells, onVisible } = props;
  const area = useRef<HTMLElement>(null);
  const [height, setHeight] = useState(600);
  const [top, setTop] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setHeight(entry!.contentRect.height));
    observer.observe(area.current!);
    return () => observer.disconnect();
  }, []);
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
      <table aria-rowcount={count + 1} style={{ minWidth: `${widthOf(columns)}rem` }}>
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

function widthOf(columns: readonly VirtualColumn[]): number {
  return columns.reduce((sum, { width }) => sum + (width === 'rest' ? MIN_REST : width), 0);
}

function Space({ height }: { height: number }) {
  return <tr class="space" style={{ height: `${height}px` }} />;
}
