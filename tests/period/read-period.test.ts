import { expect, it } from 'vitest';
import { readPeriod } from '../../src/period/read-period.js';

const read = (cell: string) => readPeriod(cell, { bareYear: false, compact: false, fiscal: false });

it.each([
  ['2024-Q1', '2024-Q1'],
  ['Q3 FY24', '2024-Q3'],
  ["Q1'24", '2024-Q1'],
  ['FY24 Q3', '2024-Q3'],
  ['FY2024-Q3', '2024-Q3'],
  ['1Q24', '2024-Q1'],
  ['4T2023', '2023-Q4'],
  ['Q2 2023/24', '2024-Q2'],
  ['FY2023/24 Q2', '2024-Q2'],
  ['1st quarter 2024', '2024-Q1'],
  ['3. Quartal 2024', '2024-Q3'],
  ['2e trimestre 2024', '2024-Q2'],
  ['2023M12', '2023-M12'],
  ['Dec-23', '2023-M12'],
  ['003.2024', '2024-M03'],
  ['enero de 2024', '2024-M01'],
  ['2024年1月', '2024-M01'],
  ['2024년 12월', '2024-M12'],
  ['FY2024', '2024'],
  ['FY2023/24', '2024'],
  ['FY 23-24', '2024'],
  ['2023/2024', '2024'],
  ['2024年', '2024'],
])('reads %s as %s', (cell, key) => {
  expect(read(cell)).toBe(key);
});

it.each([
  '5Q24',
  'Q5 2024',
  'FY2023/25',
  'Q1 2023/25',
  '2024年13月',
  '2024',
  '202403',
  '2024-W01',
  '013.2024',
  'FY1850',
  '1-2-3',
])('does not read %s as a period', (cell) => {
  expect(read(cell)).toBeUndefined();
});
