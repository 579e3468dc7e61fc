import { describe, expect, it } from 'vitest';
import { applicable, correctionOf, kindOf, withCorrection } from '../../explorer/src/dataset/column-correction.js';
import { usedOptions } from '../../explorer/src/dataset/used-options.js';
import { previewOf } from '../../explorer/src/format/cell-preview.js';
import { correctionInWords, effectsOf } from '../../explorer/src/format/column-words.js';

const amount = { name: 'amount_eur', originalName: 'Amount (EUR)', dataType: 'STRING', timePart: null } as const;

describe('the corrections of columns', () => {
  const earlier = [
    { name: 'status', type: 'IGNORE' as const },
    { name: ' amount (eur) ', type: 'NUMBER' as const },
  ];

  it('are found by the name or the header of the column', () => {
    expect(correctionOf(amount, earlier)).toEqual({ type: 'NUMBER' });
    expect(correctionOf(amount, [{ name: 'amount_eur', scale: 'MILLIONS' }])).toEqual({ scale: 'MILLIONS' });
    expect(correctionOf(amount, [{ name: 'amount', type: 'TEXT' }])).toEqual({});
    expect(correctionOf(amount, null)).toEqual({});
  });

  it('are replaced for one column; the others stay', () => {
    expect(withCorrection(earlier, amount, { type: 'NUMBER', scale: 'THOUSANDS' })).toEqual([
      { name: 'status', type: 'IGNORE' },
      { name: 'amount_eur', type: 'NUMBER', scale: 'THOUSANDS' },
    ]);
    expect(withCorrection(null, amount, { dateOrder: 'DMY' })).toEqual([{ name: 'amount_eur', dateOrder: 'DMY' }]);
  });

  it('are removed where nothing is left to correct', () => {
    expect(withCorrection(earlier, amount, { type: undefined, scale: undefined })).toEqual([earlier[0]]);
  });

  it('have no options that do not apply to the type', () => {
    const all = { type: 'NUMBER', scale: 'THOUSANDS', decimalMark: 'COMMA', dateOrder: 'DMY' } as const;
    expect(applicable(all, 'NUMBER')).toEqual({ ...all, dateOrder: undefined });
    expect(applicable({ ...all, type: undefined }, 'DATE')).toEqual({ dateOrder: 'DMY' });
    expect(applicable({ ...all, type: 'TEXT' }, 'TEXT')).toEqual({ type: 'TEXT' });
  });

  it('are said in words, with what they change', () => {
    expect(correctionInWords({ type: 'NUMBER', scale: 'THOUSANDS', decimalMark: 'COMMA' })).toBe(
      'numbers, in thousands, decimal comma',
    );
    expect(correctionInWords({})).toBe('');
    expect(effectsOf({ type: 'DATE', dateOrder: 'DMY' })).toEqual([
      'Cells that are no dates become empty; they are counted and listed.',
      '03/04/2024 is 3 April 2024.',
    ]);
    expect(effectsOf({})).toEqual([]);
  });

  it.each([
    ['DECIMAL', null, 'NUMBER'],
    ['TIMESTAMP', 'DATE', 'DATE'],
    ['STRING', 'PERIOD', 'PERIOD'],
    ['STRING', null, 'TEXT'],
    ['INTEGER', 'YEAR', 'NUMBER'],
    ['BOOLEAN', null, 'BOOLEAN'],
  ] as const)('begin from what was detected: %s with the time part %s is %s', (dataType, timePart, kind) => {
    expect(kindOf({ ...amount, dataType, timePart })).toBe(kind);
  });
});

describe('the options a version was read with', () => {
  it('are sent back without what was not given', () => {
    const options = {
      __typename: 'ReadingOptions' as const,
      sheet: null,
      headerRow: 3,
      unpivot: false,
      fillDown: ['Region'],
      columns: [{ __typename: 'GivenColumnOptions' as const, name: 'a', type: 'TEXT' as const, scale: null }],
    };
    expect(usedOptions({ options } as unknown as Parameters<typeof usedOptions>[0])).toEqual({
      headerRow: 3,
      unpivot: false,
      fillDown: ['Region'],
      columns: [{ name: 'a', type: 'TEXT' }],
    });
    expect(usedOptions({ options: null })).toEqual({});
  });

  it('are shown on cells of the file, where that is certain', () => {
    expect(previewOf(' 00123 ', 'TEXT', { type: 'TEXT' })).toBe('00123');
    expect(previewOf('1234', 'NUMBER', { scale: 'THOUSANDS' })).toBe('1,234,000');
    expect(previewOf('-5', 'NUMBER', { scale: 'HUNDREDTHS' })).toBe('−0.05');
    expect(previewOf('1.234,5', 'NUMBER', { decimalMark: 'COMMA', scale: 'MILLIONS' })).toBe('1,234,500,000');
    expect(previewOf('1,234', 'NUMBER', { decimalMark: 'COMMA' })).toBe('1.234');
    expect(previewOf('1,234', 'NUMBER', { decimalMark: 'POINT' })).toBe('1,234');
    expect(previewOf('see note', 'NUMBER', { type: 'NUMBER' })).toBeNull();
    expect(previewOf('03/04/2024', 'DATE', { dateOrder: 'DMY' })).toBe('3 Apr 2024');
    expect(previewOf('03/04/2024', 'DATE', { dateOrder: 'MDY' })).toBe('4 Mar 2024');
    expect(previewOf('31/04/2024', 'DATE', { dateOrder: 'DMY' })).toBeNull();
  });

  it('are not shown on cells of which only reading the file can be sure', () => {
    expect(previewOf('1,234', 'NUMBER', { type: 'NUMBER' })).toBeUndefined();
    expect(previewOf('5 kg', 'NUMBER', { scale: 'THOUSANDS' })).toBeUndefined();
    expect(previewOf('03/04/24', 'DATE', { dateOrder: 'DMY' })).toBeUndefined();
    expect(previewOf('3 avril 2024', 'DATE', { dateOrder: 'DMY' })).toBeUndefined();
  });
});
