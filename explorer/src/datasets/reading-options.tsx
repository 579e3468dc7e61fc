import { useState } from 'preact/hooks';
import type {
  DateOrder,
  DecimalMark,
  NormalizationOptions,
  SourceFormat,
} from '../../../clients/typescript/generated/graphql.js';
import { errorText } from '../api/error-text.js';
import { Dialog } from '../ui/dialog.js';

interface Option {
  value: string;
  name: string;
}

const DELIMITERS: readonly Option[] = [
  { value: ',', name: 'Comma  ,' },
  { value: ';', name: 'Semicolon  ;' },
  { value: '\t', name: 'Tab' },
  { value: '|', name: 'Pipe  |' },
];
const ENCODINGS: readonly Option[] = [
  'utf-8',
  'windows-1252',
  'iso-8859-1',
  'iso-8859-15',
  'utf-16le',
  'utf-16be',
  'macintosh',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'shift_jis',
  'gb18030',
  'big5',
  'euc-kr',
].map((encoding) => ({ value: encoding, name: encoding }));
export const DATE_ORDERS: readonly (Option & { value: DateOrder })[] = [
  { value: 'DMY', name: '3 April (day first)' },
  { value: 'MDY', name: '4 March (month first)' },
  { value: 'YMD', name: 'Year first' },
];
export const DECIMAL_MARKS: readonly (Option & { value: DecimalMark })[] = [
  { value: 'POINT', name: '1,234.50 (decimal point)' },
  { value: 'COMMA', name: '1.234,50 (decimal comma)' },
];

/** The dialog in which a reader corrects what was detected wrongly. Everything left alone is detected. */
export function ReadingOptions(props: {
  fileName: string;
  format?: SourceFormat;
  sheets?: readonly string[] | null;
  /** Why the file was refused. */
  failure?: string;
  /** What was detected at the last reading. */
  detected?: { delimiter?: string | null; encoding?: string | null; headerRow?: number | null };
  /** The options of the last reading. */
  initial?: NormalizationOptions;
  action: string;
  onRead: (options: NormalizationOptions) => Promise<void>;
  onClose: () => void;
}) {
  const { fileName, sheets, failure, detected = {}, initial = {}, action, onRead, onClose } = props;
  const [refusal, setRefusal] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const isWorkbook = props.format ? props.format === 'XLSX' : /\.xls[xm]$/i.test(fileName);
  const isText = props.format
    ? props.format === 'CSV' || props.format === 'TSV'
    : !/\.(xls[xm]|parquet)$/i.test(fileName);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefusal(undefined);
    try {
      await onRead(optionsOf(new FormData(event.currentTarget as HTMLFormElement)));
      onClose();
    } catch (error) {
      setRefusal(errorText(error as Error).message);
      setBusy(false);
    }
  };

  return (
    <Dialog title="How to read this file" onClose={onClose}>
      <p class="muted">
        <strong>{fileName}</strong>. Change only what was detected wrongly.
      </p>
      {failure && <p class="field-error">{failure}</p>}
      <form class="fields" onSubmit={submit}>
        {isWorkbook && <SheetField sheets={sheets ?? []} current={initial.sheet} stacked={initial.sheets} />}
        <label>
          Header row
          <input
            name="headerRow"
            type="number"
            min="1"
            step="1"
            inputmode="numeric"
            placeholder={detected.headerRow ? `Detected: ${detected.headerRow}` : 'Detect'}
            defaultValue={initial.headerRow ? String(initial.headerRow) : ''}
          />
          <small>The number of the row in the file, counted from 1.</small>
        </label>
        {isText && (
          <>
            <Choice
              label="Separator between cells"
              name="delimiter"
              options={DELIMITERS}
              current={initial.delimiter}
              detected={DELIMITERS.find(({ value }) => value === detected.delimiter)?.name ?? detected.delimiter}
            />
            <Choice
              label="Encoding"
              name="encoding"
              options={ENCODINGS}
              current={initial.encoding}
              detected={detected.encoding}
            />
          </>
        )}
        <Choice
          label="A date such as 03/04/2024 is"
          name="dateOrder"
          options={DATE_ORDERS}
          current={initial.dateOrder}
        />
        <Choice
          label="Numbers are written as"
          name="decimalMark"
          options={DECIMAL_MARKS}
          current={initial.decimalMark}
        />
        <label class="check">
          <input type="checkbox" name="unpivot" defaultChecked={initial.unpivot !== false} />
          <span>
            Turn period columns into rows
            <small>Headers such as 2019, 2020, 2021 become one column “period” and one column “value”.</small>
          </span>
        </label>
        <label class="check">
          <input type="checkbox" name="leaveOutSubtotals" defaultChecked={initial.subtotals !== 'KEEP'} />
          <span>
            Leave out totals and subtotals
            <small>Rows whose numbers are proven to be the sums of the rows above or below them.</small>
          </span>
        </label>
        <label>
          Fill blank cells from above in
          <input
            name="fillDown"
            placeholder="No column"
            autocomplete="off"
            defaultValue={initial.fillDown?.join(', ') ?? ''}
          />
          <small>Columns that name a group only in its first row, separated by commas.</small>
        </label>
        {refusal && (
          <p class="field-error" role="alert">
            {refusal}
          </p>
        )}
        <div class="dialog-actions">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={isBusy}>
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** One of several values, or what is detected. A value that is not in the list, such as a rare encoding, is kept. */
function Choice(props: {
  label: string;
  name: string;
  options: readonly Option[];
  current?: string | null;
  detected?: string | null;
}) {
  const { label, name, options, current, detected } = props;
  const isListed = !current || options.some(({ value }) => value === current);
  return (
    <label>
      {label}
      <select name={name}>
        <option value="">{detected ? `Detected: ${detected}` : 'Detect'}</option>
        {!isListed && (
          <option value={current} selected>
            {current}
          </option>
        )}
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === current}>
            {option.name}
          </option>
        ))}
      </select>
    </label>
  );
}

