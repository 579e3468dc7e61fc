import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type RegularFileResult, writeRegularFile } from '../../../src/ingest/text/regular-file.js';
import { COMMA, parse } from './parse.js';

const folder = mkdtempSync(join(tmpdir(), 'regular-'));
afterAll(() => rmSync(folder, { recursive: true }));

function rewritten(text: string, columns: number, chunkBytes?: number): { text: string; result: RegularFileResult } {
  const [source, target] = [join(folder, 'source'), join(folder, 'target')];
  writeFileSync(source, text);
  rmSync(target, { force: true });
  const result = writeRegularFile({ source, target, dialect: COMMA, columns, offset: 0, firstRow: 1, chunkBytes });
  return { text: readFileSync(target, 'utf8'), result };
}

const nothing = { count: 0, rows: [] };

describe('writeRegularFile', () => {
  it('copies what is regular byte for byte', () => {
    const text = '"a",b \n"c\nd", e\n,\n';
    expect(rewritten(text, 2)).toEqual({
      text,
      result: { irregularities: { short: nothing, long: nothing, quotes: nothing } },
    });
  });

  it('pads short rows, and blank ones without calling them short', () => {
    const { text, result } = rewritten('a,b,c\nd\n\n  \ne,f', 3);
    expect(text).toBe('a,b,c\nd,,\n,,\n  ,,\ne,f,\n');
    expect(result).toEqual({ irregularities: { short: { count: 2, rows: [2, 5] }, long: nothing, quotes: nothing } });
  });

  it('cuts long rows and says what was cut, but not empty cells', () => {
    const { text, result } = rewritten('a,b,,,\n"c","d","e",,f,\n', 2);
    expect(text).toBe('a,b\n"c","d"\n');
    expect(result).toEqual({
      irregularities: {
        short: nothing,
        long: { count: 1, rows: [{ row: 2, cells: 5, surplus: ['e', '', 'f'] }] },
        quotes: nothing,
      },
    });
  });

  it('quotes what stray quotes and carriage returns left open', () => {
    const { text, result } = rewritten('"Foo" Ltd,5\nb,"c\nd\re,6\n', 2);
    expect(text).toBe('"""Foo"" Ltd","5"\n"b","""c"\n"d\re","6"\n');
    expect(result).toMatchObject({ irregularities: { quotes: { count: 2, rows: [1, 2] } } });
  });

  it('keeps the first hundred row numbers of each kind', () => {
    const { result } = rewritten('a\n'.repeat(250), 2);
    expect(result).toMatchObject({ irregularities: { short: { count: 250 } } });
    expect('irregularities' in result && result.irregularities.short.rows).toHaveLength(100);
  });

  it('writes one record for each it reads, the same whatever pieces it reads them in', () => {
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
          const padded = parse(source).map((cells) =>
            Array.from({ length: columns }, (_, index) => cells[index] ?? ''),
          );
          expect(parse(whole.text)).toEqual(padded);
        },
      ),
      { numRuns: 300 },
    );
  });
});
