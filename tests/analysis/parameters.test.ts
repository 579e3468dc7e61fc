import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { analysisHash } from '../../src/analysis/parameters/analysis-hash.js';
import { resolveRequest, resolveStored } from '../../src/analysis/parameters/parameters.js';
import type { AnalysisRequest } from '../../src/model/analysis.js';
import type { DatasetSchema } from '../../src/model/schema.js';
import { column, schemaOf } from '../support/analysis-fixture.js';

const schema: DatasetSchema = schemaOf(
  [
    column('customer', 'VARCHAR'),
    column('amount', 'DECIMAL(38, 2)'),
    column('invoice_id', 'BIGINT', { role: 'IDENTIFIER' }),
    column('weight', 'DOUBLE'),
    column('paid', 'DATE'),
  ],
  { grain: 'YEAR_MONTH', candidates: ['DATE', 'YEAR_MONTH', 'YEAR_QUARTER', 'YEAR'], parts: { paid: 'DATE' } },
);

function resolve(request: Partial<AnalysisRequest> = {}) {
  return resolveRequest(schema, { groupBy: ['customer'], value: 'amount', ...request });
}

describe('resolveRequest', () => {
  it('fills in the defaults of the contract and the grain of the schema', () => {
    expect(resolve().parameters).toMatchObject({
      periodGrain: 'YEAR_MONTH',
      thresholds: [10, 20, 50],
      topN: [1, 5, 10],
    });
    expect(resolve({ thresholds: null, topN: null, periodGrain: null })).toEqual(resolve());
  });

  it('sorts and deduplicates before anything else, so that equal requests have one hash', () => {
    const { parameters } = resolve({ thresholds: [50, 10, 10], topN: [7, 2, 7] });
    expect(parameters).toMatchObject({ thresholds: [10, 50], topN: [2, 7] });
    expect(parameters.hash).toBe(resolve({ thresholds: [10, 50], topN: [2, 7] }).parameters.hash);
  });

  it('hashes the canonical JSON of docs/semantics.md §5, written out here by hand', () => {
    const canonical =
      '{"algorithmVersion":4,"blanks":"APART","datasetVersion":1,"entityMatching":"FOLDED","groupBy":"customer","periodGrain":"YEAR","thresholds":[0.1,12.5],"timeColumns":["paid"],"topN":[1,5,10],"value":"amount"}';
    const { parameters } = resolve({ thresholds: [12.5, 0.1], periodGrain: 'YEAR' });
    expect(parameters.hash).toBe(createHash('sha256').update(canonical).digest('hex').slice(0, 32));
  });

  it('hashes a filter in its normal form, and nothing of it where there is none', () => {
    const canonical =
      '{"algorithmVersion":4,"blanks":"APART","datasetVersion":1,"entityMatching":"FOLDED","exactColumns":[],"groupBy":"customer","periodGrain":"YEAR","thresholds":[10,20,50],"timeColumns":["paid"],"topN":[1,5,10],"value":"amount","where":{"and":[{"column":"amount","gte":"1.5"},{"column":"customer","in":["acme","beta"]}]}}';
    const where = {
      and: [
        { column: 'customer', in: ['Beta', 'ACME'] },
        { column: 'amount', gte: '1.50' },
      ],
    };
    const { parameters } = resolve({ periodGrain: 'YEAR', where });
    expect(parameters.hash).toBe(createHash('sha256').update(canonical).digest('hex').slice(0, 32));
    expect(resolve(parameters).parameters).toEqual(parameters);
    expect(resolve({ where: null })).toEqual(resolve());
    expect(resolve().parameters).not.toHaveProperty('where');
  });

  it('gives another hash to another version, column, grain, threshold or source of the period', () => {
    const request = { groupBy: ['customer'], value: 'amount' };
    const others = [
      resolve(),
      resolve({ value: 'weight' }),
      resolve({ groupBy: ['invoice_id'] }),
      resolve({ periodGrain: 'YEAR' }),
      resolve({ periodGrain: 'NONE' }),
      resolve({ thresholds: [10] }),
      resolve({ topN: [10] }),
      resolveRequest({ ...schema, version: 2 }, request),
      resolveRequest({ ...schema, timeColumns: ['paid', 'customer'] }, request),
    ];
    expect(new Set(others.map(({ parameters }) => parameters.hash)).size).toBe(others.length);
  });

  it('takes no period from anything where the grain is NONE', () => {
    expect(resolve({ periodGrain: 'NONE' }).timeColumns).toEqual([]);
    expect(resolve().timeColumns.map(({ name }) => name)).toEqual(['paid']);
  });

  it('names the nearest column and all there are', () => {
    expect(() => resolve({ groupBy: ['custmer'] })).toThrow(
      'Column "custmer" is not in dataset ds_test; did you mean "customer"? It has: customer, amount, invoice_id, weight, paid.',
    );
    expect(() => resolve({ value: '__proto__' })).toThrow(/"__proto__" is not in dataset/);
  });

  it.each([
    ['customer', 'STRING', 'CATEGORICAL'],
    ['invoice_id', 'INTEGER', 'IDENTIFIER'],
    ['paid', 'DATE', 'DATETIME'],
  ])('refuses to sum %s and says which columns can be', (value, dataType, role) => {
    expect(() => resolve({ value })).toThrow(
      expect.objectContaining({
        code: 'COLUMN_NOT_NUMERIC',
        message: `Column "${value}" cannot be summed: its type is ${dataType}, its role ${role}. Columns that can: amount, weight.`,
      }),
    );
  });

  it('refuses a grain the time columns do not have, with those they have', () => {
    const yearly = { ...schema, periodGrainCandidates: ['YEAR' as const], periodGrain: 'YEAR' as const };
    expect(() => resolveRequest(yearly, { groupBy: ['customer'], value: 'amount', periodGrain: 'DATE' })).toThrow(
      expect.objectContaining({
        code: 'GRAIN_NOT_AVAILABLE',
        message: 'Period grain DATE cannot be read from dataset ds_test. It has: YEAR, NONE.',
      }),
    );
  });

  it.each([
    [[]],
    [[0]],
    [[-1]],
    [[100.1]],
    [[Number.NaN]],
    [[Number.POSITIVE_INFINITY]],
    [Array.from({ length: 11 }, () => 5)],
  ])('refuses the thresholds %j', (thresholds) => {
    expect(() => resolve({ thresholds })).toThrow(expect.objectContaining({ code: 'INVALID_THRESHOLDS' }));
  });

  it.each([[[]], [[0]], [[1001]], [[1.5]], [Array.from({ length: 11 }, () => 5)]])('refuses %j for topN', (topN) => {
    expect(() => resolve({ topN })).toThrow(expect.objectContaining({ code: 'INVALID_TOP_N' }));
  });

  it('says what came', () => {
    expect(() => resolve({ thresholds: [10, 150] })).toThrow(
      'Expected 1 to 10 thresholds, each above 0 and at most 100 (percent); got 10, 150.',
    );
    expect(() => resolve({ topN: [] })).toThrow('each from 1 to 1000; got none.');
  });

  it('takes the limits themselves', () => {
    expect(resolve({ thresholds: [100, 1e-7], topN: [1000, 1] }).parameters).toMatchObject({
      ...{ thresholds: [1e-7, 100], topN: [1, 1000] },
    });
  });
});

