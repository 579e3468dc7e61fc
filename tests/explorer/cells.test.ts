import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellText } from '../../explorer/src/format/cells.js';
import { dateFormat } from '../../explorer/src/format/sheet-dates.js';

type Column = NonNullable<Parameters<typeof cellText>[1]>;

const column = (of: Partial<Column>) =>
  ({ dataType: 'DECIMAL', role: 'NUMERIC', representation: 'PLAIN', samples: [], ...of }) as Column;

describe('the cells of a table of rows', () => {
  it.each([
    ['two decimals in each cell', ['670.40', '876.00', '73.10'], '1234.5', '1,234.50'],
    ['more decimals than the examples', ['670.40', '876.00'], '0.125', '0.125'],
    ['no two with the same decimals', ['36.36', '51.3', '7'], '3.6360', '3.636'],
    ['three digits after a dot, which may be thousands', ['1.234', '2.345'], '1234.5000', '1,234.5'],
    ['whole numbers', ['5', '1200'], '1200.00', '1,200'],
    ['a sign of money before the number', ['£1,200.00', '£3.50'], '-1234.5', '−£1,234.50'],
    ['a sign of money behind it', ['1.200,00 €', '3,50 €'], '1234.5', '1,234.50\u202f€'],
    ['a sign in some cells only', ['£1,200.00', '3.50'], '1234.5', '1,234.50'],
    ['numbers too large for digits', ['1e30', '2e30'], '1e+30', '1e+30'],
  ])('are written as in the sheet: %s', (_, samples, text, shown) => {
    expect(cellText(text, column({ samples }))).toBe(shown);
  });

  it.each([
    ['0.125', '12.5\u202f%'],
    ['0.5000', '50\u202f%'],
    ['12', '1,200\u202f%'],
    ['-0.005', '−0.5\u202f%'],
  ])('are percentages where the sheet has them: %s', (text, shown) => {
    expect(cellText(text, column({ representation: 'PERCENT', samples: ['12.5%'] }))).toBe(shown);
  });

  it('have no separators in codes and years, and no time at midnight', () => {
    expect(cellText('35180', column({ dataType: 'INTEGER', role: 'IDENTIFIER' }))).toBe('35180');
    expect(cellText('2024-01-15 00:00:00', column({ dataType: 'TIMESTAMP', role: 'DATETIME' }))).toBe('2024-01-15');
    expect(cellText('2024-08-15', column({ dataType: 'DATE', role: 'DATETIME', samples: ['8/15/14'] }))).toBe(
      '8/15/24',
    );
  });
});

describe('the days of a column', () => {
  it.each([
    ['8/15/14 4/2/14', '8/15/14'],
    ['15/08/2014 02/04/2014', '15/08/2014'],
    ['15.8.2014 2.4.2014', '15.8.2014'],
    ['19-Oct-2012 04-Oct-2012', '15-Aug-2014'],
    ['9-Oct-12 4-Oct-12', '15-Aug-14'],
    ['2014/08/15 2014/02/04', '2014/08/15'],
    ['2014-08-15 2014-02-04', '2014-08-15'],
  ])('are written like %s', (samples, shown) => {
    expect(dateFormat(samples.split(' '))?.('2014-08-15')).toBe(shown);
  });

  it.each([
    ['where either number may be the month', ['03/04/2024', '05/06/2024']],
    ['where they are written in several ways', ['15/08/2014', '15-08-2014']],
    ['where they have a time', ['15/08/2014 10:00']],
    ['where a word is no month', ['15-Aou-2014']],
    ['without examples', []],
  ])('stay in ISO form %s', (_, samples) => {
    expect(dateFormat(samples)).toBeUndefined();
  });

  it('are the examples again, whatever the day', () => {
    const day = fc.date({ min: new Date('1950-01-01'), max: new Date('2049-12-31'), noInvalidDate: true });
    const styles = [
      (d: string, m: string, y: string) => `${d}/${m}/${y}`,
      (d: string, m: string, y: string) => `${m}-${d}-${y}`,
      (d: string, m: string, y: string) => `${y}.${m}.${d}`,
    ];
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 5 }), fc.nat(2), fc.boolean(), (days, at, isPadded) => {
        const isos = days.map((each) => each.toISOString().slice(0, 10));
        const texts = isos.map((iso) => {
          const [year = '', month = '', dayOfMonth = ''] = iso.split('-');
          const digits = (text: string) => (isPadded ? text : String(Number(text)));
          return styles[at]!(digits(dayOfMonth), digits(month), year);
        });
        const format = dateFormat(texts);
        if (format) expect(isos.map(format)).toEqual(texts);
      }),
    );
  });
});
