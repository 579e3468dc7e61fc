import type { Connection } from '../../../duckdb/connection.js';
import type { Column, Warning } from '../../../model/schema.js';
import { normalizeHeader } from '../../columns/column-names.js';
import type { ColumnReading } from '../../columns/examine.js';
import { numbersOf } from '../../columns/first-row.js';
import { holdsPercentages, type PlannedColumn } from '../../columns/plan-columns.js';
import type { RawTable } from '../../read/raw-table.js';

/** From this share of nulls on a column is worth a word. */
const HIGH_NULL_RATE = 0.5;

/** What a reader of the columns should know, in the order of the columns. */
export function columnWarnings(planned: readonly PlannedColumn[], columns: readonly Column[]): Warning[] {
  const normalized = columns.map((column) => normalizeHeader(column.originalName));
  return planned.flatMap(({ reading }, index) => {
    const column = columns[index]!;
    const warn = (code: Warning['code'], message: string, count: number | null): Warning[] => [
      { code, message, column: column.name, count },
    ];
    return [
      ...(normalized[index] !== '' && normalized.indexOf(normalized[index]!) < index
        ? warn('DUPLICATE_HEADER', duplicateHeader(column), null)
        : []),
      ...aboutNulls(column, warn),
      ...aboutNumbers(reading, column, warn),
      ...aboutDates(reading, column, warn),
      ...(reading.kind === 'TEXT' && reading.samples.length > 0 && reading.samples.every(hasLedgerSide)
        ? warn(
            'MIXED_TYPES',
            `"${column.name}" is read as text: its numbers end in a side of the ledger, as "${reading.samples[0]}", and whether that is a plus or a minus only you know. Write it as a sign.`,
            null,
          )
        : []),
      ...(reading.kind === 'TEXT' && reading.mixed > 0
        ? warn(
            'MIXED_TYPES',
            `"${column.name}" is read as text, but ${percent(reading.mixed)} of its cells are numbers or dates.`,
            null,
          )
        : []),
    ];
  });
}

/** `1,234.50 CR`, `10,00 H`: credit, debit, Haben, Soll. */
function hasLedgerSide(cell: string): boolean {
  return /^[\d.,' ]*(?:\d ?[cd]r\.?|[.,]\d\d ?[hs])$/i.test(cell);
}

type Warn = (code: Warning['code'], message: string, count: number | null) => Warning[];

function aboutNulls({ name, nullRate, reconciliation, rejected }: Column, warn: Warn): Warning[] {
  if (nullRate === 1) return warn('EMPTY_COLUMN', `"${name}" holds no value.`, null);
  const unparsed =
    reconciliation.rejected > 0
      ? warn(
          'UNPARSEABLE_VALUES',
          `${reconciliation.rejected} cells of "${name}" do not parse and are left out as null, such as "${shorten(rejected[0]!.raw)}" in row ${rejected[0]!.row}.`,
          reconciliation.rejected,
        )
      : [];
  const nulls =
    nullRate >= HIGH_NULL_RATE
      ? warn(
          'HIGH_NULL_RATE',
          `${percent(nullRate)} of "${name}" is blank.`,
          Math.round(nullRate * reconciliation.cells),
        )
      : [];
  return [...unparsed, ...nulls];
}

function aboutNumbers(reading: ColumnReading, { name, min, role }: Column, warn: Warn): Warning[] {
  if (reading.kind !== 'NUMBER') return [];
  const currencies =
    reading.currencies.length > 1
      ? warn(
          'MIXED_CURRENCIES',
          `"${name}" holds ${reading.currencies.join(', ')}; amounts are not converted.`,
          reading.currencies.length,
        )
      : [];
  const percentages = reading.features.percent;
  const mixed =
    percentages.count > 0 && !reading.allPercent && !holdsPercentages(reading)
      ? warn(
          'MIXED_TYPES',
          `${percentages.count} of the numbers in "${name}" ${percentages.count === 1 ? 'is a percentage' : 'are percentages'}, such as "${percentages.example}", and ${percentages.count === 1 ? 'counts' : 'count'} as a hundredth beside the others.`,
          percentages.count,
        )
      : [];
  const negatives =
    role === 'NUMERIC' && min?.startsWith('-') ? warn('NEGATIVE_VALUES', `"${name}" goes down to ${min}.`, null) : [];
  return [...currencies, ...mixed, ...negatives];
}

function aboutDates(reading: ColumnReading, { name }: Column, warn: Warn): Warning[] {
  if (reading.kind !== 'DATE') return [];
  const { dayFirst, monthFirst, ambiguous } = reading.evidence;
  if (dayFirst > 0 && monthFirst > 0) {
    const message = `"${name}" holds dates with the day first (${dayFirst}) and with the month first (${monthFirst}); the ${ambiguous} that could be either are read as ${reading.order}.`;
    return warn('MIXED_DATE_FORMATS', message, ambiguous);
  }
  if (ambiguous > 0 && dayFirst === 0 && monthFirst === 0 && !reading.orderGiven) {
    const message = `Nothing in "${name}" tells day from month; dates such as "${reading.parsed.example}" are read month first. Say dateOrder: DMY if that is wrong.`;
    return warn('AMBIGUOUS_DATE_ORDER', message, ambiguous);
  }
  return [];
}

/** Rows that repeat an earlier row cell for cell. */
export async function duplicateRows(
  connection: Connection,
  raw: RawTable,
  columns: readonly Column[],
): Promise<Warning[]> {
  // A column in which no value repeats settles it.
  if (columns.some(({ cardinality }) => cardinality === raw.rowCount)) return [];
  const all = raw.headers.map((_, at) => `c${at + 1}`).join(', ');
  // 64 bits: two different rows of 10 million share a hash with a chance of 3 in a million.
  const [count] = await numbersOf(connection, `SELECT count(*) - count(DISTINCT hash(${all})) FROM ${raw.table}`);
  if (count === 0) return [];
  const message = `${count} rows repeat an earlier row cell for cell; they are counted as they stand.`;
  return [{ code: 'DUPLICATE_ROWS', message, column: null, count: count! }];
}

function duplicateHeader({ originalName, name }: Column): string {
  return `The header "${shorten(originalName)}" stands more than once; this column is called "${name}".`;
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
