import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteIdentifier, quoteText } from '../../src/duckdb/quote.js';
import { type Ingested, ingest, quoteField } from '../support/ingest.js';
import { parquetOf } from '../support/parquet-file.js';

/** One fact of the table below; `cents` is the amount in hundredths. */
interface Sale {
  day: number;
  who: string;
  cents: number;
}

const HEADER = ['Sale date', 'Who', 'Amount'];

const sales = fc.array(
  fc.record({
    day: fc.integer({ min: 0, max: 700 }),
    who: fc.constantFrom('Émile & Fils', 'ACME, Inc.', 'O"Neil', 'zeta', '(blank)', 'Müller'),
    cents: fc.integer({ min: -99_999_999, max: 99_999_999 }),
  }),
  { minLength: 3, maxLength: 40 },
);

const dateOf = ({ day }: Sale) => new Date(Date.UTC(2023, 0, 1 + day)).toISOString().slice(0, 10);
const plain = ({ cents }: Sale) => (cents / 100).toFixed(2);

function grouped(text: string, thousands: string, decimal: string): string {
  const [whole, fraction] = text.replace('-', '').split('.');
  const groups = whole!.replace(/\B(?=(\d{3})+$)/g, thousands);
  return `${text.startsWith('-') ? '-' : ''}${groups}${decimal}${fraction}`;
}

type Format = (sale: Sale) => string[];
const base: Format = (sale) => [dateOf(sale), sale.who, plain(sale)];

function csv(rows: Sale[], format: Format = base, delimiter = ',', newline = '\n', quote = quoteField): string {
  const field = (cell: string) => (cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : quote(cell));
  return [HEADER, ...rows.map(format)].map((row) => row.map(field).join(delimiter) + newline).join('');
}

/** Everything that must not depend on how the file was written. */
function essence({ schema, rows, column }: Ingested, names = ['sale_date', 'who', 'amount']) {
  const order = names.map((name) => schema.columns.findIndex((found) => found.name === name));
  return {
    types: names.map((name) => [
      name,
      column(name).dataType,
      column(name).role,
      column(name).min,
      column(name).max,
      column(name).cardinality,
    ]),
    time: [schema.periodGrain, schema.timeColumns],
    rows: rows.map((row) => order.map((at) => row[at])),
  };
}

const quoteAll = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

const writings: Record<string, (rows: Sale[]) => string | Uint8Array> = {
  semicolons: (rows) => csv(rows, base, ';'),
  tabs: (rows) => csv(rows, base, '\t'),
  pipes: (rows) => csv(rows, base, '|'),
  'quotes around everything': (rows) => csv(rows, base, ',', '\n', quoteAll),
  'CR LF': (rows) => csv(rows, base, ',', '\r\n'),
  'a byte-order mark': (rows) => `\ufeff${csv(rows)}`,
  'UTF-16': (rows) => Buffer.from(`\ufeff${csv(rows)}`, 'utf16le'),
  'American thousands and dollars': (rows) =>
    csv(rows, (sale) => [dateOf(sale), sale.who, `$${grouped(plain(sale), ',', '.')}`.replace('$-', '-$')]),
  'European marks': (rows) => csv(rows, (sale) => [dateOf(sale), sale.who, grouped(plain(sale), '.', ',')], ';'),
  'Swiss apostrophes and francs': (rows) =>
    csv(rows, (sale) => [dateOf(sale), sale.who, `CHF ${grouped(plain(sale), "'", '.')}`.replace('CHF -', '-CHF ')]),
  'French spaces and a euro': (rows) =>
    csv(rows, (sale) => [dateOf(sale), sale.who, `${grouped(plain(sale), '\u202f', ',')} €`], ';'),
  'parentheses for negatives': (rows) =>
    csv(rows, (sale) => [dateOf(sale), sale.who, plain(sale).replace(/^-(.*)/, '($1)')]),
  'month names': (rows) =>
    csv(rows, (sale) => {
      const [year, month, day] = dateOf(sale).split('-');
      return [
        `${day}-${'JanFebMarAprMayJunJulAugSepOctNovDec'.slice(+month! * 3 - 3, +month! * 3)}-${year}`,
        sale.who,
        plain(sale),
      ];
    }),
};

