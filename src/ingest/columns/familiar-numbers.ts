import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteText } from '../../duckdb/quote.js';
import type { DecimalMark } from '../../model/dataset.js';

import { counted, firstRow, numbersOf } from './first-row.js';
import {
  type Decoration,
  GAPS,
  isFamiliarNumberSql,
  isNumber,
  type NumberFeature,
  numberFeatures,
  onlyCurrency,
} from './numbers.js';

/**
 * The usual numbers of a column: those written as the ones in its sample. They are most of its cells, and one cheap
 * query tells all there is to know of them; only the others are collected and held against the whole grammar.
 */

/** How the numbers of a column are written, as far as a sample shows. */
export interface NumberStyle {
  mark: DecimalMark;
  decoration: Decoration;
}

export interface FamiliarNumbers {
  style: NumberStyle;
  /** SQL of the relation of them: `cell` and how often it stands there, `n`. */
  cells: string;
  count: number;
  /** Of digits, a minus and a point alone; none are told where the mark is a comma. */
  plain: number;
  /** The most characters before and behind the mark. */
  beforeMark: number;
  behindMark: number;
  leadingZeros: number;
  features: Record<NumberFeature, Feature>;
  signs: Sign[];
  /** Those of GAPS that occur. */
  gaps: string[];
}

export interface Feature {
  count: number;
  /** The first by text. */
  example: string | null;
}

export const NONE: Feature = { count: 0, example: null };

/** A currency as it is written. */
export interface Sign {
  sign: string;
  count: number;
  example: string;
}

/** Of trimmed cells; those with other words than a currency say nothing. */
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
  const isPart = (symbol: string) => (other: string) => other !== symbol && symbol.includes(other);
  return {
    mark: commaOnly > pointOnly ? 'COMMA' : 'POINT',
    decoration: {
      // "US$" beside "$" is left to the grammar, which tells them apart.
      symbols: [...symbols].filter((symbol) => ![...symbols].some(isPart(symbol))).sort(),
      gaps: GAPS.filter((gap) => used.has(gap)),
      parentheses: used.has('('),
      percent: used.has('%'),
    },
  };
}

export async function familiarNumbers(
  connection: DuckDBConnection,
  { cell, source }: { cell: string; source: string },
  style: NumberStyle,
): Promise<FamiliarNumbers> {
  const { mark, decoration } = style;
  const { symbols, gaps, parentheses, percent } = decoration;
  const familiar = isFamiliarNumberSql('cell', mark, decoration);
  const cells = `(SELECT cell, n FROM (SELECT ${cell} AS cell, n FROM ${source}) WHERE ${familiar})`;
  const at = `strpos(cell, '${mark === 'POINT' ? '.' : ','}')`;
  const names = Object.keys(numberFeatures) as NumberFeature[];
  const possible = { thousands: true, parentheses, percent, decimalComma: mark === 'COMMA', scale: false };
  const conditions = [
    ...names.map((name) => (possible[name] ? numberFeatures[name]('cell', mark, { gaps, wordy: false }) : 'false')),
    ...symbols.map(holds),
    ...gaps.map(holds),
  ];
  const decorated = [...conditions, "starts_with(cell, '+')"].join(' OR ');
  const row = await firstRow(
    connection,
    `SELECT ${counted('true')}, ${mark === 'POINT' ? counted(`NOT (${decorated})`) : '0'},
       coalesce(max(CASE WHEN ${at} > 0 THEN ${at} - 1 ELSE strlen(cell) END), 0),
       coalesce(max(CASE WHEN ${at} > 0 THEN ${behindMarkSql(style)} ELSE 0 END), 0),
       ${counted("CASE WHEN starts_with(cell, '0') THEN regexp_full_match(cell, '0[0-9]+') ELSE false END")},
       ${conditions.map((condition) => `${counted(condition)}, min(cell) FILTER (${condition})`).join(', ')}
     FROM ${cells}`,
  );
  const [count, plain, beforeMark, behindMark, leadingZeros] = row.slice(0, 5).map(Number) as number[];
  const found = conditions.map((_, index): Feature => {
    const [times, example] = row.slice(5 + 2 * index, 7 + 2 * index);
    return { count: Number(times), example: example as string | null };
  });
  const features = Object.fromEntries(names.map((name, index) => [name, found[index]!]));
  const signs = symbols.map((sign, index) => ({ sign, ...found[names.length + index]! }));
  return {
    style,
    cells,
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

/** How many of them would read as a number under the other mark, too. */
export async function readEitherWay(
  connection: DuckDBConnection,
  { style: { mark, decoration }, cells }: FamiliarNumbers,
): Promise<number> {
  const other = isFamiliarNumberSql('cell', mark === 'POINT' ? 'COMMA' : 'POINT', decoration);
  const [count] = await numbersOf(connection, `SELECT ${counted(other)} FROM ${cells}`);
  return count!;
}

/** The most digits behind the mark, closing zeros aside. */
export async function familiarFractionDigits(connection: DuckDBConnection, familiar: FamiliarNumbers): Promise<number> {
  const {
    style: { mark, decoration },
    cells,
    behindMark,
  } = familiar;
  if (behindMark === 0) return 0;
  const decimal = mark === 'POINT' ? '.' : ',';
  const closing = quoteText(['0', ')', ...decoration.symbols, ...decoration.gaps].join(''));
  const most = async (from: string) => {
    const digits = `strlen(rtrim(split_part(cell, '${decimal}', 2), ${closing}))`;
    const [found] = await numbersOf(connection, `SELECT coalesce(max(${digits}), 0) FROM ${from}`);
    return found!;
  };
  const seen = await most(`(FROM ${cells} WHERE contains(cell, '${decimal}') LIMIT ${FIRST_SEEN})`);
  // Of the others only those can have more that are longer behind the mark.
  return seen === behindMark
    ? seen
    : Math.max(
        seen,
        await most(`${cells} WHERE contains(cell, '${decimal}') AND ${behindMarkSql(familiar.style)} > ${seen}`),
      );
}

const FIRST_SEEN = 2048;

/** SQL: the characters behind the mark, less a closing parenthesis. */
function behindMarkSql({ mark, decoration }: NumberStyle): string {
  const closing = decoration.parentheses ? ` - CASE WHEN suffix(cell, ')') THEN 1 ELSE 0 END` : '';
  return `strlen(cell) - strpos(cell, '${mark === 'POINT' ? '.' : ','}')${closing}`;
}

function holds(character: string): string {
  return `contains(cell, ${quoteText(character)})`;
}
