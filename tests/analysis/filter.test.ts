import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normalFilter } from '../../src/analysis/filter/filter.js';
import { type FilterColumn, filterSql } from '../../src/analysis/filter/filter-sql.js';
import type { Connection } from '../../src/duckdb/connection.js';
import { Engine } from '../../src/duckdb/engine.js';
import { quoteIdentifier, quoteText } from '../../src/duckdb/quote.js';
import type { NormalFilter, RowFilter } from '../../src/model/row-filter.js';
import type { DataType } from '../../src/model/schema.js';
import { foldSpelling } from '../../src/names/fold-spelling.js';
import { column, schemaOf } from '../support/analysis-fixture.js';

const SQL_TYPES = {
  name: 'VARCHAR',
  code: 'VARCHAR',
  quantity: 'BIGINT',
  amount: 'DECIMAL(18,2)',
  ratio: 'DOUBLE',
  day: 'DATE',
  moment: 'TIMESTAMP',
  'is "paid"': 'BOOLEAN',
} as const;
type Name = keyof typeof SQL_TYPES;
const NAMES = Object.keys(SQL_TYPES) as Name[];
const schema = schemaOf(
  NAMES.map((name) => column(name, SQL_TYPES[name], name === 'code' ? { role: 'IDENTIFIER' } : {})),
);

/** Cells as DuckDB writes them as text, each with what it is equal to, by hand. */
const CELLS: Record<Name, string[]> = {
  name: ['ACME', 'Acme', ' acme', 'ＡＣＭＥ', 'Straße', 'STRASSE', 'it\'s "x"', '', '%', 'a_c', 'Beta'],
  code: ['a1', 'A1', 'b2', '007'],
  quantity: ['0', '-3', '7', '999999999999999999', '-999999999999999999'],
  amount: ['0.00', '-0.01', '0.10', '12.50', '9999999999999999.99', '-9999999999999999.99'],
  ratio: ['0.1', '-0.25', '1e+308', '0.0', '3.0'],
  day: ['2023-12-31', '2024-01-01', '2024-02-29'],
  moment: ['2024-01-01 00:00:00', '2024-01-01 23:59:59.999999', '2024-01-02 00:00:00', '2023-12-31 12:30:00'],
  'is "paid"': ['true', 'false'],
};
/** Folded spellings, written by hand. */
const FOLDED: Record<string, string> = {
  ...{ ACME: 'acme', Acme: 'acme', ' acme': 'acme', ＡＣＭＥ: 'acme', aCMe: 'acme', 'acme ': 'acme' },
  ...{ Straße: 'strasse', STRASSE: 'strasse', strasse: 'strasse', Beta: 'beta', BE: 'be', 'it\'s "x"': 'it\'s "x"' },
  ...{ '': '', '%': '%', a_c: 'a_c', c: 'c', ß: 'ss', "'; DROP TABLE rows": "'; drop table rows" },
};
const NUMBERS = [
  ...[
    '0',
    '-0',
    '0.1',
    '0.10',
    '1e-1',
    '.5',
    '12.5',
    '12.499',
    '12.501',
    '-0.005',
    '-0.01',
    '-0.011',
    '7',
    '7.0',
    '+7',
    '6.999',
  ],
  ...[
    '999999999999999999',
    '9999999999999999.99',
    '9999999999999999.995',
    '1e18',
    '-1e18',
    '1e30',
    '-1e30',
    '1e308',
    '1e309',
    '-3.5',
  ],
].filter((text) => text !== '.5');
const VALUES: Record<Name, string[]> = {
  name: Object.keys(FOLDED),
  code: ['a1', 'A1', ' a1 ', '007', '7'],
  quantity: NUMBERS,
  amount: NUMBERS,
  ratio: NUMBERS,
  day: ['2023-12-31', '2024-01-01', '2024-02-28', '2030-01-01'],
  moment: [
    '2024-01-01',
    '2023-12-31',
    '2024-01-01T00:00',
    '2024-01-01 23:59:59.999999',
    '2024-01-02T00:00:00',
    '2024-01-01T23:59:59.99',
  ],
  'is "paid"': ['true', 'false', 'TRUE'],
};

type Row = Record<Name, string | null>;
const rowOf = fc.record(
  Object.fromEntries(NAMES.map((name) => [name, fc.option(fc.constantFrom(...CELLS[name]), { freq: 4 })])),
) as fc.Arbitrary<Row>;

const ORDERED = ['gt', 'gte', 'lt', 'lte'] as const;

function conditionOn(name: Name): fc.Arbitrary<RowFilter> {
  const value = fc.constantFrom(...VALUES[name]);
  const list = fc.array(value, { maxLength: 4 });
  const operands: Record<string, fc.Arbitrary<unknown>> = {
    ...{ in: list, notIn: list, eq: value, isBlank: fc.boolean() },
    ...(name === 'name' || name === 'code' ? { contains: value, startsWith: value } : {}),
    ...(['quantity', 'amount', 'ratio', 'day', 'moment'].includes(name)
      ? Object.fromEntries(ORDERED.map((operator) => [operator, value]))
      : {}),
  };
  return fc
    .subarray(Object.keys(operands), { minLength: 1, maxLength: 2 })
    .chain((operators) => fc.record(Object.fromEntries(operators.map((each) => [each, operands[each]!]))))
    .map((operators) => ({ column: name, ...operators }) as RowFilter);
}

