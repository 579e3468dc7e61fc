import { ConcentricError } from '../../../model/errors.js';
import { possibleDelimiter, rareDelimiter } from './rare-delimiters.js';
import { ALIGNED, type Dialect } from './record-dialect.js';
import { RecordScanner } from './records.js';

export interface DetectedDialect {
  dialect: Dialect;
  /** Null if the text has a single column. */
  delimiter: string | null;
  /** True if the first line is `sep=;`, which is not part of the table. */
  announced: boolean;
  evidence: string[];
  /** For a text of one column: a symbol that may be its delimiter, and the number of lines with it. */
  possible: { symbol: string; lines: number } | null;
}

/** Detectable delimiters. If two fit equally well, the first one wins: commas and bars also occur in text. */
const DELIMITERS = ['\t', ';', '|', ','];

/** Delimiter for a text of one column: the ASCII unit separator, which does not occur in text. */
const NO_DELIMITER = '\u001f';

/** Several quoted cells separated by another delimiter. */
const SEVERAL_QUOTED = /"[,;|\t]"/;

/** Bounds of the sample. Larger samples do not change the result. */
const MAX_RECORDS = 1000;
const MAX_CELLS = 20_000;

const MAX_DELIMITER_CHARACTERS = 4;

/** A single column is always consistent, so its score is reduced. */
const ONE_COLUMN_WEIGHT = 0.5;

/** A foreign delimiter belongs to the line ends if at least this share of the records ends with it. */
const MIN_LINE_TAIL_SHARE = 0.8;

/** Apostrophes are quotes if at least this share of the cells is in apostrophes. */
const MIN_APOSTROPHE_SHARE = 0.05;

/**
 * Detects delimiter, quote and line ends from the first records of a text (UTF-8, without a byte order mark).
 *
 * A `sep=;` in the first line decides. Otherwise the delimiter wins that splits most records into the same number of cells
 * and leaves the fewest other delimiters in them. The order of rows and columns does not matter.
 *
 * @throws INVALID_OPTION if `wanted` cannot be a delimiter.
 */
export function detectDialect(head: Buffer, final: boolean, wanted?: string): DetectedDialect {
  const newline = detectNewline(head);
  const announced = announcedDelimiter(head);
  const given = wanted !== undefined ? checkedDelimiter(wanted) : announced;
  const measure = (delimiter: string, quote: Dialect['quote'] = '"') =>
    measureDialect(head, final, { delimiter, quote, newline });
  const usual =
    given === null
      ? bestFit(
          DELIMITERS.filter((delimiter) => head.includes(delimiter)).map((delimiter) => measure(delimiter)),
          measure(NO_DELIMITER),
        )
      : measure(given);
  // `a||b` is also cells between bars.
  const isUnusual = usual.dialect.delimiter === NO_DELIMITER || usual.dialect.delimiter === '|';
  const lines = given === null && isUnusual ? linesOf(head, final) : [];
  const rare = rareDelimiter(lines, usual.dialect.delimiter);
  const plain = rare === null ? usual : measure(rare);
  const found = plain.dialect.delimiter;
  const best = plain.inApostrophes ? betterQuoted(plain, measure(found, "'")) : plain;
  const how =
    wanted !== undefined
      ? 'set by the option delimiter'
      : given !== null
        ? 'declared in the first line'
        : cellCountEvidence(best);
  const evidence = [found === NO_DELIMITER ? `one column: ${how}` : `delimiter ${displayText(found)}: ${how}`];
  if (best.dialect.quote === "'")
    evidence.push(`quote ': ${percent(best.quotedShare)} of the cells are in apostrophes`);
  const { lineTail } = best;
  if (lineTail !== null) evidence.push(`${displayText(lineTail)} at line ends: not part of the table`);
  return {
    dialect: lineTail === null ? best.dialect : { ...best.dialect, lineTail },
    delimiter: found === NO_DELIMITER ? null : found,
    announced: announced !== null,
    evidence,
    possible: found === NO_DELIMITER ? possibleDelimiter(lines) : null,
  };
}

