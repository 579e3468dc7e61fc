import { shortened } from './text.js';

/**
 * A condition on rows, as a client writes it: exactly one of `and`, `or`, `not` and `column`. Several operators on a
 * column must all hold. Every condition on a blank cell is false, except `isBlank`; `not` and `notIn` are complements,
 * so they include blank cells.
 */
export interface RowFilter {
  and?: RowFilter[] | null;
  or?: RowFilter[] | null;
  not?: RowFilter | null;
  column?: string | null;
  in?: string[] | null;
  notIn?: string[] | null;
  eq?: string | null;
  gt?: string | null;
  gte?: string | null;
  lt?: string | null;
  lte?: string | null;
  contains?: string | null;
  startsWith?: string | null;
  isBlank?: boolean | null;
}

const FILTERS = ['and', 'or'];
const TEXTS = ['column', 'eq', 'gt', 'gte', 'lt', 'lte', 'contains', 'startsWith'];
const LISTS = ['in', 'notIn'];

/** Whether a value that no schema has checked has the form of a filter. */
export function isRowFilter(value: unknown): value is RowFilter {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([key, part]: [string, unknown]) => {
    if (TEXTS.includes(key)) return typeof part === 'string';
    if (LISTS.includes(key)) return Array.isArray(part) && part.every((each) => typeof each === 'string');
    if (FILTERS.includes(key)) return Array.isArray(part) && part.every(isRowFilter);
    return key === 'not' ? isRowFilter(part) : key === 'isBlank' && typeof part === 'boolean';
  });
}

/** One operator on one column; values in their normal form (analysis/filter/filter-values.ts). */
export type Condition =
  | { column: string; in: string[] }
  | { column: string; notIn: string[] }
  | { column: string; gt: string }
  | { column: string; gte: string }
  | { column: string; lt: string }
  | { column: string; lte: string }
  /** `isSearch`: in any spelling, also in columns that conditions compare exactly. No filter of a client has it. */
  | { column: string; contains: string; isSearch?: true }
  | { column: string; startsWith: string }
  | { column: string; isBlank: boolean };

/**
 * Filters that differ only in order, repetition or spelling have the same normal form. It is itself a filter that passes
 * every limit, so that stored parameters can be resolved again.
 */
export type NormalFilter = Condition | { and: NormalFilter[] } | { or: NormalFilter[] } | { not: NormalFilter };

/** Names of the columns that a filter has conditions on, each once. */
export function columnsOf(filter: NormalFilter): string[] {
  if ('column' in filter) return [filter.column];
  const parts = 'and' in filter ? filter.and : 'or' in filter ? filter.or : [filter.not];
  return [...new Set(parts.flatMap(columnsOf))];
}

/** Of these, those that a search looks at. */
export function searchedColumnsOf(filter: NormalFilter): string[] {
  if ('column' in filter) return 'isSearch' in filter && filter.isSearch ? [filter.column] : [];
  const parts = 'and' in filter ? filter.and : 'or' in filter ? filter.or : [filter.not];
  return [...new Set(parts.flatMap(searchedColumnsOf))];
}

const MAX_LISTED_VALUES = 10;
/** A cell of a workbook holds 32,767. */
const MAX_CHARACTERS = 4000;

/** The filter in words: `region is emea and year is at least 2023`. Long filters are shortened. */
export function filterText(filter: NormalFilter): string {
  const text = textOf(filter);
  const characters = [...text];
  return characters.length > MAX_CHARACTERS ? `${characters.slice(0, MAX_CHARACTERS - 1).join('')}…` : text;
}

function textOf(filter: NormalFilter): string {
  if ('and' in filter) return filter.and.map(partText).join(' and ');
  if ('or' in filter) return filter.or.map(partText).join(' or ');
  return 'not' in filter ? `not (${textOf(filter.not)})` : conditionText(filter);
}

function partText(filter: NormalFilter): string {
  return 'and' in filter || 'or' in filter ? `(${textOf(filter)})` : textOf(filter);
}

function conditionText(condition: Condition): string {
  const { column } = condition;
  if ('in' in condition) {
    return condition.in.length === 1
      ? `${column} is ${listed(condition.in)}`
      : `${column} is one of ${listed(condition.in)}`;
  }
  if ('notIn' in condition) {
    const { notIn } = condition;
    return notIn.length === 1 ? `${column} is not ${listed(notIn)}` : `${column} is none of ${listed(notIn)}`;
  }
  if ('isBlank' in condition) return `${column} is ${condition.isBlank ? '' : 'not '}blank`;
  if ('gt' in condition) return `${column} is above ${shown(condition.gt)}`;
  if ('gte' in condition) return `${column} is at least ${shown(condition.gte)}`;
  if ('lt' in condition) return `${column} is below ${shown(condition.lt)}`;
  if ('lte' in condition) return `${column} is at most ${shown(condition.lte)}`;
  return 'contains' in condition
    ? `${column} contains ${shown(condition.contains)}`
    : `${column} starts with ${shown(condition.startsWith)}`;
}

function listed(values: readonly string[]): string {
  if (values.length === 0) return 'no values';
  const rest = values.length - MAX_LISTED_VALUES;
  const first = values.slice(0, MAX_LISTED_VALUES).map(shown).join(', ');
  return rest > 0 ? `${first} and ${rest.toLocaleString('en-US')} more` : first;
}

/** Without quotation marks where the value is one word: `emea`, `-1.5`, `2024-03-31`. */
function shown(value: string): string {
  return /^[\p{L}\p{N}_.:-]+$/u.test(value) ? shortened(value) : JSON.stringify(shortened(value));
}
