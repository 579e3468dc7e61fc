import { useId, useState } from 'preact/hooks';
import type { ExplorerSchemaFragment } from '../../../../clients/typescript/generated/graphql.js';
import { DialogActions } from '../../ui/dialog.js';
import type { Condition } from './conditions.js';

type Column = ExplorerSchemaFragment['columns'][number];

/** The ends of a range of amounts or dates. */
export function RangeForm(props: {
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
      <DialogActions onClose={onClose} action="Apply" isReady={areValid && (from.trim() !== '' || to.trim() !== '')} />
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
