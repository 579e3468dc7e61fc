import { expect, it } from 'vitest';
import { columnNotFound } from '../../src/model/column-not-found.js';

const nearest = (column: string, available: string[]) => columnNotFound('ds_1', column, available).details.nearest;

it('names the unknown column, the nearest one and the existing ones', () => {
  const error = columnNotFound('ds_1', 'custmer', ['amount', 'customer', 'year']);
  expect(error.code).toBe('COLUMN_NOT_FOUND');
  expect(error.message).toBe(
    'Column "custmer" is not in dataset ds_1; did you mean "customer"? It has: amount, customer, year.',
  );
  expect(error.details).toEqual({
    datasetId: 'ds_1',
    column: 'custmer',
    nearest: 'customer',
    available: ['amount', 'customer', 'year'],
  });
});

it.each([
  // Edits counted by hand: 1, 1, 1, 0 (case), 2 against 3.
  ['yea', ['year', 'amount'], 'year'],
  ['yearr', ['year', 'amount'], 'year'],
  ['yeer', ['amount', 'year'], 'year'],
  ['AMOUNT', ['year', 'amount'], 'amount'],
  ['kitten', ['sitting', 'mitte'], 'mitte'],
  // The words of a name, and any run of them.
  ['supplier', ['quarter', 'supplier_name'], 'supplier_name'],
  ['suplier', ['quarter', 'supplier_name'], 'supplier_name'],
  ['net amout', ['year', 'total_net_amount_eur'], 'total_net_amount_eur'],
  // The whole name goes first.
  ['amount', ['net_amount', 'amounts'], 'amounts'],
  // As the header is written.
  ['Supplier Name', ['supplier', 'supplier_name'], 'supplier_name'],
])('%j of %j is nearest to %j', (column, available, name) => {
  expect(nearest(column, available)).toBe(name);
});

it.each([
  ['xyz', ['amount', 'customer']],
  ['a', ['customer']],
  ['no', ['order_no', 'is_a_b']],
  ['suplier', ['quarter', 'sale_price']],
  ['amount', []],
])('%j is near none of %j', (column, available) => {
  expect(nearest(column, available)).toBeNull();
});

it('lists fifty of many names, with their number', () => {
  const many = Array.from({ length: 60 }, (_, n) => `c${n}`);
  const error = columnNotFound('ds_1', 'amount', many);
  expect(error.message).toContain('c48, c49, … (60 in all).');
  expect(error.details.available).toHaveLength(60);
});

it('shortens a name of thousands of characters', () => {
  const error = columnNotFound('ds_1', 'x'.repeat(5000), ['y'.repeat(5000)]);
  expect(String(error.details.column)).toHaveLength(61);
});