/** How well a dialect fits. */
interface Fit {
  dialect: Dialect;
  records: number;
  /** The most frequent cell count above one (one if no record has more), and the number of records with that count. */
  width: number;
  ofWidth: number;
  /** Share of cells without another delimiter, except in quotes, in numbers and before a space. */
  cleanShare: number;
  quotedShare: number;
  /** True if no cell is in quotes and some cells begin with an apostrophe. */
  inApostrophes: boolean;
  /** True if the first record has one cell and the commas in the others are decimal marks or part of names (`Doe, Jo`). */
  commasAreText: boolean;
  /** True if no record has a filled cell after its first one: the delimiter only occurs at line ends. */
  isOnlyAtLineEnds: boolean;
  /** Another delimiter at the end of most records. */
  lineTail: string | null;
}

function bestFit(fits: readonly Fit[], oneColumn: Fit): Fit {
  let best = { fit: oneColumn, score: ONE_COLUMN_WEIGHT * oneColumn.cleanShare };
  for (const fit of fits) {
    if (fit.width < 2 || fit.commasAreText || fit.isOnlyAtLineEnds) continue;
    const score = (fit.ofWidth / fit.records) * fit.cleanShare;
    if (score > best.score) best = { fit, score };
  }
  return best.fit;
}

function betterQuoted(plain: Fit, apostrophes: Fit): Fit {
  const consistent = apostrophes.ofWidth / apostrophes.records >= plain.ofWidth / plain.records;
  return apostrophes.quotedShare >= MIN_APOSTROPHE_SHARE && consistent ? apostrophes : plain;
}

function measureDialect(head: Buffer, final: boolean, dialect: Dialect): Fit {
  const scanner = new RecordScanner(dialect);
  const isClean = cleanCellTest(dialect.delimiter);
  const widths = new Map<number, number>();
  const cells = { all: 0, clean: 0, quoted: 0, apostrophes: 0 };
  const commas = { firstAlone: false, pairs: 0, text: 0 };
  const tails = new LineTails(dialect.delimiter);
  let records = 0;
  let isOnlyAtLineEnds = true;
  for (let at = 0; at < head.length && records < MAX_RECORDS && scanner.scan(head, at, head.length, final); ) {
    at = scanner.next;
    if (scanner.start === scanner.end) continue;
    if (records++ === 0) commas.firstAlone = scanner.cellCount === 1;
    widths.set(scanner.cellCount, (widths.get(scanner.cellCount) ?? 0) + 1);
    isOnlyAtLineEnds &&= scanner.filledCells <= 1;
    tails.add(head, scanner);
    for (let index = 0; index < scanner.keptCells && cells.all < MAX_CELLS; index++) {
      cells.all++;
      const text = scanner.cell(index);
      if (scanner.isQuoted(index) && !SEVERAL_QUOTED.test(text)) {
        cells.quoted++;
        cells.clean++;
        continue;
      }
      if (isClean(text)) cells.clean++;
      if (text.startsWith("'")) cells.apostrophes++;
    }
    if (dialect.delimiter === ',' && scanner.cellCount === 2) {
      commas.pairs++;
      if (mayBeOneCell(scanner)) commas.text++;
    }
  }
  const [width, ofWidth] = mostFrequent(widths);
  return {
    dialect,
    records: Math.max(1, records),
    width,
    ofWidth,
    cleanShare: cells.clean / Math.max(1, cells.all),
    quotedShare: cells.quoted / Math.max(1, cells.all),
    inApostrophes: cells.quoted === 0 && cells.apostrophes > 0,
    commasAreText: width === 2 && commas.firstAlone && commas.pairs > 0 && commas.text === commas.pairs,
    isOnlyAtLineEnds,
    lineTail: tails.mostly(records),
  };
}

/** Counts the records that end with another delimiter than their own. */
class LineTails {
  private readonly counts = new Map<number, number>();

  constructor(private readonly delimiter: string) {}

  /** A record that also has the symbol elsewhere does not count: `a;b;` is a list. */
  add(head: Buffer, { start, end }: RecordScanner): void {
    const last = head[end - 1];
    if (last === undefined || end === start) return;
    let from = end - 1;
    while (from > start && head[from - 1] === last) from--;
    if (!head.subarray(start, from).includes(last)) this.counts.set(last, (this.counts.get(last) ?? 0) + 1);
  }

