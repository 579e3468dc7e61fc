import type { Connection, DuckDBValue } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import { quoteText } from '../../duckdb/quote.js';
import type { DecimalMark } from '../../model/dataset.js';
import {
  type Decoration,
  GAPS,
  isCommonNumberSql,
  isNumber,
  type NumberFeature,
  numberFeatures,
  onlyCurrency,
} from '../cells/numbers.js';
import type { QueriedColumn } from './column-query.js';
import { countWhere } from './column-query.js';

/**
 * The common numbers of a column are those written like the numbers in its sample. They are most of its cells, and one
 * cheap query finds all of their properties. Only the other cells are collected and checked against the whole grammar.
 */

/** How the numbers in a sample of a column are written. */
export interface NumberStyle {
  mark: DecimalMark;
  decoration: Decoration;
}

export interface CommonNumbers {
  style: NumberStyle;
  /** SQL of a relation of these numbers: `cell` and `n`, its number of occurrences. */
  cells: string;
  /** Executes a query over these numbers only. */
  query: (select: readonly string[], condition?: string) => Promise<DuckDBValue[]>;
  count: number;
  /** Cells that consist of digits, a minus and a point only; 0 if the mark is a comma. */
  plain: number;
  /** Maximum number of characters before and after the mark. */
  beforeMark: number;
  behindMark: number;
  leadingZeros: number;
  features: Record<NumberFeature, Feature>;
  signs: Sign[];
  /** The elements of GAPS that occur. */
  gaps: string[];
}

export interface Feature {
  count: number;
  /** The first cell in text order. */
  example: string | null;
}

export const NONE: Feature = { count: 0, example: null };

export function combineFeature(one: Feature, other: Feature): Feature {
  const [first, second] = [one.example, other.example];
  return {
    count: one.count + other.count,
    example: first === null || (second !== null && second < first) ? second : first,
  };
}

/** A currency, as written in the cells. */
export interface Sign {
  sign: string;
  count: number;
  example: string;
}

/** Detects the style of trimmed cells. Cells with words other than a currency are ignored. */
export function numberStyle(cells: readonly string[]): NumberStyle {
  const symbols = new Set<string>();
  const used = new Set<string>();
  let [pointOnly, commaOnly] = [0, 0];
  for (const cell of cells) {
    const currency = onlyCurrency(cell);
    if (currency === undefined && /\p{L}/u.test(cell)) continue;
    const [point, comma] = [isNumber(cell, 'POINT'), isNumber(cell, 'COMMA')];
    if (!point && !comma) continue;
    if (!comma) pointOnly++;
    if (!point) commaOnly++;
    if (currency !== undefined) symbols.add(currency);
    for (const character of cell) used.add(character);
  }
  const isPartOf = (symbol: string) => (other: string) => other !== symbol && symbol.includes(other);
  return {
    mark: commaOnly > pointOnly ? 'COMMA' : 'POINT',
    decoration: {
      // If both "US$" and "$" occur, the whole grammar distinguishes them.
      symbols: [...symbols].filter((symbol) => ![...symbols].some(isPartOf(symbol))).sort(),
      gaps: GAPS.filter((gap) => used.has(gap)),
      parentheses: used.has('('),
      percent: used.has('%'),
    },
  };
}

