import { describe, expect, it } from 'vitest';
import { suggestAnalyses } from '../../src/analysis/suggestions.js';
import { column, schemaOf } from '../support/analysis-fixture.js';

const columns = [
  column('order_id', 'VARCHAR', { role: 'IDENTIFIER', cardinality: 1000 }),
  column('region', 'VARCHAR', { cardinality: 3 }),
  column('customer', 'VARCHAR', { cardinality: 200 }),
  column('currency', 'VARCHAR', { cardinality: 1 }),
  column('quantity', 'BIGINT'),
  column('revenue', 'DECIMAL(38, 2)', { representation: 'CURRENCY' }),
  column('discount', 'DECIMAL(38, 2)', { representation: 'PERCENT' }),
  column('conversion_rate', 'DOUBLE'),
  column('month', 'VARCHAR'),
];
const schema = {
  ...schemaOf(columns, { grain: 'YEAR_MONTH', parts: { month: 'PERIOD' } }),
  rowCount: 1000,
};

describe('suggestAnalyses', () => {
  it('puts who against money first, and leaves out what tells nobody apart and what cannot be added up', () => {
    expect(suggestAnalyses(schema).map(({ groupBy, value }) => [groupBy, value])).toEqual([
      ['customer', 'revenue'],
      ['region', 'revenue'],
      ['customer', 'quantity'],
      ['region', 'quantity'],
    ]);
  });

  it('says why', () => {
    expect(suggestAnalyses(schema)[0]).toEqual({
      groupBy: 'customer',
      value: 'revenue',
      periodGrain: 'YEAR_MONTH',
      reason: 'How few of 200 different "customer" make up most of "revenue", an amount of money, month by month.',
    });
  });

  it('gives at most ten, and none where nothing can be added up', () => {
    const many = Array.from({ length: 20 }, (_, index) => column(`amount_${index}`, 'BIGINT'));
    expect(suggestAnalyses({ ...schema, columns: [...columns, ...many] })).toHaveLength(10);
    expect(suggestAnalyses({ ...schema, columns: columns.slice(0, 4) })).toEqual([]);
  });
});
