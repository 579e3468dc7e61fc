import { describe, expect, it } from 'vitest';
import { ingest } from '../../support/ingest.js';

/** A table with the given headers beside two columns of names; each cell is its position, counted from 1. */
async function wide(headers: readonly string[]) {
  const rows = Array.from({ length: 6 }, (_, row) =>
    [`Dept ${row % 2}`, `Program ${row}`, ...headers.map((_, at) => row * headers.length + at + 1)].join(','),
  );
  return ingest(`Department,Program,${headers.join(',')}\n${rows.join('\n')}\n`);
}

async function periodsOf(headers: readonly string[]): Promise<string[]> {
  const found = await wide(headers);
  const total = found.values('value').reduce((sum, value) => sum + Number(value), 0);
  const cells = headers.length * 6;
  expect(total).toBe((cells * (cells + 1)) / 2);
  return [...new Set(found.values('period'))] as string[];
}

const years = (first: number, count: number) => Array.from({ length: count }, (_, at) => first + at);
const fiscal = (year: number, mark: string) => `${year - 1}${mark}${String(year % 100).padStart(2, '0')}`;

describe('columns headed by fiscal years', () => {
  for (const mark of ['-', '/', '_']) {
    it.each([
      ['all of which could be months', 2009, 4],
      ['some of which could be months', 2009, 6],
      ['none of which could be a month', 2014, 5],
      ['around the turn of the century', 1998, 6],
    ])(`become rows of the year in which they end: %s, written with "${mark}"`, async (_, first, count) => {
      expect(await periodsOf(years(first, count).map((year) => fiscal(year, mark)))).toEqual(
        years(first, count).map(String),
      );
    });
  }

  it('are distinguished from months of one year, only one of which could be a fiscal year', async () => {
    const months = years(1, 12).map((month) => `2008-${String(month).padStart(2, '0')}`);
    expect(await periodsOf(months)).toEqual(months.map((month) => month.replace('-', '-M')));
  });

  it('are distinguished from months of several years', async () => {
    expect(await periodsOf(['2008-09', '2008-10', '2009-10', '2010-11'])).toEqual([
      '2008-M09',
      '2008-M10',
      '2009-M10',
      '2010-M11',
    ]);
  });
});
