import type { WarningCode } from '../../../clients/typescript/generated/graphql.js';
import { codeInWords, warningWeights } from '../format/words.js';
import { InfoIcon, WarningIcon } from './icons.js';

export interface WarningText {
  code: WarningCode;
  message: string;
  column?: string | null;
}

/** What a reader should know, weightiest first; a long list is folded after a few. */
export function Warnings({
  warnings,
  shown = 3,
  title,
}: {
  warnings: readonly WarningText[];
  shown?: number;
  title: string;
}) {
  if (warnings.length === 0) return null;
  const sorted = [...warnings].sort((a, b) => weight(b) - weight(a));
  return (
    <section class="warnings" aria-label={title}>
      <List warnings={sorted.slice(0, shown)} />
      {sorted.length > shown && (
        <details>
          <summary>{sorted.length - shown} more to know</summary>
          <List warnings={sorted.slice(shown)} />
        </details>
      )}
    </section>
  );
}

function List({ warnings }: { warnings: readonly WarningText[] }) {
  return (
    <ul>
      {warnings.map((warning) => (
        <li key={warning.code + warning.column + warning.message} class={warningWeights[warning.code]}>
          {warningWeights[warning.code] === 'heed' ? <WarningIcon /> : <InfoIcon />}
          <span>
            <strong>{codeInWords(warning.code)}.</strong> {warning.message}
          </span>
        </li>
      ))}
    </ul>
  );
}

function weight({ code }: WarningText): number {
  return warningWeights[code] === 'heed' ? 1 : 0;
}
