import { useState } from 'preact/hooks';
import type { DatasetDetail } from '../dataset/use-dataset.js';
import { WarningAction } from '../dataset/warning-action.js';
import { plural } from '../format/numbers.js';
import { warningWords } from '../format/warning-words.js';
import { Dialog } from '../ui/dialog.js';
import { Warnings, type WarningText } from '../ui/warnings.js';
import { addCondition, leaveOut } from './filters/filter-state.js';
import { NamesDialog } from './names-dialog.js';
import { type Question, ROW_COUNT } from './question.js';
import type { Side } from './side.js';

/** Cautions that are not folded; what is only good to know is. */
const MAX_SHOWN = 3;

/** What changes the meaning of the headline, each with a button that resolves it. */
export function Caveats(props: { dataset: DatasetDetail; question: Question; side: Side }) {
  const { dataset, question, side } = props;
  // What was resolved by a filter is no caveat any more.
  const warnings = side.warnings.filter((warning) => !isResolved(warning, question));
  const isCurrent = side.version === dataset.version;
  /** The column whose names are decided about. The dialog stays when its warning is gone, to undo a decision. */
  const [names, setNames] = useState<string>();
  return (
    <>
      <Warnings
        warnings={warnings}
        columns={dataset.schema?.columns}
        shown={Math.min(MAX_SHOWN, warnings.filter(({ code }) => warningWords[code].level === 'caution').length)}
        title="Warnings about these numbers"
        action={(warning) =>
          isCurrent && <CaveatAction dataset={dataset} question={question} warning={warning} onNames={setNames} />
        }
      />
      {names !== undefined && (
        <Dialog title="Names that may be one" width="wide" onClose={() => setNames(undefined)}>
          <NamesDialog dataset={dataset} column={names} value={question.value === ROW_COUNT ? null : question.value} />
        </Dialog>
      )}
    </>
  );
}

function CaveatAction(props: {
  dataset: DatasetDetail;
  question: Question;
  warning: WarningText;
  onNames: (column: string) => void;
}) {
  const { dataset, question, warning, onNames } = props;
  const { column, values } = warning;
  if (column && values?.length) {
    const label = question.groupBy.length === 1 && question.groupBy[0] === column ? 'names' : 'rows';
    const text = `Left out ${plural(values.length, 'name')}.`;
    const apply = () => {
      if (label === 'names')
        leaveOut(
          question,
          values.map((value) => [value]),
          text,
        );
      else addCondition(question, { kind: 'values', column, values: [...values], isNot: true }, text);
    };
    return (
      <button type="button" class="as-link" onClick={apply}>
        Leave{' '}
        {values.length === 1
          ? `“${values[0]}”`
          : `these ${values.length} ${label === 'names' ? 'names' : 'kinds of rows'}`}{' '}
        out
      </button>
    );
  }
  if (warning.code === 'SIMILAR_NAMES' && column) {
    return (
      <button type="button" class="as-link" onClick={() => onNames(column)}>
        Merge these names…
      </button>
    );
  }
  return dataset.schema ? <WarningAction dataset={dataset} schema={dataset.schema} warning={warning} /> : null;
}

/** All values that the warning is about are left out already. */
function isResolved({ column, values }: WarningText, { groupBy, where, exclude, only }: Question): boolean {
  if (!column || !values?.length) return false;
  const leftOut = new Set([
    ...(groupBy.length === 1 && groupBy[0] === column ? exclude.map(([name]) => name) : []),
    ...where.flatMap((each) => (each.kind === 'values' && each.isNot && each.column === column ? each.values : [])),
  ]);
  const isOnlyOthers =
    only.length > 0 && groupBy[0] === column && !only.some(([name]) => name != null && values.includes(name));
  return isOnlyOthers || values.every((value) => leftOut.has(value));
}
