import { describe, expect, it } from 'vitest';
import { ingest } from '../../../support/ingest.js';

const warned = async (text: string) =>
  (await ingest(text)).schema.warnings.filter(({ code }) => code === 'POSSIBLE_AGGREGATES');

/** Rows of years and names with pseudo-random values, and the rows that `more` makes of those of a year. */
function years(
  names: readonly string[],
  more: (values: readonly number[], year: number) => (readonly [name: string, value: number])[],
  count = 6,
): string {
  const rows: string[] = [];
  for (let year = 2015; year < 2015 + count; year++) {
    const values = names.map((_, index) => ((year * 7919 + index * 104_729) % 9000) + 100);
    const all = [...names.map((name, index) => [name, values[index]!] as const), ...more(values, year)];
    for (const [name, value] of all) rows.push(`${name},${year},${value}`);
  }
  // By name, as statistical offices write: the sums are not next to their rows.
  return `name,year,value\n${rows.sort().join('\n')}\n`;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('names that represent several others', () => {
  it('are those whose value is the sum of all others in most years', async () => {
    const found = await warned(
      years(['Drought', 'Flood', 'Storm', 'Fire'], (values, year) => [
        ['Zusammen', sum(values) + (year === 2015 ? 1 : 0)],
      ]),
    );
    expect(found).toMatchObject([{ column: 'name', count: 1, message: expect.stringContaining('"Zusammen"') }]);
  });

  it('are those whose value is the sum of the names after or before them in the file', async () => {
    const names = ['A1', 'A2', 'A3', 'B1', 'B2', 'B3'];
    const found = await warned(
      years(names, (values) => [
        ['A0', sum(values.slice(0, 3))],
        ['B9', sum(values.slice(3))],
      ]),
    );
    expect(found).toMatchObject([{ count: 2 }]);
  });

  it('are World and regions among countries, largest first', async () => {
    const countries = ['Germany', 'France', 'Italy', 'Spain', 'Poland'];
    const found = await warned(
      years(countries, (values) => [
        ['World', sum(values) * 3.1],
        ['Euro area (20 countries)', sum(values) * 0.9],
      ]),
    );
    expect(found[0]!.message).toContain('"World", "Euro area (20 countries)"');
  });

  it('are found in a table of one row per name, too', async () => {
    const rows = ['World,105000', 'High income,65000', 'Germany,4400', 'Japan,4200', 'India,3500', 'Italy,2200'];
    expect((await warned(`country,gdp\n${rows.join('\n')}\n`))[0]!.message).toContain('"World", "High income"');
    const all = ['All suppliers,1730.5', 'Acme,1000.25', 'Borg,600', 'Cyan,130.25'];
    expect((await warned(`supplier,spend\n${all.join('\n')}\n`))[0]!.message).toContain('"All suppliers"');
    const coded = ['WLD,Monde,105', 'DEU,Allemagne,44', 'JPN,Japon,42', 'IND,Inde,35'];
    expect((await warned(`code,pays,pib\n${coded.join('\n')}\n`))[0]!.message).toContain('"Monde"');
    expect(await warned('customer,sales\nAcme,50\nBorg,30\nCyan,20\nAllied Mills,5\n')).toEqual([]);
  });

  it('are those whose code is not that of a country, where most are', async () => {
    const rows = ['DEU,Deutschland', 'FRA,Frankreich', 'XKX,Kosovo', 'HIC,Reiche Länder', 'ITA,Italien'];
    const text = rows.flatMap((row, index) => [2020, 2021].map((year) => `${row},${year},${(index + 3) * year}`));
    const found = await warned(`code,country,year,value\n${text.join('\n')}\n`);
    expect(found.map(({ message }) => message).join()).toContain('1 name in "country"');
    expect(found.map(({ message }) => message).join()).toContain('"Reiche Länder"');
  });

  it('are called "All …", where they are the largest', async () => {
    const text = 'branch,value\nAll branches,70.5\nNorth,30\nSouth,20\nWest,20.5\nNorth,1\n';
    expect(await warned(text)).toMatchObject([{ count: 1, message: expect.stringContaining('"All branches"') }]);
  });
});

describe('no name represents others', () => {
  it.each([
    ['where one of three is the sum of the two others', years(['B', 'C'], (values) => [['A', sum(values)]])],
    ['where two share 52 and 48 %', years(['North', 'South'], () => [])],
    [
      'where the same four values come each year',
      years([], () => [
        ['A', 60],
        ['B', 30],
        ['C', 20],
        ['D', 10],
      ]),
    ],
    ['where regions are all there is', years(['Africa', 'Asia', 'Europe', 'North America', 'Oceania'], () => [])],
    ['where a company is called All Saints', 'name,value\nAll Saints,5\nB,70\nC,20\nD,20\nB,1\n'],
    [
      'where a value is a sum in half of the years',
      years(['B', 'C', 'D', 'E'], (values, year) => [['A', year % 2 === 0 ? sum(values) : 777]]),
    ],
    [
      'where values are any',
      years(
        Array.from({ length: 40 }, (_, index) => `Customer ${index}`),
        () => [],
        12,
      ),
    ],
  ])('%s', async (_, text) => {
    expect(await warned(text)).toEqual([]);
  });
});
