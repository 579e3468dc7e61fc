import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isPlainDecimal,
  paddedText,
  percentText,
  plainNumber,
} from '../../../../src/ingest/read/workbook/number-text.js';

const isPlain = (text: string) => {
  const bytes = Buffer.from(`<${text}>`);
  return isPlainDecimal(bytes, 1, bytes.length - 1);
};

it.each([
  ['1067', '01067'],
  ['80331', '80331'],
  ['123456', '123456'],
  ['-5', '-5'],
  ['5.5', '5.5'],
])('paddedText shows %s under 00000 as %s', (plain, shown) => {
  expect(paddedText(plain, { digits: 5 })).toBe(shown);
});

describe('plainNumber', () => {
  it.each([
    [Number('548.97149999999999'), '548.9715'],
    [1e21, '1000000000000000000000'],
    [1.5e-7, '0.00000015'],
    [-1.234e25, '-12340000000000000000000000'],
    [5e-324, `0.${'0'.repeat(323)}5`],
    [0.1 + 0.2, '0.30000000000000004'],
    [-0, '0'],
  ])('writes %s as %s', (value, text) => {
    expect(plainNumber(value)).toBe(text);
  });

  it('never writes an exponent and parses to the same double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = plainNumber(value);
        expect(text).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(text)).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});

describe('percentText', () => {
  it.each([
    ['0.05', '5%'],
    ['0.055', '5.5%'],
    ['1', '100%'],
    ['-0.5', '-50%'],
    ['0.1234567890123', '12.34567890123%'],
    ['0', '0%'],
    ['0.0001', '0.01%'],
    ['12.3', '1230%'],
  ])('shows %s as %s', (plain, shown) => {
    expect(percentText(plain)).toBe(shown);
  });
});

describe('isPlainDecimal', () => {
  it.each(['0', '7', '-7', '1500', '0.5', '-0.5', '123456789012345', '1.23456789012345', '0.0000001'])(
    'takes %s as it stands',
    (text) => {
      expect(isPlain(text)).toBe(true);
    },
  );

  it.each([
    '',
    '-',
    '-0',
    '007',
    '1.',
    '.5',
    '1.50',
    '250.00',
    '1e5',
    '1,5',
    ' 1',
    '1234567890123456',
    '0.1234567890123456',
  ])('has "%s" printed anew', (text) => {
    expect(isPlain(text)).toBe(false);
  });

  it('returns true only if printing would not change the text', () => {
    const decimals = fc.stringMatching(/^-?\d{1,9}(\.\d{1,9})?$/);
    fc.assert(
      fc.property(decimals, (text) => {
        if (isPlain(text)) expect(plainNumber(Number(text))).toBe(text);
      }),
    );
  });
});
