import type { Connection } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import { quoteText } from '../../duckdb/quote.js';
import type { DecimalMark } from '../../model/dataset.js';
import { cellText } from '../cells/cell.js';
import type { ColumnCache } from '../columns/column-cache.js';
import type { RawTable } from '../read/raw-table.js';
import { columnKinds } from './column-kinds.js';
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
const ROWS_PER_INSERT = 5000;

/** A table that DuckDB searches. Sums without a telling name are not looked for. */
export class LargeSumTable implements SumTable {
  private readonly columns: string[];
  private found: Promise<Candidate[]> | null = null;

  constructor(
    private readonly connection: Connection,
    private readonly raw: RawTable,
    private readonly cache: ColumnCache,
  ) {
    this.columns = raw.headers.map((_, index) => `c${index + 1}`);
  }

  async columnKinds(): Promise<ColumnKinds> {
    return columnKinds(await this.cache.samples(this.raw));
  }

  /** The same for each decimal mark, because the structure proves nothing here. */
  candidates({ labels }: ColumnKinds, found: ReadonlySet<number>): Promise<Candidate[]> {
    this.found ??= this.findCandidates(labels, found);
    return this.found;
  }

  private async findCandidates(labels: readonly number[], found: ReadonlySet<number>): Promise<Candidate[]> {
    const { table } = this.raw;
    const isNamed = await this.findNames(labels);
    const edges = await numbersOf(this.connection, `SELECT min(rowid), max(rowid) FROM ${table}`);
    const others = [...new Set([...edges, ...found])].join(', ');
    // Separate queries, of which DuckDB skips those that the statistics of the columns exclude: a column of labels
    // seldom has a blank cell.
    const isBlank = labels.map((index) => `${this.columns[index]!} IS NULL`).join(' AND ');
    const queries = [
      `SELECT unnest([${others}]) AS line, false AS is_blank`,
      ...(isNamed === null ? [] : [`SELECT rowid, false FROM ${table} WHERE ${isNamed}`]),
      ...(isBlank === '' ? [] : [`SELECT rowid, true FROM ${table} WHERE ${isBlank}`]),
    ];
    await this.connection.run(
      `CREATE OR REPLACE TEMP TABLE candidate_rows AS
       SELECT line, bool_and(is_blank) AS is_blank FROM (${queries.join(' UNION ALL ')}) GROUP BY line`,
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

  /** SQL: whether a cell of the row names a candidate; null if no cell does. */
  private async findNames(labels: readonly number[]): Promise<string | null> {
    await this.connection.run('CREATE OR REPLACE TEMP TABLE sum_names (position INTEGER, cell VARCHAR)');
    const named: string[] = [];
    for (const [index, column] of this.columns.entries()) {
      const names = await this.namesIn(index, labels.includes(index));
      for (let start = 0; start < names.length; start += ROWS_PER_INSERT) {
        const values = names.slice(start, start + ROWS_PER_INSERT).map((name) => `(${index}, ${quoteText(name)})`);
        await this.connection.run(`INSERT INTO sum_names VALUES ${values.join(', ')}`);
      }
      if (names.length > 0) named.push(`${column} IN (SELECT cell FROM sum_names WHERE position = ${index})`);
    }
    return named.length > 0 ? named.join(' OR ') : null;
  }

  /** The cells of a column that name candidates, as they are in the table. */
  private async namesIn(index: number, isLabel: boolean): Promise<string[]> {
    const column = this.columns[index]!;
    const cells = (await this.cache.distinctCells(this.raw, index)) ?? this.raw.table;
    // A name begins with a letter or with "*". Dates and numbers do not.
    const mayBeName = `(${column} > ':' ${isLabel ? `OR starts_with(${column}, '*')` : ''})`;
    const hinting = rowsInBatches(
      this.connection,
      `SELECT DISTINCT ${column} FROM ${cells} WHERE ${mayBeName} AND strlen(${column}) <= ${MAX_CELL_CHARACTERS}
       AND regexp_matches(${column}, ${quoteText(HINTS_AT_SUM)}, 'i') LIMIT ${MAX_CELLS}`,
      1,
    );
    const names: string[] = [];
    for await (const [cell] of hinting as AsyncIterable<[string]>)
      if (namesCandidate(cellText(cell) ?? '')) names.push(cell);
    return names;
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

  async outline(): Promise<[]> {
    return [];
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
