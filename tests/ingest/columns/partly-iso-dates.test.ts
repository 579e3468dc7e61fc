import { describe, expect, it } from 'vitest';
import { quoteText } from '../../../src/duckdb/quote.js';
import { type Ingested, ingest } from '../../support/ingest.js';
import { parquetOf } from '../../support/parquet-file.js';
import { plainRows, rawWorkbook } from '../../support/raw-workbook.js';

/** Forms of a date other than ISO. */
const FORMS = {
  dotted: (day: Date) => `${pad(day.getUTCDate())}.${pad(day.getUTCMonth() + 1)}.${day.getUTCFullYear()}`,
  slashed: (day: Date) => `${pad(day.getUTCDate())}/${pad(day.getUTCMonth() + 1)}/${day.getUTCFullYear()}`,
  named: (day: Date) => `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}`,
  timed: (day: Date) => `${FORMS.slashed(day)} 14:30:00`,
};
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const pad = (number: number) => String(number).padStart(2, '0');
const iso = (day: Date) => day.toISOString().slice(0, 10);

interface Variation {
  form: keyof typeof FORMS;
  /** Distinct days written in that form. */
  distinct: number;
  isoDays: number;
  /** Rows beyond the distinct days, which repeat them. */
  repeats?: number;
  blanks?: number;
  nulls?: number;
  rejected?: number;
}

interface Cell {
  cell: string;
  value: string | null;
}

/** Cells with their expected values, in an order that mixes both forms. */
function cellsOf({ form, distinct, isoDays, repeats = 0, blanks = 0, nulls = 0, rejected = 0 }: Variation): Cell[] {
  const day = (at: number) => new Date(Date.UTC(2019, 0, 13 + at * 3));
  const time = form === 'timed' ? ' 14:30:00' : '';
  const written = Array.from({ length: distinct + repeats }, (_, at) => {
    const found = day(at % distinct);
    return { cell: FORMS[form](found), value: iso(found) + time };
  });
  const isoForm = Array.from({ length: isoDays }, (_, at) => ({
    cell: iso(day(at)),
    value: iso(day(at)) + (time && ' 00:00:00'),
  }));
  const none = [
    ...Array.from({ length: blanks }, () => ({ cell: '', value: null })),
    ...Array.from({ length: nulls }, () => ({ cell: 'n/a', value: null })),
    ...Array.from({ length: rejected }, (_, at) => ({ cell: `see note ${at}`, value: null })),
  ];
  const all = [...written, ...isoForm, ...none];
  // A stride coprime to the length visits each cell once.
  const stride = [7, 11, 13, 17].find((prime) => all.length % prime !== 0)!;
  return all.map((_, at) => all[(at * stride) % all.length]!);
}

function expectRead(found: Ingested, variation: Variation): void {
  const cells = cellsOf(variation);
  expect(found.column('paid_on').dataType).toBe(variation.form === 'timed' ? 'TIMESTAMP' : 'DATE');
  expect(found.values('paid_on')).toEqual(cells.map(({ value }) => value));
  expect(found.column('paid_on').reconciliation).toEqual({
    cells: cells.length,
    blank: variation.blanks ?? 0,
    nullMarkers: variation.nulls ?? 0,
    rejected: variation.rejected ?? 0,
    typed: cells.filter(({ value }) => value !== null).length,
  });
  expect(found.column('paid_on').cardinality).toBe(new Set(cells.flatMap(({ value }) => value ?? [])).size);
}

const csv = (cells: readonly Cell[]) =>
  `supplier;paid_on;amount\n${cells.map(({ cell }, row) => `S${row % 9};${cell};${row},50\n`).join('')}`;

