import { describe, expect, it } from 'vitest';
import { applyOverrides } from '../../src/catalog/apply-overrides.js';
import { fittingOverrides, mergeOverrides } from '../../src/catalog/merge-overrides.js';
import { ColumnRole, type SchemaOverrides } from '../../src/model/schema.js';
import { aColumn, aSchema } from './open-storage.js';

const time = { role: 'DATETIME', dataType: 'INTEGER' } as const;
const columns = [
  aColumn({ name: 'customer' }),
  aColumn({ name: 'amount', role: 'NUMERIC', dataType: 'DECIMAL' }),
  aColumn({ name: 'order_date', role: 'DATETIME', dataType: 'DATE', timePart: 'DATE' }),
  aColumn({ name: 'year', ...time, timePart: 'YEAR' }),
  aColumn({ name: 'month', ...time, timePart: 'MONTH' }),
  aColumn({ name: 'quarter', ...time, timePart: 'QUARTER' }),
  aColumn({ name: 'period', timePart: 'PERIOD', periodGrain: 'YEAR_QUARTER' }),
  aColumn({ name: 'paid', role: 'BOOLEAN', dataType: 'BOOLEAN' }),
];
const detected = aSchema(columns, {
  periodGrain: 'YEAR_MONTH',
  periodGrainCandidates: ['DATE', 'YEAR_MONTH', 'YEAR_QUARTER', 'YEAR'],
  timeCandidates: ['order_date', 'year'],
  timeColumns: ['order_date'],
  warnings: [
    { code: 'MULTIPLE_TIME_CANDIDATES', message: 'several', column: null, count: null },
    { code: 'NEGATIVE_VALUES', message: 'negative', column: 'amount', count: 1 },
  ],
});

/** What the schema is after one saveSchema, or several. */
function saved(...changes: Parameters<typeof mergeOverrides>[2][]) {
  let overrides: SchemaOverrides | null = null;
  for (const change of changes) overrides = mergeOverrides(detected, overrides, change);
  return applyOverrides(detected, overrides);
}

const refusal = (code: string, details = {}) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) });

describe('columns', () => {
  it('take the role and the description they are given; the others stay as detected', () => {
    const schema = saved({ columns: [{ name: 'customer', role: 'IDENTIFIER', description: 'Who bought' }] });
    expect(schema.columns[0]).toEqual({ ...columns[0], role: 'IDENTIFIER', label: null, description: 'Who bought' });
    expect(schema.columns.slice(1)).toEqual(columns.slice(1));
    expect(schema.warnings).toEqual(detected.warnings);
  });

  it('keep what an earlier call gave them unless a later one says otherwise', () => {
    const schema = saved(
      { columns: [{ name: 'customer', role: 'TEXT', description: 'Who bought' }] },
      { columns: [{ name: 'amount', role: 'IDENTIFIER', description: null }] },
      { columns: [{ name: 'customer', role: 'CATEGORICAL', description: null }] },
    );
    expect(schema.columns[0]).toMatchObject({ role: 'CATEGORICAL', description: 'Who bought' });
    expect(schema.columns[1]).toMatchObject({ role: 'IDENTIFIER', description: null });
  });

  it('take a label without a role, and lose it by an empty one', () => {
    const label = (text: string) => ({ columns: [{ name: 'amount', label: text }] });
    expect(saved(label(' Revenue\u200b ')).columns[1]).toMatchObject({ role: 'NUMERIC', label: 'Revenue' });
    expect(saved(label('Revenue'), { columns: [{ name: 'amount', role: 'IDENTIFIER' }] }).columns[1]).toMatchObject({
      role: 'IDENTIFIER',
      label: 'Revenue',
    });
    expect(saved(label('Revenue'), label(' ')).columns[1]!.label).toBeNull();
    expect(() => saved(label('x'.repeat(201)))).toThrow(refusal('INVALID_INPUT', { max: 200, got: 201 }));
  });

  it.each([
    ['customer', ['CATEGORICAL', 'IDENTIFIER', 'TEXT']],
    ['amount', ['CATEGORICAL', 'NUMERIC', 'IDENTIFIER', 'TEXT']],
    ['order_date', ['CATEGORICAL', 'DATETIME', 'IDENTIFIER', 'TEXT']],
    ['year', ['CATEGORICAL', 'NUMERIC', 'DATETIME', 'IDENTIFIER', 'TEXT']],
    ['period', ['CATEGORICAL', 'DATETIME', 'IDENTIFIER', 'TEXT']],
    ['paid', ['CATEGORICAL', 'BOOLEAN', 'IDENTIFIER', 'TEXT']],
  ])('such as %s take the roles that their values allow, and no other', (name, available) => {
    for (const role of Object.values(ColumnRole)) {
      const change = { columns: [{ name, role }] };
      if (available.includes(role)) {
        expect(saved(change).columns.find((column) => column.name === name)!.role).toBe(role);
      } else {
        expect(() => saved(change)).toThrow(refusal('ROLE_NOT_AVAILABLE', { column: name, role, available }));
      }
    }
  });

  it('say why they cannot have a role, and what to do', () => {
    expect(() => saved({ columns: [{ name: 'customer', role: 'NUMERIC' }] })).toThrow(
      'Column "customer" cannot have the role NUMERIC: it holds text, and the role needs numbers. Read it as NUMBER first',
    );
  });

  it('keep their detected role where a record of an earlier release has one that they cannot have', () => {
    const overrides: SchemaOverrides = {
      columns: [{ name: 'customer', role: 'NUMERIC', description: 'Who bought' }],
      periodGrain: null,
      timeColumns: null,
    };
    expect(applyOverrides(detected, overrides).columns[0]).toMatchObject({
      role: 'CATEGORICAL',
      description: 'Who bought',
    });
  });

  it('that do not exist are refused with the nearest name and the list', () => {
    expect(() => saved({ columns: [{ name: 'custmer', role: 'TEXT', description: null }] })).toThrow(
      refusal('COLUMN_NOT_FOUND', { nearest: 'customer', available: columns.map((column) => column.name) }),
    );
    expect(() => saved({ columns: [{ name: '__proto__', role: 'TEXT', description: null }] })).toThrow(
      refusal('COLUMN_NOT_FOUND', { nearest: null }),
    );
  });

  it('named twice in one call are refused', () => {
    const twice = { name: 'customer', role: 'TEXT', description: null } as const;
    expect(() => saved({ columns: [twice, twice] })).toThrow(refusal('INVALID_INPUT'));
  });
});

