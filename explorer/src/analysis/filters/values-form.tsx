import { useState } from 'preact/hooks';
import type { ExplorerSchemaFragment } from '../../../../clients/typescript/generated/graphql.js';
import { DialogActions } from '../../ui/dialog.js';
import { Choice } from '../../ui/tabs.js';
import type { Condition } from './conditions.js';
import { ValueList, type ValuesOf } from './value-list.js';

type Column = ExplorerSchemaFragment['columns'][number];

/** The values of a column, or a text that they contain. */
export function ValuesForm(props: {
  of: ValuesOf;
  column: Column;
  initial: (Condition & { column: string }) | undefined;
  onApply: (condition: Condition) => void;
  onClose: () => void;
}) {
  const { of, column, initial, onApply, onClose } = props;
  const [isNot, setNot] = useState(initial?.kind === 'values' || initial?.kind === 'contains' ? initial.isNot : false);
  const [values, setValues] = useState<(string | null)[]>(initial?.kind === 'values' ? initial.values : []);
  const [search, setSearch] = useState(initial?.kind === 'contains' ? initial.text : '');
  const text = search.trim();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (values.length > 0) onApply({ kind: 'values', column: column.name, values, isNot });
    else onApply({ kind: 'contains', column: column.name, text, isNot });
  };
  const canContain = column.dataType === 'STRING' && text !== '';
  return (
    <form class="fields" onSubmit={submit}>
      <Choice
        label="Condition"
        value={isNot ? 'not' : 'is'}
        options={[
          { value: 'is', name: 'is one of' },
          { value: 'not', name: 'is none of' },
        ]}
        onChange={(choice) => setNot(choice === 'not')}
      />
      <ValueList of={of} column={column} chosen={values} search={search} onSearch={setSearch} onChange={setValues} />
      <p class="muted small" role="status">
        {values.length > 0
          ? `${values.length} chosen.`
          : canContain
            ? `Choose values, or apply “${text}” as text that the cell ${isNot ? 'does not contain' : 'contains'}.`
            : 'Choose one value or several.'}
      </p>
      <DialogActions onClose={onClose} action="Apply" isReady={values.length > 0 || canContain} />
    </form>
  );
}
