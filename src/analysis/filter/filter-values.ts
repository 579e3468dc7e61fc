import type { Column, DataType } from '../../model/schema.js';
import { foldSpelling } from '../../names/fold-spelling.js';

/** What a condition can say about a column. */
export const OPERATORS = ['in', 'notIn', 'eq', 'gt', 'gte', 'lt', 'lte', 'contains', 'startsWith', 'isBlank'] as const;
export type Operator = (typeof OPERATORS)[number];

/** A value in its normal form, or what was expected instead. */
export type ReadValue = { value: string } | { expected: string };

const OF_TEXT: readonly Operator[] = ['in', 'notIn', 'eq', 'contains', 'startsWith', 'isBlank'];
const OF_ORDERED: readonly Operator[] = ['in', 'notIn', 'eq', 'gt', 'gte', 'lt', 'lte', 'isBlank'];
const OF_BOOLEAN: readonly Operator[] = ['in', 'notIn', 'eq', 'isBlank'];

const types = {
  STRING: { operators: OF_TEXT, read: readText },
  INTEGER: { operators: OF_ORDERED, read: readDecimal },
  DECIMAL: { operators: OF_ORDERED, read: readDecimal },
  DOUBLE: { operators: OF_ORDERED, read: readDecimal },
  DATE: { operators: OF_ORDERED, read: readDate },
  TIMESTAMP: { operators: OF_ORDERED, read: readDateOrTime },
  BOOLEAN: { operators: OF_BOOLEAN, read: readBoolean },
} satisfies Record<DataType, { operators: readonly Operator[]; read: (value: string, column: Column) => ReadValue }>;

/** The operators that a column's type allows. */
export function operatorsOf({ dataType }: Pick<Column, 'dataType'>): readonly Operator[] {
  return types[dataType].operators;
}

/** A value as the column's type reads it: exact decimals, ISO dates, text folded as entities are. */
export function normalValue(column: Column, value: string): ReadValue {
  return types[column.dataType].read(value, column);
}

/** Whether the column's texts are compared by their folded spelling; identifiers can differ by case alone. */
export function isFolded({ dataType, role }: Pick<Column, 'dataType' | 'role'>): boolean {
  return dataType === 'STRING' && role !== 'IDENTIFIER';
}

function readText(value: string, column: Column): ReadValue {
  return { value: isFolded(column) ? foldSpelling(value) : value.trim() };
}

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/;
/** No column holds more digits: a DOUBLE has 309 before the point and 324 and more after it. */
const MAX_DIGITS = 1100;

/** `1.50`, `+1.5`, `15e-1` are all `1.5`. */
function readDecimal(value: string): ReadValue {
  const expected = { expected: 'a number such as 1250.5, with a decimal point and without thousands separators' };
  const [, sign, whole, fraction = '', exponent = '0'] = DECIMAL.exec(value.trim()) ?? [];
  if (whole === undefined) return expected;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (digits.length + Math.abs(Number(exponent)) > MAX_DIGITS) return expected;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const before = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const after = padded.slice(at).replace(/0+$/, '');
  const size = after === '' ? before : `${before}.${after}`;
  return { value: sign === '-' && size !== '0' ? `-${size}` : size };
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/;
const ISO_TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?$/;

function readDate(value: string): ReadValue {
  const date = value.trim();
  return isCalendarDate(date) ? { value: date } : { expected: 'an ISO date such as 2024-03-31' };
}

/** A date means its whole day, a time for that moment. */
function readDateOrTime(value: string): ReadValue {
  const text = value.trim();
  if (isCalendarDate(text)) return { value: text };
  const [, date, minute, second = '00', fraction = ''] = ISO_TIME.exec(text) ?? [];
  const isTime =
    date !== undefined && isCalendarDate(date) && minute! < '24:00' && minute!.slice(3) < '60' && second < '60';
  if (!isTime) return { expected: 'an ISO date or time without an offset, such as 2024-03-31 or 2024-03-31T14:30' };
  const micros = fraction.replace(/0+$/, '');
  return { value: `${date}T${minute}:${second}${micros === '' ? '' : `.${micros}`}` };
}

function isCalendarDate(text: string): boolean {
  if (!ISO_DATE.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function readBoolean(value: string): ReadValue {
  const text = value.trim().toLowerCase();
  return text === 'true' || text === 'false' ? { value: text } : { expected: 'true or false' };
}