const ALL_SHEETS = '["*"]';

/** A list where the sheets are known, else a text field. Several sheets are a list in JSON, which no sheet is called. */
function SheetField(props: { sheets: readonly string[]; current?: string | null; stacked?: readonly string[] | null }) {
  const { sheets, current, stacked } = props;
  if (sheets.length > 0) {
    const options = sheets.map((sheet) => ({ value: sheet, name: sheet }));
    if (sheets.length > 1) options.push({ value: ALL_SHEETS, name: 'All sheets with the same columns' });
    return (
      <Choice label="Sheet" name="sheet" options={options} current={stacked ? JSON.stringify(stacked) : current} />
    );
  }
  return (
    <label>
      Sheet
      <input name="sheet" placeholder="Detect" autocomplete="off" defaultValue={current ?? ''} />
    </label>
  );
}

function optionsOf(form: FormData): NormalizationOptions {
  const text = (name: string) => (form.get(name) as string | null) || undefined;
  const headerRow = text('headerRow');
  const sheet = text('sheet');
  return {
    ...(sheet?.startsWith('[') ? { sheets: JSON.parse(sheet) as string[] } : { sheet }),
    headerRow: headerRow === undefined ? undefined : Number(headerRow),
    delimiter: text('delimiter'),
    encoding: text('encoding'),
    dateOrder: text('dateOrder') as DateOrder | undefined,
    decimalMark: text('decimalMark') as DecimalMark | undefined,
    unpivot: form.has('unpivot'),
    fillDown: columnsOf(text('fillDown')),
    subtotals: form.has('leaveOutSubtotals') ? 'LEAVE_OUT' : 'KEEP',
  };
}

function columnsOf(list: string | undefined): string[] | undefined {
  return list
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