describe('time columns', () => {
  it.each([
    [['order_date'], ['DATE', 'YEAR_MONTH', 'YEAR_QUARTER', 'YEAR'], 'YEAR_MONTH'],
    [['year', 'month'], ['YEAR_MONTH', 'YEAR_QUARTER', 'YEAR'], 'YEAR_MONTH'],
    [['year', 'quarter'], ['YEAR_QUARTER', 'YEAR'], 'YEAR_QUARTER'],
    [['period'], ['YEAR_QUARTER', 'YEAR'], 'YEAR_QUARTER'],
    [['year'], ['YEAR'], 'YEAR'],
  ])('%j allow the grains %j, %s unless another is chosen', (timeColumns, candidates, grain) => {
    const schema = saved({ timeColumns });
    expect(schema).toMatchObject({ timeColumns, periodGrainCandidates: candidates, periodGrain: grain });
    expect(schema.warnings.map((warning) => warning.code)).toEqual(['NEGATIVE_VALUES']);
  });

  it('may come in either order', () => {
    expect(saved({ timeColumns: ['month', 'year'] }).timeColumns).toEqual(['year', 'month']);
  });

  it.each([
    [[]],
    [['month']],
    [['quarter']],
    [['customer']],
    [['month', 'quarter']],
    [['year', 'year']],
    [['year', 'month', 'quarter']],
  ])('%j are refused, naming those that could serve', (timeColumns) => {
    expect(() => saved({ timeColumns })).toThrow(
      refusal('TIME_COLUMNS_INVALID', { usable: ['order_date', 'year', 'month', 'quarter', 'period'] }),
    );
  });

  it('that do not exist are refused as columns', () => {
    expect(() => saved({ timeColumns: ['yaer'] })).toThrow(refusal('COLUMN_NOT_FOUND', { nearest: 'year' }));
  });
});

describe('the period grain', () => {
  it('is the one chosen, also without a period', () => {
    expect(saved({ periodGrain: 'YEAR' }).periodGrain).toBe('YEAR');
    expect(saved({ periodGrain: 'NONE' }).periodGrain).toBe('NONE');
  });

  it('that the time columns do not allow is refused, naming those they do', () => {
    expect(() => saved({ timeColumns: ['year'], periodGrain: 'DATE' })).toThrow(
      refusal('GRAIN_NOT_AVAILABLE', { available: ['YEAR', 'NONE'] }),
    );
    expect(() => saved({ timeColumns: ['year'] }, { periodGrain: 'YEAR_MONTH' })).toThrow(
      refusal('GRAIN_NOT_AVAILABLE', { available: ['YEAR', 'NONE'] }),
    );
  });

  it('chosen earlier stays where new time columns allow it, and goes where they do not', () => {
    expect(saved({ periodGrain: 'YEAR' }, { timeColumns: ['year', 'month'] }).periodGrain).toBe('YEAR');
    expect(saved({ periodGrain: 'DATE' }, { timeColumns: ['year', 'month'] }).periodGrain).toBe('YEAR_MONTH');
  });
});

describe('a new version', () => {
  const overrides: SchemaOverrides = {
    columns: [
      { name: 'customer', role: 'TEXT', description: null },
      { name: 'gone', role: 'TEXT', description: null },
    ],
    timeColumns: ['year', 'month'],
    periodGrain: 'YEAR_MONTH',
  };

  it('keeps the overrides that fit it', () => {
    expect(fittingOverrides(detected, overrides)).toEqual({ ...overrides, columns: [overrides.columns[0]] });
  });

  it('drops a role that its values do not allow, and keeps the label', () => {
    const renamed = { name: 'customer', role: 'NUMERIC', label: 'Client', description: null } as const;
    const wasNumeric = { ...overrides, columns: [renamed, { ...renamed, name: 'period', label: null }] };
    expect(fittingOverrides(detected, wasNumeric)!.columns).toEqual([{ ...renamed, role: null }]);
  });

  it('drops time columns that it has not, and a grain that only they allowed', () => {
    const yearly = aSchema([columns[0]!, columns[3]!], { periodGrainCandidates: ['YEAR'], timeColumns: ['year'] });
    expect(fittingOverrides(yearly, overrides)).toEqual({
      columns: [overrides.columns[0]],
      timeColumns: null,
      periodGrain: null,
    });
  });

  it('has none left where none fits', () => {
    expect(fittingOverrides(aSchema([aColumn({ name: 'x' })]), overrides)).toBeNull();
    expect(fittingOverrides(detected, null)).toBeNull();
  });
});
