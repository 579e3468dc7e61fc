import type { ColumnType, NumberScale } from '../../../clients/typescript/generated/graphql.js';
import type { Correction } from './column-words.js';
import { grouped } from './numbers.js';
import { day } from './time.js';

/**
 * What a cell of the file becomes under a correction; null where it becomes empty. Undefined where only reading the file
 * again can say, such as for dates with the names of months.
 */
export function previewOf(cell: string, kind: ColumnType, correction: Correction): string | null | undefined {
  switch (kind) {
    case 'TEXT':
      return cell.trim();
    case 'NUMBER':
      return numberIn(cell, correction);
    case 'DATE':
      return dateIn(cell, correction);
    default:
      return undefined;
  }
}

const POWERS: Record<NumberScale, number> = { HUNDREDTHS: -2, THOUSANDS: 3, MILLIONS: 6, BILLIONS: 9 };

function numberIn(cell: string, { decimalMark, scale }: Correction): string | null | undefined {
  const text = cell.trim();
  if (!/\d/.test(text)) return null;
  if (!/^[+-]?[\d.,]+$/.test(text)) return undefined;
  const marks = text.replace(/[^.,]/g, '');
  // Without a choice, one mark can be either: the service looks at the whole column.
  if (marks !== '' && !decimalMark) return undefined;
  const [mark, separator] = decimalMark === 'COMMA' ? [',', '.'] : ['.', ','];
  const parts = text.replaceAll(separator, '').split(mark);
  if (parts.length > 2) return undefined;
  return grouped(shifted(parts[0]!.replace(/^\+/, ''), parts[1] ?? '', scale ? POWERS[scale] : 0));
}

/** A decimal times a power of ten, digit by digit. */
function shifted(whole: string, fraction: string, power: number): string {
  const sign = whole.startsWith('-') ? '-' : '';
  const digits = whole.replace('-', '') + fraction;
  const point = digits.length - fraction.length + power;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const before = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const after = padded.slice(at).replace(/0+$/, '');
  return sign + (after === '' ? before : `${before}.${after}`);
}

function dateIn(cell: string, { dateOrder }: Correction): string | null | undefined {
  const text = cell.trim();
  if (!/\d/.test(text)) return null;
  const [, iso] = /^(\d{4}-\d{2}-\d{2})$/.exec(text) ?? [];
  if (iso) return day(iso);
  const parts = /^(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})$/.exec(text)?.slice(1);
  if (!parts || !dateOrder) return undefined;
  const [d, m, y] = { DMY: [0, 1, 2], MDY: [1, 0, 2], YMD: [2, 1, 0] }[dateOrder].map((at) => parts[at]!) as [
    string,
    string,
    string,
  ];
  if (y.length !== 4) return undefined;
  const date = new Date(Date.UTC(Number(y), Number(m) - 1, Number(d)));
  if (date.getUTCMonth() !== Number(m) - 1 || date.getUTCDate() !== Number(d)) return null;
  return day(date.toISOString().slice(0, 10));
}
