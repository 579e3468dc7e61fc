import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../../src/duckdb/engine.js';
import { quoteText } from '../../../src/duckdb/quote.js';
import {
  type Annotations,
  stripAnnotations,
  stripAnnotationsSql,
} from '../../../src/ingest/cells/annotated-numbers.js';
import { columnOf, ingest } from '../../support/ingest.js';

async function read(header: string, cells: string[]) {
  const { schema, rows } = await ingest(columnOf(header, cells));
  const [column] = schema.columns;
  const codes = schema.warnings.filter((warning) => warning.column === column!.name).map(({ code }) => code);
  return { ...column!, codes, values: rows.map(([value]) => (value === null ? null : Number(value))) };
}

describe('numbers in forms beyond the grammar', () => {
  it.each<[string, string[], number[]]>([
    ['a dash for no cents', ['€ 950,-', '1.234,- €', '12,50', '3,--', '7,—'], [950, 1234, 12.5, 3, 7]],
    ['a point and a dash', ['Fr. 950.-', "1'234.—", '12.50', '5:-'], [950, 1234, 12.5, 5]],
    ['a trailing minus, which stays one', ['950-', '1.5-', '12'], [-950, -1.5, 12]],
    ['full-width digits and marks', ['１，２３４', '￥５００', '（２０）'], [1234, 500, -20]],
    ['Arabic and Thai digits', ['١٢٣٤', '٥٫٥', '๑๒'], [1234, 5.5, 12]],
    ['triangles for minus', ['△５００', '▲1,200', '300'], [-500, -1200, 300]],
    ['parentheses before a currency', ['(300,00) €', '5,50 €', '7,25- €'], [-300, 5.5, -7.25]],
    ['a scale with a point beside decimal commas', ['7.5k', '1,5k', '12,25'], [7500, 1500, 12.25]],
    ['cells that Excel protects', ['="100.50"', '="7"', '8'], [100.5, 7, 8]],
  ])('reads %s', async (_, cells, values) => {
    expect((await read('x', cells)).values).toEqual(values);
  });

  it.each<[string, string]>([
    ['1.234,50 kn', 'HRK'],
    ['1 234,50 руб.', 'RUB'],
    ['1.234,50 грн', 'UAH'],
    ['1 234,50 лв.', 'BGN'],
    ['1.234,50 ден.', 'MKD'],
    ['1.234,50 din.', 'RSD'],
    ['1.234,50 TL', 'TRY'],
    ['1,234.50円', 'JPY'],
    ['1,234.50元', 'CNY'],
    ['1,234.50원', 'KRW'],
    ['1 234,50 FCFA', 'XOF'],
    ['RM 1,234.50', 'MYR'],
    ['Rp 1.234,50', 'IDR'],
    ['S/ 1,234.50', 'PEN'],
    ['NT$ 1,234.50', 'TWD'],
    ['1.234,50 đ', 'VND'],
    ['KSh 1,234.50', 'KES'],
    ['R 1 234.50', 'ZAR'],
    ['1.234,50 KM', 'BAM'],
    ['1 234,50 DH', 'MAD'],
    ['1 234,50 MDL', 'MDL'],
    ['1 234,50 Lt', 'LTL'],
    ['Ls 1 234,50', 'LVL'],
  ])('reads %s as an amount of %s', async (cell) => {
    const { values, representation, coercions } = await read('Total', [cell, cell.replace('1', '2'), cell]);
    expect(values).toEqual([1234.5, 2234.5, 1234.5]);
    expect(representation).toBe('CURRENCY');
    expect(coercions).toContainEqual({ kind: 'CURRENCY_REMOVED', count: 3, example: cell });
  });

  it('reports several currencies in words', async () => {
    expect((await read('Total', ['1,50 kn', '2,50 €', '3,00 kn'])).codes).toContain('MIXED_CURRENCIES');
  });

  it.each<[string, string[]]>([
    ['Room', ['R100', 'R101', 'R230']],
    ['Size', ['36', '38', 'S', 'M', 'L']],
    ['Item', ['K12', 'R12', 'L7']],
    ['Flat', ['12 b', '14', '3 c', '7']],
    ['Street', ['Oak St 12', 'Elm St 3', 'Oak St 1']],
    ['Model', ['X 100', 'X 200', 'X 300']],
    ['Stake', ['5 kg', '700 g', '3 kg']],
  ])('leaves %s %j as text', async (header, cells) => {
    expect((await read(header, cells)).dataType).toBe('STRING');
  });
});

