import { describe, expect, it } from 'vitest';
import { methodRows } from '../../src/artifact/workbook/method-sheet.js';
import type { Analysis } from '../../src/model/analysis.js';
import { filterText, type NormalFilter } from '../../src/model/row-filter.js';

describe('a filter in words', () => {
  it.each<[NormalFilter, string]>([
    [{ column: 'region', in: ['emea'] }, 'region is emea'],
    [{ column: 'region', notIn: ['north america', 'emea'] }, 'region is none of "north america", emea'],
    [{ column: 'region', in: [] }, 'region is one of no values'],
    [{ column: 'day', isBlank: false }, 'day is not blank'],
    [{ not: { column: 'day', lt: '2024-01-01' } }, 'not (day is below 2024-01-01)'],
    [
      {
        and: [
          {
            or: [
              { column: 'a', gt: '1' },
              { column: 'b', lte: '-2.5' },
            ],
          },
          { column: 'c', contains: 'x' },
        ],
      },
      '(a is above 1 or b is at most -2.5) and c contains x',
    ],
    [
      { column: 'n', in: Array.from({ length: 12 }, (_, n) => `${n}`) },
      'n is one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more',
    ],
  ])('says %j', (filter, text) => {
    expect(filterText(filter)).toBe(text);
  });

  it('is said on the sheet about the method, as is that there is none', () => {
    const rowsOf = (where?: NormalFilter) =>
      methodRows({
        parameters: { groupBy: ['who'], value: 'amount', periodGrain: 'NONE', where, hash: '' },
        source: {},
        byPeriod: [],
        total: {},
        warnings: [],
        computedAt: '2026-01-01T00:00:00.000Z',
      } as unknown as Analysis).filter(([about, name]) => about === 'Question' && name === 'Rows');
    expect(rowsOf({ column: 'region', in: ['emea'] })).toEqual([['Question', 'Rows', 'only where region is emea']]);
    expect(rowsOf()).toEqual([['Question', 'Rows', 'all']]);
  });
});
