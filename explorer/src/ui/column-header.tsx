import type { ComponentChildren } from 'preact';

/** The header of a table column; right-aligned above numbers. */
export function ColumnHeader({ isNumber = false, children }: { isNumber?: boolean; children: ComponentChildren }) {
  return (
    <th scope="col" class={isNumber ? 'number' : ''}>
      {children}
    </th>
  );
}
