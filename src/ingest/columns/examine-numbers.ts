import type { Connection } from '../../duckdb/connection.js';
import { firstRow, numbersOf } from '../../duckdb/first-row.js';
import { quoteText } from '../../duckdb/quote.js';
import type { DecimalMark, NormalizationOptions } from '../../model/dataset.js';
import {
  CURRENCY_SYMBOLS,
  currencyCode,
  currencySql,
  GAPS,
  isFamiliarNumberSql,
  isNumberSql,
  isOddlySignedSql,
  isSymbol,
  isWordySql,
  NARROW_DIGITS,
  type NumberFeature,
  type NumberForm,
  numberFeatures,
  plainTextSql,
} from '../cells/numbers.js';
import type { Digits, Examined, Overview } from './column-cells.js';
import { counted } from './column-query.js';
import {
  type FamiliarNumbers,
  type Feature,
  familiarFractionDigits,
  familiarNumbers,
  NONE,
  readEitherWay,
  type Sign,
} from './familiar-numbers.js';

export interface NumberColumn extends NumberForm, Digits {
  kind: 'NUMBER';
  /** Every cell is digits, a minus and a point: casts need no care. */
  allPlain: boolean;
  mostlyPlain: boolean;
  /** Every cell that is no null marker is a number. */
  allParse: boolean;
  features: Record<NumberFeature | 'currency', Feature>;
  /** ISO codes, most frequent first. */
  currencies: string[];
  /** Cells that can only be read with the one mark or the other. */
  proof: { point: number; comma: number };
}

export async function examineNumbers(
  connection: Connection,
  column: Overview,
  options: NormalizationOptions,
): Promise<Examined<NumberColumn>> {
  const { mark, familiar, odd, proof } = await decideMark(connection, column, options.decimalMark);
  const others = odd ? await describeOdd(connection, odd.cells, mark) : NOTHING_ODD;
  const features = featuresTogether(familiar, others);
  const { currencies, ...currency } = currenciesOf([...familiar.signs, ...others.signs]);
  const symbols = [...familiar.signs, ...others.signs.filter(({ sign }) => isSymbol(sign))].map(({ sign }) => sign);
  const percent = features.percent.count > 0;
  const form: NumberForm = {
    mark,
    wordy: others.wordy,
    oddlySigned: others.oddlySigned,
    parentheses: features.parentheses.count > 0,
    percent,
    allPercent: column.meaning.percent && percent,
    symbols: [...new Set(symbols)].sort(),
    gaps: GAPS.filter((gap) => familiar.gaps.includes(gap) || others.gaps.includes(gap)),
  };
  const digits = await digitsTogether(connection, familiar, odd, form);
  if (odd) await connection.run(`DROP TABLE ${odd.cells}`);
  const parsed = familiar.count + (odd?.count ?? 0);
  const reading = {
    kind: 'NUMBER',
    allPlain: familiar.plain === column.filled,
    mostlyPlain: familiar.plain * 2 > column.filled,
    allParse: parsed === column.filled - column.valueMarkers,
    ...form,
    ...digits,
    features: { ...features, currency },
    currencies,
    proof,
  } as const;
  return { parsed, reading };
}

/** The numbers of a column under one mark. */
interface Weighed {
  mark: DecimalMark;
  familiar: FamiliarNumbers;
  /** Temporary table `(cell, n)` of the other numbers, and how many; null where all cells are familiar or null markers. */
  odd: { cells: string; count: number } | null;
  /** Cells that read as a number under the other mark only. */
  otherOnly: number;
}

/**
 * The decimal mark by the cells that prove it: those that read as a number under one mark only. Where none does, or as
 * many prove either, the point (SEMANTICS.md §2).
 */
async function decideMark(
  connection: Connection,
  column: Overview,
  option: DecimalMark | undefined,
): Promise<Weighed & { proof: NumberColumn['proof'] }> {
  const guess = option ?? column.familiar!.style.mark;
  const weighed = await weigh(connection, column, guess);
  const { familiar, odd, otherOnly } = weighed;
  // What is decorated and reads under a point is told as its proof where nothing contradicts.
  if (guess === 'POINT' && (otherOnly === 0 || option)) {
    return { ...weighed, proof: { point: familiar.count - familiar.plain + (odd?.count ?? 0), comma: otherOnly } };
  }
  const other = otherMark(guess);
  const [oddOnly] = odd
    ? await numbersOf(connection, `SELECT ${counted(`NOT ${isNumberSql('cell', other)}`)} FROM ${odd.cells}`)
    : [0];
  const ownOnly = familiar.count - (await readEitherWay(familiar)) + oddOnly!;
  const proof = guess === 'POINT' ? { point: ownOnly, comma: otherOnly } : { point: otherOnly, comma: ownOnly };
  const mark = option ?? (proof.comma > proof.point ? 'COMMA' : 'POINT');
  return { ...(mark === guess ? weighed : await weigh(connection, column, mark)), proof };
}

