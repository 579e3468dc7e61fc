import { describe, expect, it } from 'vitest';
import { periodTicks, wholeTicks } from '../../explorer/src/charts/axis-ticks.js';
import { startingGrain } from '../../explorer/src/format/period-grain.js';
import { lastMonthKey, periodKeys } from '../../explorer/src/format/period-keys.js';
import { periodName, periodStart } from '../../explorer/src/format/periods.js';

describe('the periods an analysis begins with', () => {
  const ofDates = (min: string, max: string) => ({
    periodGrain: 'YEAR_MONTH' as const,
    periodGrainCandidates: ['DATE' as const, 'YEAR_MONTH' as const, 'YEAR_QUARTER' as const, 'YEAR' as const],
    timeColumns: ['date'],
    columns: [{ name: 'date', min, max }],
  });

  it('are the coarsest of which there are four', () => {
    expect(startingGrain(ofDates('2021-12-31', '2024-01-01'))).toBe('YEAR');
    expect(startingGrain(ofDates('2022-01-01', '2024-12-31'))).toBe('YEAR_QUARTER');
    expect(startingGrain(ofDates('2024-01-01', '2024-11-30'))).toBe('YEAR_QUARTER');
    expect(startingGrain(ofDates('2024-01-01', '2024-07-31'))).toBe('YEAR_MONTH');
  });

  it('are never days, and stay as detected where no grain has four', () => {
    expect(startingGrain(ofDates('2024-01-01', '2024-03-31'))).toBe('YEAR_MONTH');
    expect(startingGrain(ofDates('2024-01-01', '2024-01-31'))).toBe('YEAR_MONTH');
  });

  it('are the saved ones, whatever their number', () => {
    expect(startingGrain({ ...ofDates('2000-01-01', '2024-12-31'), periodGrain: 'YEAR_QUARTER' })).toBe('YEAR_QUARTER');
    expect(startingGrain({ ...ofDates('2000-01-01', '2024-12-31'), periodGrain: 'NONE' })).toBe('NONE');
  });

  it('are read from columns of quarters, months and years too', () => {
    const quarters = {
      periodGrain: 'YEAR_QUARTER' as const,
      periodGrainCandidates: ['YEAR_QUARTER' as const, 'YEAR' as const],
      timeColumns: ['period'],
    };
    expect(startingGrain({ ...quarters, columns: [{ name: 'period', min: '2023-Q1', max: '2024-Q4' }] })).toBe(
      'YEAR_QUARTER',
    );
    expect(startingGrain({ ...quarters, columns: [{ name: 'period', min: '2020-Q4', max: '2023-Q1' }] })).toBe('YEAR');
    expect(startingGrain({ ...quarters, columns: [{ name: 'period', min: null, max: null }] })).toBe('YEAR_QUARTER');
  });
});

describe('the keys of a range of periods', () => {
  const calendar = { fiscalYearStart: 1, fiscalYearNamedBy: 'END' as const };
  const april = { fiscalYearStart: 4, fiscalYearNamedBy: 'END' as const };
  /** March 2023 to April 2024. */
  const span = [2023 * 12 + 2, 2024 * 12 + 3] as const;

  it('are those of the calendar', () => {
    expect(periodKeys('YEAR', span, calendar)).toEqual(['2023', '2024']);
    expect(periodKeys('YEAR_QUARTER', span, calendar)).toEqual([
      '2023-Q1',
      '2023-Q2',
      '2023-Q3',
      '2023-Q4',
      '2024-Q1',
      '2024-Q2',
    ]);
    expect(periodKeys('YEAR_MONTH', span, april)).toHaveLength(14);
    expect(periodKeys('YEAR_MONTH', span, april)[0]).toBe('2023-M03');
    expect(periodKeys('DATE', span, calendar)).toEqual([]);
    expect(lastMonthKey(span)).toBe('2024-M04');
  });

  it('are fiscal where years begin in another month, named by the year in which they end or start', () => {
    expect(periodKeys('YEAR', span, april)).toEqual(['FY2023', 'FY2024', 'FY2025']);
    expect(periodKeys('YEAR', span, { ...april, fiscalYearNamedBy: 'START' })).toEqual(['FY2022', 'FY2023', 'FY2024']);
    expect(periodKeys('YEAR_QUARTER', span, april)).toEqual([
      'FY2023-Q4',
      'FY2024-Q1',
      'FY2024-Q2',
      'FY2024-Q3',
      'FY2024-Q4',
      'FY2025-Q1',
    ]);
  });

  it('have names in words, and a place on the axis', () => {
    expect(
      ['FY2025', 'FY2025-Q1', 'LTM 2024-M03', 'L3M 2024-M03', 'YTD 2024-Q2', 'FYTD 2024-M03'].map(periodName),
    ).toEqual(['FY2025', 'Q1 FY2025', '12 months to Mar 2024', '3 months to Mar 2024', 'YTD Q2 2024', 'FYTD Mar 2024']);
    expect(periodStart('LTM 2024-M03')?.toISOString()).toBe('2024-03-01T00:00:00.000Z');
    expect(periodStart('FY2025')?.getUTCFullYear()).toBe(2025);
  });
});

describe('the ticks of an axis', () => {
  const dated = (periods: readonly string[]) => periods.map((period) => ({ period, date: periodStart(period)! }));

  it('are years where the periods are years, as many as have room, with the newest among them', () => {
    const years = dated(Array.from({ length: 64 }, (_, at) => String(1960 + at)));
    const wide = periodTicks(years, 1100)!;
    const names = wide.ticks.map(wide.tickFormat);
    expect(names.at(-1)).toBe('2023');
    expect(names.every((name) => /^\d{4}$/.test(name))).toBe(true);
    expect(names.length).toBeGreaterThan(8);
    expect(names.length).toBeLessThan(18);
    expect(periodTicks(dated(['2023', '2024']), 300)!.ticks).toHaveLength(2);
  });

  it('are the names of few periods, and dates where there are many', () => {
    const few = periodTicks(dated(['2023-Q1', '2023-Q2', '2023-Q3']), 800)!;
    expect(few.ticks.map(few.tickFormat)).toEqual(['Q1 2023', 'Q2 2023', 'Q3 2023']);
    expect(periodTicks(dated(Array.from({ length: 24 }, (_, at) => `20${10 + at}-Q1`)), 800)).toBeUndefined();
  });

  it('are whole numbers for counts', () => {
    expect(wholeTicks(0, 2.16)).toEqual([0, 1, 2]);
    expect(wholeTicks(0, 13)).toEqual([0, 5, 10]);
    expect(wholeTicks(0, 260)).toEqual([0, 50, 100, 150, 200, 250]);
    for (let top = 1; top < 3000; top += 7) {
      const ticks = wholeTicks(0, top * 1.08);
      expect(ticks.every(Number.isInteger)).toBe(true);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.length).toBeLessThanOrEqual(8);
    }
  });
});
