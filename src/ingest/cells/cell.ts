import { isOneOfSql, quoteText } from '../../duckdb/quote.js';
import { CURRENCY } from './numbers.js';

/** White space that is trimmed, including no-break, figure and narrow spaces and a misplaced byte-order mark. */
const WHITE_SPACE =
  ' \t\r\n\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff';

const ASCII_WHITE_SPACE = [' ', '\t', '\r', '\n', '\v', '\f'];

/**
 * SQL: whether a cell may begin or end with white space. Trimming a set of characters costs twenty times as much as these
 * tests, so only cells and columns that need it are trimmed.
 */
export function mayNeedTrimSql(column: string): string {
  // ASCII blanks and control characters sort below "!", non-ASCII characters above "~". Reading the last character costs as
  // much as all other tests, so it is read only if the cell is not ASCII.
  const ends = ASCII_WHITE_SPACE.map((character) => `suffix(${column}, ${quoteText(character)})`);
  return (
    `(${column} < '!' OR ${column} > '~' OR ${ends.join(' OR ')} ` +
    `OR CASE WHEN strlen(${column}) > length(${column}) THEN ${column}[-1] > '~' ELSE false END)`
  );
}

/** SQL: the cell without leading and trailing white space, NULL if nothing is left. */
export function cellSql(column: string): string {
  return `CASE WHEN ${mayNeedTrimSql(column)} THEN ${trimmedSql(column)} ELSE ${column} END`;
}

/** Like cellSql, for an expression that is expensive to repeat. */
export function trimmedSql(text: string): string {
  return `nullif(trim(${text}, ${quoteText(WHITE_SPACE)}), '')`;
}

/** Like cellSql, for cells whose only white space is spaces: several times as fast. */
export function spacedCellSql(column: string): string {
  return `nullif(trim(${column}), '')`;
}

/** Like cellSql, in JavaScript; undefined if nothing is left. */
export function cellText(raw: string | null): string | undefined {
  if (raw === null) return undefined;
  // Nearly all cells begin and end with such a character.
  if (isVisibleAscii(raw.charCodeAt(0)) && isVisibleAscii(raw.charCodeAt(raw.length - 1))) return raw;
  let start = 0;
  let end = raw.length;
  while (start < end && WHITE_SPACE.includes(raw[start]!)) start++;
  while (end > start && WHITE_SPACE.includes(raw[end - 1]!)) end--;
  return start === end ? undefined : raw.slice(start, end);
}

function isVisibleAscii(code: number): boolean {
  return code > 0x20 && code < 0x7f;
}

/** `="00123"`: how a text is written into a CSV file so that Excel does not read it as a number. */
const TEXT_FORMULA = '^="([^"]*)"$';

/** The text of a trimmed cell without the formula around it. */
export function withoutFormula(cell: string): string {
  return cell.startsWith('="') ? cell.replace(new RegExp(TEXT_FORMULA), '$1') : cell;
}

/** SQL: as withoutFormula; NULL where nothing is left. */
export function withoutFormulaSql(cell: string): string {
  const text = `regexp_replace(${cell}, ${quoteText(TEXT_FORMULA)}, '\\1')`;
  return `CASE WHEN starts_with(${cell}, '="') THEN ${trimmedSql(text)} ELSE ${cell} END`;
}

/** Maximum length of a number, date or period, in characters or bytes. Longer cells, which may have megabytes, are text. */
export const MAX_VALUE_LENGTH = 500;

