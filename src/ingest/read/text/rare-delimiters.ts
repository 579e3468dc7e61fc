import { ALIGNED } from './record-dialect.js';

/**
 * Delimiters that also occur in ordinary text. One of them is taken only if the text is one column by the usual ones and every
 * line has it equally often.
 */
const RARE_DELIMITERS = ['::', '||', '^', '~', '¦', '\u0001', '\u001e', '\u001f'];
/** Delimiters around a bar. */
const BARS = ['~|~', '|~|', '^|^', '|^|', '#|#', '||'];

/** With fewer lines, equal counts are chance. */
const MIN_LINES = 3;

/** A column named in a warning has the symbol in at least this share of its lines. */
const MIN_SHARE = 0.5;

/**
 * The delimiter of a text that is one column by the usual delimiters, or has bars.
 *
 * @param lines The first lines, without blank ones.
 */
export function rareDelimiter(lines: readonly string[], usual: string): string | null {
  if (lines.length < MIN_LINES) return null;
  if (usual === '|')
    return BARS.find((symbol) => !lines[0]!.replaceAll(symbol, '').includes('|') && isEqual(lines, symbol)) ?? null;
  const symbol = RARE_DELIMITERS.find((rare) => isEqual(lines, rare));
  if (symbol !== undefined) return symbol;
  if (isBlankDelimited(lines)) return ' ';
  return isAligned(lines) ? ALIGNED : null;
}

/** A symbol that most lines have, but not equally often, so that a person has to decide. */
export function possibleDelimiter(lines: readonly string[]): { symbol: string; lines: number } | null {
  if (lines.length < MIN_LINES) return null;
  for (const symbol of RARE_DELIMITERS) {
    const having = lines.filter((line) => line.includes(symbol)).length;
    if (having >= lines.length * MIN_SHARE && having > 1) return { symbol, lines: having };
  }
  return null;
}

/** Whether every line has the symbol, and equally often. */
function isEqual(lines: readonly string[], symbol: string): boolean {
  const count = occurrences(lines[0]!, symbol);
  return count > 0 && lines.every((line) => occurrences(line, symbol) === count);
}

function occurrences(line: string, symbol: string): number {
  return line.split(symbol).length - 1;
}

/** `"a" "b" "c"`, or cells without quotes between such. */
const QUOTED_BETWEEN_BLANKS = /(?:^|\s)"(?:[^"]|"")*"(?=\s|$)/;
const MIN_BLANK_COLUMNS = 3;

/**
 * Whether a blank separates the cells: every line has as many as the others outside quotes, for at least three columns, and
 * each line has a quoted cell between blanks, or at least two columns are numbers in every line but the first. Prose and
 * names have neither.
 */
function isBlankDelimited(lines: readonly string[]): boolean {
  if (lines.length < MIN_LINES) return false;
  const cells = lines.map(splitAtBlanks);
  const width = cells[0]!.length;
  if (width < MIN_BLANK_COLUMNS || cells.some((line) => line.length !== width)) return false;
  const rows = cells.slice(1);
  const isNumeric = (column: number) => rows.every((row) => /^[-+]?[\d.,:/-]*\d[\d.,%]*$/.test(row[column]!));
  const numeric = Array.from({ length: width }, (_, column) => column).filter(isNumeric);
  return numeric.length >= 2 || lines.every((line) => QUOTED_BETWEEN_BLANKS.test(line));
}

/** Whether every line has equally many cells between two or more blanks, with a number in one column of all but the first. */
function isAligned(lines: readonly string[]): boolean {
  const [header = [], ...rows] = lines.map((line) => line.trim().split(/ {2,}/));
  if (header.length < 2 || rows.some((row) => row.length !== header.length)) return false;
  return header.some((_, column) => rows.every((row) => /^[-+(]?[\d.,:/-]*\d[\d.,%)]*$/.test(row[column]!)));
}

function splitAtBlanks(line: string): string[] {
  return line.match(/"(?:[^"]|"")*"|[^ ]+|(?<= )(?= )|(?<= )$|^(?= )/g) ?? [];
}
