import type { ExplorerSchemaFragment } from '../../../clients/typescript/generated/graphql.js';
import { grouped } from './numbers.js';

type Column = ExplorerSchemaFragment['columns'][number];

/** Whether its cells are aligned as numbers. */
export function isNumber(column: Pick<Column, 'dataType'> | undefined): boolean {
  return column !== undefined && NUMBER_TYPES.includes(column.dataType);
}

const NUMBER_TYPES: readonly Column['dataType'][] = ['INTEGER', 'DECIMAL', 'DOUBLE'];

/**
 * A cell as the sheet showed its kind: percentages with their sign, amounts with separators, midnight without a time.
 * Codes and years are numbers without separators. @param text as the API gives it
 */
export function cellText(text: string, column: Column | undefined): string {
  if (column === undefined) return text;
  const { dataType, role, representation } = column;
  if (dataType === 'TIMESTAMP') return text.replace(/ 00:00:00$/, '');
  if (!isNumber(column) || role !== 'NUMERIC') return text;
  if (representation === 'PERCENT') return `${grouped(movedPoint(text))}\u202f%`;
  return grouped(text);
}

/** 100 times a decimal, exactly: `0.125` → `12.5`. */
function movedPoint(text: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === '') return String(100 * Number(text));
  const digits = (whole + fraction.padEnd(2, '0')).replace(/^0+(?=\d{1,})/, '');
  const after = Math.max(0, fraction.length - 2);
  const padded = digits.padStart(after + 1, '0');
  const [before, rest] = [padded.slice(0, padded.length - after), after > 0 ? padded.slice(-after) : ''];
  const kept = rest.replace(/0+$/, '');
  return `${sign}${before}${kept && `.${kept}`}`;
}
