import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OutlineRow, provenOutline } from '../../../src/ingest/shape/indented-outline.js';
import { ingest } from '../../support/ingest.js';
import { rawWorkbook } from '../../support/raw-workbook.js';

type Line = readonly [indent: number, label: string, ...amounts: number[]];

const PIVOT: readonly Line[] = [
  [0, 'North', 35.75],
  [1, 'Acme', 10.5],
  [1, 'Bolt', 20.25],
  [1, 'Core', 5],
  [0, 'South', 8.75],
  [1, 'Acme', 7.5],
  [1, 'Dune', 1.25],
  [0, 'Grand Total', 44.5],
];

/** A workbook whose cells are indented by their style. */
function indented(lines: readonly Line[]): Buffer {
  const text = (at: string, value: string, style = 0) =>
    `<c r="${at}" s="${style}" t="inlineStr"><is><t>${value}</t></is></c>`;
  const rows = lines.map(([indent, label, ...amounts], index) => {
    const row = index + 2;
    const numbers = amounts.map((amount, nth) => `<c r="${'BC'[nth]}${row}"><v>${amount}</v></c>`);
    return `<row r="${row}">${text(`A${row}`, label, indent)}${numbers.join('')}</row>`;
  });
  const data = `<row r="1">${text('A1', 'Row Labels')}${text('B1', 'Amount')}</row>${rows.join('')}`;
  const formats = [0, 1, 2].map((indent) => `<xf numFmtId="0"><alignment horizontal="left" indent="${indent}"/></xf>`);
  const styles = `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>${formats.join('')}</cellXfs></styleSheet>`;
  return rawWorkbook({
    sheets: [{ data }],
    formats: [0],
    entries: [
      { name: '[Content_Types].xml', data: '<Types/>' },
      { name: 'xl/styles.xml', data: styles },
    ],
  });
}

const spaced = (lines: readonly Line[]) =>
  `Row Labels,Amount\n${lines.map(([indent, label, amount]) => `${'  '.repeat(indent)}${label},${amount}\n`).join('')}`;

const GROUPED = [
  ['Acme', '10.50', 'North'],
  ['Bolt', '20.25', 'North'],
  ['Core', '5.00', 'North'],
  ['Acme', '7.50', 'South'],
  ['Dune', '1.25', 'South'],
];

describe('a pivot table in compact form', () => {
  it.each([
    ['by the style of its cells', () => ingest(indented(PIVOT), { fileName: 'pivot.xlsx' })],
    [
      'by spaces in a workbook',
      () =>
        ingest(
          indented(PIVOT.map(([indent, label, ...amounts]) => [0, '\u00a0'.repeat(3 * indent) + label, ...amounts])),
          { fileName: 'pivot.xlsx' },
        ),
    ],
    ['by spaces in a text file', () => ingest(spaced(PIVOT))],
  ])('gives its groups a column, indented %s', async (_, read) => {
    const { rows, schema } = await read();
    expect(schema.columns.map(({ name }) => name)).toEqual(['row_labels', 'amount', 'row_labels_level_1']);
    expect(rows).toEqual(GROUPED);
    expect(schema.rowsLeftOut).toContainEqual({ reason: 'SUBTOTAL', count: 3, rows: [2, 6, 9] });
    const warning = schema.warnings.find(({ code }) => code === 'SUBTOTAL_ROWS');
    expect(warning?.message).toContain('The names of the groups are in "Row Labels (level 1)"');
  });

  it('has a column for each level', async () => {
    const { rows } = await ingest(
      indented([
        [0, 'Europe', 30.5],
        [1, 'DE', 20.5],
        [2, 'Acme', 12],
        [2, 'Bolt', 8.5],
        [1, 'FR', 10],
        [2, 'Acme', 10],
        [0, 'Asia', 4.5],
        [1, 'JP', 4.5],
        [2, 'Core', 4.5],
      ]),
      { fileName: 'pivot.xlsx' },
    );
    expect(rows).toEqual([
      ['Acme', '12.0', 'Europe', 'DE'],
      ['Bolt', '8.5', 'Europe', 'DE'],
      ['Acme', '10.0', 'Europe', 'FR'],
      ['Core', '4.5', 'Asia', 'JP'],
    ]);
  });

  it('stays as it is with the option KEEP, and where the sums agree in some groups only', async () => {
    const kept = await ingest(indented(PIVOT), { fileName: 'pivot.xlsx', options: { subtotals: 'KEEP' } });
    expect(kept.rows).toHaveLength(8);
    expect(kept.schema.columns).toHaveLength(2);
    const some = PIVOT.map((line): Line => (line[1] === 'South' ? [0, 'South', 9.75] : line)).slice(0, -1);
    const read = await ingest(indented(some), { fileName: 'pivot.xlsx' });
    expect(read.rows).toHaveLength(7);
    expect(read.schema.columns).toHaveLength(2);
  });
});

