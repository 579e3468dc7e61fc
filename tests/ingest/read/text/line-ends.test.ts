import { describe, expect, it } from 'vitest';
import { ingest } from '../../../support/ingest.js';

const ENDS = { LF: '\n', CRLF: '\r\n', CR: '\r' };
type End = keyof typeof ENDS;
const ends = Object.keys(ENDS) as End[];

/** Where line ends stand inside quoted cells. */
const places = ['the first header', 'the last header', 'a title', 'the first row', 'every row', 'nowhere'] as const;

const pairs = ends.flatMap((record) => ends.flatMap((inCell) => places.map((place) => ({ record, inCell, place }))));

describe('line ends in quoted cells are distinguished from record ends', () => {
  // Within a file whose records end in CR a line feed cannot be told from one, nor a CR in a cell from a damaged line.
  it.each(pairs)('records end in $record, cells hold $inCell in $place', async ({ record, inCell, place }) => {
    const broken = (text: string, isHere: boolean) => (isHere ? `"${text.replace(' ', ENDS[inCell])}"` : text);
    const lines = [
      ...(place === 'a title' ? [broken('Grants 2021', true)] : []),
      `${broken('Fiscal year', place === 'the first header')},supplier,${broken('Amount paid', place === 'the last header')}`,
      ...Array.from({ length: 40 }, (_, row) => {
        const isHere = place === 'every row' || (place === 'the first row' && row === 0);
        return `2021,${broken(`Supplier ${row}`, isHere)},${row}.25`;
      }),
    ];
    const { schema, values } = await ingest(lines.join(ENDS[record]) + ENDS[record]);
    expect(schema.rowCount).toBe(40);
    expect(schema.columns.map(({ name }) => name)).toEqual(['fiscal_year', 'supplier', 'amount_paid']);
    expect(values('amount_paid')).toEqual(Array.from({ length: 40 }, (_, row) => `${row}.25`));
    const plain = (text: string | null) => text?.replace(/\s+/g, ' ');
    expect(values('supplier').map(plain)).toEqual(Array.from({ length: 40 }, (_, row) => `Supplier ${row}`));
  });
});
