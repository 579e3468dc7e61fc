import type { Warning, WarningCode } from '../../../model/schema.js';
import type { OtherTable } from './other-tables.js';
import type { OddReading } from './record-reader.js';
import type { Irregularities, SurplusCells } from './regular-file.js';
import type { Neighbours } from './transcode.js';

/** In Western languages a smaller share of non-ASCII letters is adjacent to another one: `þó` and `créée` are rare. */
const MIN_ADJACENT_SHARE = 0.7;
const MIN_LETTERS = 20;

const LANGUAGES = {
  'Windows-1250': 'Polish, Czech, Slovak, Hungarian, Slovene, Croatian, Romanian',
  'Windows-1254': 'Turkish',
  'Windows-1257': 'Lithuanian, Latvian, Estonian',
  Shift_JIS: 'Japanese',
  GB18030: 'Chinese',
  Big5: 'traditional Chinese',
  'EUC-KR': 'Korean',
};

/** Maximum number of rows listed in a message. */
const MAX_EXAMPLES = 5;

/** Warnings about replaced characters, padded or cut rows, and stray quotes. */
export function textWarnings(found: {
  replaced: number;
  /** For a text detected as Windows-1252; null if its encoding is known. */
  neighbours: Neighbours | null;
  irregularities: Irregularities | null;
  headerWidth: number;
  rowsBeyondHeader: number;
  rows: number;
  otherTables: readonly OtherTable[];
  /** A symbol that may separate the cells of a text read as one column. */
  possible: { symbol: string; lines: number } | null;
}): Warning[] {
  const { rows, otherTables, possible, replaced, neighbours, irregularities, headerWidth, rowsBeyondHeader } = found;
  const warnings: Warning[] = [];
  const warn = (code: WarningCode, count: number, message: string) => {
    if (count > 0) warnings.push({ code, message, column: null, count });
  };
  if (rows === 0) {
    warnings.push({
      code: 'NO_ROWS',
      message:
        'The file has a header but no rows below it. If the header was detected in the wrong row, choose the header row.',
      column: null,
      count: 0,
    });
  }
  if (otherTables.length > 0) {
    const [{ row, headers }] = otherTables as [OtherTable];
    const names = headers
      .filter((header) => header.trim() !== '')
      .slice(0, MAX_EXAMPLES)
      .map((name) => `"${name}"`);
    warn(
      'OTHER_TABLES',
      otherTables.length,
      `The file has ${times(otherTables.length, 'more table')} with other columns below the first, the next from row ${row} on (${names.join(', ')}). Their rows are left out.`,
    );
  }
  if (possible) {
    const { symbol, lines } = possible;
    warn(
      'ONE_COLUMN',
      lines,
      `The file was read as one column, but ${times(lines, 'line')} of its beginning ${lines === 1 ? 'has' : 'have'} "${symbol}". If that separates the cells, choose it as the separator.`,
    );
  }
  warn(
    'ENCODING_REPLACED',
    replaced,
    `${times(replaced, 'character')} could not be read in the file's encoding and ${replaced === 1 ? 'was' : 'were'} replaced by "\uFFFD". Choose the right encoding, or save the file as UTF-8.`,
  );
  if (neighbours?.likely) {
    const { likely, signs, sign } = neighbours;
    const isEastAsian = !likely.startsWith('Windows');
    const reason = isEastAsian
      ? 'its bytes are pairs that each make one character'
      : sign === null
        ? 'it has letters of few Western languages'
        : `words such as "${sign}" have signs within them`;
    warnings.push({
      code: 'ENCODING_DOUBTFUL',
      message: `The file is not UTF-8 and was read as Windows-1252, but ${reason}. It is probably ${likely} (${LANGUAGES[likely]}). If names look wrong, choose that encoding.`,
      column: null,
      count: signs > 0 && !isEastAsian ? signs : null,
    });
  } else if (neighbours && neighbours.letters >= MIN_LETTERS) {
    const { letters, sideBySide, example } = neighbours;
    warn(
      'ENCODING_DOUBTFUL',
      sideBySide >= letters * MIN_ADJACENT_SHARE ? sideBySide : 0,
      `The file is not UTF-8 and was read as Windows-1252, but ${sideBySide} of its ${letters} non-ASCII letters are next to each other ("${example}"), which is unusual in Western languages. If names look wrong, choose the right encoding: Windows-1251 (Cyrillic), Windows-1253 (Greek), Shift_JIS (Japanese), GB18030 or Big5 (Chinese), or EUC-KR (Korean).`,
    );
  }
  warn(
    'RAGGED_ROWS',
    rowsBeyondHeader,
    `${rowsHave(rowsBeyondHeader)} more cells than the ${headerWidth} in the header; the surplus cells are kept in columns without a name. If values contain the delimiter (a decimal comma, for example), the values after it are in the wrong columns: quote such values, or use another delimiter.`,
  );
  if (irregularities === null) return warnings;
  const { short, long, quotes, odd } = irregularities;
  const other = odd.OTHER_DELIMITER;
  warn(
    'RAGGED_ROWS',
    other.count,
    `${times(other.count, 'row')} ${other.count === 1 ? 'has' : 'have'} another separator than the rest and ${other.count === 1 ? 'was' : 'were'} read with it: ${listed(other.rows.map(rowText), other.count)}.`,
  );
  warn(
    'RAGGED_ROWS',
    long.count,
    `${rowsHave(long.count)} more cells than the table has columns; the surplus cells were left out: ${listed(long.rows.map(surplusText), long.count)}.`,
  );
  warn(
    'RAGGED_ROWS',
    short.count,
    `${rowsHave(short.count)} fewer cells than the table has columns; the missing cells are blank: ${listed(short.rows.map(rowText), short.count)}.`,
  );
  warn(
    'STRAY_QUOTES',
    quotes.count,
    `${rowsHave(quotes.count)} a quotation mark that does not open or close a cell; each such row was read up to its line end: ${listed(quotes.rows.map(rowText), quotes.count)}.`,
  );
  return warnings;
}