/** Cells that mean "no value" (docs/semantics.md §1, "blank cells"), in lower case. `\\N` is MySQL's and `:` Eurostat's. */
const NULL_MARKERS_IN_TEXT = ['n/a', 'na', 'null', '#n/a', 'nan', 'n.a.', '\\n', ':'];
/** `#N/A` as Excel writes it in German, French and others, Dutch, Danish and Norwegian, Turkish; and Turkish `#NAME?`. */
const SHORT_ERRORS = ['#n/d', '#n/v', '#nv', '#n/b', '#i/t', '#yok', '#ad?'];
/** In a text column these are names: Mr Null, the town of Na, nan bread, a hashtag. Programs write the marker in another case. */
const NAMES_LIKE_MARKERS = ['Na', 'Nan', 'Null', '#yok', '#Yok'];
/** Names that programs also write for a missing value: Python writes `None`. */
const NAMES_OF_NOTHING = ['Na', 'Nan', 'Null', 'None'];
/** Cells that mean "no value" in columns of values only. In text, "None" may be a name, "-" a label, "nm" a unit. */
const NULL_MARKERS_AMONG_VALUES = [
  'none',
  '-',
  '–',
  '—',
  '--',
  '---',
  '.',
  '..',
  '...',
  'nm',
  'n.m.',
  'n/m',
  'k.a.',
  'n.d.',
  'n.v.',
  'n.b.',
  'n.c.',
  's.d.',
  's/d',
  '…',
  // The shorthand of the statistical offices of the United Kingdom: confidential, unreliable, not available, not applicable.
  '[c]',
  '[u]',
  '[w]',
  '[x]',
  '[z]',
];
/** Eurostat: no value, and why: `:c` confidential, `: (z)` not applicable. */
const FLAGGED_COLON = ': ?\\(?@?[A-Za-z]{1,3}\\)?';
const FLAGGED_COLON_IN_JAVASCRIPT = new RegExp(`^${FLAGGED_COLON}$`);
/** Offices of the United Kingdom: above zero, but rounds to it. Longer than the others, which are looked up by their length. */
const ROUNDS_TO_ZERO = '[low]';
const NULL_MARKERS = [...NULL_MARKERS_IN_TEXT, ...SHORT_ERRORS, ...NULL_MARKERS_AMONG_VALUES];
/** Zero in the accounting formats of spreadsheets, a blank among values as the dash alone: `$ -`, `-   €`. */
const DASHED_ZERO = `${CURRENCY}\\s*-|-\\s*${CURRENCY}`;
const DASHED_ZERO_IN_JAVASCRIPT = new RegExp(`^(?:${DASHED_ZERO})$`, 'i');
const MAX_DASHED_ZERO_BYTES = 16;
const MAX_NULL_MARKER_BYTES = Math.max(...NULL_MARKERS.map((marker) => Buffer.byteLength(marker)));
/** Error values of formulas, as spreadsheets write them into CSV files. */
const ERRORS = [
  '#DIV/0! #REF! #VALUE! #NAME? #NUM! #NULL! #SPILL! #CALC!',
  // German, French, Spanish, Portuguese, Italian.
  '#WERT! #BEZUG! #ZAHL! #ÜBERLAUF! #VALEUR! #NOM? #NOMBRE! #NUL!',
  '#¡DIV/0! #¡VALOR! #¡REF! #¡NUM! #¡NULO! #¿NOMBRE? #VALOR! #NOME? #NÚM! #NULO! #VALORE! #RIF! #NULLO!',
  // Dutch, Danish, Norwegian, Swedish, Finnish.
  '#DEEL/0! #VERW! #WAARDE! #NAAM? #GETAL! #LEEG! #DIVISION/0! #REFERENCE! #VÆRDI! #NAVN? #VERDI!',
  '#SAKNAS! #REFERENS! #VÄRDEFEL! #NAMN? #OGILTIGT! #SKÄRNING! #PUUTTUU! #VIITTAUS! #ARVO! #NIMI? #LUKU! #JAKO/0!',
  // Polish, Czech, Hungarian, Turkish, Russian.
  '#N/D! #ADR! #ARG! #NAZWA? #LICZBA! #DZIEL/0! #ODKAZ! #HODNOTA! #NÁZEV? #ČÍSLO! #DĚLENÍ_NULOU!',
  '#HIÁNYZIK #HIV! #ÉRTÉK! #NÉV? #SZÁM! #ZÉRÓOSZTÓ! #BAŞV! #DEĞER! #SAYI! #SAYI/0! #BOŞ!',
  '#ЗНАЧ! #ССЫЛКА! #ДЕЛ/0! #ИМЯ? #ЧИСЛО! #ПУСТО! #Н/Д',
].flatMap((language) => language.split(' '));

