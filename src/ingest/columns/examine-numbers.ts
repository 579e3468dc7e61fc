import type { Connection } from '../../duckdb/connection.js';
import { firstRow, numbersOf } from '../../duckdb/first-row.js';
import { quoteText } from '../../duckdb/quote.js';
import type { DecimalMark, NormalizationOptions } from '../../model/dataset.js';
import {
  CURRENCY_SYMBOLS,
  currencyCode,
  currencySql,
  GAPS,
  hasIrregularSignSql,
  hasLettersSql,
  isCommonNumberSql,
  isNumberSql,
  isSymbol,
  MAX_BIGINT_DIGITS,
  type NumberFeature,
  type NumberForm,
  numberFeatures,
  plainTextSql,
} from '../cells/numbers.js';
import type { Digits, Examined, Overview } from './column-cells.js';
import { countWhere } from './column-query.js';
import {
  type CommonNumbers,
  combineFeature,
  commonFractionDigits,
  countAmbiguousMarks,
  type Feature,
  findCommonNumbers,
  NONE,
  type Sign,
} from './common-numbers.js';
import type { FoundAnnotations } from './decide-annotations.js';

export interface NumberColumn extends NumberForm, Digits {
  kind: 'NUMBER';
  /** Every cell consists of digits, a minus and a point, so that it can be cast without conversion. */
  allPlain: boolean;
  mostlyPlain: boolean;
  /** Every cell that is not a null marker is a number. */
  allParse: boolean;
  features: Record<NumberFeature | 'currency', Feature>;
  /** ISO codes, most frequent first. */
  currencies: string[];
  /** Number of cells that can only be read with a decimal point, and with a decimal comma. */
  proof: { point: number; comma: number };
  /** No cell of the column proves its mark; other columns of the file do. */
  isMarkOfFile?: boolean;
  /** What was found around the numbers beyond the grammar; null if nothing was. */
  annotated: FoundAnnotations | null;
  /** Number of texts of a workbook whose mark could be either, beside number cells: `12.500`. */
  ambiguousTexts: number;
}

export async function examineNumbers(
  connection: Connection,
  column: Overview,
  options: NormalizationOptions,
): Promise<Examined<NumberColumn>> {
  const { mark, common, irregular, proof } = await decideMark(connection, column, options.decimalMark);
  const others = irregular ? await describeIrregular(connection, irregular.cells, mark) : NO_IRREGULAR_NUMBERS;
  const features = combineFeatures(common, others);
  const { currencies, ...currency } = currenciesOf([...common.signs, ...others.signs]);
  const symbols = [...common.signs, ...others.signs.filter(({ sign }) => isSymbol(sign))].map(({ sign }) => sign);
  const percent = features.percent.count > 0;
  const form: NumberForm = {
    mark,
    hasLetters: others.hasLetters,
    hasIrregularSigns: others.hasIrregularSigns,
    areCommon: irregular === null || irregular.count === 0,
    parentheses: features.parentheses.count > 0,
    percent,
    allPercent: column.meaning.percent && percent,
    symbols: [...new Set(symbols)].sort(),
    gaps: GAPS.filter((gap) => common.gaps.includes(gap) || others.gaps.includes(gap)),
  };
  const digits = await combineDigits(connection, common, irregular, form);
  if (irregular) await connection.run(`DROP TABLE ${irregular.cells}`);
  const parsed = common.count + (irregular?.count ?? 0);
  const reading = {
    kind: 'NUMBER',
    allPlain: common.plain === column.filled,
    mostlyPlain: common.plain * 2 > column.filled,
    allParse: parsed === column.filled - column.valueMarkers,
    ...form,
    ...digits,
    features: { ...features, currency },
    currencies,
    proof,
    annotated: null,
    ambiguousTexts: 0,
  } as const;
  return { parsed, reading };
}

/** The numbers of a column, read with one decimal mark. */
interface MarkReading {
  mark: DecimalMark;
  common: CommonNumbers;
  /** Temporary table `(cell, n)` of the other numbers, and their count; null if all cells are common numbers or null markers. */
  irregular: { cells: string; count: number } | null;
  /** Number of cells that are numbers only with the other mark. */
  otherOnly: number;
}

/**
 * Decides the decimal mark by the cells that are numbers with one mark only. If no cell proves a mark, or equally many
 * cells prove each, the mark is the point (docs/semantics.md §2).
 */
async function decideMark(
  connection: Connection,
  column: Overview,
  option: DecimalMark | undefined,
): Promise<MarkReading & { proof: NumberColumn['proof'] }> {
  const guess = option ?? column.common!.style.mark;
  const reading = await readWithMark(connection, column, guess);
  const { common, irregular, otherOnly } = reading;
  // Without a contradiction, every decorated number that is valid with a point counts as proof of the point.
  if (guess === 'POINT' && (otherOnly === 0 || option)) {
    return { ...reading, proof: { point: common.count - common.plain + (irregular?.count ?? 0), comma: otherOnly } };
  }
  const other = otherMark(guess);
  const [irregularOnly] = irregular
    ? await numbersOf(connection, `SELECT ${countWhere(`NOT ${isNumberSql('cell', other)}`)} FROM ${irregular.cells}`)
    : [0];
  const ownOnly = common.count - (await countAmbiguousMarks(common)) + irregularOnly!;
  const proof = guess === 'POINT' ? { point: ownOnly, comma: otherOnly } : { point: otherOnly, comma: ownOnly };
  const mark = option ?? (proof.comma > proof.point ? 'COMMA' : 'POINT');
  return { ...(mark === guess ? reading : await readWithMark(connection, column, mark)), proof };
}

