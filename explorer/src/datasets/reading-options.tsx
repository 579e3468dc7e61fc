import { useState } from 'preact/hooks';
import type {
  DateOrder,
  DecimalMark,
  NormalizationOptions,
  SourceFormat,
} from '../../../clients/typescript/generated/graphql.js';
import { errorText } from '../api/error-text.js';
import { Dialog } from '../ui/dialog.js';

const DELIMITERS = [
  { value: '', name: 'Detect' },
  { value: ',', name: 'Comma  ,' },
  { value: ';', name: 'Semicolon  ;' },
  { value: '\t', name: 'Tab' },
  { value: '|', name: 'Pipe  |' },
];
const ENCODINGS = [
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
];

/** How a file is to be read where what was detected is not what it is. Everything may be left to be detected. */
export function ReadingOptions(props: {
  fileName: string;
  format?: SourceFormat;
  sheets?: readonly string[] | null;
  /** What was said of the file, where it was refused. */
  failure?: string;
  initial?: { sheet?: string | null };
  action: string;
  onRead: (options: NormalizationOptions) => Promise<void>;
  onClose: () => void;
}) {
  const { fileName, sheets, failure, action, onRead, onClose } = props;
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
      <p class="soft">
        <strong>{fileName}</strong>. Leave what is right to be detected; say what is not.
      </p>
      {failure && <p class="field-error">{failure}</p>}
      <form class="fields" onSubmit={submit}>
        {isWorkbook && <SheetField sheets={sheets ?? []} current={props.initial?.sheet} />}
        <label>
          Header row
          <input name="headerRow" type="number" min="1" step="1" inputmode="numeric" placeholder="Detect" />
          <small>Its number in the file, counted from 1.</small>
        </label>
        {isText && (
          <>
            <label>
              Cells are separated by
              <select name="delimiter">
                {DELIMITERS.map(({ value, name }) => (
                  <option key={name} value={value}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <label>
              Encoding
              <select name="encoding">
                <option value="">Detect</option>
                {ENCODINGS.map((encoding) => (
                  <option key={encoding} value={encoding}>
                    {encoding}
                  </option>
                ))}
              </select>
            </label>
          </>
        )}
        <label>
          Dates such as 03/04/2024 are
          <select name="dateOrder">
            <option value="">Detect</option>
            <option value="DMY">3 April: day first</option>
            <option value="MDY">4 March: month first</option>
            <option value="YMD">Year first</option>
          </select>
        </label>
        <label>
          Numbers such as 1,234 are
          <select name="decimalMark">
            <option value="">Detect</option>
            <option value="POINT">One thousand: the point is the decimal mark</option>
            <option value="COMMA">One and a bit: the comma is the decimal mark</option>
          </select>
        </label>
        <label class="check">
          <input type="checkbox" name="unpivot" checked />
          <span>
            Turn columns that are periods into rows
            <small>2019, 2020, 2021 as headers become a column “period” and a column “value”.</small>
          </span>
        </label>
        <label class="check">
          <input type="checkbox" name="leaveOutSubtotals" />
          <span>
            Leave out subtotals
            <small>Rows named as totals that hold the sums of the rows above or below them.</small>
          </span>
        </label>
        <label>
          Fill blank cells from above in
          <input name="fillDown" placeholder="No column" autocomplete="off" />
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

/** Their names, where they are known. */
function SheetField({ sheets, current }: { sheets: readonly string[]; current?: string | null }) {
  if (sheets.length === 0) {
    return (
      <label>
        Sheet
        <input name="sheet" placeholder="Detect" autocomplete="off" />
      </label>
    );
  }
  return (
    <label>
      Sheet
      <select name="sheet">
        <option value="">Detect</option>
        {sheets.map((sheet) => (
          <option key={sheet} value={sheet} selected={sheet === current}>
            {sheet}
          </option>
        ))}
      </select>
    </label>
  );
}

function optionsOf(form: FormData): NormalizationOptions {
  const text = (name: string) => (form.get(name) as string | null) || undefined;
  const headerRow = text('headerRow');
  return {
    sheet: text('sheet'),
    headerRow: headerRow === undefined ? undefined : Number(headerRow),
    delimiter: text('delimiter'),
    encoding: text('encoding'),
    dateOrder: text('dateOrder') as DateOrder | undefined,
    decimalMark: text('decimalMark') as DecimalMark | undefined,
    unpivot: form.has('unpivot'),
    fillDown: columnsOf(text('fillDown')),
    leaveOutSubtotals: form.has('leaveOutSubtotals'),
  };
}

function columnsOf(list: string | undefined): string[] | undefined {
  return list
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
