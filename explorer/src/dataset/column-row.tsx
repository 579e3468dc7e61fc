import type { ColumnRole, ExplorerSchemaFragment } from '../../../clients/typescript/generated/graphql.js';
import { correctionInWords } from '../format/column-words.js';
import { count, grouped, percent, plural } from '../format/numbers.js';
import { codeInWords, coercionNames, roleMeanings, roleNames, typeNames } from '../format/words.js';
import { correctionOf } from './column-correction.js';
import { CorrectColumn } from './correct-column.js';
import type { DatasetDetail } from './use-dataset.js';

type Column = ExplorerSchemaFragment['columns'][number];

/** The changes to a column that are not saved yet. */
export type Correction = Partial<Pick<Column, 'role' | 'description'>>;

/** A column with what was detected; read-only where `onCorrect` is null. */
export function ColumnRow(props: {
  dataset: DatasetDetail;
  column: Column;
  correction: Correction;
  onCorrect: ((correction: Correction) => void) | null;
}) {
  const { dataset, column, correction, onCorrect } = props;
  const { role } = { ...column, ...correction };
  const description = correction.description ?? column.description ?? '';
  const { name, originalName, label, dataType, representation, cardinality, nullRate, min, max, samples } = column;
  const given = correctionInWords(correctionOf(column, dataset.options?.columns));
  const isCorrected = role !== column.role;
  const shown = (bound: string) => (column.role === 'NUMERIC' ? grouped(bound) : bound);
  return (
    <tr>
      <th scope="row">
        <span class="column-name" title={originalName}>
          {originalName.trim() || label !== name ? label : 'no header'}
        </span>
        {name !== label && <code class="muted">{name}</code>}
        {onCorrect ? (
          <input
            class={`description-field ${describedAs({ description }) === describedAs(column) ? '' : 'corrected'}`}
            aria-label={`Description of ${label}`}
            placeholder="Add a description"
            autocomplete="off"
            value={description}
            title={description}
            onInput={(event) => onCorrect({ description: event.currentTarget.value })}
          />
        ) : (
          description && <span class="muted small">{description}</span>
        )}
      </th>
      <td>
        {onCorrect ? (
          <select
            class={isCorrected ? 'corrected' : ''}
            aria-label={`Role of ${label}`}
            value={role}
            title={roleMeanings[role]}
            onChange={(event) => onCorrect({ role: event.currentTarget.value as ColumnRole })}
          >
            {column.availableRoles.map((one) => (
              <option key={one} value={one}>
                {roleNames[one]}
              </option>
            ))}
          </select>
        ) : (
          roleNames[role]
        )}
      </td>
      <td>
        {typeNames[dataType]}
        {representation !== 'PLAIN' && <span class="badge">{representation === 'CURRENCY' ? 'money' : 'percent'}</span>}
        {onCorrect && (
          <span class="column-correction">
            {given && <span class="muted">as corrected: {given}</span>}{' '}
            <CorrectColumn dataset={dataset} column={column} />
          </span>
        )}
      </td>
      <td class="number">{count(cardinality)}</td>
      <td class="number">
        {nullRate > 0 ? percent(nullRate * 100) : <span class="muted">none</span>}
        <span class="meter" style={{ '--part': nullRate }} aria-hidden="true" />
      </td>
      <td class="range">
        {typeof min === 'string' && (
          <>
            <span title={min}>{shown(min)}</span>
            {max !== min && (
              <>
                {' … '}
                <span title={max ?? ''}>{shown(max ?? '')}</span>
              </>
            )}
          </>
        )}
      </td>
      <td class="samples">
        {samples.map((sample) => (
          <span key={sample} title={sample}>
            {sample}
          </span>
        ))}
      </td>
      <td class="conversions">
        <Conversions column={column} />
      </td>
    </tr>
  );
}

/** How the cells were converted, and those that could not be. */
function Conversions({ column }: { column: Column }) {
  const { coercions, rejected, reconciliation } = column;
  if (coercions.length === 0 && rejected.length === 0) return <span class="muted">none</span>;
  return (
    <ul>
      {coercions.map(({ kind, count: times, example }) => (
        <li key={kind}>
          <span class="numbers">{count(times)}</span> × {coercionNames[kind] ?? codeInWords(kind)}
          {example && <code title={example}>{example}</code>}
        </li>
      ))}
      {rejected.length > 0 && (
        <li>
          <details>
            <summary>{plural(reconciliation.rejected, 'cell')} not of this type</summary>
            <ul class="rejected">
              {rejected.map(({ row, raw }) => (
                <li key={row}>
                  <span class="muted numbers">row {count(row)}</span> <code>{raw}</code>
                </li>
              ))}
              {reconciliation.rejected > rejected.length && (
                <li class="muted">and {count(reconciliation.rejected - rejected.length)} more</li>
              )}
            </ul>
          </details>
        </li>
      )}
    </ul>
  );
}

/** Spaces around a description are none of it. */
export function describedAs({ description }: Pick<Column, 'description'>): string {
  return (description ?? '').trim();
}
