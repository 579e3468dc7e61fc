import { useState } from 'preact/hooks';
import type { ExplorerSchemaFragment } from '../../../../clients/typescript/generated/graphql.js';
import type { DatasetDetail } from '../../dataset/use-dataset.js';
import { Dialog } from '../../ui/dialog.js';
import type { Condition } from './conditions.js';
import { RangeForm } from './range-form.js';
import { ValuesForm } from './values-form.js';

type Column = ExplorerSchemaFragment['columns'][number];

/** Chooses a column and what its cells must be. `initial` is the condition that is changed. */
export function FilterDialog(props: {
  dataset: DatasetDetail;
  schema: ExplorerSchemaFragment;
  /** The version whose values are listed; null for the current one. */
  version: number | null;
  /** Conditions that hold too: the values are those of their rows. */
  where: readonly Condition[];
  initial?: Condition & { column: string };
  onApply: (condition: Condition) => void;
  onClose: () => void;
}) {
  const { dataset, schema, version, where, initial, onApply, onClose } = props;
  const [name, setName] = useState(initial?.column ?? schema.columns[0]?.name ?? '');
  const column = schema.columns.find((each) => each.name === name);
  const apply = (condition: Condition) => {
    onApply(condition);
    onClose();
  };
  return (
    <Dialog title="Only rows where" onClose={onClose}>
      <label class="field whole">
        Column
        <select value={name} disabled={initial !== undefined} onChange={(event) => setName(event.currentTarget.value)}>
          {schema.columns.map((each) => (
            <option key={each.name} value={each.name}>
              {each.label}
            </option>
          ))}
        </select>
      </label>
      {column && isRange(column) && (
        <RangeForm
          key={name}
          column={column}
          initial={initial?.kind === 'range' ? initial : undefined}
          onApply={apply}
          onClose={onClose}
        />
      )}
      {column && !isRange(column) && (
        <ValuesForm
          key={name}
          of={{ id: dataset.id, version, where }}
          column={column}
          initial={initial}
          onApply={apply}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

/** Amounts and dates have ranges; codes and names, and few numbers such as years, have lists of values. */
function isRange({ dataType, role }: Column): boolean {
  if (dataType === 'STRING' || dataType === 'BOOLEAN') return false;
  return role !== 'IDENTIFIER' && role !== 'CATEGORICAL';
}
