import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/duckdb/connection.js';
import { Engine } from '../../../src/duckdb/engine.js';
import { quoteText } from '../../../src/duckdb/quote.js';
import { ColumnCache } from '../../../src/ingest/columns/column-cache.js';
import { findSums } from '../../../src/ingest/shape/find-sums.js';
import { ingest } from '../../support/ingest.js';

const NAMES = {
  English: ['Total', 'Grand Total', 'TOTAL:', 'Total (€)'],
  German: ['Gesamt', 'Summe', 'Gesamtergebnis'],
  French: ['Total', 'Total général', 'Somme'],
  Spanish: ['Total general', 'Suma'],
  Italian: ['Totale', 'Somma'],
  Portuguese: ['Total geral', 'Soma'],
  Dutch: ['Totaal', 'Eindtotaal'],
  Polish: ['Razem', 'Suma'],
  Swedish: ['Summa', 'Totalt'],
  Turkish: ['Toplam', 'Genel Toplam'],
  Czech: ['Celkem', 'Součet'],
  Hungarian: ['Összesen'],
  Russian: ['Итого', 'Всего'],
  Japanese: ['合計', '総計'],
  Chinese: ['合计', '总计'],
  Korean: ['합계'],
};

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open({ threads: 1, memoryLimitBytes: 256 * 1024 ** 2, tempDirectory: '/tmp/sums-spill' });
});
afterAll(() => engine.close());

