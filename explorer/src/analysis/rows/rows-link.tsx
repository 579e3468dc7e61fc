import type { ComponentChildren } from 'preact';
import type { Condition } from '../filters/conditions.js';
import type { EntityParts } from '../filters/entity-keys.js';
import { openRows } from './rows-state.js';

/** A figure that opens the rows behind it. */
export function RowsLink(props: {
  period: string;
  entity?: EntityParts;
  where?: Condition[];
  /** What the figure is of: shown on hovering, and a description for screen readers. */
  of: string;
  children: ComponentChildren;
}) {
  const { period, entity, where, of, children } = props;
  return (
    <button
      type="button"
      class="as-link figure-link"
      title={`Rows behind ${of}`}
      onClick={() => openRows(period, { entity, where })}
    >
      {children}
    </button>
  );
}