/** A tree as its rows in the order of a pivot table; groups have the sums of their rows. */
const forest = fc.letrec<{ node: Tree }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.integer({ min: 1, max: 99_999 }),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }),
  ) as fc.Arbitrary<Tree>,
}));
type Tree = number | Tree[];

function total(tree: Tree): number {
  return typeof tree === 'number' ? tree : tree.reduce<number>((sum, each) => sum + total(each), 0);
}

function rowsOf(trees: readonly Tree[], indent = 0, from = 0): OutlineRow[] {
  const rows: OutlineRow[] = [];
  for (const tree of trees) {
    const rowId = from + rows.length;
    rows.push({ rowId, indent, label: `row ${rowId}`, amounts: [total(tree) / 100] });
    if (typeof tree !== 'number') rows.push(...rowsOf(tree, indent + 2, rowId + 1));
  }
  return rows;
}

const hasRowsBelow = (rows: readonly OutlineRow[], at: number) => (rows[at + 1]?.indent ?? 0) > rows[at]!.indent;

describe('provenOutline', () => {
  it('finds every group of a tree, or none where one is not the sum of its rows', () => {
    fc.assert(
      fc.property(fc.array(forest.node, { minLength: 1, maxLength: 5 }), fc.nat(), (trees, nth) => {
        const rows = rowsOf(trees);
        const groups = rows.filter((_, at) => hasRowsBelow(rows, at));
        const found = provenOutline(rows).map(({ rowId }) => rowId);
        const direct = (group: OutlineRow) =>
          rows.slice(group.rowId + 1).findIndex(({ indent }) => indent <= group.indent);
        const isProof =
          groups.length > 1 &&
          groups.some((group) => {
            const end = direct(group);
            const below = rows.slice(group.rowId + 1, end === -1 ? undefined : group.rowId + 1 + end);
            return below.filter(({ indent }) => indent === group.indent + 2).length > 1;
          });
        expect(found).toEqual(isProof ? groups.map(({ rowId }) => rowId) : []);
        if (groups.length === 0) return;
        const wrong = groups[nth % groups.length]!;
        const changed = rows.map((row) => (row === wrong ? { ...row, amounts: [row.amounts[0]! + 0.01] } : row));
        expect(provenOutline(changed)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('proves nothing by indentation alone, by groups without amounts, or by one group', () => {
    const rows = (...lines: Line[]) =>
      lines.map(([indent, label, ...amounts], rowId): OutlineRow => ({ rowId, indent, label, amounts }));
    expect(provenOutline(rows([0, 'A', 5], [1, 'B', 3], [0, 'C', 2], [1, 'D', 9]))).toEqual([]);
    expect(provenOutline(rows([0, 'A', 0], [1, 'B', 0], [1, 'B', 0], [0, 'C', 0], [1, 'D', 0]))).toEqual([]);
    expect(provenOutline(rows([0, 'A', 5], [1, 'B', 3], [1, 'C', 2], [0, 'D', 9]))).toEqual([]);
    // Each row a step to the right of the one above, with its amount.
    expect(provenOutline(rows([0, 'A', 5], [1, 'B', 5], [2, 'C', 5]))).toEqual([]);
    expect(provenOutline(rows([0, 'A', 5, 1], [1, 'B', 3, 1], [1, 'C', 2, 1], [0, 'D', 4, 2], [1, 'E', 4, 2]))).toEqual(
      [],
    );
  });
});
