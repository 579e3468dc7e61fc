import { describe, expect, it } from 'vitest';
import { ingest, quoteField } from '../../support/ingest.js';

/** How an amount is written, and how the total of all is. Numbers are given in hundredths. */
const FORMS: Record<string, (hundredths: number) => string> = {
  'руб. behind decimal commas': (amount) => `${grouped(amount, ' ', ',')} руб.`,
  'kn behind decimal commas': (amount) => `${grouped(amount, '.', ',')} kn`,
  '元 behind decimal points': (amount) => `${grouped(amount, ',', '.')}元`,
  '円 without decimals': (amount) => `${grouped(amount, ',', null)}円`,
  'full-width ￥ and △ for minus': (amount) => `${amount < 0 ? '△' : ''}￥${grouped(Math.abs(amount), ',', null)}`,
  'RM before the number': (amount) => `RM ${grouped(amount, ',', '.')}`,
  'FCFA behind spaces': (amount) => `${grouped(amount, '\u202f', null)} FCFA`,
  'a price dash': (amount) => `${grouped(amount, '.', null)},-`,
  tonnes: (amount) => `${grouped(amount, ',', '.')} t`,
  'full-width digits': (amount) =>
    grouped(amount, ',', null).replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
  'texts in formulas': (amount) => `="${grouped(amount, '', '.')}"`,
};

function grouped(hundredths: number, thousands: string, decimal: string | null): string {
  const [whole, cents] = [Math.trunc(Math.abs(hundredths) / 100), Math.abs(hundredths) % 100];
  const groups = String(whole).replace(/\B(?=(\d{3})+$)/g, thousands);
  const minus = hundredths < 0 ? '-' : '';
  return `${minus}${groups}${decimal === null ? '' : `${decimal}${String(cents).padStart(2, '0')}`}`;
}

const table = (rows: string[][]) => rows.map((row) => row.map(quoteField).join(';')).join('\n');
const AMOUNTS = [123_400, 2_567_800, -95_000, 40_000, 1_234_500];
const NAMES = ['Abel', 'Berg', 'Cohn', 'Dahl', 'Egge'];

describe.each(Object.entries(FORMS))('amounts with %s', (_form, written) => {
  const rows = NAMES.map((name, index) => [name, 'Nord', written(AMOUNTS[index]!)]);
  const sum = (from: number, to: number) => AMOUNTS.slice(from, to).reduce((total, amount) => total + amount, 0);

  it('are summed in a closing total, which is left out', async () => {
    const found = await ingest(table([['Kunde', 'Region', 'Betrag'], ...rows, ['Total', '', written(sum(0, 5))]]));
    expect(found.values('kunde')).toEqual(NAMES);
    expect(found.column('betrag').role).toBe('NUMERIC');
  });

  it('are summed in subtotals, which are left out', async () => {
    const lines = [...rows.slice(0, 3), ['Subtotal', '', written(sum(0, 3))]];
    lines.push(...rows.slice(3), ['Subtotal', '', written(sum(3, 5))]);
    const found = await ingest(table([['Kunde', 'Region', 'Betrag'], ...lines]));
    expect(found.values('kunde')).toEqual(NAMES);
  });

  it('stay where the last row is another sum', async () => {
    const found = await ingest(table([['Kunde', 'Region', 'Betrag'], ...rows, ['Total', '', written(sum(0, 4))]]));
    expect(found.values('kunde')).toEqual([...NAMES, 'Total']);
  });
});

it('recognizes the total column of a wide table with currency words', async () => {
  const { rows } = await ingest(
    table([
      ['顧客', '2024年1月', '2024年2月', '2024年3月', '合計'],
      ['甲', '1,000円', '200円', '30円', '1,230円'],
      ['乙', '2,000円', '400円', '60円', '2,460円'],
      ['丙', '3,000円', '600円', '90円', '3,690円'],
    ]),
  );
  expect(rows).toHaveLength(9);
  expect(rows[0]).toEqual(['甲', '2024-M01', '1000']);
});

it('finds the total of a large table with currency words', async () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => [`Клиент ${index % 700}`, `A${index}`, `${index},50 руб.`]);
  const found = await ingest(table([['Клиент', 'Код', 'Сумма'], ...rows, ['Итого', '', '200 000 000,00 руб.']]));
  expect(found.schema.rowCount).toBe(20_000);
});

it('keeps the texts of pack sizes as they are', async () => {
  const found = await ingest(
    table([
      ['Item', 'Pack', 'Price'],
      ['Oats', '500 g', '2,50'],
      ['Rice', '1 kg', '3,10'],
      ['Milk', '2 l', '1,90'],
      ['Salt', '500 g', '0,40'],
    ]),
  );
  expect(found.schema.rowCount).toBe(4);
  expect(found.values('pack')).toEqual(['500 g', '1 kg', '2 l', '500 g']);
});
