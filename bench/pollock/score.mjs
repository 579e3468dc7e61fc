/**
 * The ten measures of the Pollock benchmark (Vitagliano et al., VLDB 2023, §4.3), each from 0 to 1: success, and precision,
 * recall and F1 of the header, of the records and of the cells. All of them compare multisets, so order does not count.
 *
 * Two differences from the published program, both stricter or neutral: cells are compared as text in lower case, where the
 * original also accepts another spelling of the same number, date or time; and a table is passed in as rows instead of being
 * written to a CSV and read again.
 */

/** @typedef {readonly (readonly string[])[]} Rows The header, if there is one, is the first row. */

/**
 * @param {Rows} expected
 * @param {Rows | null} loaded null if the reader refused the file
 * @returns {number} the sum of the ten measures
 */
export function score(expected, loaded) {
  if (loaded === null) return 0;
  if (expected.length === 0) return 10;
  const header = compare(expected[0], loaded[0] ?? []);
  const records = compare(expected.slice(1).map(joined), loaded.slice(1).map(joined));
  const cells = compare(expected.flat(), loaded.flat());
  return 1 + header + records + cells;
}

/** Precision + recall + F1 of two multisets of texts. What is not expected cannot be missed. */
function compare(expected, loaded) {
  if (expected.length === 0) return 3;
  const left = new Map();
  for (const text of expected.map(lower)) left.set(text, (left.get(text) ?? 0) + 1);
  let common = 0;
  for (const text of loaded.map(lower)) {
    const count = left.get(text) ?? 0;
    if (count > 0) common++;
    left.set(text, count - 1);
  }
  if (common === 0) return 0;
  const [precision, recall] = [common / expected.length, common / loaded.length];
  return precision + recall + (2 * precision * recall) / (precision + recall);
}

function joined(row) {
  return row.join('');
}

function lower(text) {
  return text.toLowerCase();
}

/**
 * Reads one of the benchmark's clean files as Python's `csv.reader` does, because the original program uses that: in a few
 * clean files a quote within a cell is not doubled, and the text after it continues the cell without quotes.
 *
 * @returns {string[][]}
 */
export function cleanRows(text) {
  const rows = [];
  let [row, cell, isQuoted, isStart] = [[], '', false, true];
  const endCell = () => {
    row.push(cell);
    [cell, isQuoted, isStart] = ['', false, true];
  };
  const endRow = () => {
    endCell();
    rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') cell += text[at++];
      else isQuoted = false;
    } else if (character === '"' && isStart) {
      [isQuoted, isStart] = [true, false];
    } else if (character === ',') endCell();
    else if (character === '\n') endRow();
    else if (character !== '\r') [cell, isStart] = [cell + character, false];
  }
  if (row.length > 0 || !isStart) endRow();
  return rows;
}
