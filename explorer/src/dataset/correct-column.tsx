import { useState } from 'preact/hooks';
import {
  type ColumnType,
  type DateOrder,
  type DecimalMark,
  ExplorerSaveSchemaDocument,
  type ExplorerSchemaFragment,
  type NumberScale,
} from '../../../clients/typescript/generated/graphql.js';
import { client } from '../api/client.js';
import { errorText } from '../api/error-text.js';
import { DATE_ORDERS, DECIMAL_MARKS } from '../datasets/reading-options.js';
import { readAgain } from '../datasets/uploads.js';
import { previewOf } from '../format/cell-preview.js';
import { type Correction, columnTypes, correctionInWords, effectsOf, scaleNames } from '../format/column-words.js';
import { ColumnHeader } from '../ui/column-header.js';
import { Dialog, DialogActions } from '../ui/dialog.js';
import { ScrollArea } from '../ui/scroll-area.js';
import { applicable, correctionOf, kindOf, withCorrection } from './column-correction.js';
import type { DatasetDetail } from './use-dataset.js';
import { usedOptions } from './used-options.js';

type Column = ExplorerSchemaFragment['columns'][number];

/** Opens the dialog that corrects how a column is read, or what it is called. */
export function CorrectColumn(props: { dataset: DatasetDetail; column: Column; text?: string }) {
  const { dataset, column, text = 'Correct…' } = props;
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="as-link" aria-label={`${text} ${column.label}`} onClick={() => setOpen(true)}>
        {text}
      </button>
      {isOpen && <CorrectionDialog dataset={dataset} column={column} onClose={() => setOpen(false)} />}
    </>
  );
}

function CorrectionDialog(props: { dataset: DatasetDetail; column: Column; onClose: () => void }) {
  const { dataset, column, onClose } = props;
  const { id, version, source } = dataset;
  const used = usedOptions(dataset);
  const before = correctionOf(column, used.columns);
  const [label, setLabel] = useState(column.label);
  const [chosen, setChosen] = useState<Correction>(before);
  const [refusal, setRefusal] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const kind = chosen.type ?? kindOf(column);
  const correction = applicable(chosen, kind);
  const isReadAgain = correctionInWords(correction) !== correctionInWords(before);
  const isRenamed = label.trim() !== column.label;
  const choose = (change: Correction) => setChosen({ ...chosen, ...change });

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefusal(undefined);
    try {
      if (isRenamed) await rename(id, column.name, label);
      if (isReadAgain) {
        await readAgain(id, source.fileName, { ...used, columns: withCorrection(used.columns, column, correction) });
      }
      onClose();
    } catch (error) {
      setRefusal(errorText(error as Error).message);
      setBusy(false);
    }
  };

  return (
    <Dialog title={`Correct “${column.label}”`} onClose={onClose}>
      <form class="fields" onSubmit={submit}>
        <label>
          Name
          <input
            value={label}
            maxLength={200}
            autocomplete="off"
            placeholder={column.originalName.trim() || column.name}
            onInput={(event) => setLabel(event.currentTarget.value)}
          />
          <small>In the file: {column.originalName.trim() || 'no header'}. Leave it blank to use that.</small>
        </label>
        <label>
          Read the cells as
          <select
            value={chosen.type ?? ''}
            onChange={(event) => choose({ type: (event.currentTarget.value || undefined) as ColumnType | undefined })}
          >
            <option value="">
              {before.type ? 'What is detected' : `Detected: ${columnTypes[kindOf(column)].toLowerCase()}`}
            </option>
            <Options names={columnTypes} />
          </select>
          <small>In the file, for example: {column.samples.slice(0, 3).join(', ') || 'nothing'}</small>
        </label>
        {kind === 'NUMBER' && (
          <>
            <label>
              The numbers are in
              <select
                value={correction.scale ?? ''}
                onChange={(event) =>
                  choose({ scale: (event.currentTarget.value || undefined) as NumberScale | undefined })
                }
              >
                <option value="">Units, as written</option>
                <Options names={scaleNames} />
              </select>
            </label>
            <label>
              They are written as
              <select
                value={correction.decimalMark ?? ''}
                onChange={(event) =>
                  choose({ decimalMark: (event.currentTarget.value || undefined) as DecimalMark | undefined })
                }
              >
                <option value="">Detect</option>
                <Options names={namesOf(DECIMAL_MARKS)} />
              </select>
            </label>
          </>
        )}
        {kind === 'DATE' && (
          <label>
            A date such as 03/04/2024 is
            <select
              value={correction.dateOrder ?? ''}
              onChange={(event) =>
                choose({ dateOrder: (event.currentTarget.value || undefined) as DateOrder | undefined })
              }
            >
              <option value="">Detect</option>
              <Options names={namesOf(DATE_ORDERS)} />
            </select>
          </label>
        )}
        <div class="muted small" role="status">
          {isReadAgain && (
            <p>
              {effectsOf(correction).join(' ')} The file is read again as version {version + 1}; it is not changed
              itself.
            </p>
          )}
          {isRenamed && !isReadAgain && (
            <p>The new name is shown everywhere at once. Downloads keep that of the file.</p>
          )}
        </div>
        {isReadAgain && kind !== 'IGNORE' && <Preview column={column} kind={kind} correction={correction} />}
        <DialogActions
          onClose={onClose}
          action={isReadAgain ? 'Read again' : 'Save'}
          isReady={!isBusy && (isReadAgain || isRenamed)}
          refusal={refusal}
        />
      </form>
    </Dialog>
  );
}