export async function findCommonNumbers(
  { raw, source, trim }: QueriedColumn,
  style: NumberStyle,
): Promise<CommonNumbers> {
  const { mark, decoration } = style;
  const { symbols, gaps, parentheses, percent } = decoration;
  const common = isCommonNumberSql('cell', mark, decoration);
  const query = async (select: readonly string[], condition?: string) => {
    const [row] = await source.query({ trim, select, where: condition ? `${common} AND ${condition}` : common });
    return row!;
  };
  const markPosition = `strpos(cell, '${mark === 'POINT' ? '.' : ','}')`;
  const names = Object.keys(numberFeatures) as NumberFeature[];
  const possible = { thousands: true, parentheses, percent, decimalComma: mark === 'COMMA', scale: false };
  // A common number has its parenthesis at the start, where a comparison finds it in a third of the time.
  const featureSql = (name: NumberFeature) =>
    name === 'parentheses' ? beginsWithSql('(') : numberFeatures[name]('cell', mark, { gaps, hasLetters: false });
  const conditions = [
    ...names.map((name) => (possible[name] ? featureSql(name) : 'false')),
    ...symbols.map(containsSql),
    ...gaps.map(containsSql),
  ];
  const decorated = [...conditions, beginsWithSql('+')].join(' OR ');
  const row = await query([
    countWhere('true'),
    mark === 'POINT' ? countWhere(`NOT (${decorated})`) : '0',
    `coalesce(max(CASE WHEN ${markPosition} > 0 THEN ${markPosition} - 1 ELSE strlen(cell) END), 0)`,
    `coalesce(max(CASE WHEN ${markPosition} > 0 THEN ${behindMarkSql(style)} ELSE 0 END), 0)`,
    countWhere(`CASE WHEN ${beginsWithSql('0')} THEN regexp_full_match(cell, '0[0-9]+') ELSE false END`),
    ...conditions.flatMap((condition) => [countWhere(condition), `min(cell) FILTER (${condition})`]),
  ]);
  const [count, plain, beforeMark, behindMark, leadingZeros] = row.slice(0, 5).map(Number) as number[];
  const found = conditions.map((_, index): Feature => {
    const [times, example] = row.slice(5 + 2 * index, 7 + 2 * index);
    return { count: Number(times), example: example as string | null };
  });
  const features = Object.fromEntries(names.map((name, index) => [name, found[index]!]));
  const signs = symbols.map((sign, index) => ({ sign, ...found[names.length + index]! }));
  return {
    style,
    cells: `(SELECT cell, n FROM (SELECT ${trim(raw)} AS cell, n FROM ${source.relation}) WHERE ${common})`,
    query,
    count: count!,
    plain: plain!,
    beforeMark: beforeMark!,
    behindMark: behindMark!,
    leadingZeros: leadingZeros!,
    features: features as Record<NumberFeature, Feature>,
    signs: signs.filter((sign): sign is Sign => sign.count > 0),
    gaps: gaps.filter((_, index) => found[names.length + symbols.length + index]!.count > 0),
  };
}

/** Counts the common numbers that are also numbers with the other mark. */
export async function countAmbiguousMarks({ style: { mark, decoration }, query }: CommonNumbers): Promise<number> {
  const other = isCommonNumberSql('cell', mark === 'POINT' ? 'COMMA' : 'POINT', decoration);
  const [count] = await query([countWhere(other)]);
  return Number(count);
}

/** Maximum number of digits after the mark, without trailing zeros. */
export async function commonFractionDigits(connection: Connection, common: CommonNumbers): Promise<number> {
  const { style, cells, query, behindMark, count } = common;
  if (behindMark === 0) return 0;
  const decimal = style.mark === 'POINT' ? '.' : ',';
  const closing = quoteText(['0', ')', ...style.decoration.symbols, ...style.decoration.gaps].join(''));
  const maxDigits = `coalesce(max(strlen(rtrim(split_part(cell, '${decimal}', 2), ${closing}))), 0)`;
  const containsMark = `contains(cell, '${decimal}')`;
  if (count <= FIRST_BATCH_CELLS) return Number((await query([maxDigits], containsMark))[0]);
  const [batchDigits] = await numbersOf(
    connection,
    `SELECT ${maxDigits} FROM (FROM ${cells} WHERE ${containsMark} LIMIT ${FIRST_BATCH_CELLS})`,
  );
  // Among the other cells, only those with more characters after the mark can have more digits.
  if (batchDigits === behindMark) return batchDigits;
  const [otherDigits] = await query([maxDigits], `${containsMark} AND ${behindMarkSql(style)} > ${batchDigits}`);
  return Math.max(batchDigits!, Number(otherDigits));
}

const FIRST_BATCH_CELLS = 2048;

/** SQL: the number of characters after the mark, without a closing parenthesis. */
function behindMarkSql({ mark, decoration }: NumberStyle): string {
  const closing = decoration.parentheses ? ` - CASE WHEN suffix(cell, ')') THEN 1 ELSE 0 END` : '';
  return `strlen(cell) - strpos(cell, '${mark === 'POINT' ? '.' : ','}')${closing}`;
}

/** @param character of ASCII */
function beginsWithSql(character: string): string {
  return `(cell >= '${character}' AND cell < '${String.fromCharCode(character.charCodeAt(0) + 1)}')`;
}

function containsSql(character: string): string {
  return `contains(cell, ${quoteText(character)})`;
}