describe('letters behind numbers', () => {
  it.each<[string, string[], number[]]>([
    ['Amount', ['1.2m', '800,000', '2 b'], [1.2e6, 800_000, 2e9]],
    ['Budget', ['$1.5M', '$2M', '$300k'], [1.5e6, 2e6, 300_000]],
    ['Views', ['1.2k', '3M', '5'], [1200, 3e6, 5]],
    ['Value', ['12 mn', '3 bn', '1,5 Mio.'], [12e6, 3e9, 1.5e6]],
  ])('scale %s %j', async (header, cells, values) => {
    const found = await read(header, cells);
    expect(found.values).toEqual(values);
    expect(found.codes).not.toContain('MIXED_SCALE');
  });

  it.each<[string, string[], number[]]>([
    ['Weight', ['6.0 t', '7.5 t', '8'], [6, 7.5, 8]],
    ['Length', ['100 m', '101 m', '12 m'], [100, 101, 12]],
    ['Length', ['5 mm', '7 mm', '9 mm'], [5, 7, 9]],
    ['Shipped', ['12.0 t', '7.5 t'], [12, 7.5]],
    ['Ordered', ['5 kg', '7 kg', '1,250 kg'], [5, 7, 1250]],
    ['Wind', ['12.5 kn', '3 kn'], [12.5, 3]],
  ])('are units of %s %j', async (header, cells, values) => {
    const found = await read(header, cells);
    expect(found.values).toEqual(values);
    expect(found.representation).toBe('PLAIN');
    expect(found.coercions.map(({ kind }) => kind)).toContain('UNIT_REMOVED');
  });

  it.each<[string[], number[]]>([
    [
      ['100.5', '101.5 b', '102.5', '103.5 p'],
      [100.5, 101.5, 102.5, 103.5],
    ],
    [
      ['100.5', '101.5 b', '99.0', '98.0'],
      [100.5, 101.5, 99, 98],
    ],
    [
      ['8,858,775', '8,901,064 be', '8,932,664', '8,951,520'],
      [8_858_775, 8_901_064, 8_932_664, 8_951_520],
    ],
  ])('are flags in %j', async (cells, values) => {
    const found = await read('value', cells);
    expect(found.values).toEqual(values);
    expect(found.coercions.map(({ kind }) => kind)).toContain('FLAG_REMOVED');
  });

  it('are reported where nothing shows what they are', async () => {
    expect((await read('Reach', ['12 m', '1300', '14'])).codes).toContain('MIXED_SCALE');
    const everywhere = await read('Reach', ['12 m', '13 m', '14 m']);
    expect(everywhere.codes).toContain('MIXED_SCALE');
    expect(everywhere.values).toEqual([12, 13, 14]);
  });
});

/** Numbers of a table of statistics, with cells in place of the first. */
function among(odd: string[], plain = 20): string[] {
  return [...odd, ...Array.from({ length: plain - odd.length }, (_, at) => `${100 + at}.5`)];
}