/** The columns that a correction leaves out of the data, each with a button that puts it back. */
export function LeftOutColumns({ dataset, isCorrectable }: { dataset: DatasetDetail; isCorrectable: boolean }) {
  const [failure, setFailure] = useState<string>();
  const used = usedOptions(dataset);
  const leftOut = used.columns?.filter(({ type }) => type === 'IGNORE') ?? [];
  if (leftOut.length === 0 || !isCorrectable) return null;
  const putBack = async (name: string) => {
    const columns = used.columns?.filter((entry) => entry.name !== name);
    try {
      await readAgain(dataset.id, dataset.source.fileName, { ...used, columns });
    } catch (error) {
      setFailure(errorText(error as Error).message);
    }
  };
  return (
    <div class="left-out">
      <p class="muted">Left out of the data:</p>
      <ul>
        {leftOut.map(({ name }) => (
          <li key={name}>
            {name}{' '}
            <button type="button" class="as-link" aria-label={`Put back ${name}`} onClick={() => putBack(name)}>
              Put back
            </button>
          </li>
        ))}
      </ul>
      {failure && (
        <p class="field-error" role="alert">
          {failure}
        </p>
      )}
    </div>
  );
}

/** Cells of the file before and after; only those of which it is certain without reading the file. */
function Preview({ column, kind, correction }: { column: Column; kind: ColumnType; correction: Correction }) {
  const cells = column.samples.flatMap((cell) => {
    const after = previewOf(cell, kind, correction);
    return after === undefined ? [] : [{ cell, after }];
  });
  if (cells.length === 0) return null;
  return (
    <ScrollArea label="Cells before and after">
      <table>
        <thead>
          <tr>
            <ColumnHeader>In the file</ColumnHeader>
            <ColumnHeader>Then</ColumnHeader>
          </tr>
        </thead>
        <tbody>
          {cells.map(({ cell, after }) => (
            <tr key={cell}>
              <td>{cell}</td>
              <td>{after ?? <span class="null">empty</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

function Options({ names }: { names: Record<string, string> }) {
  return (
    <>
      {Object.entries(names).map(([value, name]) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </>
  );
}

function namesOf(options: readonly { value: string; name: string }[]): Record<string, string> {
  return Object.fromEntries(options.map(({ value, name }) => [value, name]));
}

async function rename(id: string, name: string, label: string): Promise<void> {
  const input = { id, columns: [{ name, label }] };
  const { error } = await client.peek().mutation(ExplorerSaveSchemaDocument, { input }).toPromise();
  if (error) throw error;
}
