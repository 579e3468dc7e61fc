import { describe, expect, it } from 'vitest';
import { columnOf, ingest } from '../../support/ingest.js';

async function dates(cells: string[], header = 'date', options = {}) {
  const result = await ingest(columnOf(header, cells), { options });
  return { ...result, values: result.values(header), codes: result.schema.warnings.map((warning) => warning.code) };
}

describe('a column of dates', () => {
  it('is month first if no cell proves an order, with a warning', async () => {
    const { values, codes } = await dates(['03/04/2024', '5/6/2024']);
    expect(values).toEqual(['2024-03-04', '2024-05-06']);
    expect(codes).toContain('AMBIGUOUS_DATE_ORDER');
  });

  it('is day first once one cell proves it', async () => {
    const { values, codes } = await dates(['03/04/2024', '31/12/2024']);
    expect(values).toEqual(['2024-04-03', '2024-12-31']);
    expect(codes).not.toContain('AMBIGUOUS_DATE_ORDER');
  });

  it('follows the dateOrder option', async () => {
    const { values, codes } = await dates(['03.04.2024', '05.06.2024'], 'date', { dateOrder: 'DMY' });
    expect(values).toEqual(['2024-04-03', '2024-06-05']);
    expect(codes).not.toContain('AMBIGUOUS_DATE_ORDER');
  });

  it('reads two-digit years first with the option YMD', async () => {
    const { values } = await dates(['24/03/31', '99-12-01', '24/01/02 10:30'], 'date', { dateOrder: 'YMD' });
    expect(values).toEqual(['2024-03-31 00:00:00', '1999-12-01 00:00:00', '2024-01-02 10:30:00']);
  });

  it('reads cells that prove an order in that order, and ambiguous cells in the order of the majority', async () => {
    const { values, codes } = await dates(['31/12/2024', '30/11/2024', '12/25/2024', '03/04/2024']);
    expect(values).toEqual(['2024-12-31', '2024-11-30', '2024-12-25', '2024-04-03']);
    expect(codes).toContain('MIXED_DATE_FORMATS');
  });

  it('reads month names in six languages', async () => {
    const cells = [
      '12-Jan-2024',
      '3 février 2024',
      '4. März 2024',
      '5 de abril de 2024',
      '6 maggio 2024',
      '7 de junho de 2024',
      'Aug 8, 2024',
      '9th October 2024',
    ];
    expect((await dates(cells)).values).toEqual([
      '2024-01-12',
      '2024-02-03',
      '2024-03-04',
      '2024-04-05',
      '2024-05-06',
      '2024-06-07',
      '2024-08-08',
      '2024-10-09',
    ]);
  });

  it('ignores a leading weekday', async () => {
    const cells = [
      'Wednesday, January 31, 2024',
      'Thu 1 Feb 2024',
      'mer. 7 février 2024',
      'Mittwoch, 14. Februar 2024',
    ];
    const { values } = await ingest(columnOf('day', cells));
    expect(values('day')).toEqual(['2024-01-31', '2024-02-01', '2024-02-07', '2024-02-14']);
    expect((await ingest(columnOf('day', ['until 31 January 2024', 'due 1 Feb 2024']))).column('day').dataType).toBe(
      'STRING',
    );
  });

  it('reads two-digit years: 00 to 68 as 20xx, 69 to 99 as 19xx', async () => {
    expect((await dates(['31/12/68', '31/12/69', '1-Feb-07'])).values).toEqual([
      '2068-12-31',
      '1969-12-31',
      '2007-02-01',
    ]);
  });

  it('rejects days that do not exist', async () => {
    const { values, column } = await dates([...Array(39).fill('2024-01-31'), '2023-02-29']);
    expect(values.at(-1)).toBeNull();
    expect(column('date').rejected).toEqual([{ row: 41, raw: '2023-02-29' }]);
  });

  it('keeps the time of day as written', async () => {
    const { values, column } = await dates(['2024-01-31T10:15:00+02:00', '1/2/2024 3:04 PM', '2024-02-01']);
    expect(values).toEqual(['2024-01-31 10:15:00', '2024-01-02 15:04:00', '2024-02-01 00:00:00']);
    expect(column('date').dataType).toBe('TIMESTAMP');
  });

  it('reads 20240131 and day numbers only if the header names a date', async () => {
    expect((await dates(['20240131', '20240201'], 'date')).values).toEqual(['2024-01-31', '2024-02-01']);
    expect((await dates(['45322', '45323'], 'date')).values).toEqual(['2024-01-31', '2024-02-01']);
    expect((await dates(['20240131', '20240201'], 'amount')).column('amount').dataType).toBe('INTEGER');
  });
});

