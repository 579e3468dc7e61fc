import { canonicalJson } from '../../model/canonical-json.js';
import { columnNotFound } from '../../model/column-not-found.js';
import { ConcentricError } from '../../model/errors.js';
import type { Condition, NormalFilter, RowFilter } from '../../model/row-filter.js';
import type { Column, DatasetSchema } from '../../model/schema.js';
import { shortened } from '../../model/text.js';
import { normalValue, OPERATORS, type Operator, operatorsOf } from './filter-values.js';

const MAX_DEPTH = 5;
const MAX_CONDITIONS = 100;
const MAX_VALUES = 1000;
const SHAPES = ['and', 'or', 'not', 'column'] as const;

/** From the root of the input: `['where', 'and', 0, 'gte']`. */
type Path = readonly (string | number)[];

/**
 * Checks a filter against a schema and brings it into its normal form.
 * @param path where the filter is in the input, for errors
 * @throws INVALID_INPUT, COLUMN_NOT_FOUND; both with the place in the input as `argument` in their details: `where.and[0].gte`
 */
export function normalFilter(schema: DatasetSchema, filter: RowFilter, path: Path = ['where']): NormalFilter {
  return new Normalization(schema).normal(filter, path, 1);
}

class Normalization {
  private conditions = 0;
  private values = 0;

  constructor(private readonly schema: DatasetSchema) {}

  normal(filter: RowFilter, path: Path, depth: number): NormalFilter {
    // Before anything recurses: an input can be nested thousands of levels deep.
    if (depth > MAX_DEPTH) throw tooDeep(path);
    const present = SHAPES.filter((shape) => filter[shape] != null);
    const [shape] = present;
    if (shape === undefined || present.length > 1) {
      const got = shape === undefined ? 'none of them' : present.join(' and ');
      throw invalid(path, `A condition must have exactly one of and, or, not and column; got ${got}.`);
    }
    if (shape === 'column') return this.conditionsOn(filter, path, depth);
    const stray = OPERATORS.find((operator) => filter[operator] != null);
    if (stray !== undefined)
      throw invalid([...path, stray], `"${stray}" belongs in a condition with "column", not in one with "${shape}".`);
    if (shape === 'not') return negated(this.normal(filter.not!, [...path, 'not'], depth + 1));
    const parts = filter[shape]!;
    if (parts.length === 0) throw invalid([...path, shape], `"${shape}" needs at least one condition.`);
    // Counted here as well: a list of empty conditions is refused at the first, a list of millions before it is walked.
    if (parts.length > MAX_CONDITIONS) throw tooMany([...path, shape], 'conditions', MAX_CONDITIONS);
    return combined(
      shape,
      parts.map((part, index) => this.normal(part, [...path, shape, index], depth + 1)),
    );
  }

  private conditionsOn(filter: RowFilter, path: Path, depth: number): NormalFilter {
    const column = this.columnNamed(filter.column!, [...path, 'column']);
    const operators = OPERATORS.filter((operator) => filter[operator] != null);
    // Several operators become an `and`, which is a level of its own in the normal form.
    if (operators.length > 1 && depth === MAX_DEPTH) throw tooDeep(path);
    if (operators.length === 0) {
      throw invalid(path, `The condition on "${column.name}" needs an operator: ${operatorsOf(column).join(', ')}.`);
    }
    return combined(
      'and',
      operators.map((operator) => this.condition(column, operator, filter[operator]!, [...path, operator])),
    );
  }

