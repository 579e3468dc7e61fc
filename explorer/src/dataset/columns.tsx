import { useState } from 'preact/hooks';
import {
  type ColumnRole,
  ExplorerSaveSchemaDocument,
  type ExplorerSchemaFragment,
} from '../../../clients/typescript/generated/graphql.js';
import { client } from '../api/client.js';
import { failureText } from '../api/failure.js';
import { count, grouped, percent, plural } from '../format/numbers.js';
import { codeInWords, coercionNames, roleMeanings, roleNames, typeNames } from '../format/words.js';
import { Head } from '../ui/head.js';
import { Scroll } from '../ui/scroll.js';
import { Warnings } from '../ui/warnings.js';
import { Suggestions } from './suggestions.js';
import { TimeChoice, type TimeSetting, timeOf } from './time-choice.js';
import type { DatasetDetail } from './use-dataset.js';

type Column = ExplorerSchemaFragment['columns'][number];
/** What somebody makes of a column, as far as it was touched. */
type Correction = Partial<Pick<Column, 'role' | 'description'>>;
const ROLES = Object.keys(roleNames) as ColumnRole[];

/** The columns as they were read, and the means to correct what was detected. */
export function Columns({ dataset, schema }: { dataset: DatasetDetail; schema: ExplorerSchemaFragment }) {
  return (
    <>
      <Suggestions dataset={dataset} schema={schema} />
      <Warnings warnings={schema.warnings} title="What to know about this data" />
      {/* A new version brings columns of its own: corrections that were not saved belong to the old ones. */}
      <ColumnTable key={schema.version} dataset={dataset} schema={schema} />
    </>
  );
}

function ColumnTable({ dataset, schema }: { dataset: DatasetDetail; schema: ExplorerSchemaFragment }) {
  const [corrections, setCorrections] = useState<Record<string, Correction>>({});
  const [time, setTime] = useState<TimeSetting>();
  const [state, setState] = useState<{ kind: 'idle' | 'saving' | 'saved' } | { kind: 'failed'; message: string }>({
    kind: 'idle',
  });
  const changed = schema.columns.flatMap((column) => {
    const corrected = { ...column, ...corrections[column.name] };
    const isRedescribed = describedAs(corrected) !== describedAs(column);
    if (corrected.role === column.role && !isRedescribed) return [];
    const { name, role, description } = corrected;
    return [{ name, role, ...(isRedescribed && { description }) }];
  });
  const isTimeChanged = time !== undefined && !isSame(time, timeOf(schema));
  const changeCount = changed.length + (isTimeChanged ? 1 : 0);

  const save = async () => {
    setState({ kind: 'saving' });
    const input = {
      id: dataset.id,
      columns: changed.length > 0 ? changed : undefined,
      ...(isTimeChanged && {
        timeColumns: time.columns.length > 0 ? time.columns : undefined,
        periodGrain: time.grain,
      }),
    };
    const { error } = await client.peek().mutation(ExplorerSaveSchemaDocument, { input }).toPromise();
    if (error) return setState({ kind: 'failed', message: failureText(error).message });
    setCorrections({});
    setTime(undefined);
    setState({ kind: 'saved' });
  };

  return (
    <section aria-labelledby="columns-title">
      <div class="section-head">
        <h2 id="columns-title">Columns</h2>
        <p class="soft">
          What each one is, and what was done to read it. Correct a role where it is wrong, and say what a column means;
          the file stays as it is.
        </p>
      </div>
      <TimeChoice
        schema={schema}
        value={time ?? timeOf(schema)}
        onChange={(next) => {
          setTime(next);
          setState({ kind: 'idle' });
        }}
      />
      <Scroll label="Columns, scrolls sideways">
        <table class="columns">
          <thead>
            <tr>
              <Head>Column</Head>
              <Head>Role</Head>
              <Head>Type</Head>
              <Head isNumber>Distinct</Head>
              <Head isNumber>Empty</Head>
              <Head>From … to</Head>
              <Head>Samples, as they came</Head>
              <Head>Done to read it</Head>
            </tr>
          </thead>
          <tbody>
            {schema.columns.map((column) => (
              <ColumnRow
                key={column.name}
                column={column}
                correction={corrections[column.name] ?? {}}
                onCorrect={(correction) => {
                  const before = corrections[column.name];
                  setCorrections({ ...corrections, [column.name]: { ...before, ...correction } });
                  setState({ kind: 'idle' });
                }}
              />
            ))}
          </tbody>
        </table>
      </Scroll>
      <div class={`save-bar ${changeCount > 0 || state.kind !== 'idle' ? 'shown' : ''}`} role="status">
        {state.kind === 'failed' && <p class="field-error">{state.message}</p>}
        {state.kind === 'saved' && changeCount === 0 && <p>Saved. Analyses take it from here.</p>}
        {changeCount > 0 && (
          <>
            <p class="numbers">{plural(changeCount, 'correction')} not saved yet</p>
            <button
              type="button"
              onClick={() => {
                setCorrections({});
                setTime(undefined);
                setState({ kind: 'idle' });
              }}
            >
              Discard
            </button>
            <button type="button" class="primary" disabled={state.kind === 'saving'} onClick={save}>
              {state.kind === 'saving' ? 'Saving…' : 'Save'}
            </button>
          </>
        )}
      </div>
    </section>
  );
}

function ColumnRow(props: { column: Column; correction: Correction; onCorrect: (correction: Correction) => void }) {
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
        <input
          class={`meaning ${description === describedAs(column) ? '' : 'corrected'}`}
          aria-label={`What ${originalName} means`}
          placeholder="say what it means"
          autocomplete="off"
          value={description}
          title={description}
          onInput={(event) => onCorrect({ description: event.currentTarget.value })}
        />
      </th>
      <td>
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

function describedAs({ description }: Pick<Column, 'description'>): string {
  return description ?? '';
}

function isSame(a: TimeSetting, b: TimeSetting): boolean {
  return a.grain === b.grain && a.columns.join() === b.columns.join();
}
