import { describe, expect, it } from 'vitest';
import { numberKind } from '../../../../src/ingest/read/workbook/number-format.js';

describe('numberKind', () => {
  it.each([
    [0, 'NUMBER'],
    [4, 'NUMBER'],
    [9, 'PERCENT'],
    [10, 'PERCENT'],
    [11, 'NUMBER'],
    [14, 'DATE'],
    [17, 'DATE'],
    [18, 'TIME'],
    [21, 'TIME'],
    [22, 'DATE'],
    [37, 'NUMBER'],
    [45, 'TIME'],
    [46, 'DURATION'],
    [47, 'TIME'],
    [49, 'NUMBER'],
    [57, 'DATE'],
  ])('knows built-in format %d as %s', (id, kind) => {
    expect(numberKind(id, undefined)).toBe(kind);
  });

  it.each([
    ['General', 'NUMBER'],
    ['#,##0.00_);[Red](#,##0.00)', 'NUMBER'],
    ['"€" #,##0.00', 'NUMBER'],
    ['[$$-409]#,##0.00;[Red]-[$$-409]#,##0.00', 'NUMBER'],
    ['0.00E+00', 'NUMBER'],
    ['0 "days"', 'NUMBER'],
    ['0\\h', 'NUMBER'],
    ['# ?/?', 'NUMBER'],
    ['@', 'NUMBER'],
    ['[Blue][>=100]0;[Red]0', 'NUMBER'],
    ['0%', 'PERCENT'],
    ['0.00%;[Red]-0.00%', 'PERCENT'],
    ['0"%"', 'NUMBER'],
    ['0\\%', 'NUMBER'],
    ['yyyy-mm-dd', 'DATE'],
    ['[$-409]d-mmm-yy;@', 'DATE'],
    ['[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', 'DATE'],
    ['mmm', 'DATE'],
    ['mm', 'DATE'],
    ['DD/MM/YYYY hh:mm', 'DATE'],
    ['[$-411]ge.m.d', 'DATE'],
    ['h:mm AM/PM', 'TIME'],
    ['mm:ss.0', 'TIME'],
    ['[$-F400]h:mm:ss\\ AM/PM', 'TIME'],
    ['[h]:mm', 'DURATION'],
    ['[mm]:ss', 'DURATION'],
    ['[ss]', 'DURATION'],
    ['', 'NUMBER'],
  ])('takes %s for a %s', (code, kind) => {
    expect(numberKind(164, code)).toBe(kind);
  });

  it('treats four or more zeros as a code, fewer as a number', () => {
    expect(numberKind(164, '00000')).toEqual({ digits: 5 });
    for (const code of ['00', '000', '0000.0', '0,000']) expect(numberKind(164, code)).toBe('NUMBER');
  });

  it("uses the workbook's code if it redefines a built-in format", () => {
    expect(numberKind(14, '0.00')).toBe('NUMBER');
  });
});
