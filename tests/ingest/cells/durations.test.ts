import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Engine } from '../../../src/duckdb/engine.js';
import { quoteText } from '../../../src/duckdb/quote.js';
import { hoursOf, hoursSql, isBeyondDay, isClock, isLetteredDuration } from '../../../src/ingest/cells/durations.js';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open({ threads: 1, memoryLimitBytes: 256 * 1024 ** 2, tempDirectory: '/nowhere' });
});
afterAll(() => engine.close());

async function hoursInSql(cells: readonly string[]): Promise<string[]> {
  const values = cells.map((cell) => `(${quoteText(cell)})`).join(', ');
  const answer = await engine.withConnection((connection) =>
    connection.runAndReadAll(`SELECT ${hoursSql('cell')} FROM (VALUES ${values}) AS cells(cell)`),
  );
  return answer.getRows().map(([text]) => text as string);
}

it.each([
  ['8:30', '8.5'],
  ['-1:30', '-1.5'],
  ['240:00:00', '240'],
  ['38:45:36', '38.76'],
  ['1h30', '1.5'],
  ['2 h 15 min', '2.25'],
  ['12h', '12'],
  ['1hr 3m', '1.05'],
  ['90m 36s', '1.51'],
  ['0:20', '0.3333333333333333'],
  ['8:75', '8:75'],
  ['12 m', '12 m'],
  ['5 s', '5 s'],
  ['102:154', '102:154'],
  ['text', 'text'],
])('reads %s as %s hours, in SQL as in JavaScript', async (cell, hours) => {
  expect(hoursOf(cell)).toBe(hours);
  expect(await hoursInSql([cell])).toEqual([hours]);
});

it('reads any duration as its seconds divided by 3600, in SQL as in JavaScript', async () => {
  const two = (value: number) => String(value).padStart(2, '0');
  const forms = [
    (h: number, m: number, s: number) => `${h}:${two(m)}:${two(s)}`,
    (h: number, m: number, s: number) => `${h}h${two(m)}m${two(s)}s`,
    (h: number, m: number, s: number) => `${h} hrs ${m} min ${s} sec`,
    (h: number, m: number, s: number) => `${h * 60 + m} min ${s} s`,
  ];
  const duration = fc.tuple(fc.constantFrom(...forms), fc.constantFrom('', '-'), fc.nat(5000), fc.nat(59), fc.nat(59));
  const found = fc.sample(duration, 400);
  const texts = found.map(([form, sign, h, m, s]) => sign + form(h, m, s));
  const inSql = await hoursInSql(texts);
  for (const [index, [, sign, h, m, s]] of found.entries()) {
    const hours = ((sign ? -1 : 1) * (h * 3600 + m * 60 + s)) / 3600;
    expect(Number(hoursOf(texts[index]!)), texts[index]).toBe(hours + 0);
    expect(Number(inSql[index]), texts[index]).toBe(hours + 0);
  }
});

it('takes times of day, scores and numbers with a unit for no certain durations', () => {
  for (const cell of ['8:30', '3:1', '102:54', '23:59:59', '12 h', '5 s', '16:9', '1.5 h', 'Room 3 h 2']) {
    expect(isLetteredDuration(cell) || isBeyondDay(cell), cell).toBe(false);
  }
  expect(['8:30', '102:54', '23:59:59', '3:1', '8:75'].map(isClock)).toEqual([true, true, true, false, false]);
  expect(isBeyondDay('24:00:00')).toBe(true);
  expect(['1h30', '4m 12s', '2 h 15 min'].map(isLetteredDuration)).toEqual([true, true, true]);
});