/** Cells that were left out of the first 100 such rows, and rows that were read in another way, for the lineage. */
export function irregularEvidence(irregularities: Irregularities | null): string[] {
  if (irregularities === null) return [];
  const { long, odd } = irregularities;
  const readings = Object.entries(ODD_READINGS).map(([reading, text]) => ({ text, ...odd[reading as OddReading] }));
  return [
    ...(long.rows.length > 0 ? [`cells left out: ${long.rows.map(surplusText).join('; ')}`] : []),
    ...readings
      .filter(({ count }) => count > 0)
      .map(({ text, count, rows }) => `${text}: ${listed(rows.map(rowText), count)}`),
  ];
}

const ODD_READINGS = {
  ESCAPES: 'read with backslashes as escapes',
  OTHER_DELIMITER: 'read with another delimiter',
  QUOTED_LINE: 'read as a line in quotes',
} satisfies Record<OddReading, string>;

function surplusText({ row, cells, surplus }: SurplusCells): string {
  const shown = surplus.slice(0, MAX_EXAMPLES).map((text) => JSON.stringify(text));
  return `row ${row} (${cells} cells: ${shown.join(', ')}${surplus.length > MAX_EXAMPLES ? ', …' : ''})`;
}

function rowText(row: number): string {
  return `row ${row}`;
}

function listed(examples: readonly string[], count: number): string {
  const shown = examples.slice(0, MAX_EXAMPLES).join(', ');
  return count > MAX_EXAMPLES ? `${shown} and ${count - MAX_EXAMPLES} more` : shown;
}

function rowsHave(count: number): string {
  return `${times(count, 'row')} ${count === 1 ? 'has' : 'have'}`;
}

function times(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