describe('flags of statistical offices and footnotes', () => {
  it.each<[string, string[], number[]]>([
    ['marks', ['12.3*', '15.1**', '16.2 †'], [12.3, 15.1, 16.2]],
    ['raised numbers', ['12.3¹', '14.2 ²⁾', '15.3³⁾'], [12.3, 14.2, 15.3]],
    ['numbers in brackets', ['1 234.5 (2)', '5 678.5 (1)', '12.5(11)'], [1234.5, 5678.5, 12.5]],
    ['numbers and a bracket', ['12.3 1)', '14.2 2)'], [12.3, 14.2]],
    ['letters', ['12.3 p', '14.2 e', '15.5b', '16.5 be'], [12.3, 14.2, 15.5, 16.5]],
    ['a flag beside tonnes', ['12.3 p', '14.2 t'], [12.3, 14.2]],
    ['percentages', ['12.3% p', '14.2 % (r)'], [0.123, 0.142]],
  ])('are read off: %s', async (_, cells, values) => {
    const found = await read('value', among(cells));
    expect(found.values.slice(0, values.length)).toEqual(values);
    expect(found.coercions.map(({ kind }) => kind)).toContain('FLAG_REMOVED');
    expect(found.codes).not.toContain('MIXED_SCALE');
  });

  it('are read off the numbers of a year in which all are provisional', async () => {
    const found = await read('2023', ['101.5 p', '1,234.2 p', '99.0 ep']);
    expect(found.values).toEqual([101.5, 1234.2, 99]);
  });

  it('are read off whole numbers where they do not enumerate', async () => {
    expect((await read('cases', ['31 e', '32 p', '33', '34', '35'])).values).toEqual([31, 32, 33, 34, 35]);
  });

  it('are read off money where no unit of money has them', async () => {
    expect((await read('revenue eur', among(['12.5*', '13.5 (1)']))).values.slice(0, 2)).toEqual([12.5, 13.5]);
    expect((await read('revenue eur', among(['12.5 p', '13.5 e']))).values.slice(0, 2)).toEqual([12.5, 13.5]);
    expect((await read('revenue eur', among(['28,300 b']))).values[0]).toBe(28_300);
    expect((await read('revenue eur', among(['1.2 b']))).values[0]).toBe(1.2e9);
  });

  it.each<[string, string[]]>([
    ['price in GBP', ['50 p', '75 p', '1.20', '2.50']],
    ['Room', ['101', '102', '105 b', '106 c', '110']],
    ['Klasse', ['5b', '5c', '6b', '7', '8']],
    ['won (lost)', ['5 (2)', '7 (3)', '4 (1)', '9']],
    ['Customer No', ['1001', '1003 b', '1005 p']],
    ['Section', ['1.1 a', '1.1 b', '1.2 c', '1.2']],
  ])('are not letters and numbers of %s %j', async (header, cells) => {
    expect((await read(header, cells)).dataType).toBe('STRING');
  });

  it('say why a value is missing', async () => {
    const found = await read('value', among([':', ': c', ':z', ': (u)', ':bc', '…', '[x]'], 10));
    expect(found.values.slice(0, 7)).toEqual([null, null, null, null, null, null, null]);
    expect(found.codes).toEqual(['HIGH_NULL_RATE']);
    expect((await read('mood', [':D', ':p', 'good'])).dataType).toBe('STRING');
  });

  it('are listed where a letter alone is in place of a value', async () => {
    const found = await read('value', among(['c', 'x', '/']));
    expect(found.values.slice(0, 3)).toEqual([null, null, null]);
    expect(found.codes).toContain('UNPARSEABLE_VALUES');
    expect((await read('Size', ['36', '38', '40', '42', 'x'])).dataType).toBe('STRING');
  });
});

describe('sides of a ledger in the cells', () => {
  it('are negative where only some amounts name one, with a warning', async () => {
    const { values, codes } = await read('Amount', ['100.00', '5 CR', '7.50 CR']);
    expect(values).toEqual([100, -5, -7.5]);
    expect(codes).toContain('DEBIT_CREDIT');
  });

  it('are no sign where every amount names the same', async () => {
    expect((await read('Credit', ['5.00 Cr', '7.50 Cr.'])).values).toEqual([5, 7.5]);
  });
});

it('strips cells in SQL as in JavaScript', async () => {
  const part = fc.constantFrom(
    '',
    ' ',
    '-',
    '(',
    ')',
    '△',
    '€',
    'kn',
    'R',
    'руб.',
    'm',
    'CR',
    ',-',
    '.—',
    '=',
    '"',
    '%',
    '\u200e',
  );
  const digits = fc.constantFrom('1', '12.5', '1.234,50', '１２３', '٥٫٥', '7.5', '1 234');
  const cell = fc
    .tuple(part, part, digits, part, part, part)
    .map((parts) => parts.join(''))
    .filter((text) => text.trim() === text);
  const annotations: Annotations = {
    removed: ['kn', 'R', 'руб'],
    scales: { m: 'mn' },
    negativeSide: 'CR',
    pointBeforeScale: true,
    commaInTexts: false,
    durations: false,
  };
  const engine = await Engine.open({ threads: 1, memoryLimitBytes: 256 * 1024 ** 2, tempDirectory: '/nowhere' });
  try {
    for (const cells of fc.sample(fc.array(cell, { minLength: 200, maxLength: 200 }), 5)) {
      const list = cells.map((text) => `(${quoteText(text)})`).join(', ');
      const answer = await engine.withConnection((connection) =>
        connection.runAndReadAll(
          `SELECT cell, ${stripAnnotationsSql('cell', annotations)} FROM (VALUES ${list}) AS cells(cell)`,
        ),
      );
      for (const [text, bare] of answer.getRows())
        expect([text, bare]).toEqual([text, stripAnnotations(String(text), annotations)]);
    }
  } finally {
    engine.close();
  }
});
