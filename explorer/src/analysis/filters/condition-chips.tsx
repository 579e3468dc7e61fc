import { useState } from 'preact/hooks';
import type { ExplorerSchemaFragment } from '../../../../clients/typescript/generated/graphql.js';
import type { DatasetDetail } from '../../dataset/use-dataset.js';
import { quoted } from '../../format/nouns.js';
import { FilterIcon } from '../../ui/icons.js';
import { Chip } from './chip.js';
import { type Condition, conditionInWords } from './conditions.js';
import { FilterDialog } from './filter-dialog.js';

/** Conditions on rows as chips, each of which can be changed and removed, behind a button that adds one. */
export function ConditionChips(props: {
  dataset: DatasetDetail;
  schema: ExplorerSchemaFragment;
  version: number | null;
  conditions: readonly Condition[];
  /** Conditions that hold too, and are shown elsewhere. */
  others?: readonly Condition[];
  onChange: (conditions: Condition[]) => void;
}) {
  const { dataset, schema, version, conditions, others = [], onChange } = props;
  /** The index of the condition that is changed, or one after the last for a new one. */
  const [edited, setEdited] = useState<number>();
  const label = (name: string) => quoted(schema.columns.find((column) => column.name === name)?.label ?? name);
  const initial = edited === undefined ? undefined : conditions[edited];
  return (
    <div class="filters">
      <button type="button" class="quiet" onClick={() => setEdited(conditions.length)}>
        <FilterIcon /> Filter these rows
      </button>
      {conditions.length > 0 && (
        <ul class="chips">
          {conditions.map((condition, at) => (
            <Chip
              key={at}
              text={conditionInWords(condition, label)}
              onEdit={condition.kind === 'other' ? undefined : () => setEdited(at)}
              onRemove={() => onChange(conditions.filter((_, other) => other !== at))}
            />
          ))}
        </ul>
      )}
      {edited !== undefined && (
        <FilterDialog
          dataset={dataset}
          schema={schema}
          version={version}
          where={[...others, ...conditions]}
          initial={initial && initial.kind !== 'other' ? initial : undefined}
          onApply={(condition) => onChange(conditions.toSpliced(edited, 1, condition))}
          onClose={() => setEdited(undefined)}
        />
      )}
    </div>
  );
}
