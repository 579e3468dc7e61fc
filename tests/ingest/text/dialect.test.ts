import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectDialect } from '../../../src/ingest/text/dialect.js';
import { COMMA, write } from './parse.js';

function detect(text: string, wanted?: string) {
  const { delimiter, dialect } = detectDialect(Buffer.from(text), true, wanted);
  return { delimiter, quote: dialect.quote, newline: dialect.newline };
}

describe('detectDialect', () => {
  it.each([
    ['commas', 'a,b\n1,2\n', ','],
    ['semicolons', 'a;b\n1;2\n', ';'],
    ['tabs', 'a\tb\n1\t2\n', '\t'],
    ['bars', 'a|b\n1|2\n', '|'],
    ['semicolons beside decimal commas in every row', 'x;y;z\n1,5;2,5;3,5\n4,5;5,5;6,5\n', ';'],
    ['semicolons beside decimal commas without a header', '1,5;2,5\n4,5;5,5\n', ';'],
    ['tabs beside thousands commas', 'name\tx\ty\nA\t1,234\t5,678\nB\t2,345\t6,789\n', '\t'],
    ['commas beside lists in one column', 'id,tags,n\n1,a;b;c,5\n2,d;e;f,6\n', ','],
    ['commas beside bars in one column', 'id,path,n\n1,a|b|c,5\n2,d|e|f,6\n', ','],
    ['commas under a title and blank lines', 'Report 2024\n\na,b,c\n1,2,3\n4,5,6\n', ','],
    ['semicolons beside addresses', 'name;address\nA;1 High St, Leeds\nB;2 Low Rd, York\n', ';'],
    ['commas where most rows are ragged', 'a,b,c\n1,2,3,4\n1,2,3,4,5\n1,2,3,4\n', ','],
    ['commas within quotes not at all', '"a, b";c\n"d, e";f\n', ';'],
    ['one column', 'name\nAda\nBob\n', null],
    ['one column of prose', 'remark\nWell, yes\nNo, never, not me\nPerhaps\n', null],
    ['one column of decimal commas', 'amount\n1,5\n2,75\n13,00\n', null],
    ['one column of names with commas', 'name\nDoe, Jane\nRoe, Rick\n', null],
    ['two columns of whole numbers', '1,2\n3,4\n', ','],
    ['a table delimited by commas and spaces', 'a, b, c\n1, 2, 3\n', ','],
    ['nothing', '', null],
  ])('finds %s', (_, text, delimiter) => {
    expect(detect(text).delimiter).toBe(delimiter);
  });

  it('believes the first line that says sep=', () => {
    const { delimiter, announced, evidence } = detectDialect(Buffer.from('sep=;\r\na,b;c\r\n1,5;2\r\n'), true);
    expect({ delimiter, announced }).toEqual({ delimiter: ';', announced: true });
    expect(evidence).toEqual(['delimiter ";": as its first line says']);
  });

  it('obeys the option, and refuses one that can delimit nothing', () => {
    expect(detect('a;b,c\n', ',').delimiter).toBe(',');
    expect(detect('a¦b\n', '¦').delimiter).toBe('¦');
    expect(detect('a\tb\n', '\\t').delimiter).toBe('\t');
    for (const wanted of ['', ',,', '"', '\n', 'tab']) {
      expect(() => detect('a,b\n', wanted)).toThrow(/The option delimiter is .* must be one character/);
    }
  });

  it('takes apostrophes for quotes only where cells are in them throughout', () => {
    expect(detect("'a','b, c'\n'd','e, f'\n").quote).toBe("'");
    expect(detect("id,name\n1,'t Hooft\n2,O'Neil\n3,'n Sync\n").quote).toBe('"');
    expect(detect('"a",b\n\'c\',d\n').quote).toBe('"');
  });

  it('knows what ends the lines, whatever ends those within quotes', () => {
    expect(detect('a,b\r\n"c\nd\ne\nf",d\r\n').newline).toBe('\r\n');
    expect(detect('a,b\n"c\r\nd\r\n",d\n').newline).toBe('\n');
    expect(detect('a,b\r"c\nd",d\r').newline).toBe('\r');
  });

  it('gives the counts it decided by', () => {
    const { evidence } = detectDialect(Buffer.from('Title\na;b\n1;2\n3;4\n'), true);
    expect(evidence).toEqual(['delimiter ";": 3 of the first 4 records have 2 cells']);
  });

  it('finds the delimiter whatever the order of rows and columns', () => {
    const cell = fc.oneof(
      fc.constantFrom('ACME', 'Smith, John', 'a;b', 'x|y', 'say "hi"', '', '1,5', '1.234,56', '2024-01-31', "O'Neil"),
      fc.integer().map(String),
    );
    const table = fc.integer({ min: 2, max: 6 }).chain((width) =>
      fc.record({
        rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 3, maxLength: 30 }),
        columns: fc.shuffledSubarray([...Array(width).keys()], { minLength: width }),
        delimiter: fc.constantFrom(',', ';', '\t', '|'),
      }),
    );
    fc.assert(
      fc.property(table, fc.infiniteStream(fc.nat()), ({ rows, columns, delimiter }, keys) => {
        const using = { ...COMMA, delimiter };
        const header = columns.map((column) => `name${column}`);
        const keyed = rows.map((row) => ({ row, key: keys.next().value ?? 0 }));
        const shuffled = keyed.sort((a, b) => a.key - b.key).map(({ row }) => columns.map((column) => row[column]!));
        const before = detect(write([header.toSorted(), ...rows], using));
        expect(detect(write([header, ...shuffled], using))).toEqual(before);
      }),
    );
  });

  it('finds the delimiter a writer used, where its cells are words and numbers', () => {
    const cell = fc.oneof(
      fc.constantFrom('ACME', 'Smith, John', 'Beta GmbH', 'x', '1,5', '1.234,56'),
      fc.integer().map(String),
    );
    const table = fc
      .integer({ min: 2, max: 6 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 3, maxLength: 30 }),
      );
    fc.assert(
      fc.property(table, fc.constantFrom(',', ';', '\t', '|'), (rows, delimiter) => {
        const header = rows[0]!.map((_, column) => `name${column}`);
        expect(detect(write([header, ...rows], { ...COMMA, delimiter })).delimiter).toBe(delimiter);
      }),
    );
  });
});