async function readWithMark(connection: Connection, column: Overview, mark: DecimalMark): Promise<MarkReading> {
  const { raw, cell, source, filled, valueMarkers } = column;
  const { style } = column.common!;
  const common = style.mark === mark ? column.common! : await findCommonNumbers(column, { ...style, mark });
  if (common.count + valueMarkers === filled) return { mark, common, irregular: null, otherOnly: 0 };
  const cells = `${raw}_numbers`;
  // The other mark is tried only on cells that this mark does not fit.
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${cells} AS SELECT cell, n, own, CASE WHEN own THEN false ELSE ${isNumberSql('cell', otherMark(mark))} END AS other
     FROM (SELECT cell, n, ${isNumberSql('cell', mark)} AS own FROM (SELECT ${cell} AS cell, n FROM ${source.relation})
           WHERE cell IS NOT NULL AND NOT ${isCommonNumberSql('cell', mark, style.decoration)})`,
  );
  const [count, otherOnly] = await numbersOf(
    connection,
    `SELECT ${countWhere('own')}, ${countWhere('other')} FROM ${cells}`,
  );
  await connection.run(`DELETE FROM ${cells} WHERE NOT own`);
  return { mark, common, irregular: { cells, count: count! }, otherOnly: otherOnly! };
}

function otherMark(mark: DecimalMark): DecimalMark {
  return mark === 'POINT' ? 'COMMA' : 'POINT';
}

async function combineDigits(
  connection: Connection,
  common: CommonNumbers,
  irregular: MarkReading['irregular'],
  form: NumberForm,
): Promise<Digits> {
  const commonDigitCounts = await commonDigits(connection, common, form);
  if (!irregular) return commonDigitCounts;
  const others = await digitsOf(connection, irregular.cells, form);
  return {
    integerDigits: Math.max(commonDigitCounts.integerDigits, others.integerDigits),
    fractionDigits: Math.max(commonDigitCounts.fractionDigits, others.fractionDigits),
    leadingZeros: commonDigitCounts.leadingZeros + others.leadingZeros,
  };
}

async function commonDigits(connection: Connection, common: CommonNumbers, form: NumberForm): Promise<Digits> {
  const { beforeMark, leadingZeros } = common;
  if (!form.percent) {
    const fractionDigits = await commonFractionDigits(connection, common);
    // The number of characters is an upper bound of the number of digits; the exact number matters only above the limit.
    if (beforeMark + fractionDigits <= MAX_BIGINT_DIGITS) {
      return { integerDigits: beforeMark, fractionDigits, leadingZeros };
    }
  }
  return { ...(await digitsOf(connection, common.cells, form)), leadingZeros };
}

/** Counts the digits of cells of any form. */
async function digitsOf(connection: Connection, cells: string, form: NumberForm): Promise<Digits> {
  const text = plainTextSql('cell', form);
  const zeros = countWhere("starts_with(cell, '0') AND regexp_full_match(cell, '0[0-9]+')");
  const scaled = form.hasLetters || form.percent || form.allPercent;
  // Without an exponent the digits can be counted directly. Trailing zeros of a fraction do not count.
  const significant = `CASE WHEN suffix(text, '0') THEN strlen(rtrim(text, '0')) ELSE strlen(text) END`;
  const [integerDigits, fractionDigits, leadingZeros] = await numbersOf(
    connection,
    scaled
      ? // A cast reads the written digits before it scales them, so the written digits must fit too.
        `SELECT coalesce(max(CASE WHEN point > 0 THEN point - 1 ELSE strlen(mantissa) END + greatest(exponent, 0)), 0),
                coalesce(max(CASE WHEN point > 0 THEN greatest(strlen(rtrim(mantissa, '0')) - point - exponent, 0)
                                  ELSE greatest(-exponent, 0) END), 0), ${zeros}
         FROM (SELECT cell, n, mantissa, exponent, strpos(mantissa, '.') AS point
               FROM (SELECT cell, n, CASE WHEN e > 0 THEN text[:e - 1] ELSE text END AS mantissa,
                            CASE WHEN e > 0 THEN text[e + 1:]::INTEGER ELSE 0 END AS exponent
                     FROM (SELECT cell, n, text, strpos(lower(text), 'e') AS e
                           FROM (SELECT cell, n, ${text} AS text FROM ${cells}))))`
      : `WITH texts AS MATERIALIZED (SELECT cell, n, ${text} AS text FROM ${cells})
         SELECT coalesce(max(CASE WHEN point > 0 THEN point - 1 ELSE strlen(text) END), 0),
                coalesce(max(CASE WHEN point > 0 THEN ${significant} - point ELSE 0 END), 0), ${zeros}
         FROM (SELECT cell, n, text, strpos(text, '.') AS point FROM texts)`,
  );
  return { integerDigits: integerDigits!, fractionDigits: fractionDigits!, leadingZeros: leadingZeros! };
}

/** Properties of the numbers that are not common numbers: what has to be converted. */
interface IrregularNumbers {
  hasLetters: boolean;
  hasIrregularSigns: boolean;
  gaps: string[];
  features: Record<NumberFeature, Feature>;
  signs: Sign[];
}

const NO_IRREGULAR_NUMBERS: IrregularNumbers = {
  hasLetters: false,
  hasIrregularSigns: false,
  gaps: [],
  features: { thousands: NONE, parentheses: NONE, scale: NONE, percent: NONE, decimalComma: NONE },
  signs: [],
};

async function describeIrregular(connection: Connection, cells: string, mark: DecimalMark): Promise<IrregularNumbers> {
  const [words, irregularSigns, ...gapCounts] = await numbersOf(
    connection,
    `SELECT ${[hasLettersSql('cell'), hasIrregularSignSql('cell'), ...GAPS.map(containsSql)].map(countWhere).join(', ')} FROM ${cells}`,
  );
  const hasLetters = words! > 0;
  const gaps = GAPS.filter((_, at) => gapCounts[at]! > 0);
  const names = Object.keys(numberFeatures) as NumberFeature[];
  const counts = names.map((name) => {
    const present = numberFeatures[name]('cell', mark, { gaps, hasLetters });
    return `${countWhere(present)}, min(cell) FILTER (${present})`;
  });
  const row = await firstRow(connection, `SELECT ${counts.join(', ')} FROM ${cells}`);
  const found = names.map((name, at) => [
    name,
    { count: Number(row[at * 2]), example: row[at * 2 + 1] as string | null },
  ]);
  const features = Object.fromEntries(found) as IrregularNumbers['features'];
  const signs = await (hasLetters ? signsByGrammar : signsBySymbol)(connection, cells);
  return { hasLetters, hasIrregularSigns: irregularSigns! > 0, gaps, features, signs };
}

function combineFeatures(
  { features: one }: Pick<IrregularNumbers, 'features'>,
  { features: other }: Pick<IrregularNumbers, 'features'>,
): IrregularNumbers['features'] {
  const names = Object.keys(numberFeatures) as NumberFeature[];
  const both = names.map((name) => [name, combineFeature(one[name], other[name])]);
  return Object.fromEntries(both) as IrregularNumbers['features'];
}

export function currenciesOf(signs: readonly Sign[]): Feature & { currencies: string[] } {
  const counts = new Map<string, number>();
  let currency = NONE;
  for (const { sign, count, example } of signs) {
    const code = currencyCode(sign);
    counts.set(code, (counts.get(code) ?? 0) + count);
    currency = combineFeature(currency, { count, example });
  }
  const currencies = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([code]) => code);
  return { ...currency, currencies };
}

async function signsByGrammar(connection: Connection, cells: string): Promise<Sign[]> {
  const found = await connection.runAndReadAll(
    `SELECT sign, sum(n)::DOUBLE, min(cell) FROM (SELECT cell, n, ${currencySql('cell')} AS sign FROM ${cells})
     WHERE sign <> '' GROUP BY sign`,
  );
  return (found.getRows() as [string, number, string][]).map(([sign, count, example]) => ({ sign, count, example }));
}

/** For cells without letters: a search for each symbol is several times as fast as the grammar of all currencies. */
async function signsBySymbol(connection: Connection, cells: string): Promise<Sign[]> {
  const found = await signsAmong(connection, cells, CURRENCY_SYMBOLS.slice(0, COMMON_SYMBOLS));
  const [nonAscii] = await numbersOf(
    connection,
    `SELECT ${countWhere(`strlen(cell) > length(cell)${found.map(({ sign }) => ` AND NOT ${containsSql(sign)}`).join('')}`)} FROM ${cells}`,
  );
  return nonAscii === 0
    ? found
    : [...found, ...(await signsAmong(connection, cells, CURRENCY_SYMBOLS.slice(COMMON_SYMBOLS)))];
}

/** The first symbols of the list. Nearly all columns use no others. All others take more than one byte. */
const COMMON_SYMBOLS = 4;

async function signsAmong(connection: Connection, cells: string, symbols: string[]): Promise<Sign[]> {
  const found = await numbersOf(
    connection,
    `SELECT ${symbols.map((symbol) => countWhere(containsSql(symbol))).join(', ')} FROM ${cells}`,
  );
  const signs: Sign[] = [];
  for (const [at, sign] of symbols.entries()) {
    if (found[at] === 0) continue;
    const [example] = await firstRow(connection, `SELECT min(cell) FROM ${cells} WHERE ${containsSql(sign)}`);
    signs.push({ sign, count: found[at]!, example: example as string });
  }
  return signs;
}

function containsSql(symbol: string): string {
  return `contains(cell, ${quoteText(symbol)})`;
}
