import type { Warning, WarningCode } from '../../../model/schema.js';
import type { Irregularities, SurplusCells } from './regular-file.js';
import type { Neighbours } from './transcode.js';

/** Of the letters beyond ASCII in any Western language fewer stand beside another of them: `þó` and `créée` are rare. */
const FOREIGN_SHARE = 0.7;
const FEWEST_LETTERS = 20;

/** Rows named in a message. */
const EXAMPLES = 5;

/** What was changed, padded or cut while the text was read. */
export function textWarnings(found: {
  replaced: number;
  /** Of a text that was taken for Windows-1252; null where its encoding is known. */
  neighbours: Neighbours | null;
  irregularities: Irregularities | null;
  headerWidth: number;
  rowsBeyondHeader: number;
}): Warning[] {
  const { replaced, neighbours, irregularities, headerWidth, rowsBeyondHeader } = found;
  const warnings: Warning[] = [];
  const warn = (code: WarningCode, count: number, message: string) => {
    if (count > 0) warnings.push({ code, message, column: null, count });
  };
  warn(
    'ENCODING_REPLACED',
    replaced,
    `${times(replaced, 'character')} could not be read in the file's encoding and became "\uFFFD".`,
  );
  if (neighbours && neighbours.letters >= FEWEST_LETTERS) {
    const { letters, sideBySide, example } = neighbours;
    warn(
      'ENCODING_DOUBTFUL',
      sideBySide >= letters * FOREIGN_SHARE ? sideBySide : 0,
      `The file is not UTF-8 and was read as Windows-1252, but ${sideBySide} of its ${letters} letters beyond ASCII stand side by side ("${example}"), as in no Western language. Say its encoding: Windows-1251 (Cyrillic), Windows-1253 (Greek), Shift_JIS (Japanese), GB18030 or Big5 (Chinese), EUC-KR (Korean), …`,
    );
  }
  warn(
    'RAGGED_ROWS',
    rowsBeyondHeader,
    `${rowsHold(rowsBeyondHeader)} more cells than the ${headerWidth} the header names; those are kept in columns without a name. If a delimiter stands inside values (a decimal comma, say), the values after it are in the wrong columns: quote them or use another delimiter.`,
  );
  if (irregularities === null) return warnings;
  const { short, long, quotes } = irregularities;
  warn(
    'RAGGED_ROWS',
    long.count,
    `${rowsHold(long.count)} more cells than the table has columns; what is beyond them is left out: ${listed(long.rows.map(surplusText), long.count)}.`,
  );
  warn(
    'RAGGED_ROWS',
    short.count,
    `${rowsHold(short.count)} fewer cells than the table has columns; the others are blank: ${listed(short.rows.map(rowText), short.count)}.`,
  );
  warn(
    'STRAY_QUOTES',
    quotes.count,
    `${rowsHold(quotes.count)} a quote that does not open or close a cell, and ${quotes.count === 1 ? 'was' : 'were'} read line by line: ${listed(quotes.rows.map(rowText), quotes.count)}.`,
  );
  return warnings;
}

/** The cells cut off, row by row, for the lineage: as many as were kept. */
export function surplusEvidence(irregularities: Irregularities | null): string[] {
  const rows = irregularities?.long.rows ?? [];
  return rows.length === 0 ? [] : [`cells left out: ${rows.map(surplusText).join('; ')}`];
}

function surplusText({ row, cells, surplus }: SurplusCells): string {
  const shown = surplus.slice(0, EXAMPLES).map((text) => JSON.stringify(text));
  return `row ${row} (${cells} cells: ${shown.join(', ')}${surplus.length > EXAMPLES ? ', …' : ''})`;
}

function rowText(row: number): string {
  return `row ${row}`;
}

function listed(examples: readonly string[], count: number): string {
  const shown = examples.slice(0, EXAMPLES).join(', ');
  return count > EXAMPLES ? `${shown} and ${count - EXAMPLES} more` : shown;
}

function rowsHold(count: number): string {
  return `${times(count, 'row')} ${count === 1 ? 'holds' : 'hold'}`;
}

function times(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
