import { useState } from 'preact/hooks';
import type {
  ExplorerSchemaFragment,
  NormalizationOptions,
  WarningCode,
} from '../../../clients/typescript/generated/graphql.js';
import { writtenKey } from '../analysis/filters/entity-keys.js';
import { errorText } from '../api/error-text.js';
import { readAgain } from '../datasets/uploads.js';
import type { Correction } from '../format/column-words.js';
import { startingGrain } from '../format/period-grain.js';
import { pages } from '../location.js';
import type { WarningText } from '../ui/warnings.js';
import { correctionOf, kindOf, withCorrection } from './column-correction.js';
import { CorrectColumn } from './correct-column.js';
import { ReadDialog } from './read-dialog.js';
import type { DatasetDetail } from './use-dataset.js';
import { usedOptions } from './used-options.js';

type Column = ExplorerSchemaFragment['columns'][number];

interface Fix {
  label: string | ((used: NormalizationOptions) => string);
  /** The options that remove the cause; undefined where they were used already. `column` is the one the warning is about. */
  options: (used: NormalizationOptions, column: Column | undefined) => NormalizationOptions | undefined;
}

/** Adds a correction of the column. */
const correctColumn =
  (correction: Correction): Fix['options'] =>
  ({ columns }, column) =>
    column && { columns: withCorrection(columns, column, { ...correctionOf(column, columns), ...correction }) };

/** Reads the column as another type; not where that was chosen already, or is what it is. */
function correctTo(type: 'NUMBER' | 'TEXT'): Fix['options'] {
  return ({ columns }, column) => {
    if (!column || kindOf(column) === type || correctionOf(column, columns).type === type) return undefined;
    return { columns: withCorrection(columns, column, { type }) };
  };
}

/** Rows that are proven to be sums; those of one column are not proven, and no option changes them. */
const sumRows: Fix = {
  label: ({ subtotals }) => (subtotals === 'KEEP' ? 'Leave these rows out' : 'Keep these rows'),
  options: ({ subtotals }, column) =>
    column === undefined ? { subtotals: subtotals === 'KEEP' ? 'LEAVE_OUT' : 'KEEP' } : undefined,
};

/** Warnings that reading the file with one more option resolves. */
const fixes: Partial<Record<WarningCode, Fix>> = {
  AMBIGUOUS_DATE_ORDER: { label: 'Read the day first', options: correctColumn({ dateOrder: 'DMY' }) },
  AMBIGUOUS_DECIMAL_MARK: {
    label: 'Read the comma as the decimal mark',
    options: correctColumn({ decimalMark: 'COMMA' }),
  },
  MIXED_TYPES: { label: 'Treat as amounts', options: correctTo('NUMBER') },
  UNPARSEABLE_VALUES: { label: 'Keep as text', options: correctTo('TEXT') },
  OTHER_TABLES: {
    label: 'Read the next table',
    options: ({ table }) => ({ table: (table ?? 1) + 1 }),
  },
  OUTLINE_COLUMN: {
    label: 'Fill the blank cells',
    options: ({ fillDown }, column) => column && { fillDown: [...(fillDown ?? []), column.name] },
  },
  SUBTOTAL_ROWS: sumRows,
  TOTAL_ROW: sumRows,
  UNPIVOTED: {
    label: 'Keep them as columns',
    options: ({ unpivot }) => (unpivot === false ? undefined : { unpivot: false }),
  },
};

/** Warnings whose remedy is a choice, made in the dialog. */
const choices: Partial<Record<WarningCode, string>> = {
  ENCODING_DOUBTFUL: 'Choose the encoding…',
  ENCODING_REPLACED: 'Choose the encoding…',
  NO_ROWS: 'Choose the header row…',
  ONE_COLUMN: 'Choose the separator…',
  OTHER_SHEETS: 'Read another sheet, or all…',
  SIDE_BY_SIDE_TABLES: 'Change how it is read…',
  RAGGED_ROWS: 'Choose the separator…',
  STRAY_QUOTES: 'Choose the separator…',
};

/** Warnings whose remedy is a correction of their column, made in its dialog. */
const corrections: Partial<Record<WarningCode, string>> = {
  CORRECTION_SKIPPED: 'Correct this column…',
  MIXED_DATE_FORMATS: 'Correct this column…',
  MIXED_SCALE: 'Correct this column…',
  MIXED_TYPES: 'Correct this column…',
  UNPARSEABLE_VALUES: 'Correct this column…',
};

/** Warnings whose remedy is a decision about names. */
const aboutNames: ReadonlySet<WarningCode> = new Set(['SIMILAR_NAMES', 'PLACEHOLDER_NAMES']);

/** A button beside a warning that reads the file again, with the options it was read with and the one that helps. */
export function WarningAction(props: { dataset: DatasetDetail; schema: ExplorerSchemaFragment; warning: WarningText }) {
  const { dataset, schema, warning } = props;
  const column = schema.columns.find(({ name }) => name === warning.column);
  if (warning.column && warning.values?.length) {
    return <LeaveOutLink dataset={dataset} schema={schema} column={warning.column} values={warning.values} />;
  }
  const fix = fixes[warning.code];
  const correction = corrections[warning.code];
  if (fix || (correction && column)) {
    return (
      <>
        {fix && <FixButton dataset={dataset} column={column} fix={fix} />}{' '}
        {correction && column && <CorrectColumn dataset={dataset} column={column} text={correction} />}
      </>
    );
  }
  if (aboutNames.has(warning.code) && warning.column) {
    return <a href={pages.dataset(dataset.id, 'names', { column: warning.column })}>Review the names</a>;
  }
  const label = choices[warning.code];
  return label === undefined ? null : <ChooseButton dataset={dataset} label={label} />;
}

/** To the analysis of the column without names that represent others, or several. */
function LeaveOutLink(props: {
  dataset: DatasetDetail;
  schema: ExplorerSchemaFragment;
  column: string;
  values: readonly string[];
}) {
  const { dataset, schema, column, values } = props;
  const suggested = dataset.suggestions?.find(({ groupBy }) => groupBy.join() === column)?.value;
  const value = suggested ?? schema.columns.find(({ role }) => role === 'NUMERIC')?.name;
  if (!value) return null;
  const address = pages.dataset(dataset.id, 'analysis', {
    by: column,
    value,
    grain: startingGrain(schema),
    exclude: values.map((name) => writtenKey([name])),
  });
  return <a href={address}>Analyse without {values.length === 1 ? 'it' : 'them'}</a>;
}

function FixButton({ dataset, column, fix }: { dataset: DatasetDetail; column: Column | undefined; fix: Fix }) {
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const { id, source } = dataset;
  const used = usedOptions(dataset);
  const added = fix.options(used, column);
  if (!added) return null;
  const apply = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      await readAgain(id, source.fileName, { ...used, ...added });
    } catch (error) {
      setFailure(errorText(error as Error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" class="as-link" disabled={isBusy} onClick={apply}>
        {typeof fix.label === 'string' ? fix.label : fix.label(used)}
      </button>
      {failure && (
        <span class="field-error" role="alert">
          {failure}
        </span>
      )}
    </>
  );
}

function ChooseButton({ dataset, label }: { dataset: DatasetDetail; label: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="as-link" onClick={() => setOpen(true)}>
        {label}
      </button>
      {isOpen && <ReadDialog dataset={dataset} onClose={() => setOpen(false)} />}
    </>
  );
}