describe('how a table was written does not change what it says', () => {
  for (const [name, write] of Object.entries(writings)) {
    it(`written with ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(sales, async (rows) => {
          // A first row that shows the fraction, so that every notation has a cell that proves its marks.
          const all = [{ day: 0, who: 'zeta', cents: 123_456 }, { day: 1, who: 'zeta', cents: 5 }, ...rows];
          expect(essence(await ingest(write(all)))).toEqual(essence(await ingest(csv(all))));
        }),
        { numRuns: 4 },
      );
    });
  }

  it('written in Windows-1252', async () => {
    const rows = [
      { day: 1, who: 'Müller', cents: 150 },
      { day: 2, who: 'Émile', cents: 275 },
    ];
    expect(essence(await ingest(Buffer.from(csv(rows), 'latin1')))).toEqual(essence(await ingest(csv(rows))));
  });

  it('written with its columns in another order', async () => {
    await fc.assert(
      fc.asyncProperty(sales, fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), async (rows, order) => {
        const permuted = [HEADER, ...rows.map(base)]
          .map((row) => order.map((at) => quoteField(row[at]!)).join(','))
          .join('\n');
        expect(essence(await ingest(`${permuted}\n`))).toEqual(essence(await ingest(csv(rows))));
      }),
      { numRuns: 6 },
    );
  });

  it('written as a workbook', async () => {
    await fc.assert(
      fc.asyncProperty(sales, async (rows) => {
        const workbook = new ExcelJS.Workbook();
        const sheet = workbook.addWorksheet('Sales');
        sheet.addRow(HEADER);
        for (const sale of rows) sheet.addRow([new Date(`${dateOf(sale)}T00:00:00Z`), sale.who, sale.cents / 100]);
        sheet.getColumn(1).numFmt = 'yyyy-mm-dd';
        const content = new Uint8Array(await workbook.xlsx.writeBuffer());
        expect(essence(await ingest(content, { fileName: 'file.xlsx' }))).toEqual(essence(await ingest(csv(rows))));
      }),
      { numRuns: 6 },
    );
  });

  it('written as Parquet, with types of its own', async () => {
    await fc.assert(
      fc.asyncProperty(sales, async (rows) => {
        const values = rows.map(
          (sale) => `(DATE '${dateOf(sale)}', ${quoteText(sale.who)}, ${plain(sale)}::DECIMAL(18, 2))`,
        );
        const names = HEADER.map(quoteIdentifier).join(', ');
        const content = await parquetOf(`SELECT * FROM (VALUES ${values.join(', ')}) AS t(${names})`);
        expect(essence(await ingest(content, { fileName: 'file.parquet' }))).toEqual(essence(await ingest(csv(rows))));
      }),
      { numRuns: 4 },
    );
  });

  it('with its rows in another order: the same types and the same rows', async () => {
    await fc.assert(
      fc.asyncProperty(sales, fc.integer(), async (rows, seed) => {
        const shuffled = [...rows].sort((a, b) => ((a.cents ^ seed) % 97) - ((b.cents ^ seed) % 97));
        const [left, right] = [essence(await ingest(csv(shuffled))), essence(await ingest(csv(rows)))];
        expect(left.types).toEqual(right.types);
        expect(left.rows.map(String).sort()).toEqual(right.rows.map(String).sort());
      }),
      { numRuns: 6 },
    );
  });
});

describe('a row of totals does not change what a table says', () => {
  const rows = [
    ['2024-01-05', 'ACME', '1234.56', '3'],
    ['2024-01-06', 'Brandt', '950.00', '5'],
    ['2024-02-07', 'Corvo', '20450.10', '1'],
    ['2024-02-08', 'Dahl', '75.25', '9'],
  ];
  const header = 'Date,Who,Amount,Items';
  const text = (all: string[][]) => `${[header, ...all.map((row) => row.join(','))].join('\n')}\n`;
  const names = ['Total', 'Summe', 'Somme', 'Suma', 'Totale', 'Soma', 'Totaal', 'Razem', 'Summa', 'Toplam', 'Celkem'];

  it.each([...names, 'Összesen', 'Итого', '合計', '合计', '합계', ''])('named "%s", below or above', async (name) => {
    const total = ['', name, '22709.91', '18'];
    const without = await ingest(text(rows));
    for (const all of [
      [...rows, total],
      [total, ...rows],
    ]) {
      const found = await ingest(text(all));
      expect(found.rows).toEqual(without.rows);
      expect(found.schema.rowsLeftOut.some(({ reason }) => /TOTAL/.test(reason))).toBe(true);
    }
  });
});

describe('one file, one result', () => {
  it('is bit for bit the same with 1, 2 and 4 threads', async () => {
    const row = (n: number) => [
      `${(n % 28) + 1}/${(n % 12) + 1}/2023`,
      ` Name ${(n * 7919) % 1000}`,
      n % 50 === 0 ? 'n/a' : `$${grouped(((n * 31) % 1_000_003).toFixed(2), ',', '.')}`,
    ];
    const content = [HEADER, ...Array.from({ length: 130_000 }, (_, n) => row(n))]
      .map((cells) => cells.map(quoteField).join(','))
      .join('\n');
    const results = [];
    for (const threads of [1, 2, 4]) results.push(await ingest(content, { threads }));
    const [first, ...others] = results.map(({ schema, parquetSha256 }) => ({
      schema: JSON.stringify(schema),
      parquetSha256,
    }));
    for (const other of others) expect(other).toEqual(first);
  }, 120_000);
});
