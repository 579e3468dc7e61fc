import { describe, expect, it } from 'vitest';
import { suggestAnalyses } from '../../../src/analysis/suggest/suggestions.js';
import { ingest } from '../../support/ingest.js';

type Read = Awaited<ReturnType<typeof ingest>>;
const names = ({ schema }: Read) => schema.columns.map(({ name }) => name);
const said = ({ schema }: Read) => schema.warnings.find(({ code }) => code === 'UNPIVOTED')?.message;
const sumOf = (read: Read) => read.values('value').reduce((sum, value) => sum + Number(value), 0);

describe('a wide table becomes long', () => {
  it('without the column that holds the sums of each row, and says so', async () => {
    const read = await ingest(
      'customer,Jan 2024,Feb 2024,Mar 2024,TOTAL\nA,"1,200.00",,300.00,"$1,500.00"\nB,,"2,000.00",-100.00,"$1,900.00"\nTOTAL,"$1,200.00","$2,000.00",$200.00,"$3,400.00"\n',
    );
    expect(names(read)).toEqual(['customer', 'period', 'value']);
    expect(sumOf(read)).toBe(3400);
    expect(said(read)).toBe(
      '3 columns headed by periods (2024-M01 to 2024-M03) became rows with the columns "period" and "value". "TOTAL" holds their sums and is left out.',
    );
  });

  it('with a column of another total, which is not offered as an amount', async () => {
    const read = await ingest('customer,2022,2023,2024,total staff\nA,1,2,3,40\nB,4,5,6,50\n');
    expect(names(read)).toEqual(['customer', 'total_staff', 'period', 'value']);
    const schema = { ...read.schema, datasetId: 'ds_1', version: 1 };
    expect(suggestAnalyses(schema).map(({ groupBy, value }) => [groupBy, value])).toEqual([[['customer'], 'value']]);
  });

  it('without the year that its quarters fill, though its sums are rounded', async () => {
    const read = await ingest(
      'segment,Q1 FY24,Q2 FY24,Q3 FY24,Q4 FY24,FY24,1Q25\nA,10.5,11,12,13.5,47.1,14\nB,5,4.5,4,3.5,17,3\n',
    );
    expect(new Set(read.values('period'))).toEqual(new Set(['2024-Q1', '2024-Q2', '2024-Q3', '2024-Q4', '2025-Q1']));
    expect(said(read)).toContain('"FY24" overlaps other periods and is left out, since it would count twice.');
  });

  it('without the year that holds the sums of some months', async () => {
    const read = await ingest('segment,Jan-24,Feb-24,Mar-24,2024\nA,1,2,3,6\nB,4,5,6,15\n');
    expect(new Set(read.values('period'))).toEqual(new Set(['2024-M01', '2024-M02', '2024-M03']));
    expect(sumOf(read)).toBe(21);
  });

  it('without a quarter beside years that it is part of', async () => {
    const read = await ingest('segment,2022,2023,2024,Q1 2024,Q1 2025\nA,10,20,30,7,8\n B,1,2,3,1,1\n');
    expect(new Set(read.values('period'))).toEqual(new Set(['2022', '2023', '2024', '2025-Q1']));
  });

  it('by dates, whose order is decided by all of them', async () => {
    const read = await ingest('account,31/01/2024,29/02/2024,05/03/2024\nA,1,2,3\nB,4,5,6\n');
    expect(read.values('period').slice(0, 3)).toEqual(['2024-01-31', '2024-02-29', '2024-03-05']);
    expect(read.schema).toMatchObject({ periodGrain: 'YEAR_MONTH', timeColumns: ['period'] });
  });

  it('by years of analysts', async () => {
    const read = await ingest('account,2022A,2023A,2024E\nA,1,2,3\nB,4,5,6\n');
    expect(read.values('period').slice(0, 3)).toEqual(['2022', '2023', '2024']);
  });

  it('but not if the same period is above two columns', async () => {
    const read = await ingest('account,2023,2024,2023,2024\nA,1,2,3,4\nB,4,5,6,7\n');
    expect(names(read)).toEqual(['account', '2023', '2024', '2023_2', '2024_2']);
  });
});
