import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Engine } from '../../../src/duckdb/engine.js';
import { quoteText } from '../../../src/duckdb/quote.js';
import { commonNumberGrammar, isNumber } from '../../../src/ingest/cells/numbers.js';
import { singleColumnSource } from '../../../src/ingest/columns/column-query.js';
import { type NumberStyle, numberStyle } from '../../../src/ingest/columns/common-numbers.js';
import { examineNumbers } from '../../../src/ingest/columns/examine-numbers.js';
import { overviewOf } from '../../../src/ingest/columns/overview.js';
import { joinedValue, planColumns } from '../../../src/ingest/columns/plan-columns.js';
import type { DecimalMark } from '../../../src/model/dataset.js';

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open({ threads: 2, memoryLimitBytes: 256 * 1024 ** 2, tempDirectory: '/nowhere' });
});
afterAll(() => engine.close());

/** Cells in various styles, including some that are barely numbers. */
const written = fc
  .record({
    digits: fc.integer({ min: 0, max: 99_999_999 }).map(String),
    fraction: fc.constantFrom('', '5', '50', '125', '0625'),
    comma: fc.boolean(),
    between: fc.constantFrom('', 'mark', ' ', '\u00a0', "'", '_'),
    symbol: fc.constantFrom('', '$', '€', '£', 'EUR', 'US$', 'Kč', 'kr'),
    gap: fc.constantFrom('', ' '),
    sign: fc.constantFrom('', '', '-', '+', '()', '-behind', '\u2212'),
    percent: fc.boolean(),
    inFront: fc.boolean(),
  })
  .map(({ digits, fraction, comma, between, symbol, gap, sign, percent, inFront }) => {
    const group = between === 'mark' ? (comma ? '.' : ',') : between;
    const whole = digits.replace(/\B(?=(\d{3})+$)/g, group);
    const number = fraction === '' ? whole : `${whole}${comma ? ',' : '.'}${fraction}`;
    const named = symbol === '' ? number : inFront ? symbol + gap + number : number + gap + symbol;
    const cell = percent ? `${number}${gap}%` : named;
    if (sign === '()') return `(${cell})`;
    return sign === '-behind' ? `${cell}-` : sign + cell;
  });
const irregular = fc.constantFrom(
  '',
  'n/a',
  '-',
  '1.2k',
  'EUR 5',
  '026',
  '5.',
  '.5',
  '1e5',
  '12,34,567.5',
  '5 € -',
  '(5',
  'x',
);

const decorations = fc.record({
  symbols: fc.subarray(['$', '€', '£', 'EUR', 'US$', 'Kč', 'kr']),
  gaps: fc.subarray([' ', '\u00a0', "'", '_']),
  parentheses: fc.boolean(),
  percent: fc.boolean(),
});

it('matches no common number that the whole grammar rejects', () => {
  const cell = fc.oneof(written, fc.string({ unit: fc.constantFrom(...'01.,-+()$€% _k', 'kr', 'US'), maxLength: 9 }));
  fc.assert(
    fc.property(cell, decorations, fc.constantFrom<DecimalMark>('POINT', 'COMMA'), (text, decoration, mark) => {
      const common = new RegExp(`^(?:${commonNumberGrammar(mark, decoration)})$`);
      expect(common.test(text) && !isNumber(text, mark)).toBe(false);
    }),
    { numRuns: 3000 },
  );
});

it('detects the style of the numbers in a sample', () => {
  const cells = ['$1,234.50', '($7.00)', '12 %', '5 EUR', '1.2k', 'EUR 5k'];
  const { mark, decoration } = numberStyle(cells);
  const common = new RegExp(`^(?:${commonNumberGrammar(mark, decoration)})$`);
  expect(cells.map((cell) => common.test(cell))).toEqual([true, true, true, true, false, false]);
});

it('reads a column the same way with common numbers as with the whole grammar only', async () => {
  const undecorated = (mark: DecimalMark): NumberStyle => ({
    mark,
    decoration: { symbols: [], gaps: [], parentheses: false, percent: false },
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 9, arbitrary: written }, { weight: 1, arbitrary: irregular }), {
        minLength: 1,
        maxLength: 30,
      }),
      fc.constantFrom('amount', 'margin', 'code'),
      async (cells, header) => {
        const style = numberStyle(cells);
        const common = await readNumbers(cells, header, style);
        expect(await readNumbers(cells, header, undecorated(style.mark))).toEqual(common);
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);

/** The reading of a column of numbers, and its values. */
function readNumbers(cells: readonly string[], header: string, style: NumberStyle) {
  return engine.withConnection(async (connection) => {
    const list = cells.map((cell) => `(${quoteText(cell)})`).join(', ');
    await connection.run(`CREATE TEMP TABLE raw AS FROM (VALUES ${list}) AS cells(c1)`);
    const sample = {
      candidates: new Set(['NUMBER'] as const),
      style,
      tested: cells,
      namesOfNothing: 0,
      first: [],
      repeats: false,
      allDiffer: false,
      longest: 0,
      hasFormulas: false,
      plainNumbers: null,
      mostlyNumbers: true,
    };
    const source = singleColumnSource(connection, 'c1', '(SELECT c1, 1 AS n FROM raw)');
    const column = await overviewOf(
      { raw: 'c1', header, given: null, source, distinct: null, isWorkbook: false },
      sample,
    );
    const { parsed, reading } = await examineNumbers(connection, column, {});
    const [planned] = planColumns([{ ...column, ...reading }], [header]);
    const { sql } = joinedValue(planned!);
    const values = await connection.runAndReadAll(`SELECT (${sql})::VARCHAR FROM raw ORDER BY rowid`);
    const { features, currencies, proof, mark, fractionDigits, leadingZeros } = reading;
    const { dataType, representation } = planned!;
    const kept = { features, currencies, proof, mark, fractionDigits, leadingZeros, dataType, representation };
    return { parsed, ...kept, values: values.getColumns()[0] };
  });
}
