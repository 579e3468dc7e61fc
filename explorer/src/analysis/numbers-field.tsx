import { useEffect, useState } from 'preact/hooks';
import { readNumbers } from './question.js';

const MAX_NUMBERS = 10;

/** The properties of a field of percentages. */
export const PERCENTAGES = {
  hint: 'Enter 1 to 10 numbers above 0 and up to 100.',
  isValidNumber: (number: number) => number > 0 && number <= 100,
};

/** Numbers separated by commas; applied on blur and on Enter, if all are valid. */
export function NumbersField(props: {
  label: string;
  values: number[];
  hint: string;
  /** An empty field is an empty list. */
  isOptional?: boolean;
  placeholder?: string;
  isValidNumber: (number: number) => boolean;
  onChange: (numbers: number[]) => void;
}) {
  const { label, values, hint, isOptional = false, placeholder, isValidNumber, onChange } = props;
  const written = values.join(', ');
  const [text, setText] = useState(written);
  useEffect(() => setText(written), [written]);
  const numbers = isOptional && text.trim() === '' ? [] : readNumbers(text);
  const isValid = numbers !== undefined && numbers.length <= MAX_NUMBERS && numbers.every(isValidNumber);
  const apply = () => {
    if (isValid && numbers.join() !== values.join()) onChange(numbers);
  };
  return (
    <label class="field short">
      {label}
      <input
        value={text}
        inputmode="decimal"
        autocomplete="off"
        placeholder={placeholder}
        title={hint}
        aria-invalid={!isValid}
        onInput={(event) => setText(event.currentTarget.value)}
        onBlur={apply}
        onKeyDown={(event) => event.key === 'Enter' && apply()}
      />
      {!isValid && (
        <small class="field-error" role="alert">
          {hint}
        </small>
      )}
    </label>
  );
}
