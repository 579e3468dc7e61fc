import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldSpelling } from '../../src/names/fold-spelling.js';

describe('foldSpelling', () => {
  it.each([
    ['letter case', 'Northwind FOODS', 'northwind foods'],
    ['white space', '  Northwind \u00A0 Foods\t', 'northwind foods'],
    ['composed and decomposed letters', 'Cafe\u0301', 'café'],
    ['full-width letters and spaces', 'ＮＨＳ\u3000ＣＣＧ', 'nhs ccg'],
    ['half-width katakana', 'ｶﾞｽ', 'ガス'],
    ['sharp s in both cases', 'STRASSE', 'straße'],
    ['capital sharp s', 'STRAẞE', 'strasse'],
    ['the final sigma', 'ΟΔΟΣ', 'οδοσ'],
  ])('ignores %s', (_, one, other) => {
    expect(foldSpelling(one)).toBe(foldSpelling(other));
  });

  it.each([
    ['accents', 'Café', 'Cafe'],
    ['punctuation', 'NHS CCG', 'NHS CCG *'],
    ['the dotless i', 'ılık', 'ilik'],
    ['superscripts', 'CO²', 'CO2'],
  ])('keeps %s apart', (_, one, other) => {
    expect(foldSpelling(one)).not.toBe(foldSpelling(other));
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(foldSpelling(foldSpelling(text))).toBe(foldSpelling(text));
      }),
    );
  });
});