/** Days in ISO form are date cells, as where a spreadsheet recognized a part of the dates; the others are texts. */
function workbook(cells: readonly Cell[]): Buffer {
  const rows = cells.map(({ cell }, row) => {
    const isDay = /^\d{4}-\d\d-\d\d$/.test(cell);
    const serial = (Date.parse(cell) - Date.UTC(1899, 11, 30)) / 86_400_000;
    const paidOn = isDay ? `<c s="1"><v>${serial}</v></c>` : `<c t="inlineStr"><is><t>${cell}</t></is></c>`;
    return `<row><c t="inlineStr"><is><t>S${row % 9}</t></is></c>${paidOn}<c><v>${row}</v></c></row>`;
  });
  return rawWorkbook({
    sheets: [{ data: plainRows([['supplier', 'paid_on', 'amount']]) + rows.join('') }],
    formats: [0, 14],
    entries: [{ name: '[Content_Types].xml', data: '<Types/>' }],
  });
}

function parquet(cells: readonly Cell[]): Promise<Buffer> {
  const rows = cells.map(({ cell }, row) => `('S${row % 9}', ${quoteText(cell)}, ${row}.5)`);
  return parquetOf(`SELECT * FROM (VALUES ${rows.join(', ')}) AS cells(supplier, paid_on, amount)`);
}

// Up to 64 distinct readings are looked up in a list, more in a table. More than 2,048 filled cells are read in batches.
const variations: Variation[] = [
  ...[63, 64, 65, 70, 500].map((distinct): Variation => ({ form: 'dotted', distinct, isoDays: 3 })),
  ...[1, 64, 65].map((isoDays): Variation => ({ form: 'slashed', distinct: 66, isoDays })),
  ...(['slashed', 'named', 'timed'] as const).map((form): Variation => ({ form, distinct: 70, isoDays: 30 })),
  { form: 'dotted', distinct: 66, isoDays: 30, blanks: 9, nulls: 3, rejected: 4 },
  { form: 'dotted', distinct: 40, isoDays: 2000, repeats: 8 },
  { form: 'dotted', distinct: 40, isoDays: 2000, repeats: 9 },
  { form: 'named', distinct: 1, isoDays: 2100 },
  { form: 'slashed', distinct: 2100, isoDays: 1, blanks: 40, nulls: 5, rejected: 20 },
  { form: 'timed', distinct: 900, isoDays: 1600, repeats: 900, blanks: 7, nulls: 2, rejected: 9 },
  { form: 'dotted', distinct: 300, isoDays: 1000, repeats: 23_700, rejected: 30 },
];

describe('a column of dates, some of them in ISO form', () => {
  it.each(variations)('is read completely from CSV: %o', async (variation) => {
    expectRead(await ingest(csv(cellsOf(variation))), variation);
  });

  it.each(variations)('is read completely from a workbook: %o', async (variation) => {
    expectRead(await ingest(workbook(cellsOf(variation)), { fileName: 'file.xlsx' }), variation);
  });

  // The rows of a Parquet file stay in the file, so that readings are looked up instead of joined.
  it.each(variations)('is read completely from Parquet: %o', async (variation) => {
    expectRead(await ingest(await parquet(cellsOf(variation)), { fileName: 'file.parquet' }), variation);
  });
});

// Columns are examined concurrently on one connection: reading one in batches must not disturb another's queries.
it('reads many columns of dates concurrently without lost values', async () => {
  const columns = Array.from({ length: 12 }, (_, at) => `paid_${at}`);
  const cells = cellsOf({ form: 'dotted', distinct: 2500, isoDays: 20 });
  const lines = cells.map(({ cell }, row) => columns.map((_, at) => cells[(row + at) % cells.length]!.cell || cell));
  const text = [columns, ...lines].map((line) => line.join(';')).join('\n');
  for (let time = 0; time < 4; time++) {
    const { schema } = await ingest(text);
    expect(schema.columns.map(({ dataType }) => dataType)).toEqual(columns.map(() => 'DATE'));
    expect(schema.columns.map(({ reconciliation }) => reconciliation.typed)).toEqual(columns.map(() => 2520));
  }
});
