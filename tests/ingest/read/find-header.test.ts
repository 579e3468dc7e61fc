import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findHeader, type Row } from '../../../src/ingest/read/find-header.js';

/** A table as text, cells separated by `|`; an empty cell is null. */
function rows(...lines: string[]): Row[] {
  return lines.map((line) => line.split('|').map((cell) => (cell === '' ? null : cell)));
}

describe('findHeader', () => {
  it('takes the first row with text above numbers', () => {
    expect(findHeader(rows('customer|amount', 'ACME|5', 'BETA|7'), {})).toEqual({
      headerIndex: 0,
      headerLines: 1,
      headers: ['customer', 'amount'],
    });
  });

  it('takes the first row of a table of text', () => {
    expect(findHeader(rows('name|city', 'ACME|Paris', 'BETA|Rome'), {}).headerIndex).toBe(0);
  });

  it('ignores a few numbers at the end of a table of text', () => {
    const people = Array.from({ length: 20 }, (_, at) => `${'ABCDEFGHIJKLMNOPQRST'[at]}. Meier|Paris|yes`);
    expect(findHeader(rows('name|city|note', ...people, 'K. Lee|Paris|99', 'K. Lee|Rome|99'), {}).headerIndex).toBe(0);
    expect(findHeader(rows('name|city|note', ...people, 'Summary|Count|Share', 'x|5|10'), {}).headerIndex).toBe(0);
  });

  it('finds a header below many notes of one cell, even with few rows', () => {
    const notes = Array.from({ length: 12 }, () => 'A note that says something');
    expect(findHeader(rows(...notes, 'name|city|amount', 'A|Paris|5', 'B|Rome|6'), {}).headerIndex).toBe(12);
  });

  it('skips titles, blank rows and notes above', () => {
    const table = rows(
      'Spend report 2024',
      'Source:|Finance',
      '',
      'Supplier|Date|Spend',
      'A|2024-01-02|5',
      'B|2024-01-03|6',
    );
    expect(findHeader(table, {})).toMatchObject({ headerIndex: 3, headers: ['Supplier', 'Date', 'Spend'] });
  });

  it('prefers the fuller row to a note that spans the table', () => {
    const table = rows('Sales||in EUR', 'Name|Region|Amount', 'ACME|North|5', 'BETA|South|6');
    expect(findHeader(table, {}).headerIndex).toBe(1);
  });

  it('treats years above numbers as names', () => {
    const table = rows('Source|World Bank', '', 'Country|Code|1960|1961', 'Aruba|ABW|405.5|487', 'Chad|TCD|12|13.5');
    expect(findHeader(table, {})).toMatchObject({ headerIndex: 2, headers: ['Country', 'Code', '1960', '1961'] });
  });

  it('treats a row of years alone above numbers as names', () => {
    expect(findHeader(rows('|2019|2020', 'ACME|5|6', 'BETA|7|8'), {}).headerIndex).toBe(0);
    expect(findHeader(rows('|2019', 'ACME|5', 'BETA|7'), {}).headerIndex).toBe(0);
  });

  it('treats numbers that count up from 1 beside a name as names', () => {
    expect(findHeader(rows('shop|1|2|3|4', 'ACME|50|61|70|4', 'BETA|7|8.5|9|2'), {}).headerIndex).toBe(0);
  });

  it('finds none if the first row is data like the others', () => {
    expect(findHeader(rows('1|2|3', '4|5|6', '7|8|9'), {})).toEqual({ headerIndex: -1, headerLines: 0, headers: [] });
    expect(findHeader(rows('ACME|Paris|5', 'BETA|Rome|2005', 'ACME|Oslo|7'), {}).headerIndex).toBe(-1);
    expect(findHeader(rows('2024-01-01|ACME|5', '2024-01-02|BETA|7'), {}).headerIndex).toBe(-1);
  });

  it('ignores text among the numbers further down', () => {
    const table = rows('name|amount', 'ACME|5', 'BETA|6', 'GAMMA|withheld', 'DELTA|7', 'EPSILON|8', 'ZETA|9');
    expect(findHeader(table, {}).headerIndex).toBe(0);
  });

  it('does not take a row with a text for a missing number, even in a small table', () => {
    expect(findHeader(rows('customer|amount', 'A|100', 'B|tbd', 'C|300'), {}).headerIndex).toBe(0);
    const table = rows(
      'name|day|amount',
      'A|2024-01-02|1',
      'B|unknown|2',
      'C|2024-01-04|3',
      'D|2024-01-05|tbd',
      'E|2024-01-06|4',
    );
    expect(findHeader(table, {}).headerIndex).toBe(0);
  });

  it('keeps empty, repeated and multi-line header cells', () => {
    expect(findHeader(rows('|Row|Spend|Spend\n(net)|', '0|1|5|6|', '1|2|7|8|'), {}).headers).toEqual([
      '',
      'Row',
      'Spend',
      'Spend\n(net)',
      '',
    ]);
  });

  it('joins a row of group titles with the names it distinguishes', () => {
    const table = rows('Region|2023||2024|', '|Q1|Q2|Q1|Q2', 'North|1|2|3|4', 'South|5|6.5|7|8');
    expect(findHeader(table, {})).toEqual({
      headerIndex: 1,
      headerLines: 2,
      headers: ['Region', '2023 Q1', '2023 Q2', '2024 Q1', '2024 Q2'],
    });
  });

  it('joins a row of units with the names above it', () => {
    const table = rows('Name|Amount|Weight', '|EUR|kg', 'ACME|5|2', 'BETA|7|3');
    expect(findHeader(table, {})).toEqual({
      headerIndex: 1,
      headerLines: 2,
      headers: ['Name', 'Amount EUR', 'Weight kg'],
    });
  });

  it('does not take a note above complete names as a header line', () => {
    const table = rows('Source:|World Bank', 'name|amount', 'ACME|5', 'BETA|7');
    expect(findHeader(table, {})).toMatchObject({ headerIndex: 1, headerLines: 1, headers: ['name', 'amount'] });
  });

  it('finds a header above a single row and above no row', () => {
    expect(findHeader(rows('name|amount', 'ACME|5'), {}).headerIndex).toBe(0);
    expect(findHeader(rows('name|amount'), {}).headerIndex).toBe(0);
    expect(findHeader([], {}).headerIndex).toBe(-1);
  });

  it('uses the option, and lists the valid rows in the error', () => {
    const table = rows('a|b', 'c|d', '1|2');
    expect(findHeader(table, { headerRow: 2 })).toEqual({ headerIndex: 1, headerLines: 1, headers: ['c', 'd'] });
    for (const headerRow of [0, 4, 1.5, -1]) {
      expect(() => findHeader(table, { headerRow })).toThrow(/headerRow is .* from 1 to 3/);
    }
  });

  it('finds the same header in any order of the data rows', () => {
    const data = Array.from({ length: 40 }, (_, i) => [
      `Supplier ${i % 7}`,
      `2024-01-${(i % 28) + 1}`,
      String(i * 3.5),
    ]);
    fc.assert(
      fc.property(fc.shuffledSubarray(data, { minLength: 2 }), (shuffled) => {
        const table: Row[] = [['Title'], [], ['Supplier', 'Paid on', 'Amount'], ...shuffled];
        expect(findHeader(table, {})).toMatchObject({ headerIndex: 2, headerLines: 1 });
      }),
    );
  });
});