const condition = fc.constantFrom(...NAMES).chain(conditionOn);
const filterOf = fc.letrec<{ filter: RowFilter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    condition,
    fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map((and) => ({ and })),
    fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map((or) => ({ or })),
    tie('filter').map((not) => ({ not })),
  ),
})).filter;

/** The oracle: the rules in plain TypeScript, on the filter as it was written. */
function matches(filter: RowFilter, row: Row): boolean {
  if (filter.and) return filter.and.every((part) => matches(part, row));
  if (filter.or) return filter.or.some((part) => matches(part, row));
  if (filter.not) return !matches(filter.not, row);
  const name = filter.column as Name;
  const cell = row[name];
  const is = (value: string) => cell !== null && compared(name, cell, value) === 0;
  const order = (value: string) => (cell === null ? null : compared(name, cell, value));
  const text = cell === null ? null : textOf(name, cell);
  const checks: boolean[] = [];
  if (filter.in) checks.push(filter.in.some(is));
  if (filter.notIn) checks.push(!filter.notIn.some(is));
  if (filter.eq != null) checks.push(is(filter.eq));
  if (filter.gt != null) checks.push((order(filter.gt) ?? 0) > 0);
  if (filter.gte != null) checks.push((order(filter.gte) ?? -1) >= 0);
  if (filter.lt != null) checks.push((order(filter.lt) ?? 0) < 0);
  if (filter.lte != null) checks.push((order(filter.lte) ?? 1) <= 0);
  if (filter.contains != null) checks.push(text?.includes(textOf(name, filter.contains)) ?? false);
  if (filter.startsWith != null) checks.push(text?.startsWith(textOf(name, filter.startsWith)) ?? false);
  if (filter.isBlank != null) checks.push((cell === null) === filter.isBlank);
  return checks.every(Boolean);
}

function textOf(name: Name, text: string): string {
  return name === 'name' ? FOLDED[text]! : text.trim();
}