/** The rows, counted from 0, that are found to be sums. */
async function sumsAmong(rows: readonly (readonly (string | number | null)[])[]): Promise<number[]> {
  return engine.withConnection(async (connection: Connection) => {
    const headers = rows[0]!.map((_, index) => `h${index}`);
    const cell = (value: string | number | null) => (value === null ? 'NULL' : quoteText(String(value)));
    const values = rows.map((row) => `(${row.map(cell).join(', ')})`).join(', ');
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE given AS SELECT ${headers.map((_, index) => `col${index}::VARCHAR AS c${index + 1}`).join(', ')} FROM (VALUES ${values}) AS v(${headers.map((_, index) => `col${index}`).join(', ')})`,
    );
    const raw = { table: 'given', file: null, headers, rowCount: rows.length, sourceRow: '(rowid + 2)' };
    const found = await findSums(
      connection,
      { ...raw, warnings: [], rowsLeftOut: [] } as never,
      undefined,
      new ColumnCache(connection),
    );
    return found.proven.map(({ rowId }) => rowId);
  });
}

const amounts = fc.array(fc.integer({ min: 1, max: 99_999_99 }), { minLength: 3, maxLength: 12 });

describe('a row that is the sum of all others', () => {
  it.each(Object.entries(NAMES))('is found by its name in %s, at the end and at the beginning', async (_, names) => {
    const rows = [
      ['Acme', 1234.56, 1],
      ['Brandt', 950, 2],
      ['Corvo', 20450.1, 3],
    ];
    for (const name of names) {
      const total = [name, 22634.66, 6];
      expect(await sumsAmong([...rows, total])).toEqual([3]);
      expect(await sumsAmong([total, ...rows])).toEqual([0]);
    }
  });

  it('is found without a name, whatever the amounts', async () => {
    await fc.assert(
      fc.asyncProperty(amounts, async (cents) => {
        const rows = cents.map((amount, index) => [`Customer ${index}`, (amount / 100).toFixed(2)]);
        const total = [null, (cents.reduce((sum, amount) => sum + amount, 0) / 100).toFixed(2)];
        expect(await sumsAmong([...rows, total])).toEqual([rows.length]);
        expect(await sumsAmong([total, ...rows])).toEqual([0]);
      }),
      { numRuns: 30 },
    );
  });

  it('is found under any name where two columns that are not proportional agree', async () => {
    const rows = [
      ['Acme', 1234.56, 7001],
      ['Brandt', 950.1, 2],
      ['Corvo', 20450.1, 3456],
      ['Whole group', 22634.76, 10459],
    ];
    expect(await sumsAmong(rows)).toEqual([3]);
    expect(await sumsAmong(rows.toReversed())).toEqual([0]);
  });
});

describe('rows that are sums of their neighbours', () => {
  it('are found on each level without a name where every row without a name is one', async () => {
    const rows = [
      ['A', 120.5],
      ['B', 33.25],
      [null, 153.75],
      ['C', 20.1],
      ['D', 71.4],
      [null, 91.5],
      [null, 245.25],
    ];
    expect(await sumsAmong(rows)).toEqual([2, 5, 6]);
  });

  it('are found where two lines end in a cell, and in two languages', async () => {
    const rows = [
      ['Ashby', 100, 50],
      ['Brook', 200, 70],
      ['GROUP "A" TOTALS\nTOTAL DU GROUPE "A"', 300, 120],
      ['Croft', 40, 30],
      ['Dale', 60, 20],
      ['GROUP "B" TOTALS\nTOTAL DU GROUPE "B"', 100, 50],
      ['TOTAL ALL GROUPS\nTOTAL DES GROUPES', 400, 170],
    ];
    expect(await sumsAmong(rows)).toEqual([2, 5, 6]);
  });

  it.each(['Average', 'Mittelwert', 'Moyenne', 'Promedio', 'Gemiddelde'])(
    'are averages where they are named %s and every number is one',
    async (name) => {
      const rows = [
        ['A', 10],
        ['B', 20],
        ['C', 60],
      ];
      expect(await sumsAmong([...rows, [name, 30]])).toEqual([3]);
      expect(await sumsAmong([...rows, [name, 31]])).toEqual([]);
      expect(await sumsAmong([...rows, ['Total', 90], [name, 30], ['Count', 3]])).toEqual([3, 4, 5]);
    },
  );
});

describe('tables without sums lose no row', () => {
  it('where one of three to six small numbers is the sum of the others', async () => {
    expect(
      await sumsAmong([
        ['A', 60],
        ['B', 30],
        ['C', 20],
        ['D', 10],
      ]),
    ).toEqual([]);
    expect(
      await sumsAmong([
        ['A', 10],
        ['B', 20],
        ['C', 30],
        ['D', 60],
      ]),
    ).toEqual([]);
    const small = fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 2, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(small, fc.boolean(), async (numbers, ascending) => {
        const all = [...numbers, numbers.reduce((sum, number) => sum + number, 0)].sort((a, b) => a - b);
        const rows = (ascending ? all : all.toReversed()).map((number, index) => [`Customer ${index}`, number]);
        expect(await sumsAmong(rows)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('where names and amounts are any', async () => {
    const row = fc.tuple(
      fc.constantFrom('Acme', 'Somme', 'Suma', 'Total Energies', 'Brandt', 'Summerfield', 'Lump Sum'),
      fc.integer({ min: 1, max: 500_000 }),
      fc.integer({ min: 1, max: 50 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 3, maxLength: 30 }), async (rows) => {
        // Chance makes a few: those are left to the other tests.
        const isSum = rows.some(([, amount], at) =>
          rows.some((_, from) => from < at && rows.slice(from, at).reduce((sum, each) => sum + each[1], 0) === amount),
        );
        fc.pre(!isSum);
        expect(await sumsAmong(rows.map((each) => [...each]))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('where the second column is proportional to the first, as a tax is', async () => {
    const rows = [
      ['A', 1000.1, 190.02],
      ['B', 2000.2, 380.04],
      ['C', 3000.3, 570.06],
    ];
    expect(await sumsAmong(rows)).toEqual([]);
  });

  it('where a company is named Total and has the amount of the row above it now and then', async () => {
    const rows = [
      ['Shell', 50.25],
      ['TOTAL', 50.25],
      ['Esso', 71.1],
      ['TOTAL', 44.8],
      ['Shell', 61.35],
      ['TOTAL', 39.9],
    ];
    expect(await sumsAmong(rows)).toEqual([]);
  });

  it('where rows without a name stand among others', async () => {
    const rows = [
      ['A', 3],
      ['B', 2],
      [null, 5],
      ['C', 7],
      ['D', 1],
      [null, 4],
      ['E', 6],
    ];
    expect(await sumsAmong(rows)).toEqual([]);
  });
});

describe('a large table', () => {
  it('is searched as a small one: names, rows without a name, and its first and last row', async () => {
    const rows: string[] = [];
    const totals: string[] = [];
    for (let group = 0; group < 60; group++) {
      let sum = 0;
      for (let row = 0; row < 500; row++) {
        const amount = ((group * 7919 + row * 104_729) % 90_000) + 100;
        sum += amount;
        rows.push(`G${group},Customer ${row},${amount / 100}`);
      }
      totals.push(String(rows.length + 2));
      rows.push(`G${group} total,,${sum / 100}`);
    }
    const found = await ingest(`region,customer,amount\n${rows.join('\n')}\n`);
    expect(found.schema.rowCount).toBe(30_000);
    expect(found.schema.rowsLeftOut).toContainEqual({ reason: 'SUBTOTAL', count: 60, rows: totals.map(Number) });
    expect(found.schema.warnings).toContainEqual(expect.objectContaining({ code: 'SUBTOTAL_ROWS', count: 60 }));
  });
});

describe('a report of accounting software, grouped by customer', () => {
  const report = [
    ',Type,Date,Num,Amount,Balance',
    'Acme Inc.,,,,,',
    ',Invoice,01/15/2024,1001,120.00,120.00',
    ',Invoice,01/28/2024,1007,100.00,220.00',
    'Total Acme Inc.,,,,220.00,220.00',
    'Borg LLC,,,,,',
    ',Invoice,02/03/2024,1012,12.00,12.00',
    'Total Borg LLC,,,,12.00,12.00',
    'Cyan Ltd,,,,,',
    ',Invoice,02/04/2024,1013,30.00,30.00',
    ',Credit Memo,02/05/2024,1014,-5.00,25.00',
    'Total Cyan Ltd,,,,25.00,25.00',
  ];

  it('loses its total too, where a running balance starts again with each customer', async () => {
    const { schema, values } = await ingest([...report, 'TOTAL,,,,257.00,257.00', ''].join('\n'));
    expect(values('amount').reduce((sum, amount) => sum + Number(amount), 0)).toBe(257);
    expect(schema.warnings).toContainEqual(expect.objectContaining({ code: 'OUTLINE_COLUMN', column: 'column_1' }));
  });

  it('keeps a row whose balance is not that of its customers', async () => {
    const { values } = await ingest([...report, 'TOTAL,,,,257.00,258.00', ''].join('\n'));
    expect(values('column_1')).toContain('TOTAL');
  });

  it('has its customers in every row once they are filled down', async () => {
    const content = [...report, 'TOTAL,,,,257.00,257.00', ''].join('\n');
    const { rows } = await ingest(content, { options: { fillDown: ['column_1'] } });
    const sums = new Map<string, number>();
    for (const row of rows) sums.set(row[0]!, (sums.get(row[0]!) ?? 0) + Number(row[4]));
    expect([...sums]).toEqual([
      ['Acme Inc.', 220],
      ['Borg LLC', 12],
      ['Cyan Ltd', 25],
    ]);
  });
});
