import { describe, expect, it } from 'vitest';
import { columnOf, ingest } from '../support/ingest.js';

const periodsOf = async (header: string, cells: string[]) => (await ingest(columnOf(header, cells))).periods;
const years = ['2013', '2014', '2015', '2016', '2017', '2018'];

describe('a column of years', () => {
  it.each(['2009-2015', '2008 - 2013', '2010/2013', '2011/2013/2014', '2014, 2015'])(
    'has no period for the span %s',
    async (span) => {
      expect(await periodsOf('Year', [...years, span])).toEqual([...years, 'UNKNOWN']);
    },
  );

  it.each(['2018/2019', '2018-19', 'FY 2018/19'])('reads %s, two consecutive years, as a fiscal year', async (cell) => {
    expect(await periodsOf('Year', [...years, cell, 'not yet', 'unknown', 'open'])).toEqual([
      ...years,
      '2019',
      'UNKNOWN',
      'UNKNOWN',
      'UNKNOWN',
    ]);
  });

  it('converts years of the Buddhist era', async () => {
    expect(await periodsOf('Year', ['2566', '2567', '2567'])).toEqual(['2023', '2024', '2024']);
  });

  it('is a year under a header that names a date, if it holds whole years only', async () => {
    expect(await periodsOf('Release date', ['1999', '2004', '2011'])).toEqual(['1999', '2004', '2011']);
    expect(await periodsOf('Release date', ['1999', '2004', '12'])).toEqual([]);
  });

  it('takes the year of ISO weeks and half-years', async () => {
    expect(await periodsOf('Period', ['2023-W52', '2024-W01', '1H24', 'H2 2024'])).toEqual([
      '2023',
      '2024',
      '2024',
      '2024',
    ]);
  });
});
