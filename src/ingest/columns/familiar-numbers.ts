import type { Connection, DuckDBValue } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import { quoteText } from '../../duckdb/quote.js';
import type { DecimalMark } from '../../model/dataset.js';
import {
  type Decoration,
  GAPS,
  isFamiliarNumberSql,
  isNumber,
  type NumberFeature,
  numberFeatures,
  onlyCurrency,
} from '../cells/numbers.js';
import type { AskedColumn } from './column-query.js';
import { counted } from './column-query.js';

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
  /** Answers questions about them alone. */
  ask: (select: readonly string[], condition?: string) => Promise<DuckDBValue[]>;
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
  { raw, source, trim }: AskedColumn,
  style: NumberStyle,
): Promise<FamiliarNumbers> {
  const { mark, decoration } = style;
  const { symbols, gaps, parentheses, percent } = decoration;
  const familiar = isFamiliarNumberSql('cell', mark, decoration);
  const ask = async (select: readonly string[], condition?: string) => {
    const [row] = await source.ask({ trim, select, where: condition ? `${familiar} AND ${condition}` : familiar });
    return row!;
  };
  const at = `strpos(cell, '${mark === 'POINT' ? '.' : ','}')`;
  const names = Object.keys(numberFeatures) as NumberFeature[];
  const possible = { thousands: true, parentheses, percent, decimalComma: mark === 'COMMA', scale: false };
  const conditions = [
    ...names.map((name) => (possible[name] ? numberFeatures[name]('cell', mark, { gaps, wordy: false }) : 'false')),
    ...symbols.map(holds),
    ...gaps.map(holds),
  ];
  const decorated = [...conditions, "starts_with(cell, '+')"].join(' OR ');
  const row = await ask([
    counted('true'),
    mark === 'POINT' ? counted(`NOT (${decorated})`) : '0',
    `coalesce(max(CASE WHEN ${at} > 0 THEN ${at} - 1 ELSE strlen(cell) END), 0)`,
    `coalesce(max(CASE WHEN ${at} > 0 THEN ${behindMarkSql(style)} ELSE 0 END), 0)`,
    counted("CASE WHEN starts_with(cell, '0') THEN regexp_full_match(cell, '0[0-9]+') ELSE false END"),
    ...conditions.flatMap((condition) => [counted(condition), `min(cell) FILTER (${condition})`]),
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
    cells: `(SELECT cell, n FROM (SELECT ${trim(raw)} AS cell, n FROM ${source.relation}) WHERE ${familiar})`,
    ask,
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
export async function readEitherWay({ style: { mark, decoration }, ask }: FamiliarNumbers): Promise<number> {
  const other = isFamiliarNumberSql('cell', mark === 'POINT' ? 'COMMA' : 'POINT', decoration);
  const [count] = await ask([counted(other)]);
  return Number(count);
}

/** The most digits behind the mark, closing zeros aside. */
export async function familiarFractionDigits(connection: Connection, familiar: FamiliarNumbers): Promise<number> {
  const { style, cells, ask, behindMark, count } = familiar;
  if (behindMark === 0) return 0;
  const decimal = style.mark === 'POINT' ? '.' : ',';
  const closing = quoteText(['0', ')', ...style.decoration.symbols, ...style.decoration.gaps].join(''));
  const most = `coalesce(max(strlen(rtrim(split_part(cell, '${decimal}', 2), ${closing}))), 0)`;
  const holdsMark = `contains(cell, '${decimal}')`;
  if (count <= FIRST_SEEN) return Number((await ask([most], holdsMark))[0]);
  const [seen] = await numbersOf(
    connection,
    `SELECT ${most} FROM (FROM ${cells} WHERE ${holdsMark} LIMIT ${FIRST_SEEN})`,
  );
  // Of the others only those can have more that are longer behind the mark.
  if (seen === behindMark) return seen;
  const [more] = await ask([most], `${holdsMark} AND ${behindMarkSql(style)} > ${seen}`);
  return Math.max(seen!, Number(more));
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
