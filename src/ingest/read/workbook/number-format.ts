import { currencyOfWord } from '../../cells/currency-words.js';
import { currencyCode, isNumber } from '../../cells/numbers.js';

/** Meaning of a number in a cell, by its number format. */
export type NumberKind = 'NUMBER' | 'PERCENT' | DateKind | PaddedCode;

export type DateKind = 'DATE' | 'TIME' | 'DURATION';

/** A code shown with leading zeros: for the zip code 01067 the cell stores 1067. */
export interface PaddedCode {
  digits: number;
}

/** Built-in formats by id (ECMA-376 part 1, §18.8.30). All others are plain numbers or text. */
const BUILT_IN: ReadonlyMap<number, NumberKind> = new Map<number, NumberKind>([
  ...[9, 10].map((id) => [id, 'PERCENT'] as const),
  ...[14, 15, 16, 17, 22].map((id) => [id, 'DATE'] as const),
  ...[18, 19, 20, 21, 45, 47].map((id) => [id, 'TIME'] as const),
  [46, 'DURATION'],
  // Dates of the East Asian locales; 32 and 33 are times in all of them.
  ...[27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58].map((id) => [id, 'DATE'] as const),
  ...[32, 33].map((id) => [id, 'TIME'] as const),
]);

/** @param code the format code of the workbook, which overrides the built-in meaning of the id */
export function numberKind(id: number, code: string | undefined): NumberKind {
  return code === undefined ? (BUILT_IN.get(id) ?? 'NUMBER') : kindOfCode(code);
}

/** The ISO code of the currency that a format code shows, such as `[$€-407]`, `"£"` or `$`; null for none. */
export function formatCurrency(code: string): string | null {
  const [positive = ''] = code.split(';');
  const bracketed = [...positive.matchAll(/\[\$([^\]-]+)(?:-[^\]]*)?\]/g)].map(([, sign]) => sign!);
  const quoted = [...positive.matchAll(/"([^"]*)"/g)].map(([, text]) => text!);
  const bare = withoutLiterals(positive).match(/[$€£¥₹₽₩₺₪]/gu) ?? [];
  const sign = [...bracketed, ...quoted, ...bare].map((text) => text.trim()).find(isCurrencySign);
  return sign === undefined ? null : (currencyOfWord(sign)?.code ?? currencyCode(sign));
}

/** What the grammar of numbers takes for a currency, and currency words: in a format they are next to every number. */
function isCurrencySign(text: string): boolean {
  if (/[\d\s.,'%()+-]/.test(text) || text === '' || /^[kmbt]$/i.test(text)) return false;
  return isNumber(`${text} 1`, 'POINT') || currencyOfWord(text) !== undefined;
}

/** Formats with fewer zeros pad months and hours, which stay numbers. */
const PADDED = /^0{4,15}$/;

function kindOfCode(code: string): NumberKind {
  if (PADDED.test(code)) return { digits: code.length };
  const elapsed = /\[(h+|m+|s+)\]/i.test(code);
  const bare = withoutLiterals(code)
    .toLowerCase()
    .replace(/general/g, '');
  const isTime = /[hs]/.test(bare) || /am\/pm|a\/p/.test(bare);
  // m means minute next to an hour or a second, otherwise month. mmm and longer always mean the month's name.
  const isDate = /[yd]/.test(bare) || /mmm/.test(bare) || (/m/.test(bare) && !isTime && !elapsed);
  if (isDate) return 'DATE';
  if (elapsed) return 'DURATION';
  if (isTime) return 'TIME';
  return bare.includes('%') ? 'PERCENT' : 'NUMBER';
}

/** Drops quoted text, escaped characters, widths (`_)`), fills (`* `), and brackets: colours, conditions, locales. */
function withoutLiterals(code: string): string {
  return code.replace(/"[^"]*"?|[\\_*].|\[[^\]]*\]/gs, '');
}
