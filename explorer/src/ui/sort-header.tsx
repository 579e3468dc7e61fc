import type { ComponentChildren } from 'preact';

export interface Sort<Key extends string> {
  by: Key;
  isDescending: boolean;
}

/** A column header that sorts the table: a button, with its state in aria-sort. */
export function SortHeader<Key extends string>(props: {
  by: Key;
  sort: Sort<Key>;
  onSort: (sort: Sort<Key>) => void;
  children: ComponentChildren;
  isNumber?: boolean;
}) {
  const { by, sort, onSort, children, isNumber = false } = props;
  const isCurrent = sort.by === by;
  const direction = isCurrent ? (sort.isDescending ? 'descending' : 'ascending') : undefined;
  const next = { by, isDescending: isCurrent ? !sort.isDescending : isNumber };
  return (
    <th scope="col" class={isNumber ? 'number' : ''} aria-sort={direction}>
      <button type="button" class="sort" onClick={() => onSort(next)}>
        {children}
        <span class="sort-mark" aria-hidden="true">
          {isCurrent ? (sort.isDescending ? '↓' : '↑') : ''}
        </span>
      </button>
    </th>
  );
}
