import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteText } from '../../duckdb/quote.js';
import type { DecimalMark, NormalizationOptions } from '../../model/dataset.js';
import { counted, type Digits, type Examined, type Overview } from './column-cells.js';
import { firstRow, numbersOf } from './first-row.js';
import {
  CURRENCY_SYMBOLS,
  currencyCode,
  currencySql,
  isNumberSql,
  isOddlySignedSql,
  isPlainNumberSql,
  isSymbol,
  isWordySql,
  type NumberForm,
  numberFeatures,
  plainTextSql,
} from './numbers.js';

export interface NumberColumn extends NumberForm, Digits {
  kind: 'NUMBER';
  /** Every cell is digits, a minus and a point: casts need no care. */
  allPlain: boolean;
  /** Every cell that is no null marker is a number. */
  allParse: boolean;
  features: Record<NumberFeature | 'currency', Feature>;
  /** ISO codes, most frequent first. */
  currencies: string[];
  /** Cells that can only be read with the one mark or the other. */
  proof: { point: number; comma: number };
}

/** Up to this many digits a value fits an 8-byte integer. */
export const NARROW_DIGITS = 18;

export type NumberFeature = keyof typeof numberFeatures;

export interface Feature {
  count: number;
  example: string | null;
}

export async function examineNumbers(
  connection: DuckDBConnection,
  column: Overview,
  options: NormalizationOptions,
): Promise<Examined<NumberColumn>> {
  const { count, ...plainDigits } = column.plain;
  if (count === column.filled && options.decimalMark !== 'COMMA') {
    return { parsed: column.filled, reading: { kind: 'NUMBER', ...PLAIN, ...plainDigits } };
  }
  const cells = `${column.raw}_numbers`;
  const { mark, proof, parsed } = await decideMark(connection, column, cells, options.decimalMark);
  const { features, currencies, ...form } = await describeRemovals(connection, cells, mark, column.meaning.percent);
  const digits = await digitsOf(connection, cells, form);
  if (mark === 'POINT') {
    // The plain cells are not among the collected ones.
    digits.integerDigits = Math.max(digits.integerDigits, plainDigits.integerDigits);
    digits.fractionDigits = Math.max(digits.fractionDigits, plainDigits.fractionDigits + (form.allPercent ? 2 : 0));
    digits.leadingZeros += plainDigits.leadingZeros;
  }
  await connection.run(`DROP TABLE ${cells}`);
  const allParse = parsed === column.filled - column.valueMarkers;
  const reading = {
    kind: 'NUMBER',
    allPlain: false,
    allParse,
    ...form,
    ...digits,
    features,
    currencies,
    proof,
  } as const;
  return { parsed, reading };
}

/**
 * The decimal mark by the cells that prove it: those that read as a number under one mark only. Where none does, or as
 * many prove either, the point (SEMANTICS.md §2). Leaves the table `cells` with the numbers that need care: under a
 * point those that are not plain, under a comma all.
 */
async function decideMark(
  connection: DuckDBConnection,
  { raw, cell, source, plain }: Overview,
  cells: string,
  option: DecimalMark | undefined,
): Promise<{ mark: DecimalMark; proof: { point: number; comma: number }; parsed: number }> {
  const collect = (where: string, point: string, comma: string) =>
    connection.run(
      `CREATE OR REPLACE TEMP TABLE ${cells} AS SELECT cell, n, ${point} AS point, ${comma} AS comma
       FROM (SELECT ${cell} AS cell, n FROM ${source} WHERE ${where}) WHERE cell IS NOT NULL`,
    );
  const isPoint = isNumberSql('cell', 'POINT');
  const isComma = isNumberSql('cell', 'COMMA');
  if (option !== 'COMMA') {
    // Plain cells read as numbers under a point, and the comma is tried only where the point fails.
    await collect(`NOT ${isPlainNumberSql(raw)}`, isPoint, `CASE WHEN NOT ${isPoint} THEN ${isComma} ELSE false END`);
    const [point, commaOnly] = await numbersOf(
      connection,
      `SELECT ${counted('point')}, ${counted('comma')} FROM ${cells}`,
    );
    if (commaOnly === 0 || option === 'POINT') {
      await connection.run(`DELETE FROM ${cells} WHERE NOT point`);
      return { mark: 'POINT', proof: { point: point!, comma: commaOnly! }, parsed: plain.count + point! };
    }
  }
  await collect('true', isPoint, isComma);
  const [point, comma, pointOnly, commaOnly] = await numbersOf(
    connection,
    `SELECT ${['point', 'comma', 'point AND NOT comma', 'comma AND NOT point'].map(counted).join(', ')} FROM ${cells}`,
  );
  const proof = { point: pointOnly!, comma: commaOnly! };
  const mark = option ?? (proof.comma > proof.point ? 'COMMA' : 'POINT');
  const needsCare = mark === 'COMMA' ? 'comma' : `point AND NOT ${isPlainNumberSql('cell')}`;
  await connection.run(`DELETE FROM ${cells} WHERE NOT (${needsCare})`);
  return { mark, proof, parsed: mark === 'COMMA' ? comma! : point! };
}