/** The sign of cell - value. */
function compared(name: Name, cell: string, value: string): number {
  const [a, b] = ((): [bigint | number | string, bigint | number | string] => {
    switch (name) {
      case 'quantity':
      case 'amount':
        return [scaled(cell), scaled(value)];
      case 'ratio':
        return [Number(cell), Number(value)];
      case 'moment':
        return value.length === 10 ? [cell.slice(0, 10), value] : [micros(cell), micros(value)];
      case 'is "paid"':
        return [cell, value.toLowerCase()];
      case 'day':
        return [cell, value];
      default:
        return [textOf(name, cell), textOf(name, value)];
    }
  })();
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Times 10^40. */
function scaled(text: string): bigint {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('+', '').split('.');
  return BigInt(whole + fraction) * 10n ** BigInt(40 + Number(exponent) - fraction.length);
}

/** `2024-01-01T00:00:00.000000`. */
function micros(text: string): string {
  const [minute = '', second = '00'] = [text.slice(0, 16).replace(' ', 'T'), text.slice(17)];
  const [whole = '00', fraction = ''] = second.split('.');
  return `${minute}:${(whole || '00').padEnd(2, '0')}.${fraction.padEnd(6, '0')}`;
}

let engine: Engine;
let connection: Connection;
beforeAll(async () => {
  engine = await Engine.open({ threads: 2, memoryLimitBytes: 256 * 1024 ** 2, tempDirectory: '/nowhere' });
  connection = await engine.connect();
});
afterAll(async () => {
  await connection.close();
  engine.close();
});

async function createRows(rows: readonly Row[]): Promise<void> {
  const columns = NAMES.map((name) => `${quoteIdentifier(name)} ${SQL_TYPES[name]}`);
  await connection.run(`CREATE OR REPLACE TEMP TABLE rows (n INTEGER, ${columns.join(', ')}, name_key VARCHAR)`);
  const literal = (cell: string | null) => (cell === null ? 'NULL' : quoteText(cell));
  const tuples = rows.map(
    (row, n) =>
      `(${[n, ...NAMES.map((name) => literal(row[name])), literal(row.name && foldSpelling(row.name))].join(', ')})`,
  );
  await connection.run(`INSERT INTO rows VALUES ${tuples.join(', ')}`);
}

function filterColumn(name: string): FilterColumn {
  const { dataType } = schema.columns.find((each) => each.name === name)!;
  const value = quoteIdentifier(name);
  return {
    dataType: dataType as DataType,
    value,
    sqlType: SQL_TYPES[name as Name],
    key: name === 'name' ? 'name_key' : value,
    searchKey: name === 'name' ? 'name_key' : value,
  };
}

/** For each row, which of the filters select it: one query for all of them. */
async function selections(filters: readonly NormalFilter[]): Promise<boolean[][]> {
  const values: string[] = [];
  const selected = filters.map((filter) => filterSql(filter, filterColumn, values));
  const reader = await connection.runAndReadAll(`SELECT ${selected.join(', ')} FROM rows ORDER BY n`, values);
  return reader.getRows() as boolean[][];
}

describe('a filter', () => {
  it('selects the rows that the rules select, whatever it is made of', async () => {
    const runs = fc.array(filterOf, { minLength: 40, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.array(rowOf, { minLength: 1, maxLength: 60 }), runs, async (rows, filters) => {
        await createRows(rows);
        const selected = await selections(filters.map((filter) => normalFilter(schema, filter)));
        for (const [at, filter] of filters.entries()) {
          const found = selected.map((row) => row[at]);
          expect(found, JSON.stringify(filter)).toEqual(rows.map((row) => matches(filter, row)));
        }
      }),
      { numRuns: 12 },
    );
  });

  it('has one normal form for every order, repetition and spelling, and the form is its own', () => {
    fc.assert(
      fc.property(filterOf, (filter) => {
        const normal = normalFilter(schema, filter);
        expect(normalFilter(schema, normal)).toEqual(normal);
        const { and, or } = filter;
        if (and) expect(normalFilter(schema, { and: [...and.toReversed(), and[0]!] })).toEqual(normal);
        if (or) expect(normalFilter(schema, { or: [...or.toReversed(), or[0]!] })).toEqual(normal);
      }),
    );
    expect(normalFilter(schema, { column: 'amount', gte: '+1.50', lt: '2e1' })).toEqual({
      and: [
        { column: 'amount', gte: '1.5' },
        { column: 'amount', lt: '20' },
      ],
    });
    expect(
      normalFilter(schema, {
        or: [
          { column: 'name', eq: 'Beta' },
          { column: 'name', in: ['ACME', 'acme '] },
        ],
      }),
    ).toEqual({
      column: 'name',
      in: ['acme', 'beta'],
    });
    expect(normalFilter(schema, { not: { column: 'code', notIn: ['A1', 'a1'] } })).toEqual({
      column: 'code',
      in: ['A1', 'a1'],
    });
  });

  it.each<[string, RowFilter, string, RegExp]>([
    ['two shapes', { and: [], column: 'name' }, 'where', /exactly one of and, or, not and column; got and and column/],
    ['no shape', { and: [{}] }, 'where.and[0]', /got none of them/],
    [
      'an operator without a column',
      { not: { column: 'name', eq: 'x' }, eq: 'x' },
      'where.eq',
      /"eq" belongs in a condition with "column", not in one with "/,
    ],
    ['an empty list of conditions', { or: [] }, 'where.or', /at least one condition/],
    ['a column without an operator', { column: 'amount' }, 'where', /needs an operator: in, notIn, eq, gt/],
    ['an operator that the type does not allow', { column: 'name', gt: 'x' }, 'where.gt', /"gt" does not fit "name"/],
    ['contains on numbers', { column: 'amount', contains: '1' }, 'where.contains', /does not fit "amount".*DECIMAL/],
    [
      'a value of another type',
      { column: 'amount', in: ['1', '1,5'] },
      'where.in[1]',
      /"1,5" is not a value of "amount"/,
    ],
    ['a date that does not exist', { column: 'day', eq: '2023-02-29' }, 'where.eq', /expected an ISO date/],
    ['an endless number', { column: 'ratio', eq: '1e9999' }, 'where.eq', /expected a number/],
    [
      'too many conditions',
      { or: Array.from({ length: 101 }, () => ({ column: 'name', eq: 'x' })) },
      'where.or',
      /at most 100 conditions/,
    ],
    [
      'too many values',
      { column: 'name', in: Array.from({ length: 1001 }, String) },
      'where.in',
      /at most 1,000 values/,
    ],
  ])('refuses %s and says where', (_, filter, place, message) => {
    expect(refusalOf(filter)).toMatchObject({
      code: 'INVALID_INPUT',
      details: { argument: place },
      message: expect.stringMatching(message),
    });
  });

  it('refuses more than five levels, also where there are thousands', () => {
    const nested = (levels: number): RowFilter =>
      Array.from({ length: levels - 1 }).reduce<RowFilter>((not) => ({ not }), { column: 'name', eq: 'x' });
    expect(refusalOf(nested(5))).toBeNull();
    for (const levels of [6, 10_000]) {
      expect(refusalOf(nested(levels))).toMatchObject({
        details: { argument: 'where.not.not.not.not.not' },
      });
    }
  });

  it('names the nearest column and the place of an unknown one', () => {
    expect(refusalOf({ and: [{ column: 'amuont', eq: '1' }] })).toMatchObject({
      code: 'COLUMN_NOT_FOUND',
      details: { nearest: 'amount', argument: 'where.and[0].column' },
    });
  });

  it('binds every value', () => {
    const values: string[] = [];
    const sql = filterSql(normalFilter(schema, { column: 'name', in: ["'; DROP TABLE rows"] }), filterColumn, values);
    expect(sql).not.toContain('drop');
    expect(values).toEqual(["'; drop table rows"]);
  });
});

function refusalOf(filter: RowFilter): unknown {
  try {
    normalFilter(schema, filter);
    return null;
  } catch (error) {
    return error;
  }
}
