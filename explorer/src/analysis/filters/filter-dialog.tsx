import { useId, useState } from 'preact/hooks';
import type { ExplorerSchemaFragment } from '../../../../clients/typescript/generated/graphql.js';
import type { DatasetDetail } from '../../dataset/use-dataset.js';
import { Dialog } from '../../ui/dialog.js';
import { Choice } from '../../ui/tabs.js';
import type { Question } from '../question.js';
import type { Condition } from './conditions.js';
import { ValueList } from './value-list.js';

type Column = ExplorerSchemaFragment['columns'][number];

/** Chooses a column and what its cells must be. `initial` is the condition that is changed. */
export function FilterDialog(props: {
  dataset: DatasetDetail;
  schema: ExplorerSchemaFragment;
  question: Question;
  initial?: Condition & { column: string };
  onApply: (condition: Condition) => void;
  onClose: () => void;
}) {
  const { dataset, schema, question, initial, onApply, onClose } = props;
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
          dataset={dataset}
          question={question}
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

function RangeForm(props: {
  column: Column;
  initial: (Condition & { kind: 'range' }) | undefined;
  onApply: (condition: Condition) => void;
  onClose: () => void;
}) {
  const { column, initial, onApply, onClose } = props;
  const [from, setFrom] = useState(initial?.from ?? '');
  const [to, setTo] = useState(initial?.to ?? '');
  const isDate = column.dataType === 'DATE' || column.dataType === 'TIMESTAMP';
  const read = (text: string) => (isDate ? text : text.trim().replaceAll(/[\s,’']/g, ''));
  const isValid = (text: string) => text.trim() === '' || isDate || /^[+-]?\d+(\.\d+)?$/.test(read(text));
  const areValid = isValid(from) && isValid(to);
  // The last day counts with all of its hours.
  const end = column.dataType === 'TIMESTAMP' && /^\d{4}-\d{2}-\d{2}$/.test(to) ? `${to}T23:59:59.999999` : read(to);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onApply({ kind: 'range', column: column.name, from: read(from) || null, to: end || null });
  };
  return (
    <form class="fields" onSubmit={submit}>
      <div class="question-fields">
        <Bound
          label="From"
          hint={`Smallest: ${column.min ?? 'no values'}`}
          isDate={isDate}
          value={from}
          isValid={isValid(from)}
          onChange={setFrom}
        />
        <Bound
          label="To"
          hint={`Largest: ${column.max ?? 'no values'}`}
          isDate={isDate}
          value={to}
          isValid={isValid(to)}
          onChange={setTo}
        />
      </div>
      {!areValid && (
        <p class="field-error" role="alert">
          Enter numbers such as 1250.5.
        </p>
      )}
      <Actions onClose={onClose} isReady={areValid && (from.trim() !== '' || to.trim() !== '')} />
    </form>
  );
}

function Bound(props: {
  label: string;
  hint: string;
  isDate: boolean;
  value: string;
  isValid: boolean;
  onChange: (text: string) => void;
}) {
  const { label, hint, isDate, value, isValid, onChange } = props;
  const id = useId();
  return (
    <div class="field whole">
      <label for={id}>{label}</label>
      {isDate ? (
        <input
          id={id}
          type="date"
          value={value.slice(0, 10)}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <input
          id={id}
          inputmode="decimal"
          autocomplete="off"
          value={value}
          aria-invalid={!isValid}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
      )}
      <small class="muted">{hint}</small>
    </div>
  );
}

function ValuesForm(props: {
  dataset: DatasetDetail;
  question: Question;
  column: Column;
  initial: (Condition & { column: string }) | undefined;
  onApply: (condition: Condition) => void;
  onClose: () => void;
}) {
  const { dataset, question, column, initial, onApply, onClose } = props;
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
      <ValueList
        dataset={dataset}
        question={question}
        column={column}
        chosen={values}
        search={search}
        onSearch={setSearch}
        onChange={setValues}
      />
      <p class="muted small" role="status">
        {values.length > 0
          ? `${values.length} chosen.`
          : canContain
            ? `Choose values, or apply “${text}” as text that the cell ${isNot ? 'does not contain' : 'contains'}.`
            : 'Choose one value or several.'}
      </p>
      <Actions onClose={onClose} isReady={values.length > 0 || canContain} />
    </form>
  );
}

function Actions({ onClose, isReady }: { onClose: () => void; isReady: boolean }) {
  return (
    <div class="dialog-actions">
      <button type="button" onClick={onClose}>
        Cancel
      </button>
      <button type="submit" class="primary" disabled={!isReady}>
        Apply
      </button>
    </div>
  );
}