  mostly(records: number): string | null {
    const others = DELIMITERS.filter((other) => other !== this.delimiter);
    const enough = Math.max(2, (records - 1) * MIN_LINE_TAIL_SHARE);
    return others.find((other) => (this.counts.get(other.charCodeAt(0)) ?? 0) >= enough) ?? null;
  }
}

/** The lines of a text as they are written, without blank lines and a last line that the head cuts. */
function linesOf(head: Buffer, final: boolean): string[] {
  const lines = head.toString('utf8').split(/\r\n|\n|\r/);
  return (final ? lines : lines.slice(0, -1)).filter((line) => line.trim() !== '').slice(0, MAX_RECORDS);
}

/** Whether the comma in a record of two cells may be a decimal mark or part of a text. */
function mayBeOneCell(scanner: RecordScanner): boolean {
  if (scanner.isQuoted(0) || scanner.isQuoted(1)) return false;
  const [before, after] = [scanner.cell(0), scanner.cell(1)];
  return after.startsWith(' ') || (/^[-+]?\d[\d. ]*$/.test(before) && /^\d+$/.test(after));
}

function cleanCellTest(delimiter: string): (cell: string) => boolean {
  const others = DELIMITERS.filter((other) => other !== delimiter).join('');
  const foreign = new RegExp(`[${others}](?! )`);
  return (cell) => !foreign.test(cell) || /^[\d\s.,'()+%€$£-]*$/.test(cell);
}

function mostFrequent(widths: ReadonlyMap<number, number>): [width: number, records: number] {
  let best: [number, number] = [1, widths.get(1) ?? 0];
  for (const [width, records] of widths) {
    if (width === 1) continue;
    if (best[0] === 1 || records > best[1] || (records === best[1] && width > best[0])) best = [width, records];
  }
  return best;
}

/** Counts line ends outside quotes only: line ends within cells may differ. */
function detectNewline(head: Buffer): Dialect['newline'] {
  let [feeds, pairs, returns, quoted] = [0, 0, 0, false];
  for (let at = 0; at < head.length; at++) {
    const byte = head[at];
    if (byte === 0x22) quoted = !quoted;
    else if (quoted) continue;
    else if (byte === 0x0a) head[at - 1] === 0x0d ? pairs++ : feeds++;
    else if (byte === 0x0d && head[at + 1] !== 0x0a) returns++;
  }
  if (feeds + pairs === 0 && returns > 0) return '\r';
  return pairs > feeds ? '\r\n' : '\n';
}

/** The delimiter in Excel's first line `sep=;`; null if there is none. */
function announcedDelimiter(head: Buffer): string | null {
  return /^"?sep=([^\r\n"])"?\r?\n/i.exec(head.toString('utf8', 0, 16))?.[1] ?? null;
}

function checkedDelimiter(wanted: string): string {
  const delimiter = wanted === '\\t' ? '\t' : wanted;
  const { length } = [...delimiter];
  if (length >= 1 && length <= MAX_DELIMITER_CHARACTERS && !/["'\r\n\0\uFFFD]/.test(delimiter) && isSymbol(delimiter))
    return delimiter;
  throw new ConcentricError(
    'INVALID_OPTION',
    `The option delimiter is ${JSON.stringify(wanted.slice(0, 50))}; it must be one to ${MAX_DELIMITER_CHARACTERS} characters, such as "," ";" "|" "::" or a tab, without quotes and line ends. Omit it to detect the delimiter.`,
    { option: 'delimiter' },
  );
}

/** One character of any kind, or several that are no word: "tab" is none. */
function isSymbol(delimiter: string): boolean {
  return [...delimiter].length === 1 || !/[\p{L}\p{N}]/u.test(delimiter);
}

function cellCountEvidence({ ofWidth, records, width }: Fit): string {
  return `${ofWidth} of the first ${records} records have ${width} ${width === 1 ? 'cell' : 'cells'}`;
}

function displayText(delimiter: string): string {
  if (delimiter === ALIGNED) return 'two or more blanks';
  return delimiter === '\t' ? 'tab' : JSON.stringify(delimiter);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
