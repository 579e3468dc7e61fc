import { useState } from 'preact/hooks';
import {
  ExplorerLineageDocument,
  type NormalizationOptions,
  type WarningCode,
} from '../../../clients/typescript/generated/graphql.js';
import { errorText } from '../api/error-text.js';
import { useQueryResult } from '../api/use-query-result.js';
import { readAgain } from '../datasets/uploads.js';
import type { WarningText } from '../ui/warnings.js';
import { ReadDialog } from './read-dialog.js';
import type { DatasetDetail } from './use-dataset.js';
import { usedOptions } from './used-options.js';

interface Fix {
  label: string | ((used: NormalizationOptions) => string);
  /** The options that remove the cause; undefined where they were used already. */
  options: (used: NormalizationOptions, warning: WarningText) => NormalizationOptions | undefined;
}

/** Rows that are proven to be sums; those of one column are not proven, and no option changes them. */
const sumRows: Fix = {
  label: ({ subtotals }) => (subtotals === 'KEEP' ? 'Leave these rows out' : 'Keep these rows'),
  options: ({ subtotals }, { column }) =>
    column === null ? { subtotals: subtotals === 'KEEP' ? 'LEAVE_OUT' : 'KEEP' } : undefined,
};

/** Warnings that reading the file with one more option resolves. */
const fixes: Partial<Record<WarningCode, Fix>> = {
  AMBIGUOUS_DATE_ORDER: { label: 'Read the day first', options: () => ({ dateOrder: 'DMY' }) },
  AMBIGUOUS_DECIMAL_MARK: { label: 'Read the comma as the decimal mark', options: () => ({ decimalMark: 'COMMA' }) },
  OUTLINE_COLUMN: {
    label: 'Fill the blank cells',
    options: ({ fillDown = [] }, { column }) => (column ? { fillDown: [...(fillDown ?? []), column] } : undefined),
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
  OTHER_SHEETS: 'Read another sheet…',
  RAGGED_ROWS: 'Choose the separator…',
  STRAY_QUOTES: 'Choose the separator…',
};

/** A button beside a warning that reads the file again, with the options it was read with and the one that helps. */
export function WarningAction({ dataset, warning }: { dataset: DatasetDetail; warning: WarningText }) {
  if (fixes[warning.code]) return <FixButton dataset={dataset} warning={warning} fix={fixes[warning.code]!} />;
  const label = choices[warning.code];
  return label === undefined ? null : <ChooseButton dataset={dataset} label={label} />;
}

function FixButton({ dataset, warning, fix }: { dataset: DatasetDetail; warning: WarningText; fix: Fix }) {
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const { id, source } = dataset;
  const result = useQueryResult(ExplorerLineageDocument, { id, version: null }, { isChanging: true });
  const lineage = result.data?.dataset?.lineage;
  const used = lineage && usedOptions(lineage);
  const added = used && fix.options(used, warning);
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
