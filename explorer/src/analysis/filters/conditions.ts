import type { RowFilter } from '../../../../clients/typescript/generated/graphql.js';

/** What a chip says about a column. Null among values is a blank cell. */
export type Condition =
  | { kind: 'values'; column: string; values: (string | null)[]; isNot: boolean }
  /** Both ends belong to the range; null leaves an end open. */
  | { kind: 'range'; column: string; from: string | null; to: string | null }
  | { kind: 'contains'; column: string; text: string; isNot: boolean }
  /** A filter that the page has no form for: it can be kept or removed. */
  | { kind: 'other'; filter: RowFilter };

const SEPARATOR = '~';

/**
 * A condition as a parameter of the address: `region~is~EMEA~APAC`, `region~not~EMEA`, `amount~range~100~`,
 * `name~contains~bank`; an empty value is a blank cell. Other filters are JSON, as the API takes them.
 */
export function written(condition: Condition): string {
  switch (condition.kind) {
    case 'values':
      return join([condition.column, condition.isNot ? 'not' : 'is', ...condition.values.map((value) => value ?? '')]);
    case 'range':
      return join([condition.column, 'range', condition.from ?? '', condition.to ?? '']);
    case 'contains':
      return join([condition.column, condition.isNot ? 'lacks' : 'contains', condition.text]);
    case 'other':
      return JSON.stringify(condition.filter);
  }
}

/** Undefined where the text is no condition. */
export function parsed(text: string): Condition | undefined {
  if (text.startsWith('{')) return parsedJson(text);
  const [column = '', operator, ...values] = split(text);
  const [first = '', second = ''] = values;
  if (column === '' || values.length === 0) return undefined;
  switch (operator) {
    case 'is':
    case 'not':
      return {
        kind: 'values',
        column,
        values: values.map((value) => (value === '' ? null : value)),
        isNot: operator === 'not',
      };
    case 'range':
      return first || second ? { kind: 'range', column, from: first || null, to: second || null } : undefined;
    case 'contains':
    case 'lacks':
      return first ? { kind: 'contains', column, text: first, isNot: operator === 'lacks' } : undefined;
    default:
      return undefined;
  }
}

function parsedJson(text: string): Condition | undefined {
  try {
    return { kind: 'other', filter: JSON.parse(text) as RowFilter };
  } catch {
    return undefined;
  }
}

function join(parts: readonly string[]): string {
  return parts.map((part) => part.replaceAll(/[\\~]/g, (mark) => `\\${mark}`)).join(SEPARATOR);
}

function split(text: string): string[] {
  return (text.match(/(?:^|~)((?:\\.|[^\\~])*)/g) ?? []).map((part) =>
    part.replace(/^~/, '').replaceAll(/\\(.)/g, '$1'),
  );
}

/** The filter of all conditions together; null where there are none. */
export function filterOf(conditions: readonly Condition[]): RowFilter | null {
  const all = conditions.map(toFilter);
  return all.length > 1 ? { and: all } : (all[0] ?? null);
}

function toFilter(condition: Condition): RowFilter {
  switch (condition.kind) {
    case 'values':
      return ofValues(condition);
    case 'range': {
      const { column, from, to } = condition;
      if (from === null) return { column, lte: to };
      return to === null ? { column, gte: from } : { column, gte: from, lte: to };
    }
    case 'contains': {
      const contains = { column: condition.column, contains: condition.text };
      return condition.isNot ? { not: contains } : contains;
    }
    case 'other':
      return condition.filter;
  }
}

function ofValues({ column, values, isNot }: Condition & { kind: 'values' }): RowFilter {
  const texts = values.filter((value) => value !== null);
  const hasBlank = texts.length < values.length;
  // `notIn` includes blank cells, `in` does not.
  if (isNot) {
    const filled = { column, isBlank: false };
    if (!hasBlank) return { column, notIn: texts };
    return texts.length > 0 ? { and: [{ column, notIn: texts }, filled] } : filled;
  }
  const blank = { column, isBlank: true };
  if (!hasBlank) return { column, in: texts };
  return texts.length > 0 ? { or: [{ column, in: texts }, blank] } : blank;
}

/** The conditions of a filter in its normal form, such as that of an earlier analysis. */
export function conditionsOf(filter: RowFilter | null): Condition[] {
  if (!filter) return [];
  if (filter.and) return filter.and.flatMap(conditionsOf);
  const { column, in: values, notIn, gte, lte, contains, ...others } = filter;
  if (column && Object.keys(others).length === 0) {
    const isOnly = (...given: unknown[]) =>
      [values, notIn, gte ?? lte, contains].filter(Boolean).length === given.length;
    if (values && isOnly(values)) return [{ kind: 'values', column, values: [...values], isNot: false }];
    if (notIn && isOnly(notIn)) return [{ kind: 'values', column, values: [...notIn], isNot: true }];
    if (contains && isOnly(contains)) return [{ kind: 'contains', column, text: contains, isNot: false }];
    if ((gte || lte) && isOnly(1)) return [{ kind: 'range', column, from: gte ?? null, to: lte ?? null }];
  }
  return [{ kind: 'other', filter }];
}

const MAX_LISTED = 3;

/** A condition in words: "Region is EMEA or APAC". @param label the column as people call it */
export function conditionInWords(condition: Condition, label: (column: string) => string): string {
  switch (condition.kind) {
    case 'values': {
      const names = condition.values.map((value) => value ?? 'blank');
      const listed =
        names.length > MAX_LISTED
          ? `${names.slice(0, MAX_LISTED - 1).join(', ')} or ${names.length - MAX_LISTED + 1} more`
          : joined(names, 'or');
      return `${label(condition.column)} is ${condition.isNot ? 'not ' : ''}${listed}`;
    }
    case 'range': {
      const { column, from, to } = condition;
      if (from === to) return `${label(column)} is ${from}`;
      if (from !== null && to !== null) return `${label(column)} from ${from} to ${to}`;
      return from !== null ? `${label(column)} from ${from}` : `${label(column)} up to ${to}`;
    }
    case 'contains':
      return `${label(condition.column)} ${condition.isNot ? 'does not contain' : 'contains'} “${condition.text}”`;
    case 'other':
      return inWords(condition.filter, label);
  }
}

function inWords(filter: RowFilter, label: (column: string) => string): string {
  const list = (filters: readonly RowFilter[], word: string) =>
    joined(
      filters.map((each) => (each.and || each.or ? `(${inWords(each, label)})` : inWords(each, label))),
      word,
    );
  if (filter.and) return list(filter.and, 'and');
  if (filter.or) return list(filter.or, 'or');
  if (filter.not) return `not (${inWords(filter.not, label)})`;
  const { column, ...tests } = filter;
  const words = Object.entries(tests).map(([operator, value]) => {
    if (operator === 'isBlank') return value ? 'is blank' : 'is not blank';
    return `${OPERATOR_WORDS[operator] ?? operator} ${Array.isArray(value) ? joined(value.map(String), 'or') : value}`;
  });
  return `${label(column ?? '')} ${joined(words, 'and')}`;
}

const OPERATOR_WORDS: Record<string, string> = {
  in: 'is',
  eq: 'is',
  notIn: 'is not',
  gt: 'is above',
  gte: 'is at least',
  lt: 'is below',
  lte: 'is at most',
  contains: 'contains',
  startsWith: 'starts with',
};

function joined(parts: readonly string[], word: string): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${word} ${parts.at(-1)}`;
}