  private condition(
    column: Column,
    operator: Operator,
    operand: string | string[] | boolean,
    path: Path,
  ): NormalFilter {
    if (++this.conditions > MAX_CONDITIONS) throw tooMany(path, 'conditions', MAX_CONDITIONS);
    if (!operatorsOf(column).includes(operator)) {
      const expected = operatorsOf(column).join(', ');
      throw invalid(
        path,
        `"${operator}" does not fit "${column.name}", a column of type ${column.dataType}. Use ${expected}.`,
      );
    }
    const { name } = column;
    if (typeof operand === 'boolean') return { column: name, isBlank: operand };
    this.values += typeof operand === 'string' ? 1 : operand.length;
    if (this.values > MAX_VALUES) throw tooMany(path, 'values', MAX_VALUES);
    const normal = (value: string, at: Path) => {
      const read = normalValue(column, value);
      if ('expected' in read) {
        throw invalid(at, `"${shortened(value)}" is not a value of "${name}": expected ${read.expected}.`);
      }
      return read.value;
    };
    switch (operator) {
      case 'in':
      case 'notIn': {
        const values = (operand as string[]).map((value, index) => normal(value, [...path, index]));
        return operator === 'in' ? { column: name, in: distinct(values) } : { column: name, notIn: distinct(values) };
      }
      case 'eq':
        return { column: name, in: [normal(operand as string, path)] };
      default:
        return { column: name, [operator]: normal(operand as string, path) } as Condition;
    }
  }

  private columnNamed(name: string, path: Path): Column {
    const column = this.schema.columns.find((candidate) => candidate.name === name);
    if (column !== undefined) return column;
    const names = this.schema.columns.map((candidate) => candidate.name);
    const { code, message, details } = columnNotFound(this.schema.datasetId, name, names);
    throw new ConcentricError(code, `${message} (at ${placeOf(path)})`, { ...details, argument: placeOf(path) });
  }
}

/** Without `not` where the condition has a complement; `not` cannot be moved into comparisons, which are false for blanks. */
function negated(filter: NormalFilter): NormalFilter {
  if ('not' in filter) return filter.not;
  if ('in' in filter) return { column: filter.column, notIn: filter.in };
  if ('notIn' in filter) return { column: filter.column, in: filter.notIn };
  if ('isBlank' in filter) return { column: filter.column, isBlank: !filter.isBlank };
  return { not: filter };
}

/** Flat, without repetitions, sorted; a single part replaces the list. */
function combined(shape: 'and' | 'or', parts: readonly NormalFilter[]): NormalFilter {
  const flat = parts.flatMap((part) =>
    shape in part ? (part as Record<typeof shape, NormalFilter[]>)[shape] : [part],
  );
  const byText = new Map(mergedLists(shape, flat).map((part) => [canonicalJson(part), part]));
  const sorted = [...byText.keys()].sort(byCodeUnit).map((text) => byText.get(text)!);
  return sorted.length === 1 ? sorted[0]! : ({ [shape]: sorted } as NormalFilter);
}

/** In A or in B is in A ∪ B; not in A and not in B is not in A ∪ B. */
function mergedLists(shape: 'and' | 'or', parts: readonly NormalFilter[]): NormalFilter[] {
  const lists = new Map<string, string[]>();
  const others: NormalFilter[] = [];
  for (const part of parts) {
    const list = shape === 'or' && 'in' in part ? part.in : shape === 'and' && 'notIn' in part ? part.notIn : null;
    if (list === null) others.push(part);
    else {
      const { column } = part as { column: string };
      lists.set(column, [...(lists.get(column) ?? []), ...list]);
    }
  }
  const merged = [...lists].map(
    ([column, values]): NormalFilter =>
      shape === 'or' ? { column, in: distinct(values) } : { column, notIn: distinct(values) },
  );
  return [...others, ...merged];
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort(byCodeUnit);
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `where.and[0].gte`. */
function placeOf([root, ...rest]: Path): string {
  return `${root}${rest.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('')}`;
}

function invalid(path: Path, message: string): ConcentricError {
  return new ConcentricError('INVALID_INPUT', `${message} (at ${placeOf(path)})`, { argument: placeOf(path) });
}

function tooMany(path: Path, what: string, limit: number): ConcentricError {
  return invalid(
    path,
    `A filter can have at most ${limit.toLocaleString('en-US')} ${what}. Use fewer, or filter in several questions.`,
  );
}

function tooDeep(path: Path): ConcentricError {
  return invalid(path, `A filter can be nested ${MAX_DEPTH} levels deep; this level is too deep.`);
}