describe('the time dimension', () => {
  const read = async (header: string, row: string) => {
    const { schema } = await ingest(`${header},who\n${row},a\n${row},b\n`);
    return { grain: schema.periodGrain, columns: schema.timeColumns, candidates: schema.periodGrainCandidates };
  };

  it('prefers a date, then year and month, year and quarter, a period, and a year', async () => {
    expect((await read('paid on,year,month', '2024-01-31,2024,1')).columns).toEqual(['paid_on']);
    expect((await read('year,month,quarter', '2024,2,1')).columns).toEqual(['year', 'month']);
    expect((await read('year,quarter,period', '2024,Q1,2024-Q1')).columns).toEqual(['year', 'quarter']);
    expect((await read('period,year', '2024-Q1,2024')).columns).toEqual(['period']);
    expect((await read('year,x', '2024,1')).columns).toEqual(['year']);
    expect((await read('x,y', '2024,1')).columns).toEqual([]);
  });

  it('offers the grains that the columns allow', async () => {
    expect(await read('date,x', '2024-01-31,1')).toMatchObject({
      grain: 'YEAR_MONTH',
      candidates: ['DATE', 'YEAR_MONTH', 'YEAR_QUARTER', 'YEAR'],
    });
    expect(await read('Jahr,Monat', '2024,Januar')).toMatchObject({
      grain: 'YEAR_MONTH',
      candidates: ['YEAR_MONTH', 'YEAR_QUARTER', 'YEAR'],
    });
    expect(await read('année,trimestre', '2024,T1')).toMatchObject({
      grain: 'YEAR_QUARTER',
      candidates: ['YEAR_QUARTER', 'YEAR'],
    });
    expect(await read('period,x', 'Jan-24,1')).toMatchObject({ grain: 'YEAR_MONTH' });
    expect(await read('period,x', '2024-M02,1')).toMatchObject({ grain: 'YEAR_MONTH' });
    expect(await read('fiscal year,x', 'FY2024,1')).toMatchObject({ grain: 'YEAR', columns: ['fiscal_year'] });
  });

  it('reads 2010/11 as the fiscal year 2011 if other cells are fiscal years, otherwise as November', async () => {
    expect((await ingest('fy,who\n2010/11,a\n2012/13,b\n')).values('fy')).toEqual(['2011', '2013']);
    expect((await ingest('month,who\n2010/11,a\n2010/12,b\n')).values('month')).toEqual(['2010-M11', '2010-M12']);
  });

  it('finds no year in a column with a matching name but other values', async () => {
    expect((await read('years of service,x', '12,1')).columns).toEqual([]);
  });

  it('warns if a month is not in its quarter', async () => {
    const { schema } = await ingest('year,month,quarter,who\n2024,2,1,a\n2024,5,1,b\n');
    expect(schema.warnings).toContainEqual(expect.objectContaining({ code: 'PERIOD_MISMATCH', count: 1 }));
  });

  it.each([
    ['2019.04.17.', '2019-04-17'],
    ['2019. 4. 17.', '2019-04-17'],
    ['17.04.2019.', '2019-04-17'],
    ['17. 4. 2019', '2019-04-17'],
    ['31-JAN-24 11.30.00 PM', '2024-01-31 23:30:00'],
    ['31-JAN-24 11.30.00.000000 PM', '2024-01-31 23:30:00'],
    ['Jan 15, 2024 11:30:00 PM PST', '2024-01-15 23:30:00'],
    ['2024-01-15 10:00 CET', '2024-01-15 10:00:00'],
    ['令和6年1月15日', '2024-01-15'],
    ['平成31年4月30日', '2019-04-30'],
    ['２０２４年１月１５日', '2024-01-15'],
    ['١٥/٠١/٢٠٢٤', '2024-01-15'],
  ])('reads %s', async (cell, date) => {
    expect((await dates([cell])).values).toEqual([date]);
  });

  it('converts years of the Buddhist era where most dates have one, leap days included', async () => {
    expect((await dates(['15/01/2567', '29/02/2567', '30/06/2566'])).values).toEqual([
      '2024-01-15',
      '2024-02-29',
      '2023-06-30',
    ]);
    expect((await dates(['2567-01-15', '2567-02-29'])).values).toEqual(['2024-01-15', '2024-02-29']);
  });

  it('keeps a far date among others, such as the end of a contract without one', async () => {
    expect((await dates(['2023-01-15', '2499-12-31', '2024-02-01'])).values).toContain('2499-12-31');
    expect((await dates(['15/01/2024', '31/12/2499', '13/02/2024'])).values).toContain('2499-12-31');
  });

  it('reads seconds and milliseconds since 1970 under a header that names a time', async () => {
    const milliseconds = await ingest(columnOf('created_at', ['1705312800000', '1706436000500']));
    expect(milliseconds.values('created_at')).toEqual(['2024-01-15 10:00:00', '2024-01-28 10:00:00.5']);
    const seconds = await ingest(columnOf('Timestamp', ['1705312800', '1706436000']));
    expect(seconds.values('timestamp')).toEqual(['2024-01-15 10:00:00', '2024-01-28 10:00:00']);
    const amounts = await ingest(columnOf('Amount', ['1705312800', '1706436000']));
    expect(amounts.column('amount').dataType).toBe('INTEGER');
  });

  it('is reported where a spreadsheet seems to have swapped days and months', async () => {
    const swapped = ['2024-06-05', '2024-01-11', '13/05/2024', '28/02/2024'];
    const { codes, schema } = await dates(swapped);
    expect(codes).toContain('MIXED_DATE_FORMATS');
    expect(schema.warnings.find(({ code }) => code === 'MIXED_DATE_FORMATS')?.message).toContain('swapped');
    expect((await dates(['2024-06-25', ...swapped])).codes).not.toContain('MIXED_DATE_FORMATS');
  });
});
