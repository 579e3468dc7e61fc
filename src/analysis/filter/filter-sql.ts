import type { Condition, NormalFilter } from '../../model/row-filter.js';
import type { DataType } from '../../model/schema.js';

/** Where the values of a column are, in SQL over the rows that are filtered. */
export interface FilterColumn {
  dataType: DataType;
  /** SQL of the value; its type is `sqlType`. */
  value: string;
  /** As DuckDB names it: `BIGINT`, `DECIMAL(18,2)`. */
  sqlType: string;
  /** SQL of the text that is compared: the folded spelling, or the text itself where spellings are exact. */
  key: string;
  /** SQL of the text that a search looks at: the folded spelling, whatever `key` is. */
  searchKey: string;
  /** Where the rows have ids of the column's texts: `value` is the id, and the keys are columns of this relation beside `id`. */
  names?: string;
}

/**
 * SQL that is true or false for every row, never NULL. Every value is bound as text, none is part of the SQL.
 * @param values of the whole statement; the filter's are appended, and `$1` is the first of them
 */
export function filterSql(filter: NormalFilter, columnNamed: (name: string) => FilterColumn, values: string[]): string {
  return toSql(filter, columnNamed, (value) => `$${values.push(value)}`);
}

type Bind = (value: string) => string;

function toSql(filter: NormalFilter, columnNamed: (name: string) => FilterColumn, bind: Bind): string {
  if ('and' in filter) return filter.and.map((part) => `(${toSql(part, columnNamed, bind)})`).join(' AND ');
  if ('or' in filter) return filter.or.map((part) => `(${toSql(part, columnNamed, bind)})`).join(' OR ');
  if ('not' in filter) return `NOT (${toSql(filter.not, columnNamed, bind)})`;
  return conditionSql(filter, columnNamed(filter.column), bind);
}

function conditionSql(condition: Condition, column: FilterColumn, bind: Bind): string {
  if ('isBlank' in condition) return `${column.value} IS ${condition.isBlank ? '' : 'NOT '}NULL`;
  // Two-valued: a comparison with a blank cell is NULL in SQL, and NOT would keep it NULL.
  if ('notIn' in condition) return `NOT coalesce(${perName(listSql(condition.notIn, column, bind), column)}, false)`;
  return `coalesce(${perName(comparisonSql(condition, column, bind), column)}, false)`;
}

/** A condition on texts is decided once for each name, and the rows are selected by its id. */
function perName(condition: string, { names, value }: FilterColumn): string {
  return names === undefined ? condition : `${value} IN (SELECT id FROM ${names} WHERE ${condition})`;
}

type Comparison = Exclude<Condition, { isBlank: boolean } | { notIn: string[] }>;

function comparisonSql(condition: Comparison, column: FilterColumn, bind: Bind): string {
  if ('contains' in condition) {
    return `contains(${condition.isSearch ? column.searchKey : column.key}, ${bind(condition.contains)})`;
  }
  if ('startsWith' in condition) return `starts_with(${column.key}, ${bind(condition.startsWith)})`;
  if ('in' in condition) return listSql(condition.in, column, bind);
  if ('gt' in condition) return orderSql(column, '>', condition.gt, bind);
  if ('gte' in condition) return orderSql(column, '>=', condition.gte, bind);
  return 'lt' in condition ? orderSql(column, '<', condition.lt, bind) : orderSql(column, '<=', condition.lte, bind);
}

function listSql(list: readonly string[], column: FilterColumn, bind: Bind): string {
  if (column.dataType === 'STRING' && list.length > 0) return `${column.key} IN (${list.map(bind).join(', ')})`;
  const tests = list.map((value) => equalSql(column, value, bind)).filter((test) => test !== null);
  return tests.length === 0 ? 'false' : tests.map((test) => `(${test})`).join(' OR ');
}

/** Null where no cell of the column can have the value. */
function equalSql(column: FilterColumn, value: string, bind: Bind): string | null {
  switch (column.dataType) {
    case 'INTEGER':
    case 'DECIMAL': {
      const limit = limitOf(column.sqlType, value);
      return limit.isExact ? `${column.value} = ${bind(limit.floor)}::${column.sqlType}` : null;
    }
    default:
      return `${comparedSql(column, value)} = ${operandSql(column, value, bind)}`;
  }
}

type Order = '>' | '>=' | '<' | '<=';

function orderSql(column: FilterColumn, order: Order, value: string, bind: Bind): string {
  if (column.dataType !== 'INTEGER' && column.dataType !== 'DECIMAL') {
    return `${comparedSql(column, value)} ${order} ${operandSql(column, value, bind)}`;
  }
  const { floor, isExact, side } = limitOf(column.sqlType, value);
  const isUpward = order === '>' || order === '>=';
  // Beyond the column's range, every number of it is on the same side.
  if (side !== 'within') return `${column.value} IS NOT NULL AND ${(side === 'below') === isUpward}`;
  // Between two values of the column's scale, x > v and x >= v are x > floor(v), x < v and x <= v are x <= floor(v).
  const operator = isExact ? order : isUpward ? '>' : '<=';
  return `${column.value} ${operator} ${bind(floor)}::${column.sqlType}`;
}

/** A date beside a column of times means its whole day. */
function comparedSql({ dataType, value: column }: FilterColumn, value: string): string {
  return dataType === 'TIMESTAMP' && !value.includes('T') ? `${column}::DATE` : column;
}

function operandSql({ dataType, sqlType }: FilterColumn, value: string, bind: Bind): string {
  switch (dataType) {
    case 'TIMESTAMP':
      return `${bind(value)}::${value.includes('T') ? sqlType : 'DATE'}`;
    case 'DOUBLE':
      // The nearest double; DuckDB refuses a text beyond the largest.
      return `${bind(String(Number(value)))}::DOUBLE`;
    default:
      return `${bind(value)}::${sqlType}`;
  }
}

interface Limit {
  /** The largest value of the column's scale that is not above the wanted one, as text. */
  floor: string;
  isExact: boolean;
  /** Whether the column's type reaches as far; `below`: the value is below everything in the column. */
  side: 'below' | 'within' | 'above';
}

/** A decimal beside a column of whole numbers or of a fixed scale: compared exactly, without a cast of the column. */
function limitOf(sqlType: string, value: string): Limit {
  const [, width, scale] = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(sqlType) ?? [];
  const digits = Number(scale ?? 0);
  const isNegative = value.startsWith('-');
  const [whole = '', fraction = ''] = value.replace('-', '').split('.');
  const kept = BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0'));
  const isExact = fraction.length <= digits;
  const floor = isNegative ? (isExact ? -kept : -kept - 1n) : kept;
  const bound = width === undefined ? 2n ** 63n : 10n ** BigInt(width);
  const side = floor >= bound ? 'above' : floor <= -bound ? 'below' : 'within';
  return { floor: withPoint(floor, digits), isExact: isExact && side === 'within', side };
}

function withPoint(units: bigint, digits: number): string {
  if (digits === 0) return String(units);
  const text = String(units < 0n ? -units : units).padStart(digits + 1, '0');
  return `${units < 0n ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
