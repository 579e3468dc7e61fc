import { describe, expect, it } from 'vitest';
import { BANDS, bandOf } from '../../explorer/src/analysis/hhi-bands.js';
import { parameterValue } from '../../explorer/src/format/lineage-words.js';
import { nounOf } from '../../explorer/src/format/nouns.js';
import { amount, bytes, grouped, index, percent, short, signed } from '../../explorer/src/format/numbers.js';
import { inPeriod, periodName, periodStart } from '../../explorer/src/format/periods.js';
import { reachedLabel, reachedThresholds } from '../../explorer/src/format/thresholds.js';
import { timeLeft } from '../../explorer/src/format/time.js';
import { warningMessage } from '../../explorer/src/format/warning-words.js';

const plain = (text: string) => text.replaceAll('\u202f', ' ');

describe('the words of the explorer', () => {
  it('uses a header as a noun only if its plural is known', () => {
    expect(nounOf('Supplier Name')).toMatchObject({ one: 'supplier', many: 'suppliers' });
    expect(nounOf('countries')).toMatchObject({ one: 'country', many: 'countries' });
    expect(nounOf('BeneficiaryId')).toMatchObject({ one: 'beneficiary', many: 'beneficiaries' });
    expect(nounOf('Product line')).toMatchObject({ one: 'product line', many: 'product lines', isSpecific: true });
    expect(nounOf('service_area')).toMatchObject({ one: 'entity', many: 'entities', isSpecific: false });
    expect(nounOf('Bénéficiaire')).toMatchObject({ many: 'entities', header: 'Bénéficiaire', isSpecific: false });
    expect(nounOf('Name')).toMatchObject({ many: 'entities', isSpecific: true });
    expect(nounOf('__proto__')).toMatchObject({ many: 'entities' });
    expect(nounOf('')).toMatchObject({ many: 'entities' });
    expect(nounOf('x'.repeat(5000)).header).toHaveLength(40);
  });

  it.each([
    [percent(50.83), '50.8 %'],
    [percent(0.04), '0.040 %'],
    [percent(0.0000001), '< 0.001 %'],
    [percent(-21.99), '−22.0 %'],
    [short(12_345_678), '12.3M'],
    [short(999), '999'],
    [short(16_900e12), '16,900T'],
    [short(8570e12), '8,570T'],
    [short(-42.5), '−42.50'],
    [amount(1234.5), '1,234.50'],
    [amount(-1234, true), '−1,234'],
    [index(2306.4), '2,306'],
    [index(75.94), '75.9'],
    [signed(-0.5, (size) => size.toFixed(1)), '−0.5'],
    [signed(0, String), '0'],
    [bytes(1), '1 byte'],
    [bytes(2_158_898), '2.2 MB'],
    [grouped('-12345678901234567890.50'), '−12,345,678,901,234,567,890.50'],
    [timeLeft(2000), 'a few seconds left'],
    [timeLeft(42_000), 'about 45 seconds left'],
    [timeLeft(240_000), 'about 4 minutes left'],
  ])('writes %s', (written, expected) => {
    expect(plain(written)).toBe(expected);
  });

  it('names periods in words', () => {
    const keys = ['2019-Q1', '2024-M03', '2024-03-31', '2024', 'UNKNOWN', 'TOTAL'];
    expect(keys.map(periodName)).toEqual(['Q1 2019', 'Mar 2024', '31 Mar 2024', '2024', 'No period', 'All periods']);
    expect(inPeriod('2024-03-31')).toBe('on 31 Mar 2024');
    expect(inPeriod('TOTAL', false)).toBe('');
    expect(keys.map((key) => periodStart(key)?.toISOString().slice(0, 10))).toEqual([
      '2019-01-01',
      '2024-03-01',
      '2024-03-31',
      '2024-01-01',
      undefined,
      undefined,
    ]);
  });

  it.each([
    {
      counts: [1, 1, 2],
      shares: [38.7, 38.7, 52.8],
      text: ['the largest alone exceeds 20', 'the 2 largest exceed 50'],
    },
    { counts: [1, 1, 1], shares: [60, 60, 60], text: ['the largest alone exceeds 50'] },
    { counts: [1, 1, 1], shares: [50, 50, 50], text: ['the largest alone reaches 50'] },
    {
      counts: [1, 3, 8],
      shares: [10, 20, 50],
      text: ['the largest alone reaches 10', 'the 3 largest reach 20', 'the 8 largest reach 50'],
    },
  ])('says who reaches the thresholds 10, 20 and 50: $text', ({ counts, shares, text }) => {
    const thresholds = [10, 20, 50].map((threshold, at) => ({
      threshold,
      reaching: { count: counts[at]!, share: shares[at]! },
    }));
    expect(reachedThresholds(thresholds).map(plain)).toEqual(text.map((phrase) => `${phrase} %`));
  });

  it('labels a point of the curve with the highest threshold that it reaches', () => {
    expect(plain(reachedLabel(1, [10, 20], 38.7))).toBe('the largest exceeds 20 %');
    expect(plain(reachedLabel(2, [50], 50))).toBe('2 reach 50 %');
  });

  it.each([
    ['SHAPE', 'true', 'yes'],
    ['SHAPE', '[{"reason":"SUBTOTAL","count":2,"rows":[4,7]}]', 'Subtotals: 2 rows'],
    ['SHAPE', '1234567', '1,234,567'],
    ['EXAMINE', 'STRING: 10 cells', 'text: 10 cells'],
    ['EXAMINE', 'DATE: 7 cells; MDY: 0 cells prove day first', 'date: 7 cells; month first: 0 cells prove day first'],
    ['DESCRIBE', 'YEAR_MONTH', 'by month'],
    ['DESCRIBE', '["year","month"]', 'year; month'],
    ['READ', '{not JSON', '{not JSON'],
    [
      'READ',
      '[{"name":"Offer","type":"NUMBER","scale":"THOUSANDS","isKept":true},{"name":"note","type":"IGNORE"}]',
      'Offer: numbers, in thousands; note: left out',
    ],
    [
      'EXAMINE',
      'DECIMAL, as given: 6 cells; in thousands, as given',
      'decimal number, as given: 6 cells; in thousands, as given',
    ],
  ])('writes a value of the step %s in words: %s', (operation, value, words) => {
    expect(parameterValue(operation, value)).toBe(words);
  });

  it('writes a warning with the header of its column, and values as they are', () => {
    const columns = [
      { name: 'net_amount', label: 'Net $& amount' },
      { name: 'total', label: 'Total' },
    ];
    const message = 'The total of "net_amount" is not above zero. 2 rows hold "total".';
    expect(warningMessage({ message, column: 'net_amount' }, columns)).toBe(
      'The total of “Net $& amount” is not above zero. 2 rows hold “total”.',
    );
    expect(warningMessage({ message: '5" and 6', column: null }, columns)).toBe('5" and 6');
  });

  it('puts the limits of the bands where the agencies do: above 1,800 is highly concentrated', () => {
    expect([0, 999.9, 1000, 1800, 1800.1, 10_000].map((hhi) => BANDS.indexOf(bandOf(hhi)))).toEqual([0, 0, 1, 1, 2, 2]);
  });
});
