import type { Connection } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import { quoteText } from '../../duckdb/quote.js';
import type { DecimalMark } from '../../model/dataset.js';
import { cellSql, cellText } from '../cells/cell.js';
import { isNumberSql } from '../cells/numbers.js';
import type { RawTable } from '../read/raw-table.js';
import { rowsInBatches } from './rows-in-batches.js';
import { rowsOfFormulas } from './rows-of-formulas.js';
import { namesCandidate, sumLabel } from './sum-label.js';
import {
  type Amounts,
  type Candidate,
  type ColumnKinds,
  emptySection,
  MAX_CELL_CHARACTERS,
  type SumTable,
} from './sum-table.js';
import { amountSql } from './sums.js';
import { HINTS_AT_SUM } from './total-words.js';

/** Cells of candidates, which are in JavaScript memory: 20,000 subtotals of ten columns. */
const MAX_CELLS = 200_000;
/** Rows without any label are candidates if they are a smaller share of the rows. */
const MAX_BLANK_SHARE = 0.2;
const MAX_SAMPLE_ROWS = 1000;
const MAX_SAMPLE_CELLS = 40_000;
const ROWS_PER_INSERT = 5000;

/** A table that DuckDB searches. Sums without a telling name are not looked for. */
export class LargeSumTable implements SumTable {
  private readonly columns: string[];
  /** Indexes of columns whose cells repeat. */
  private repeating: ReadonlySet<number> = new Set();

  constructor(
    private readonly connection: Connection,
    private readonly raw: RawTable,
  ) {
    this.columns = raw.headers.map((_, index) => `c${index + 1}`);
  }

  async columnKinds(): Promise<ColumnKinds> {
    const positions = this.columns.map((_, index) => index).join(', ');
    const cells = this.columns.map((column) => `${column}[:${MAX_CELL_CHARACTERS}]`).join(', ');
    const step = Math.ceil(
      this.raw.rowCount / Math.min(MAX_SAMPLE_ROWS, Math.ceil(MAX_SAMPLE_CELLS / this.columns.length)),
    );
    const cell = cellSql('cell');
    const reader = await this.connection.runAndReadAll(
      `SELECT position, count(*) FILTER (is_number) * 2 >= count(*), coalesce(bool_or(is_number AND contains(cell, ',')), false),
              count(DISTINCT cell) * 2 < count(*)
       FROM (SELECT position, cell, ${isNumberSql(cell, 'POINT')} OR ${isNumberSql(cell, 'COMMA')} AS is_number
             FROM (SELECT unnest([${positions}]) AS position, unnest([${cells}]) AS cell
                   FROM (FROM ${this.raw.table} WHERE rowid IN (SELECT unnest(range(0, ${this.raw.rowCount}, ${step}))))) WHERE ${cell} IS NOT NULL)
       GROUP BY position ORDER BY position`,
    );
    const kinds = reader.getRows() as [number, boolean, boolean, boolean][];
    this.repeating = new Set(kinds.filter(([, , , repeats]) => repeats).map(([position]) => position));
    return {
      labels: kinds.filter(([, isNumeric]) => !isNumeric).map(([position]) => position),
      numbers: kinds.filter(([, isNumeric]) => isNumeric).map(([position]) => position),
      marks: kinds.some(([, , hasCommas]) => hasCommas) ? ['POINT', 'COMMA'] : ['POINT'],
    };
  }

  async candidates({ labels }: ColumnKinds, found: ReadonlySet<number>): Promise<Candidate[]> {
    await this.findNames(labels);
    const isNamed = this.columns.map(
      (column, index) => `${column} IN (SELECT cell FROM sum_names WHERE position = ${index})`,
    );
    const hasNames = (await numbersOf(this.connection, 'SELECT count(*) FROM sum_names'))[0]! > 0;
    const hasNoLabel = labels.map((index) => `${this.columns[index]!} IS NULL`).join(' AND ') || 'false';
    const isEdge = `rowid IN (SELECT unnest([min(rowid), max(rowid)]) FROM ${this.raw.table})`;
    const isFound = found.size > 0 ? `OR rowid IN (${[...found].join(', ')})` : '';
    await this.connection.run(
      `CREATE OR REPLACE TEMP TABLE candidate_rows AS
       SELECT line, NOT is_named AND NOT is_edge AS is_blank
       FROM (SELECT rowid AS line, ${hasNames ? `coalesce(${isNamed.join(' OR ')}, false)` : 'false'} AS is_named, ${hasNoLabel} AS is_blank, ${isEdge} ${isFound} AS is_edge FROM ${this.raw.table})
       WHERE is_named OR is_blank OR is_edge`,
    );
    const [blank, all] = await numbersOf(
      this.connection,
      'SELECT count(*) FILTER (is_blank), count(*) FROM candidate_rows',
    );
    const withBlanks = blank! <= this.raw.rowCount * MAX_BLANK_SHARE && all! * this.columns.length <= MAX_CELLS;
    if (!withBlanks) await this.connection.run('DELETE FROM candidate_rows WHERE is_blank');
    const count = withBlanks ? all! : all! - blank!;
    return count * this.columns.length > MAX_CELLS ? [] : this.readCandidates(labels, found);
  }

