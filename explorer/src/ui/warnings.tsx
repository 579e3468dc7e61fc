import type { ComponentChildren } from 'preact';
import type { WarningCode } from '../../../clients/typescript/generated/graphql.js';
import { plural } from '../format/numbers.js';
import { warningMessage, warningWords } from '../format/warning-words.js';
import { InfoIcon, WarningIcon } from './icons.js';

export interface WarningText {
  code: WarningCode;
  message: string;
  column?: string | null;
  values?: readonly string[] | null;
}

/** The warnings of a dataset or an analysis, cautions first; a long list is folded after the first `shown`. */
export function Warnings(props: {
  warnings: readonly WarningText[];
  title: string;
  /** The columns of the data, for their headers. */
  columns?: readonly { name: string; label: string }[];
  shown?: number;
  /** What a reader can do about a warning, such as a button. */
  action?: (warning: WarningText) => ComponentChildren;
}) {
  const { warnings, title, columns = [], shown = 3, action } = props;
  if (warnings.length === 0) return null;
  const sorted = [...warnings].sort((a, b) => Number(isCaution(b)) - Number(isCaution(a)));
  return (
    <section class="warnings" aria-label={title}>
      {shown > 0 && <List warnings={sorted.slice(0, shown)} columns={columns} action={action} />}
      {sorted.length > shown && (
        <details>
          <summary>{shown > 0 ? `${sorted.length - shown} more` : plural(sorted.length, 'note')}</summary>
          <List warnings={sorted.slice(shown)} columns={columns} action={action} />
        </details>
      )}
    </section>
  );
}

function List(props: {
  warnings: readonly WarningText[];
  columns: readonly { name: string; label: string }[];
  action?: (warning: WarningText) => ComponentChildren;
}) {
  const { warnings, columns, action } = props;
  return (
    <ul>
      {warnings.map((warning) => (
        <li key={warning.code + warning.column + warning.message} class={warningWords[warning.code].level}>
          {isCaution(warning) ? <WarningIcon /> : <InfoIcon />}
          <span>
            <strong>{titleOf(warning)}</strong> {warningMessage(warning, columns)} {action?.(warning)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Titles end in a full stop, unless they are questions. */
function titleOf({ code }: WarningText): string {
  const { title } = warningWords[code];
  return title.endsWith('?') ? title : `${title}.`;
}

function isCaution({ code }: WarningText): boolean {
  return warningWords[code].level === 'caution';
}
