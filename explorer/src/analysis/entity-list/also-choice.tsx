import type { ExplorerSchemaFragment } from '../../../../clients/typescript/generated/graphql.js';
import type { DatasetDetail } from '../../dataset/use-dataset.js';
import { quoted } from '../../format/nouns.js';
import { show } from '../../location.js';
import { isAddable } from '../addable.js';
import { ColumnOption } from '../column-select.js';
import { Chip } from '../filters/chip.js';
import { MAX_ALSO, type Question } from '../question.js';

/** Adds the sums of further columns to the list. */
export function AlsoChoice({ schema, question }: { schema: ExplorerSchemaFragment; question: Question }) {
  const { also, value } = question;
  const set = (names: string[]) => show({ also: names }, { replace: true });
  const free = schema.columns.filter(
    (column) => isAddable(column) && column.name !== value && !also.includes(column.name),
  );
  return (
    <>
      {free.length > 0 && also.length < MAX_ALSO && (
        <label class="inline">
          <span class="hidden">Add a column of sums</span>
          <select value="" onChange={(event) => set([...also, event.currentTarget.value])}>
            <option value="">Add a column…</option>
            {free.map((column) => (
              <ColumnOption key={column.name} column={column} />
            ))}
          </select>
        </label>
      )}
      {also.length > 0 && (
        <ul class="chips">
          {also.map((name) => (
            <Chip
              key={name}
              text={`Also ${quoted(schema.columns.find((column) => column.name === name)?.label ?? name)}`}
              onRemove={() => set(also.filter((other) => other !== name))}
            />
          ))}
        </ul>
      )}
    </>
  );
}

export function labelIn({ schema }: DatasetDetail, name: string): string {
  return quoted(schema?.columns.find((column) => column.name === name)?.label ?? name);
}
