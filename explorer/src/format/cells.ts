import type { ExplorerSchemaFragment } from '../../../clients/typescript/generated/graphql.js';
import { grouped } from './numbers.js';
import { dateFormat } from './sheet-dates.js';

type Column = ExplorerSchemaFragment['columns'][number];

/** Whether its cells are aligned as numbers. */
export function isNumber(column: Pick<Column, 'dataType'> | undefined): boolean {
  return column !== undefined && NUMBER_TYPES.includes(column.dataType);
}

const NUMBER_TYPES: readonly Column['dataType'][] = ['INTEGER', 'DECIMAL', 'DOUBLE'];

/**
 * A cell as the sheet showed it: percentages and amounts of money with their sign, as many decimals, days in the same order;
 * midnight without a time. The decimal mark and the separators are those of the page. Codes and years are numbers without
 * separators. @param text as the API gives it
 */
export function cellText(text: string, column: Column | undefined): string {
  if (column === undefined) return text;
  let format = formats.get(column);
  if (!format) {
    format = formatOf(column);
    formats.set(column, format);
  }
  return format(text);
}

type Format = (text: string) => string;

/** Cells are many, and columns few. */
const formats = new WeakMap<Column, Format>();

function formatOf(column: Column): Format {
  const { dataType, role, representation, samples } = column;
  if (dataType === 'DATE') return dateFormat(samples) ?? ((text) => text);
  if (dataType === 'TIMESTAMP') return (text) => text.replace(/ 00:00:00$/, '');
  if (!isNumber(column) || role !== 'NUMERIC') return (text) => text;
  if (representation === 'PERCENT') return (text) => `${grouped(movedPoint(text))}\u202f%`;
  const decimals = decimalsOf(samples);
  const { before, after } = signOf(samples);
  return (text) => {
    const number = grouped(withDecimals(text, decimals));
    return number.startsWith('−') ? `−${before}${number.slice(1)}${after}` : `${before}${number}${after}`;
  };
}

/** Where all examples have the same number of decimals, and they are several: that number. */
function decimalsOf(samples: readonly string[]): number | undefined {
  const fractions = samples.map((sample) => /\d[.,](\d+)\D*$/.exec(sample)?.[1]?.length);
  const [first] = fractions;
  // 1.234 may be a whole number with a separator.
  const isKnown = first !== undefined && first !== 3 && samples.length > 1 && fractions.every((size) => size === first);
  return isKnown ? first : undefined;
}

/** The text with that many decimals if it has no more significant ones; without zeros at its end where none is given. */
function withDecimals(text: string, decimals: number | undefined): string {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return text;
  const short = trimmed(text);
  if (decimals === undefined) return short;
  const [whole, fraction = ''] = short.split('.');
  return fraction.length > decimals ? short : `${whole}.${fraction.padEnd(decimals, '0')}`;
}

function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

const SIGN = /\p{Sc}/u;

/** The sign of money that all examples have, in its place. */
function signOf(samples: readonly string[]): { before: string; after: string } {
  const sign = SIGN.exec(samples[0] ?? '')?.[0];
  if (sign === undefined || !samples.every((sample) => sample.includes(sign))) return { before: '', after: '' };
  const isBefore = samples[0]!.search(/\d/) > samples[0]!.indexOf(sign);
  return isBefore ? { before: sign, after: '' } : { before: '', after: `\u202f${sign}` };
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