/** `text-without-na`: a text column of two-letter codes, in which NA is Namibia. */
export type MarkerContext = 'value' | 'text' | 'text-without-na';

/** SQL: whether a trimmed cell is a null marker. */
export function isNullMarkerSql(cell: string, context: MarkerContext): string {
  const markers = markersOf(context);
  // CASE, because AND would convert every cell to lower case. Few characters sort before "$" as "#" does, and a comparison
  // costs a sixth of starts_with.
  const isName = context === 'value' ? '' : ` AND NOT ${isOneOfSql(cell, NAMES_LIKE_MARKERS)}`;
  if (context !== 'value') {
    return (
      `CASE WHEN strlen(${cell}) <= ${MAX_NULL_MARKER_BYTES} THEN ${isOneOfSql(`lower(${cell})`, markers)}${isName} ` +
      `WHEN ${cell} < '$' THEN ${isOneOfSql(cell, ERRORS)} ELSE false END`
    );
  }
  // Tested last, and by the last character alone, because most cells are numbers or names, which end otherwise.
  const isDash = `${cell} >= '-' AND ${cell} < '.'`;
  const isDashed = `strlen(${cell}) BETWEEN 2 AND ${MAX_DASHED_ZERO_BYTES} AND regexp_full_match(${cell}, ${quoteText(DASHED_ZERO)}, 'i')`;
  const isColon = `${cell} > ':' AND ${cell} < ';'`;
  return (
    `CASE WHEN ${isColon} THEN regexp_full_match(${cell}, ${quoteText(FLAGGED_COLON)}) ` +
    `WHEN strlen(${cell}) <= ${MAX_NULL_MARKER_BYTES} ` +
    `THEN ${isOneOfSql(`lower(${cell})`, markers)} OR CASE WHEN (${isDash}) OR suffix(${cell}, '-') THEN ${isDashed} ELSE false END ` +
    `WHEN ${cell} < '$' THEN ${isOneOfSql(cell, ERRORS)} ` +
    `WHEN ${isDash} THEN ${isDashed} WHEN suffix(${cell}, '-') THEN ${isDashed} ELSE ${cell} = '${ROUNDS_TO_ZERO}' END`
  );
}

const MARKERS: Record<MarkerContext, ReadonlySet<string>> = {
  value: new Set(markersOf('value')),
  text: new Set(markersOf('text')),
  'text-without-na': new Set(markersOf('text-without-na')),
};

export function isNullMarker(cell: string, context: MarkerContext): boolean {
  if (context !== 'value' && NAMES_LIKE_MARKERS.includes(cell)) return false;
  if (cell.length <= 4 && MARKERS[context].has(cell.toLowerCase())) return true;
  if (cell[0] === '#') return ERRORS.includes(cell);
  if (context !== 'value') return false;
  return cell === ROUNDS_TO_ZERO || isDashedZero(cell) || FLAGGED_COLON_IN_JAVASCRIPT.test(cell);
}

function isDashedZero(cell: string): boolean {
  if (cell.length > MAX_DASHED_ZERO_BYTES || !(cell.startsWith('-') || cell.endsWith('-'))) return false;
  return DASHED_ZERO_IN_JAVASCRIPT.test(cell);
}

/** Whether a text is a name that some programs write for a missing value. */
export function isNameOfNothing(cell: string): boolean {
  return NAMES_OF_NOTHING.includes(cell);
}

/** SQL: as isNameOfNothing. */
export function isNameOfNothingSql(cell: string): string {
  return isOneOfSql(cell, NAMES_OF_NOTHING);
}

function markersOf(context: MarkerContext): string[] {
  switch (context) {
    case 'value':
      return NULL_MARKERS;
    case 'text':
      return [...NULL_MARKERS_IN_TEXT, ...SHORT_ERRORS];
    case 'text-without-na':
      return markersOf('text').filter((marker) => marker !== 'na');
  }
}