async function digitsOf(connection: DuckDBConnection, cells: string, form: NumberForm): Promise<Digits> {
  const text = plainTextSql('cell', form);
  const zeros = counted("starts_with(cell, '0') AND regexp_full_match(cell, '0[0-9]+')");
  const scaled = form.wordy || form.percent || form.allPercent;
  // Without an exponent the digits stand there to be counted; closing zeros of a fraction are none.
  const significant = `CASE WHEN suffix(text, '0') THEN strlen(rtrim(text, '0')) ELSE strlen(text) END`;
  const [integerDigits, fractionDigits, leadingZeros] = await numbersOf(
    connection,
    scaled
      ? `SELECT coalesce(max(greatest(CASE WHEN point > 0 THEN point - 1 ELSE strlen(mantissa) END + exponent, 1)), 0),
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

const NONE: Feature = { count: 0, example: null };
/** A column of plain numbers: nothing to take away, nothing to prove. */
const PLAIN = {
  mark: 'POINT',
  allPlain: true,
  allParse: true,
  allPercent: false,
  wordy: false,
  oddlySigned: false,
  parentheses: false,
  percent: false,
  symbols: [] as string[],
  features: { currency: NONE, thousands: NONE, parentheses: NONE, scale: NONE, percent: NONE, decimalComma: NONE },
  currencies: [] as string[],
  proof: { point: 0, comma: 0 },
} as const;

async function describeRemovals(
  connection: DuckDBConnection,
  cells: string,
  mark: DecimalMark,
  percentHeader: boolean,
): Promise<NumberForm & Pick<NumberColumn, 'features' | 'currencies'>> {
  const [words, oddSigns] = await numbersOf(
    connection,
    `SELECT count(*) FILTER (${isWordySql('cell')}), count(*) FILTER (${isOddlySignedSql('cell')}) FROM ${cells}`,
  );
  const wordy = words! > 0;
  const names = Object.keys(numberFeatures) as NumberFeature[];
  const counts = names.map((name) => {
    const present = numberFeatures[name]('cell', mark, wordy);
    return `${counted(present)}, min(cell) FILTER (${present})`;
  });
  const row = await firstRow(connection, `SELECT ${counts.join(', ')} FROM ${cells}`);
  const found = names.map((name, at) => [
    name,
    { count: Number(row[at * 2]), example: row[at * 2 + 1] as string | null },
  ]);
  const features = Object.fromEntries(found) as Record<NumberFeature, Feature>;
  const { currency, currencies, symbols } = await currenciesOf(connection, cells, wordy);
  const percent = features.percent.count > 0;
  return {
    mark,
    wordy,
    oddlySigned: oddSigns! > 0,
    parentheses: features.parentheses.count > 0,
    percent,
    allPercent: percentHeader && percent,
    symbols,
    features: { ...features, currency },
    currencies,
  };
}

async function currenciesOf(
  connection: DuckDBConnection,
  cells: string,
  wordy: boolean,
): Promise<{ currency: Feature; currencies: string[]; symbols: string[] }> {
  const signs = wordy ? await signsByGrammar(connection, cells) : await signsBySymbol(connection, cells);
  const counts = new Map<string, number>();
  const currency: Feature = { ...NONE };
  for (const { sign, count, example } of signs) {
    const code = currencyCode(sign);
    counts.set(code, (counts.get(code) ?? 0) + count);
    currency.count += count;
    if (currency.example === null || example < currency.example) currency.example = example;
  }
  const currencies = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([code]) => code);
  const symbols = signs.map(({ sign }) => sign).filter(isSymbol);
  return { currency, currencies, symbols: symbols.sort() };
}

interface Sign {
  sign: string;
  count: number;
  example: string;
}

async function signsByGrammar(connection: DuckDBConnection, cells: string): Promise<Sign[]> {
  const found = await connection.runAndReadAll(
    `SELECT sign, sum(n)::DOUBLE, min(cell) FROM (SELECT cell, n, ${currencySql('cell')} AS sign FROM ${cells})
     WHERE sign <> '' GROUP BY sign`,
  );
  return (found.getRows() as [string, number, string][]).map(([sign, count, example]) => ({ sign, count, example }));
}

/** Where there are no words, a search for each symbol is several times as fast as the grammar of them all. */
async function signsBySymbol(connection: DuckDBConnection, cells: string): Promise<Sign[]> {
  const found = await signsAmong(connection, cells, CURRENCY_SYMBOLS.slice(0, COMMON_SYMBOLS));
  const [others] = await numbersOf(
    connection,
    `SELECT ${counted(`strlen(cell) > length(cell)${found.map(({ sign }) => ` AND NOT ${holds(sign)}`).join('')}`)} FROM ${cells}`,
  );
  return others === 0
    ? found
    : [...found, ...(await signsAmong(connection, cells, CURRENCY_SYMBOLS.slice(COMMON_SYMBOLS)))];
}

/** The first symbols of the list, which nearly every column has none but. All others take more than one byte. */
const COMMON_SYMBOLS = 4;

async function signsAmong(connection: DuckDBConnection, cells: string, symbols: string[]): Promise<Sign[]> {
  const found = await numbersOf(
    connection,
    `SELECT ${symbols.map((symbol) => counted(holds(symbol))).join(', ')} FROM ${cells}`,
  );
  const signs: Sign[] = [];
  for (const [at, sign] of symbols.entries()) {
    if (found[at] === 0) continue;
    const [example] = await firstRow(connection, `SELECT min(cell) FROM ${cells} WHERE ${holds(sign)}`);
    signs.push({ sign, count: found[at]!, example: example as string });
  }
  return signs;
}

function holds(symbol: string): string {
  return `contains(cell, ${quoteText(symbol)})`;
}
