import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_RECORD_BYTES, RecordScanner, RecordTooLong } from '../../../../src/ingest/read/text/records.js';
import { COMMA, parse, write } from './parse.js';

describe('RecordScanner', () => {
  it.each([
    [
      'plain cells',
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'no line end at the end',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'empty cells',
      ',a,\n,,\n',
      [
        ['', 'a', ''],
        ['', '', ''],
      ],
    ],
    ['an empty line is a record of one empty cell', 'a\n\nb\n', [['a'], [''], ['b']]],
    ['delimiters, quotes and line ends in quotes', '"a,b","c""d","e\r\nf"\n', [['a,b', 'c"d', 'e\r\nf']]],
    ['spaces around quotes', 'a, "b,c" ,   "d"\n', [['a', 'b,c', 'd']]],
    ['spaces without quotes', ' a , b\n', [[' a ', ' b']]],
    ['quoted cells in pieces', '"Foo" "Bar",x\n', [['Foo Bar', 'x']]],
    ['a quote inside a cell', 'TV 42",6" pipe\n', [['TV 42"', '6" pipe']]],
    ['text after a closing quote', '"Foo" Ltd,5\n', [['"Foo" Ltd', '5']]],
    ['text after a closing quote, and a quoted cell after it', '"Foo" Ltd,"Bar",5\n', [['"Foo" Ltd', 'Bar', '5']]],
    ['unescaped quotes within quotes', '"say "hi" now",5\n', [['say "hi" now', '5']]],
    ['unescaped quotes around a delimiter', '"He said, "hi" ok",5\n', [['He said, "hi" ok', '5']]],
    [
      'an unclosed quote spoils one line',
      'a,"b c,1\nx,y,2\nx,"z",3\n',
      [
        ['a', '"b c', '1'],
        ['x', 'y', '2'],
        ['x', 'z', '3'],
      ],
    ],
    [
      'an unclosed quote in the last line',
      'a,b\nc,"d\n',
      [
        ['a', 'b'],
        ['c', '"d'],
      ],
    ],
    [
      'Windows line ends',
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'Windows line ends made twice',
      'a,b\r\r\nc,d\r\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'mixed line ends',
      'a,b\r\nc,d\ne,f',
      [
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
      ],
    ],
    ['a carriage return inside a cell', 'a\rb,c\n', [['a\rb', 'c']]],
    ['nothing', '', []],
  ])('reads %s', (_, text, records) => {
    expect(parse(text)).toEqual(records);
  });

  it('ends lines at a carriage return in classic Mac OS texts', () => {
    expect(parse('a,b\rc,"d\ne"\rf,g\r', { ...COMMA, newline: '\r' })).toEqual([
      ['a', 'b'],
      ['c', 'd\ne'],
      ['f', 'g'],
    ]);
  });

  it('accepts any character as the delimiter, also of several bytes', () => {
    expect(parse('a¦b¦"c¦d"\n', { ...COMMA, delimiter: '¦' })).toEqual([['a', 'b', 'c¦d']]);
    expect(parse('a "b c"\n', { ...COMMA, delimiter: ' ' })).toEqual([['a', 'b c']]);
  });

  it('marks repaired records', () => {
    const scanner = new RecordScanner(COMMA);
    const repaired = (text: string) => {
      expect(scanner.scan(Buffer.from(text), 0, Buffer.byteLength(text), true)).toBe(true);
      return scanner.repaired;
    };
    expect(repaired('"a,b",6" pipe\n')).toBe(false);
    expect(repaired('"Foo" Ltd,5\n')).toBe(true);
    expect(repaired('a,"b\n')).toBe(true);
  });

  it('reads what an RFC 4180 writer wrote', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'é', '"', ',', ';', '\n', '\r', ' ', '\t', '😀', "'"),
      maxLength: 6,
    });
    const dialect = fc.record({
      delimiter: fc.constantFrom(',', ';', '\t', '|', '¦'),
      quote: fc.constantFrom<'"' | "'">('"', "'"),
      newline: fc.constantFrom<'\n' | '\r\n'>('\n', '\r\n'),
    });
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 4 })),
        dialect,
        fc.boolean(),
        (rows, using, always) => {
          expect(parse(write(rows, using, always), using)).toEqual(rows);
        },
      ),
    );
  });

  it('returns false for an incomplete record', () => {
    const scanner = new RecordScanner(COMMA);
    for (const part of ['a,b', 'a,"b', 'a,"b"', 'a,"b"\r', 'a,b\r', 'a,b,', '"Foo" Ltd']) {
      expect(scanner.scan(Buffer.from(part), 0, Buffer.byteLength(part), false)).toBe(false);
    }
  });

  it('rejects a line without an end, and treats an unclosed quote as stray', () => {
    const scanner = new RecordScanner(COMMA);
    const line = Buffer.alloc(MAX_RECORD_BYTES + 10, 'x');
    expect(() => scanner.scan(line, 0, line.length, true)).toThrow(RecordTooLong);
    line.write('"a\nb');
    expect(scanner.scan(line, 0, line.length, false)).toBe(true);
    expect(scanner.cells()).toEqual(['"a']);
    expect(scanner.next).toBe(3);
  });

  it('writes a cell in quotes with the text it reads, however it was quoted', () => {
    const piece = fc.constantFrom('a', 'é', '"', '""', '"""', ',', '\n', ' ', '"b,c"', '"d\ne"', '"f" "g"', '"h "i"');
    fc.assert(
      fc.property(fc.string({ unit: piece, minLength: 1, maxLength: 30 }), (text) => {
        const bytes = Buffer.from(text);
        const scanner = new RecordScanner(COMMA);
        for (let at = 0; at < bytes.length; at = scanner.next) {
          scanner.scan(bytes, at, bytes.length, true);
          for (const [index, cell] of scanner.cells().entries()) {
            const target = Buffer.alloc(2 * scanner.cellLength(index) + 2);
            const written = target.toString('utf8', 0, scanner.writeQuoted(index, target, 0));
            expect(written).toBe(`"${cell.replaceAll('"', '""')}"`);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
