import type { ComponentChildren } from 'preact';

/** The head of a column; those of numbers stand above their last digit. */
export function ColumnHeader({ isNumber = false, children }: { isNumber?: boolean; children: ComponentChildren }) {
  return (
    <th scope="col" class={isNumber ? 'number' : ''}>
      {children}
    </th>
  );
}
