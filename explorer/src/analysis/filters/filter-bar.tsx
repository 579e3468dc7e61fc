import { useState } from 'preact/hooks';
import type { ExplorerSchemaFragment } from '../../../../clients/typescript/generated/graphql.js';
import type { DatasetDetail } from '../../dataset/use-dataset.js';
import { quoted } from '../../format/nouns.js';
import { CalendarIcon, FilterIcon } from '../../ui/icons.js';
import type { Question } from '../question.js';
import { Chip } from './chip.js';
import { type Condition, conditionInWords } from './conditions.js';
import { type EntityParts, keyName } from './entity-keys.js';
import { FilterDialog } from './filter-dialog.js';
import {
  changeFilters,
  changePeriods,
  clearFilters,
  filterCount,
  isUndoable,
  lastChange,
  undo,
} from './filter-state.js';
import { rulesInWords } from './period-words.js';
import { PeriodsDialog } from './periods-dialog.js';

/** More names than this are one chip. */
const MAX_NAMES = 6;

/** What is analysed: conditions on rows, and entities that are left out or kept alone, each a chip. */
export function FilterBar(props: { dataset: DatasetDetail; schema: ExplorerSchemaFragment; question: Question }) {
  const { dataset, schema, question } = props;
  const { where, only, exclude } = question;
  /** The index of the condition that is changed, or one after the last for a new one. */
  const [edited, setEdited] = useState<number>();
  const [arePeriodsOpen, setPeriodsOpen] = useState(false);
  const label = (name: string) => quoted(schema.columns.find((column) => column.name === name)?.label ?? name);
  const words = (condition: Condition) => conditionInWords(condition, label);
  const initial = edited === undefined ? undefined : where[edited];
  const apply = (condition: Condition) => {
    const next = where.some((_, at) => at === edited)
      ? where.map((each, at) => (at === edited ? condition : each))
      : [...where, condition];
    changeFilters(question, { where: next }, `Only rows where ${words(condition)}.`);
  };
  const change = lastChange.value;
  const rules = question.grain === 'NONE' ? [] : rulesInWords(question.periods);
  const count = filterCount(question);
  return (
    <section class="filters" aria-label="Filters">
      <button type="button" class="quiet" onClick={() => setEdited(where.length)}>
        <FilterIcon /> Add a filter
      </button>
      {question.grain !== 'NONE' && (
        <button type="button" class="quiet" onClick={() => setPeriodsOpen(true)}>
          <CalendarIcon /> Periods…
        </button>
      )}
      {count > 0 && (
        <ul class="chips">
          {where.map((condition, at) => (
            <Chip
              key={words(condition)}
              text={words(condition)}
              onEdit={condition.kind === 'other' ? undefined : () => setEdited(at)}
              onRemove={() =>
                changeFilters(
                  question,
                  { where: where.filter((_, other) => other !== at) },
                  `Removed the filter ${words(condition)}.`,
                )
              }
            />
          ))}
          {rules.map(({ text, without }) => (
            <Chip
              key={text}
              text={text}
              onEdit={() => setPeriodsOpen(true)}
              onRemove={() => changePeriods(question, { ...question.periods, ...without }, `Removed: ${text}.`)}
            />
          ))}
          <EntityChips
            prefix="Only"
            entities={only}
            onChange={(entities, text) => changeFilters(question, { only: entities }, text)}
          />
          <EntityChips
            prefix="Without"
            entities={exclude}
            onChange={(entities, text) => changeFilters(question, { exclude: entities }, text)}
          />
        </ul>
      )}
      {count > 1 && (
        <button type="button" class="quiet" onClick={() => clearFilters(question)}>
          Clear all
        </button>
      )}
      <p class="muted small" role="status">
        {isUndoable(change) && (
          <>
            {change.text}{' '}
            <button type="button" class="as-link" onClick={undo}>
              Undo
            </button>
          </>
        )}
      </p>
      {arePeriodsOpen && <PeriodsDialog schema={schema} question={question} onClose={() => setPeriodsOpen(false)} />}
      {edited !== undefined && (
        <FilterDialog
          dataset={dataset}
          schema={schema}
          version={question.version}
          where={where}
          initial={initial && initial.kind !== 'other' ? initial : undefined}
          onApply={apply}
          onClose={() => setEdited(undefined)}
        />
      )}
    </section>
  );
}

function EntityChips(props: {
  prefix: 'Only' | 'Without';
  entities: readonly EntityParts[];
  onChange: (entities: EntityParts[], text: string) => void;
}) {
  const { prefix, entities, onChange } = props;
  const [isOpen, setOpen] = useState(false);
  const verb = prefix === 'Only' ? 'No longer only' : 'Put back';
  const shown = isOpen || entities.length <= MAX_NAMES ? entities : entities.slice(0, MAX_NAMES - 1);
  return (
    <>
      {shown.map((entity, at) => (
        <Chip
          key={`${prefix} ${keyName(entity)}`}
          text={`${prefix} ${keyName(entity)}`}
          onRemove={() =>
            onChange(
              entities.filter((_, other) => other !== at),
              `${verb} ${keyName(entity)}.`,
            )
          }
        />
      ))}
      {shown.length < entities.length && (
        <li>
          <button type="button" class="chip-text" onClick={() => setOpen(true)}>
            and {entities.length - shown.length} more
          </button>
        </li>
      )}
      {entities.length > 1 && (
        <li>
          <button type="button" class="chip-text" onClick={() => onChange([], `${verb} ${entities.length} names.`)}>
            {prefix === 'Only' ? 'Show all again' : 'Put all back'}
          </button>
        </li>
      )}
    </>
  );
}
