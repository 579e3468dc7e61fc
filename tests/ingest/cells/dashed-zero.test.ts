import { describe, expect, it } from 'vitest';
import { ingest } from '../../support/ingest.js';

/** A CSV file with amounts as accounting formats write them: a dash for zero beside the currency. */
const csv = (cells: readonly string[]) => `supplier;net\n${cells.map((cell, row) => `S${row};${cell}\n`).join('')}`;

describe('a zero in an accounting format', () => {
  it.each([
    ['$', [' $ 1,200.00 ', ' $ (200.00)', ' $ -   ', ' $ 75.50 ']],
    ['€ behind', ['1.200,00 € ', '-200,00 € ', '-   € ', '75,50 € ']],
    ['kr', ['kr 1 200,00', '-kr 200,00', 'kr -', 'kr 75,50']],
    ['£ without space', ['£1,200.00', '-£200.00', '£-', '£75.50']],
    ['a code', ['CHF 1’200.00', 'CHF -200.00', 'CHF   -  ', 'CHF 75.50']],
  ])('is no text among amounts: %s', async (_, cells) => {
    const { column, values } = await ingest(csv(cells));
    expect(column('net')).toMatchObject({
      dataType: 'DECIMAL',
      rejected: [],
      reconciliation: { typed: 3, nullMarkers: 1 },
    });
    expect(values('net').map((value) => value && Number(value))).toEqual([1200, -200, null, 75.5]);
  });

  it('stays a text among texts', async () => {
    const { values } = await ingest('grade;net\nA;1\n$ -;2\nkr -;3\nB;4\n');
    expect(values('grade')).toEqual(['A', '$ -', 'kr -', 'B']);
  });
});
