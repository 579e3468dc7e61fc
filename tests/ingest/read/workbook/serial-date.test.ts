import { describe, expect, it } from 'vitest';
import { serialText } from '../../../../src/ingest/read/workbook/serial-date.js';

describe('serialText', () => {
  it.each([
    [1, '1900-01-01'],
    [59, '1900-02-28'],
    [60, '1900-02-29'],
    [61, '1900-03-01'],
    [25569, '1970-01-01'],
    [44197, '2021-01-01'],
    [2958465, '9999-12-31'],
  ])('reads day %d of the 1900 system as %s, with the leap day that never was', (serial, text) => {
    expect(serialText(serial, 'DATE', 1900)).toBe(text);
  });

  it.each([
    [0, '1904-01-01'],
    [1, '1904-01-02'],
    [42735, '2021-01-01'],
    [2957003, '9999-12-31'],
  ])('reads day %d of the 1904 system as %s', (serial, text) => {
    expect(serialText(serial, 'DATE', 1904)).toBe(text);
  });

  it('adds a non-zero time, with non-zero milliseconds', () => {
    expect(serialText(44197.5, 'DATE', 1900)).toBe('2021-01-01 12:00:00');
    expect(serialText(44197.423726851855, 'DATE', 1900)).toBe('2021-01-01 10:10:10');
    expect(serialText(44197.000005787, 'DATE', 1900)).toBe('2021-01-01 00:00:00.500');
  });

  it('rounds to the next day within a millisecond of midnight', () => {
    expect(serialText(44197.9999999999, 'DATE', 1900)).toBe('2021-01-02');
  });

  it('shows a time of day without a date in every format', () => {
    expect(serialText(0.5, 'TIME', 1900)).toBe('12:00:00');
    expect(serialText(0.5, 'DATE', 1900)).toBe('12:00:00');
    expect(serialText(0, 'TIME', 1900)).toBe('00:00:00');
  });

  it('keeps the date that a format of hours hides', () => {
    expect(serialText(44197.25, 'TIME', 1900)).toBe('2021-01-01 06:00:00');
  });

  it('shows day 0 as Excel does, as an invalid date', () => {
    expect(serialText(0, 'DATE', 1900)).toBe('1900-01-00');
  });

  it('does not wrap durations at a day', () => {
    expect(serialText(1.1458333333333333, 'DURATION', 1900)).toBe('27:30:00');
    expect(serialText(-0.25, 'DURATION', 1900)).toBe('-06:00:00');
  });

  it.each([-1, -0.5, 2958466, 1e300])('returns null for serial %d', (serial) => {
    expect(serialText(serial, 'DATE', 1900)).toBeNull();
  });
});
