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

describe('findHeader, lines that belong together', () => {
  it('joins a sparse row of units to the header', () => {
    const table = rows('Year|Month|Revenue|Weight', "||'kEUR'|'t'", '2024|1|5.5|1', '2024|2|6.5|2', '2024|3|7.5|3');
    expect(findHeader(table, {}).headers).toEqual(['Year', 'Month', "Revenue 'kEUR'", "Weight 't'"]);
    expect(findHeader(rows('name|amount', '|EUR', 'A|5', 'B|6'), {}).headers).toEqual(['name', 'amount EUR']);
    expect(findHeader(rows('Country|GDP', 'Unit|bn USD', 'A|5', 'B|6', 'C|7'), {}).headers).toEqual([
      'Country Unit',
      'GDP bn USD',
    ]);
  });

  it('does not join a row of data that has no numbers', () => {
    for (const odd of ['A|tbd|tbd', '|tbd|tbd', '|missing|', 'A||on request', 'A|note|']) {
      const table = rows('customer|amount|tax', odd, 'B|5|1', 'C|6|2', 'D|7|3', 'E|8|4', 'F|9|5', 'G|10|6');
      expect(findHeader(table, {}), odd).toMatchObject({ headerIndex: 0, headerLines: 1 });
    }
    const repeated = rows('customer|a|b|c', '|low|low|', 'B|5|1|7', 'C|low|2|8', 'D|7|3|9', 'E|8|4|1', 'F|9|5|2');
    expect(findHeader(repeated, {}).headerLines).toBe(1);
  });

  it.each([
    ['the same word for each number', 'A|closed|closed|closed'],
    ['placeholders', 'A|auf Anfrage|offen|offen'],
    ['a word that its column has again', 'A|fault|offline|none known'],
    ['numbers with an unknown unit', 'A|6 crates|6 crates|2 crates'],
  ])('takes the first row for data where it has %s', (_, odd) => {
    const table = rows('shop|a|b|c', odd, 'B|5|1|7', 'C|6|2|8', 'D|fault|3|9', 'E|8|4|1', 'F|9|5|2', 'G|7|3|4');
    expect(findHeader(table, {})).toMatchObject({ headerIndex: 0, headerLines: 1 });
  });

  it('takes the first row for data where its labels occur again', () => {
    const table = rows('item|unit|stock|sold', 'Bolts|kg|out|recount', 'Nuts|kg|5|1', 'Rods|pcs|6|2', 'Pins|pcs|7|3');
    expect(findHeader(table, {}).headerLines).toBe(1);
  });

  it('takes a first row with a unit of things for its number for data', () => {
    expect(findHeader(rows('item|content', 'Broom|pcs', 'Paint|2.5', 'Oil|0.75', 'Glue|1'), {}).headerLines).toBe(1);
    expect(findHeader(rows('item|content', '|pcs', 'Paint|2.5', 'Oil|0.75', 'Glue|1'), {}).headerLines).toBe(2);
  });

  it.each([
    ['units', 'Station|Temp|Rain', '(name)|(C)|(mm)'],
    ['one unit for all', 'Company|Sales|Profit', 'Name|TEUR|TEUR'],
    ['the names in another language', 'Produkt|Menge|Preis', 'Product|Quantity|Price'],
    ['technical names', 'Customer|Amount|Tax', 'KUNNR|DMBTR|MWSBK'],
    ['types', 'item|net|gross', 'varchar|decimal|decimal'],
    ['the kind of the figures', 'Firma|Umsatz|Kosten', 'Name|Ist|Ist'],
    ['prices named Open', 'Datum|Eröffnung|Schluss', 'Date|Open|Close'],
    ['one word below groups', 'Region|2023|', '|share|share'],
  ])('joins a second line of %s', (_, first, second) => {
    const table = rows(first, second, 'A|1.5|2.5', 'B|2.5|3.5', 'C|3.5|4.5');
    expect(findHeader(table, {}).headerLines).toBe(2);
  });

  it('joins a header wrapped over two rows', () => {
    const table = rows('Order|Customer|Net', 'No|Name|amount', 'A1|Ada|5.5', 'A2|Bob|6.5', 'A3|Cy|7.5');
    expect(findHeader(table, {}).headers).toEqual(['Order No', 'Customer Name', 'Net amount']);
  });

  it('leaves a title of two cells above the header', () => {
    expect(findHeader(rows('Sales|in EUR', 'Customer|Amount', 'A|5', 'B|6'), {}).headers).toEqual([
      'Customer',
      'Amount',
    ]);
  });

  it('takes the names of series from above their metadata', () => {
    const table = rows(
      '|Male|Female',
      'Unit|000|000',
      'Series Type|Original|Original',
      'Frequency|Quarter|Quarter',
      'Series ID|A2060824F|A2060825J',
      'Jun-1981|7448.2|7475.1',
      'Sep-1981|7449.2|7476.1',
      'Dec-1981|7450.2|7477.1',
    );
    expect(findHeader(table, {})).toEqual({ headerIndex: 4, headerLines: 5, headers: ['Period', 'Male', 'Female'] });
  });

  it('does not take the properties of a file above its header for metadata of series', () => {
    const table = rows(
      'Title|Sales',
      'CDID|J5AH',
      'Unit|GBP',
      'Release date|22-03-2024',
      '',
      'Month|Shop|Sales',
      '2023 OCT|A|5',
      '2023 NOV|B|6',
    );
    expect(findHeader(table, {}).headers).toEqual(['Month', 'Shop', 'Sales']);
  });
});
