import type { ColumnRole, ExplorerSchemaFragment } from '../../../clients/typescript/generated/graphql.js';
import { count, grouped, percent, plural } from '../format/numbers.js';
import { codeInWords, coercionNames, roleMeanings, roleNames, typeNames } from '../format/words.js';

type Column = ExplorerSchemaFragment['columns'][number];

/** What somebody makes of a column, as far as it was touched. */
export type Correction = Partial<Pick<Column, 'role' | 'description'>>;

const ROLES = Object.keys(roleNames) as ColumnRole[];

/** What a column is and was; `onCorrect` null: it is only told. */
export function ColumnRow(props: {
  column: Column;
  correction: Correction;
  onCorrect: ((correction: Correction) => void) | null;
}) {
  const { column, correction, onCorrect } = props;
  const { role } = { ...column, ...correction };
  const description = describedAs({ ...column, ...correction });
  const { name, originalName, dataType, representation, cardinality, nullRate, min, max, samples } = column;
  const isCorrected = role !== column.role;
  const shown = (bound: string) => (column.role === 'NUMERIC' ? grouped(bound) : bound);
  return (
    <tr>
      <th scope="row">
        <span class="column-name" title={originalName}>
          {originalName.trim() || 'no header'}
        </span>
        {name !== originalName && <code class="soft">{name}</code>}
        {onCorrect ? (
          <input
            class={`meaning ${description === describedAs(column) ? '' : 'corrected'}`}
            aria-label={`What ${originalName} means`}
            placeholder="say what it means"
            autocomplete="off"
            value={description}
            title={description}
            onInput={(event) => onCorrect({ description: event.currentTarget.value })}
          />
        ) : (
          description && <span class="soft small">{description}</span>
        )}
      </th>
      <td>
        {onCorrect ? (
          <select
            class={isCorrected ? 'corrected' : ''}
            aria-label={`Role of ${originalName}`}
            value={role}
            title={roleMeanings[role]}
            onChange={(event) => onCorrect({ role: event.currentTarget.value as ColumnRole })}
          >
            {ROLES.map((one) => (
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
      </td>
      <td class="number">{count(cardinality)}</td>
      <td class="number">
        {nullRate > 0 ? percent(nullRate * 100) : <span class="soft">none</span>}
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
      <td class="done">
        <Done column={column} />
      </td>
    </tr>
  );
}

/** Coercions in words, and the cells that are not of the type. */
function Done({ column }: { column: Column }) {
  const { coercions, rejected, reconciliation } = column;
  if (coercions.length === 0 && rejected.length === 0) return <span class="soft">nothing</span>;
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
                  <span class="soft numbers">row {count(row)}</span> <code>{raw}</code>
                </li>
              ))}
              {reconciliation.rejected > rejected.length && (
                <li class="soft">and {count(reconciliation.rejected - rejected.length)} more</li>
              )}
            </ul>
          </details>
        </li>
      )}
    </ul>
  );
}

export function describedAs({ description }: Pick<Column, 'description'>): string {
  return description ?? '';
}