async function weigh(connection: Connection, column: Overview, mark: DecimalMark): Promise<Weighed> {
  const { raw, cell, source, filled, valueMarkers } = column;
  const { style } = column.familiar!;
  const familiar = style.mark === mark ? column.familiar! : await familiarNumbers(column, { ...style, mark });
  if (familiar.count + valueMarkers === filled) return { mark, familiar, odd: null, otherOnly: 0 };
  const cells = `${raw}_numbers`;
  // The other mark is tried only where the one fails.
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${cells} AS SELECT cell, n, own, CASE WHEN own THEN false ELSE ${isNumberSql('cell', otherMark(mark))} END AS other
     FROM (SELECT cell, n, ${isNumberSql('cell', mark)} AS own FROM (SELECT ${cell} AS cell, n FROM ${source.relation})
           WHERE cell IS NOT NULL AND NOT ${isFamiliarNumberSql('cell', mark, style.decoration)})`,
  );
  const [count, otherOnly] = await numbersOf(connection, `SELECT ${counted('own')}, ${counted('other')} FROM ${cells}`);
  await connection.run(`DELETE FROM ${cells} WHERE NOT own`);
  return { mark, familiar, odd: { cells, count: count! }, otherOnly: otherOnly! };
}

function otherMark(mark: DecimalMark): DecimalMark {
  return mark === 'POINT' ? 'COMMA' : 'POINT';
}

async function digitsTogether(
  connection: Connection,
  familiar: FamiliarNumbers,
  odd: Weighed['odd'],
  form: NumberForm,
): Promise<Digits> {
  const usual = await familiarDigits(connection, familiar, form);
  if (!odd) return usual;
  const others = await digitsOf(connection, odd.cells, form);
  return {
    integerDigits: Math.max(usual.integerDigits, others.integerDigits),
    fractionDigits: Math.max(usual.fractionDigits, others.fractionDigits),
    leadingZeros: usual.leadingZeros + others.leadingZeros,
  };
}

async function familiarDigits(connection: Connection, familiar: FamiliarNumbers, form: NumberForm): Promise<Digits> {
  const { beforeMark, leadingZeros } = familiar;
  if (!form.percent) {
    const fractionDigits = await familiarFractionDigits(connection, familiar);
    // How many fewer digits there are than characters matters only where these are too many.
    if (beforeMark + fractionDigits <= NARROW_DIGITS) {
      return { integerDigits: beforeMark, fractionDigits, leadingZeros };
    }
  }
  return { ...(await digitsOf(connection, familiar.cells, form)), leadingZeros };
}

/** Of cells of any form. */
async function digitsOf(connection: Connection, cells: string, form: NumberForm): Promise<Digits> {
  const text = plainTextSql('cell', form);
  const zeros = counted("starts_with(cell, '0') AND regexp_full_match(cell, '0[0-9]+')");
  const scaled = form.wordy || form.percent || form.allPercent;
  // Without an exponent the digits stand there to be counted; closing zeros of a fraction are none.
  const significant = `CASE WHEN suffix(text, '0') THEN strlen(rtrim(text, '0')) ELSE strlen(text) END`;
  const [integerDigits, fractionDigits, leadingZeros] = await numbersOf(
    connection,
    scaled
      ? // A cast reads the digits as they are written before it scales them: they must fit, too.
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

/** What is to be done to numbers that are not familiar. */
interface OddNumbers {
  wordy: boolean;
  oddlySigned: boolean;
  gaps: string[];
  features: Record<NumberFeature, Feature>;
  signs: Sign[];
}

const NOTHING_ODD: OddNumbers = {
  wordy: false,
  oddlySigned: false,
  gaps: [],
  features: { thousands: NONE, parentheses: NONE, scale: NONE, percent: NONE, decimalComma: NONE },
  signs: [],
};

async function describeOdd(connection: Connection, cells: string, mark: DecimalMark): Promise<OddNumbers> {
  const [words, oddSigns, ...gapCounts] = await numbersOf(
    connection,
    `SELECT ${[isWordySql('cell'), isOddlySignedSql('cell'), ...GAPS.map(holds)].map(counted).join(', ')} FROM ${cells}`,
  );
  const wordy = words! > 0;
  const gaps = GAPS.filter((_, at) => gapCounts[at]! > 0);
  const names = Object.keys(numberFeatures) as NumberFeature[];
  const counts = names.map((name) => {
    const present = numberFeatures[name]('cell', mark, { gaps, wordy });
    return `${counted(present)}, min(cell) FILTER (${present})`;
  });
  const row = await firstRow(connection, `SELECT ${counts.join(', ')} FROM ${cells}`);
  const found = names.map((name, at) => [
    name,
    { count: Number(row[at * 2]), example: row[at * 2 + 1] as string | null },
  ]);
  const features = Object.fromEntries(found) as OddNumbers['features'];
  const signs = await (wordy ? signsByGrammar : signsBySymbol)(connection, cells);
  return { wordy, oddlySigned: oddSigns! > 0, gaps, features, signs };
}

function featuresTogether(
  { features: one }: Pick<OddNumbers, 'features'>,
  { features: other }: Pick<OddNumbers, 'features'>,
): OddNumbers['features'] {
  const names = Object.keys(numberFeatures) as NumberFeature[];
  const both = names.map((name) => [name, together(one[name], other[name])]);
  return Object.fromEntries(both) as OddNumbers['features'];
}

function together(one: Feature, other: Feature): Feature {
  const [first, second] = [one.example, other.example];
  return {
    count: one.count + other.count,
    example: first === null || (second !== null && second < first) ? second : first,
  };
}

function currenciesOf(signs: readonly Sign[]): Feature & { currencies: string[] } {
  const counts = new Map<string, number>();
  let currency = NONE;
  for (const { sign, count, example } of signs) {
    const code = currencyCode(sign);
    counts.set(code, (counts.get(code) ?? 0) + count);
    currency = together(currency, { count, example });
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

/** Where there are no words, a search for each symbol is several times as fast as the grammar of them all. */
async function signsBySymbol(connection: Connection, cells: string): Promise<Sign[]> {
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

async function signsAmong(connection: Connection, cells: string, symbols: string[]): Promise<Sign[]> {
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
