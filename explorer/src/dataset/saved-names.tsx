import { useRef, useState } from 'preact/hooks';
import type { ExplorerNamesQuery } from '../../../clients/typescript/generated/graphql.js';
import { BYTE_ORDER_MARK } from '../format/csv.js';
import { plural } from '../format/numbers.js';
import { type Decisions, noDecisions, unmerged, unrefused, withParent } from './name-decisions.js';
import type { DatasetDetail } from './use-dataset.js';

type Mapping = NonNullable<NonNullable<ExplorerNamesQuery['dataset']>['entityMapping']>;

interface SavedNamesProps {
  dataset: DatasetDetail;
  column: string;
  mapping: Mapping | null;
  isBusy: boolean;
  /** Why the last change made here was refused. */
  failure: string | undefined;
  /** @returns whether it was saved */
  onSave: (next: Decisions) => Promise<boolean>;
  onImport: (file: File) => void;
}

/** What was decided about the names of a column, each with its undo. */
export function SavedNames({ dataset, column, mapping, isBusy, failure, onSave, onImport }: SavedNamesProps) {
  const input = useRef<HTMLInputElement>(null);
  const { merges, parents, distinct } = mapping ?? noDecisions;
  const decisions = { merges, parents, distinct };
  const unused = mapping?.unusedNames ?? [];
  return (
    <section aria-labelledby="saved-title">
      <div class="section-head row">
        <h2 id="saved-title">Saved</h2>
        <div class="figure-tools">
          <button type="button" class="quiet" disabled={isBusy} onClick={() => input.current?.click()}>
            Import…
          </button>
          {mapping && <ExportLink name={`${dataset.name} ${column}`} csv={mapping.csv} />}
        </div>
        <input
          ref={input}
          hidden
          type="file"
          accept=".csv,.tsv,.xlsx"
          aria-label="File of names to import"
          onChange={() => {
            const file = input.current?.files?.[0];
            if (file) onImport(file);
            input.current!.value = '';
          }}
        />
      </div>
      <p class="muted small">
        Merges and groups apply to every version, and stay when the file is replaced. A file to import has the columns
        name, entity and parent, as the exported one; it takes the place of what is saved.
        {unused.length > 0 &&
          ` ${plural(unused.length, 'name')} no longer in the file: ${unused.slice(0, 5).join(', ')}${unused.length > 5 ? ', …' : ''}.`}
      </p>
      {failure && (
        <p class="field-error" role="alert">
          {failure}
        </p>
      )}
      <ul class="saved-names">
        {merges.map(({ entity, names }) => (
          <SavedItem
            key={entity}
            text={`${entity} includes ${names.join(', ')}`}
            isBusy={isBusy}
            onUndo={() => onSave(unmerged(decisions, entity))}
          />
        ))}
        {parents.map(({ entity, parent }) => (
          <SavedItem
            key={`${entity} in ${parent}`}
            text={`${entity} belongs to ${parent}`}
            isBusy={isBusy}
            onUndo={() => onSave(withParent(decisions, entity, ''))}
          />
        ))}
        {distinct.map(({ names }, index) => (
          <SavedItem
            key={names.join('\n')}
            text={`${names.join(', ')}: different`}
            isBusy={isBusy}
            onUndo={() => onSave(unrefused(decisions, index))}
          />
        ))}
      </ul>
      <ParentForm isBusy={isBusy} onSubmit={(entity, parent) => onSave(withParent(decisions, entity, parent))} />
    </section>
  );
}

function SavedItem({ text, isBusy, onUndo }: { text: string; isBusy: boolean; onUndo: () => void }) {
  return (
    <li>
      <span>{text}</span>{' '}
      <button type="button" class="as-link" disabled={isBusy} aria-label={`Undo: ${text}`} onClick={onUndo}>
        Undo
      </button>
    </li>
  );
}

/** Groups an entity under another, such as a subsidiary under its group. */
function ParentForm(props: { isBusy: boolean; onSubmit: (entity: string, parent: string) => Promise<boolean> }) {
  const { isBusy, onSubmit } = props;
  const [entity, setEntity] = useState('');
  const [parent, setParent] = useState('');
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (await onSubmit(entity.trim(), parent.trim())) setEntity('');
  };
  return (
    <form class="question-fields names-fields" onSubmit={submit}>
      <label class="field">
        Put this name
        <input required value={entity} autocomplete="off" onInput={(event) => setEntity(event.currentTarget.value)} />
      </label>
      <label class="field">
        under this group
        <input required value={parent} autocomplete="off" onInput={(event) => setParent(event.currentTarget.value)} />
      </label>
      <button type="submit" disabled={isBusy || entity.trim() === '' || parent.trim() === ''}>
        Group
      </button>
    </form>
  );
}

function ExportLink({ name, csv }: { name: string; csv: string }) {
  // Excel reads accents in a CSV only behind a byte order mark.
  const href = `data:text/csv;charset=utf-8,${encodeURIComponent(BYTE_ORDER_MARK + csv)}`;
  return (
    <a class="button quiet" href={href} download={`${name} names.csv`}>
      Export as CSV
    </a>
  );
}