  /** Collects the cells that name candidates, as they are in the table. */
  private async findNames(labels: readonly number[]): Promise<void> {
    await this.connection.run('CREATE OR REPLACE TEMP TABLE sum_names (position INTEGER, cell VARCHAR)');
    for (const [index, column] of this.columns.entries()) {
      // A name begins with a letter or with "*". Dates and numbers do not.
      const isText = `strlen(${column}) <= ${MAX_CELL_CHARACTERS} AND (${column} > ':' ${labels.includes(index) ? `OR starts_with(${column}, '*')` : ''})`;
      const hints = `regexp_matches(lower(${column}), ${quoteText(HINTS_AT_SUM)})`;
      const distinct = this.repeating.has(index)
        ? `SELECT ${column} FROM (SELECT DISTINCT ${column} FROM ${this.raw.table} WHERE ${isText}) WHERE ${hints}`
        : `SELECT DISTINCT ${column} FROM ${this.raw.table} WHERE ${isText} AND ${hints}`;
      const cells = rowsInBatches(this.connection, `${distinct} LIMIT ${MAX_CELLS}`, 1);
      const names: string[] = [];
      for await (const [cell] of cells as AsyncIterable<[string]>)
        if (namesCandidate(cellText(cell) ?? '')) names.push(cell);
      for (let start = 0; start < names.length; start += ROWS_PER_INSERT) {
        const values = names.slice(start, start + ROWS_PER_INSERT).map((name) => `(${index}, ${quoteText(name)})`);
        await this.connection.run(`INSERT INTO sum_names VALUES ${values.join(', ')}`);
      }
    }
  }

  private async readCandidates(labels: readonly number[], found: ReadonlySet<number>): Promise<Candidate[]> {
    const cells = this.columns.map((column) => `${column}[:${MAX_CELL_CHARACTERS}]`);
    const rows = rowsInBatches(
      this.connection,
      `SELECT rowid::DOUBLE, (${this.raw.sourceRow})::DOUBLE, rowid IN (SELECT line FROM candidate_rows), [${cells.join(', ')}] FROM ${this.raw.table}
       WHERE rowid IN (SELECT line FROM candidate_rows UNION SELECT line - 1 FROM candidate_rows) ORDER BY rowid`,
      cells.length,
    );
    const candidates: Candidate[] = [];
    let above: (string | undefined)[] = [];
    for await (const [rowId, sourceRow, isCandidate, texts] of rows as AsyncIterable<
      [number, number, boolean, (string | null)[]]
    >) {
      const read = texts.map(cellText);
      const { kind, name } = sumLabel(read, labels);
      const reason = found.has(rowId) ? 'FOUND' : kind;
      if (isCandidate && reason !== null) candidates.push({ rowId, sourceRow, kind: reason, name, cells: read, above });
      above = read;
    }
    return candidates;
  }

  async sumsByStructure(): Promise<Set<number>> {
    return new Set();
  }

  async sumsByFormula(kinds: ColumnKinds): Promise<Set<number>> {
    const { sumFormulas = [], sourceRow, table } = this.raw;
    if (sumFormulas.length === 0 || sumFormulas.length * this.columns.length > MAX_CELLS) return new Set();
    const rows = rowsInBatches(
      this.connection,
      `SELECT rowid::DOUBLE, (${sourceRow})::DOUBLE, [${this.columns.map((column) => `${column}[:${MAX_CELL_CHARACTERS}]`).join(', ')}] FROM ${table}
       WHERE ${sourceRow} IN (${sumFormulas.map(({ row }) => row).join(', ')}) ORDER BY rowid`,
      this.columns.length,
    );
    const read: { rowId: number; sourceRow: number; cells: (string | undefined)[] }[] = [];
    for await (const [rowId, row, texts] of rows as AsyncIterable<[number, number, (string | null)[]]>) {
      read.push({ rowId, sourceRow: row, cells: texts.map(cellText) });
    }
    return rowsOfFormulas(read, this.raw, kinds);
  }

  async amounts(candidates: readonly Candidate[], columns: readonly number[], mark: DecimalMark): Promise<Amounts> {
    const positions = columns.map((_, position) => position).join(', ');
    const cells = columns.map((index) => this.columns[index]!).join(', ');
    await this.connection.run('CREATE OR REPLACE TEMP TABLE compared_rows (line BIGINT, nth INTEGER)');
    for (let start = 0; start < candidates.length; start += ROWS_PER_INSERT) {
      const rows = candidates
        .slice(start, start + ROWS_PER_INSERT)
        .map(({ rowId }, index) => `(${rowId}, ${start + index + 1})`);
      await this.connection.run(`INSERT INTO compared_rows VALUES ${rows.join(', ')}`);
    }
    // One expression for the cells of all columns, as in leave-out-total-row.ts.
    const groups = rowsInBatches(
      this.connection,
      `WITH numbered AS (SELECT coalesce(at_row = line, false) AS is_candidate, coalesce(nth, 0) AS passed, ${cells}
                         FROM (SELECT rowid AS at_row, ${cells} FROM ${this.raw.table}) ASOF LEFT JOIN compared_rows ON at_row >= line),
            cells AS (SELECT is_candidate, passed, unnest([${positions}]) AS position, unnest([${cells}]) AS cell FROM numbered),
            amounts AS (SELECT is_candidate, passed, position, ${amountSql('cell', mark)} AS amount FROM cells)
       SELECT is_candidate, passed, position, sum(amount), count(amount)::INTEGER, count(*)::INTEGER FROM amounts GROUP BY ALL`,
      1,
    );
    const amounts = candidates.map(() => columns.map((): number | null => null));
    const between = [...candidates, null].map(() => emptySection(columns.length));
    for await (const [isCandidate, passed, position, sum, count, rows] of groups as AsyncIterable<
      [boolean, number, number, number | null, number, number]
    >) {
      if (isCandidate) amounts[passed - 1]![position] = sum;
      else {
        between[passed]!.sums[position] = sum ?? 0;
        between[passed]!.counts[position] = count;
        between[passed]!.rows = rows;
      }
    }
    return { candidates: amounts, between };
  }
}
