import { useState } from 'preact/hooks';
import {
  ExplorerSaveSchemaDocument,
  type ExplorerSchemaFragment,
} from '../../../clients/typescript/generated/graphql.js';
import { client } from '../api/client.js';
import { errorText } from '../api/error-text.js';
import { plural } from '../format/numbers.js';
import { ColumnHeader } from '../ui/column-header.js';
import { ScrollArea } from '../ui/scroll-area.js';
import { Warnings } from '../ui/warnings.js';
import { ColumnRow, type Correction, describedAs } from './column-row.js';
import { LeftOutColumns } from './correct-column.js';
import { Suggestions } from './suggestions.js';
import { TimeChoice, type TimeSetting, TimeSummary, timeOf } from './time-choice.js';
import type { DatasetDetail } from './use-dataset.js';
import { WarningAction } from './warning-action.js';

/** The columns as they were read, with what was detected to be corrected. */
export function Columns(props: { dataset: DatasetDetail; schema: ExplorerSchemaFragment; version: number | null }) {
  const { dataset, schema, version } = props;
  const isCurrent = version === null || version === dataset.version;
  return (
    <>
      <Suggestions dataset={dataset} schema={schema} version={version} />
      <Warnings
        warnings={schema.warnings}
        columns={schema.columns}
        title="Warnings about this data"
        action={(warning) => isCurrent && <WarningAction dataset={dataset} schema={schema} warning={warning} />}
      />
      {/* Keyed by version: unsaved corrections belong to the columns they were made to. */}
      <ColumnTable key={schema.version} dataset={dataset} schema={schema} isCorrectable={isCurrent} />
    </>
  );
}

type SaveState =
  | { kind: 'idle' | 'saving' }
  | { kind: 'saved'; isAboutFigures: boolean }
  | { kind: 'failed'; message: string };

function roleOf({ columns }: ExplorerSchemaFragment, name: string): string | undefined {
  return columns.find((column) => column.name === name)?.role;
}

/** `isCorrectable`: only the schema of the current version can be changed. */
function ColumnTable(props: { dataset: DatasetDetail; schema: ExplorerSchemaFragment; isCorrectable: boolean }) {
  const { dataset, schema, isCorrectable } = props;
  const [corrections, setCorrections] = useState<Record<string, Correction>>({});
  const [time, setTime] = useState<TimeSetting>();
  const [state, setState] = useState<SaveState>({ kind: 'idle' });
  const changed = schema.columns.flatMap((column) => {
    const corrected = { ...column, ...corrections[column.name] };
    const isRedescribed = describedAs(corrected) !== describedAs(column);
    if (corrected.role === column.role && !isRedescribed) return [];
    const { name, role } = corrected;
    return [{ name, role, ...(isRedescribed && { description: describedAs(corrected) }) }];
  });
  const isTimeChanged = time !== undefined && !isSame(time, timeOf(schema));
  const changeCount = changed.length + (isTimeChanged ? 1 : 0);

  const correct = (name: string, correction: Correction) => {
    setCorrections({ ...corrections, [name]: { ...corrections[name], ...correction } });
    setState({ kind: 'idle' });
  };
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
    if (error) return setState({ kind: 'failed', message: errorText(error).message });
    const isAboutFigures = isTimeChanged || changed.some(({ name, role }) => role !== roleOf(schema, name));
    setCorrections({});
    setTime(undefined);
    setState({ kind: 'saved', isAboutFigures });
  };

  return (
    <section aria-labelledby="columns-title">
      <div class="section-head">
        <h2 id="columns-title">Columns</h2>
        <p class="muted">
          What was detected in each column, and how its cells were converted.
          {isCorrectable && ' Correct what was read wrongly, or add a description. The file itself is never changed.'}
        </p>
      </div>
      {isCorrectable ? (
        <TimeChoice
          schema={schema}
          value={time ?? timeOf(schema)}
          onChange={(next) => {
            setTime(next);
            setState({ kind: 'idle' });
          }}
        />
      ) : (
        <TimeSummary schema={schema} />
      )}
      <ScrollArea label="Columns, scrolls sideways">
        <table class="columns">
          <thead>
            <tr>
              <ColumnHeader>Column</ColumnHeader>
              <ColumnHeader>Role</ColumnHeader>
              <ColumnHeader>Type</ColumnHeader>
              <ColumnHeader isNumber>Distinct</ColumnHeader>
              <ColumnHeader isNumber>Empty</ColumnHeader>
              <ColumnHeader>Range</ColumnHeader>
              <ColumnHeader>Examples from the file</ColumnHeader>
              <ColumnHeader>Conversions</ColumnHeader>
            </tr>
          </thead>
          <tbody>
            {schema.columns.map((column) => (
              <ColumnRow
                key={column.name}
                dataset={dataset}
                column={column}
                correction={corrections[column.name] ?? {}}
                onCorrect={isCorrectable ? (correction) => correct(column.name, correction) : null}
              />
            ))}
          </tbody>
        </table>
      </ScrollArea>
      <LeftOutColumns dataset={dataset} isCorrectable={isCorrectable} />
      <div class={`save-bar ${changeCount > 0 || state.kind !== 'idle' ? 'shown' : ''}`} role="status">
        {state.kind === 'failed' && <p class="field-error">{state.message}</p>}
        {state.kind === 'saved' && changeCount === 0 && (
          <p>{state.isAboutFigures ? 'Saved. Analyses use it from now on.' : 'Saved. No figure changes.'}</p>
        )}
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

function isSame(a: TimeSetting, b: TimeSetting): boolean {
  return a.grain === b.grain && a.columns.join() === b.columns.join();
}
