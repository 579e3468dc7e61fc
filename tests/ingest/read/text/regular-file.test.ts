import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type Irregularities, writeRegularFile } from '../../../../src/ingest/read/text/regular-file.js';
import { COMMA, parse } from './parse.js';

const folder = mkdtempSync(join(tmpdir(), 'regular-'));
afterAll(() => rmSync(folder, { recursive: true }));

function rewritten(
  text: string,
  columns: number,
  chunkBytes?: number,
): { text: string; irregularities: Omit<Irregularities, 'written'> } {
  const [source, target] = [join(folder, 'source'), join(folder, 'target')];
  writeFileSync(source, text);
  rmSync(target, { force: true });
  const { written, ...irregularities } = writeRegularFile({
    source,
    target,
    dialect: COMMA,
    columns,
    offset: 0,
    firstRow: 1,
    chunkBytes,
  });
  const regularText = readFileSync(target, 'utf8');
  expect(written).toBe(parse(regularText).length);
  return { text: regularText, irregularities };
}

const nothing = { count: 0, rows: [] };
const regular: Omit<Irregularities, 'written'> = {
  blank: nothing,
  short: nothing,
  long: nothing,
  quotes: nothing,
  odd: { ESCAPES: nothing, OTHER_DELIMITER: nothing, QUOTED_LINE: nothing },
};

describe('writeRegularFile', () => {
  it('copies regular records after their number', () => {
    expect(rewritten('"a",b \n"c\nd", e\r\n,\n', 2)).toEqual({
      text: '"1","a",b \n"2","c\nd", e\n"3",,\n',
      irregularities: regular,
    });
  });

  it('pads short rows, and leaves blank ones out', () => {
    expect(rewritten('a,b,c\nd\n\n  \ne,f', 3)).toEqual({
      text: '"1",a,b,c\n"2",d,,\n"5",e,f,\n',
      irregularities: { ...regular, blank: { count: 2, rows: [3, 4] }, short: { count: 2, rows: [2, 5] } },
    });
  });

  it('cuts long rows and reports the cut cells, except empty ones', () => {
    expect(rewritten('a,b,,,\n"c","d","e",,f,\n', 2)).toEqual({
      text: '"1",a,b\n"2","c","d"\n',
      irregularities: { ...regular, long: { count: 1, rows: [{ row: 2, cells: 5, surplus: ['e', '', 'f'] }] } },
    });
  });

  it('quotes cells with stray quotes and carriage returns', () => {
    expect(rewritten('"Foo" Ltd,5\nb,"c\nd\re,6\n', 2)).toEqual({
      text: '"1","""Foo"" Ltd","5"\n"2","b","""c"\n"3","d\re","6"\n',
      irregularities: { ...regular, quotes: { count: 2, rows: [1, 2] } },
    });
  });

  it('keeps the first hundred row numbers of each kind', () => {
    const { short } = rewritten('a\n'.repeat(250), 2).irregularities;
    expect(short.count).toBe(250);
    expect(short.rows).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  });

  it('reports the row that is too long', () => {
    const endless = { code: 'UNREADABLE_FILE', details: { row: 2 } };
    expect(() => rewritten(`a,b\n${'x'.repeat(17 * 1024 * 1024)}`, 2)).toThrow(expect.objectContaining(endless));
  });

  it('rejects short rows that blank cells would make too large', () => {
    const [source, target] = [join(folder, 'narrow'), join(folder, 'wide')];
    writeFileSync(source, 'a\n'.repeat(2_000_000));
    const request = { source, target, dialect: COMMA, columns: 300, offset: 0, firstRow: 1 };
    expect(() => writeRegularFile({ ...request, maxFilledBytes: 50_000_000 })).toThrow(
      expect.objectContaining({
        code: 'FILE_TOO_LARGE',
        message: expect.stringMatching(/names 300 columns.*header row and the delimiter/),
      }),
    );
    expect(statSync(target).size).toBeLessThan(63_000_000);
  });

  it('writes every non-blank record, independent of the chunk size', () => {
    const piece = fc.constantFrom('a', 'é', '"', '""', ',', '\n', '\r\n', '\r', ' ', '"b,c"', '"d\ne"', '"f" g');
    const text = fc.string({ unit: piece, maxLength: 40 });
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 20 }),
        (source, columns, chunkBytes) => {
          const whole = rewritten(source, columns);
          expect(rewritten(source, columns, chunkBytes)).toEqual(whole);
          const numbered = parse(source).map((cells, index) => [
            String(index + 1),
            ...Array.from({ length: columns }, (_, column) => cells[column] ?? ''),
          ]);
          const { rows: blank } = whole.irregularities.blank;
          // Rows that the dialect of the file does not fit are read in their own one (odd-rows.test.ts).
          const odd = Object.values(whole.irregularities.odd).flatMap(({ rows }) => rows);
          const isRegular = ([row]: string[]) => !odd.includes(Number(row));
          const kept = numbered.filter(([row]) => !blank.includes(Number(row)));
          expect(parse(whole.text).filter(isRegular)).toEqual(kept.filter(isRegular));
          for (const row of blank) expect(numbered[row - 1]!.slice(1).join('').trim()).toBe('');
        },
      ),
      { numRuns: 150 },
    );
  });
});