describe('resolveStored', () => {
  const grains = ['YEAR', 'YEAR_MONTH', 'NONE'] as const;
  const withChoice = (timeColumns: string[]): DatasetSchema => ({
    ...schemaOf(
      [column('customer', 'VARCHAR'), column('amount', 'BIGINT'), column('y', 'BIGINT'), column('m', 'BIGINT')],
      { grain: 'YEAR', candidates: ['YEAR_MONTH', 'YEAR'], parts: { y: 'YEAR', m: 'MONTH' } },
    ),
    timeColumns,
  });

  it.each(grains)('finds the time columns of an analysis by %s after others were chosen', (periodGrain) => {
    const before = resolveRequest(withChoice(['y', 'm']), { groupBy: ['customer'], value: 'amount', periodGrain });
    expect(resolveStored(withChoice(['y']), before.parameters)).toEqual(before);
  });

  it.each([2, 3])('finds the columns of an analysis of algorithm version %i', (version) => {
    const { parameters, ...columns } = resolve({ periodGrain: 'YEAR' });
    const { hash: _, entityMatching, blanks, ...before3 } = parameters;
    const stored = version < 3 ? before3 : { ...before3, entityMatching, blanks };
    const hash = analysisHash(schema.version, stored, columns, version);
    expect(resolveStored(schema, { ...stored, hash })?.timeColumns).toEqual(columns.timeColumns);
    expect(resolveStored(schema, { ...stored, hash: analysisHash(schema.version, stored, columns, 1) })).toBeNull();
  });

  it('returns null for parameters that no combination of columns gives', () => {
    const { parameters } = resolve();
    expect(resolveStored(schema, { ...parameters, hash: '0'.repeat(32) })).toBeNull();
    expect(resolveStored(schema, { ...parameters, value: 'gone' })).toBeNull();
  });
});
