import { signal } from '@preact/signals';
import { location, show } from '../../location.js';
import { NO_LIST } from '../entity-list/list-state.js';
import { type PeriodRules, PLAIN_PERIODS, periodParameters, type Question } from '../question.js';
import { NO_ROWS } from '../rows/rows-state.js';
import { type Condition, written } from './conditions.js';
import { type EntityParts, isSameKey, writtenKey } from './entity-keys.js';
import { rulesInWords } from './period-words.js';

/** The parameters of the address that say which rows and entities are analysed. */
export const FILTER_PARAMETERS = [
  'where',
  'only',
  'exclude',
  'from',
  'to',
  'window',
  'todate',
  'fy',
  'fyname',
] as const;

type Filters = Pick<Question, 'where' | 'only' | 'exclude' | 'periods'>;

interface LastChange {
  /** What was done: "Left out World." */
  text: string;
  before: Filters;
  /** The address that the change led to: from another one it cannot be undone. */
  address: string;
}

export const lastChange = signal<LastChange | null>(null);

/** Changes what is analysed. Adds an entry to the history, and can be undone by a button too. */
export function changeFilters(question: Filters, change: Partial<Filters>, text: string): void {
  const { where, only, exclude, periods } = question;
  const before = { where, only, exclude, periods };
  write({ ...before, ...change });
  lastChange.value = { text, before, address: filterAddress() };
}

/** The period shown before may not exist under other rules: shows all. */
export function changePeriods(question: Filters, periods: PeriodRules, text: string): void {
  changeFilters(question, { periods }, text);
  show({ period: null, compare: null }, { replace: true });
}

/** The number of conditions on rows, names and periods. */
export function filterCount({ where, only, exclude, periods, grain }: Question): number {
  return where.length + only.length + exclude.length + (grain === 'NONE' ? 0 : rulesInWords(periods).length);
}

export function clearFilters(question: Question): void {
  const hasRules = rulesInWords(question.periods).length > 0;
  changeFilters(question, { where: [], only: [], exclude: [], periods: PLAIN_PERIODS }, 'Removed all filters.');
  // The period shown may not exist without the rules.
  if (hasRules) show({ period: null, compare: null }, { replace: true });
}

export function undo(): void {
  const change = lastChange.peek();
  if (!change) return;
  write(change.before);
  lastChange.value = null;
}

/** Whether the address still is the one that the last change led to. */
export function isUndoable(change: LastChange | null): change is LastChange {
  return change !== null && change.address === filterAddress();
}

export function addCondition(question: Filters, condition: Condition, text: string): void {
  changeFilters(question, { where: [...question.where, condition] }, text);
}

export function leaveOut(question: Filters, entities: readonly EntityParts[], text: string): void {
  const added = entities.filter((entity) => !question.exclude.some((known) => isSameKey(known, entity)));
  const only = question.only.filter((known) => !entities.some((entity) => isSameKey(known, entity)));
  changeFilters(question, { exclude: [...question.exclude, ...added], only }, text);
}

export function keepOnly(question: Filters, entity: EntityParts, text: string): void {
  changeFilters(question, { only: [entity], exclude: [] }, text);
}

function write({ where, only, exclude, periods }: Filters): void {
  show({
    // The view in which the change was made closes, such as that of an entity.
    entity: null,
    ...NO_ROWS,
    ...NO_LIST,
    where: where.map(written),
    only: only.map(writtenKey),
    exclude: exclude.map(writtenKey),
    ...periodParameters(periods),
  });
}

function filterAddress(): string {
  const { query, path } = location.value;
  return `${path} ${FILTER_PARAMETERS.map((name) => query.getAll(name).join('\n')).join('\n\n')}`;
}
