import { describe, expect, it } from 'vitest';
import { ingest } from '../../../support/ingest.js';

const rows = [1, 2, 3, 4, 5].map((row) => [`${row}`, `name ${row}`, `${row}.5`]);

describe('rows that end in one delimiter more than the header', () => {
  it.each([',', ';', '\t', '|'])('keep the columns in their places, delimited by "%s"', async (delimiter) => {
    const text = [['id', 'name', 'amount'], ...rows.map((cells) => [...cells, ''])].map((cells) =>
      cells.join(delimiter),
    );
    const { schema, values } = await ingest(`${text.join('\n')}\n`);
    expect(schema.columns.map(({ name }) => name)).toEqual(['id', 'name', 'amount']);
    expect(values('id')).toEqual(['1', '2', '3', '4', '5']);
    expect(values('amount')).toEqual(['1.5', '2.5', '3.5', '4.5', '5.5']);
  });

  it('are distinguished from R tables, whose rows begin with a number that the header does not name', async () => {
    const text = ['name,amount', ...rows.map((cells) => cells.join(','))].join('\n');
    const { schema, values } = await ingest(text);
    expect(schema.columns.map(({ originalName }) => originalName)).toEqual(['', 'name', 'amount']);
    expect(values('name')).toEqual(['name 1', 'name 2', 'name 3', 'name 4', 'name 5']);
  });

  it('are distinguished from R tables of which only some last cells are empty', async () => {
    const text = ['name,amount', ...rows.map(([row, name, amount]) => `${row},${name},${row === '2' ? amount : ''}`)];
    expect((await ingest(text.join('\n'))).schema.columns.map(({ originalName }) => originalName)).toEqual([
      '',
      'name',
      'amount',
    ]);
  });
});
