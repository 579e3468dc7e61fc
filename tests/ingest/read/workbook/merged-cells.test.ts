import { describe, expect, it } from 'vitest';
import { MergedCells, parseRange } from '../../../../src/ingest/read/workbook/merged-cells.js';

describe('parseRange', () => {
  it('reads a range with zero-based columns', () => {
    expect(parseRange('B2:AA10')).toEqual({ top: 2, bottom: 10, left: 1, right: 26 });
  });

  it.each(['A1', 'A1:', 'B2:A1', 'A2:B1', 'A1:ZZZ1', ''])('knows that "%s" is none', (text) => {
    expect(parseRange(text)).toBeNull();
  });
});

describe('MergedCells', () => {
  const covered = (ranges: string[], rows: number, columns: number): string[] => {
    const merged = new MergedCells(ranges.map((range) => parseRange(range)!));
    return Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, column) => (merged.covers(row + 1, column) ? 'x' : '.')).join(''),
    );
  };

  it('covers all cells of a range except the top left one', () => {
    expect(covered(['B2:C3'], 4, 4)).toEqual(['....', '..x.', '.xx.', '....']);
  });

  it('accepts ranges in any order, side by side and one below another', () => {
    expect(covered(['A3:B4', 'C1:D2', 'A1:B2'], 5, 4)).toEqual(['.x.x', 'xxxx', '.x..', 'xx..', '....']);
  });

  it('uses the first of two overlapping ranges', () => {
    expect(covered(['A1:B2', 'A2:B3'], 3, 2)).toEqual(['.x', 'xx', '..']);
  });
});
