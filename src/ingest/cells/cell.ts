import { quoteText } from '../../duckdb/quote.js';

/** Outer white space of a cell, no-break, figure and narrow spaces and a stray byte-order mark included. */
const WHITE_SPACE =
  ' \t\r\n\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff';

const ASCII_WHITE_SPACE = [' ', '\t', '\r', '\n', '\v', '\f'];

/**
 * SQL: whether a cell may begin or end with white space. Trimming a set of characters costs twenty times what these tests
 * cost, so only cells (and columns) that need it are trimmed.
 */
export function edgedSql(column: string): string {
  // Below "!" come the ASCII blanks and controls; above "~" come the non-ASCII ones. To take the last character of a cell
  // costs as much as all else here: only where it may be no ASCII one.
  const ends = ASCII_WHITE_SPACE.map((character) => `suffix(${column}, ${quoteText(character)})`);
  return (
    `(${column} < '!' OR ${column} > '~' OR ${ends.join(' OR ')} ` +
    `OR CASE WHEN strlen(${column}) > length(${column}) THEN ${column}[-1] > '~' ELSE false END)`
  );
}

/** SQL: the cell without outer white space of any kind, NULL where nothing is left. */
export function cellSql(column: string): string {
  return `CASE WHEN ${edgedSql(column)} THEN ${trimmedSql(column)} ELSE ${column} END`;
}

/** The same for an expression that is dear to repeat. */
export function trimmedSql(text: string): string {
  return `nullif(trim(${text}, ${quoteText(WHITE_SPACE)}), '')`;
}

/** The same where there is no white space but spaces: several times as fast. */
export function spacedCellSql(column: string): string {
  return `nullif(trim(${column}), '')`;
}

/** The same in JavaScript; undefined where nothing is left. */
export function cellText(raw: string | null): string | undefined {
  if (raw === null) return undefined;
  let start = 0;
  let end = raw.length;
  while (start < end && WHITE_SPACE.includes(raw[start]!)) start++;
  while (end > start && WHITE_SPACE.includes(raw[end - 1]!)) end--;
  return start === end ? undefined : raw.slice(start, end);
}

/** Longer cells are text, in characters or bytes: no number, date or period is so long, and a cell may have megabytes. */
export const LONGEST_VALUE = 500;

/** Cells that say "there is no value" (SEMANTICS.md §1, "blank cells"), in lower case. */
const NULL_MARKERS_IN_TEXT = ['n/a', 'na', 'null', '#n/a', 'nan', 'n.a.'];
/** The ones that mean it among values only; "None" may be a name, "-" a label, "nm" a unit. */
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
];
const NULL_MARKERS = [...NULL_MARKERS_IN_TEXT, ...NULL_MARKERS_AMONG_VALUES];
/** In bytes. */
const LONGEST_NULL_MARKER = Math.max(...NULL_MARKERS.map((marker) => Buffer.byteLength(marker)));
/** What a spreadsheet shows for a formula that failed, and writes into a CSV. */
const ERRORS = ['#DIV/0!', '#REF!', '#VALUE!', '#NAME?', '#NUM!', '#NULL!'];

/** `text-without-na`: a text column of two-letter codes, in which NA is Namibia. */
export type MarkerContext = 'value' | 'text' | 'text-without-na';

/** SQL: whether a trimmed cell is a null marker. */
export function isNullMarkerSql(cell: string, context: MarkerContext): string {
  const markers = markersOf(context);
  // CASE, since AND would put every cell into lower case first. "#" comes before "$", as few characters do: to compare
  // costs a sixth of starts_with.
  const list = (texts: readonly string[]) => texts.map(quoteText).join(', ');
  return (
    `CASE WHEN strlen(${cell}) <= ${LONGEST_NULL_MARKER} THEN lower(${cell}) IN (${list(markers)}) ` +
    `WHEN ${cell} < '$' THEN ${cell} IN (${list(ERRORS)}) ELSE false END`
  );
}

export function isNullMarker(cell: string, context: MarkerContext): boolean {
  return cell.length <= 4 ? markersOf(context).includes(cell.toLowerCase()) : ERRORS.includes(cell);
}

function markersOf(context: MarkerContext): string[] {
  switch (context) {
    case 'value':
      return NULL_MARKERS;
    case 'text':
      return NULL_MARKERS_IN_TEXT;
    case 'text-without-na':
      return NULL_MARKERS_IN_TEXT.filter((marker) => marker !== 'na');
  }
}
