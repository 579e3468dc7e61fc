import { describe, expect, it } from 'vitest';
import { columnOf, ingest } from '../../support/ingest.js';

const columnUnder = async (header: string, ...cells: string[]) => {
  const read = await ingest(columnOf(header, cells));
  return { ...read.schema.columns[0]!, values: read.rows.map(([value]) => value), warnings: read.schema.warnings };
};

describe('the header says', () => {
  it.each([
    'CustomerID',
    'InvoiceNo',
    'Kundennummer',
    'BelegNr',
    'BU-Schlüssel',
    'Konto',
    'Gegenkonto',
    'GL Account',
    'Compte',
  ])('%s: whole numbers are codes, never a value to sum', async (header) => {
    expect((await columnUnder(header, '10001', '10002', '10003')).role).toBe('IDENTIFIER');
  });

  it.each([
    ['Account', ['Acme', 'Beta', 'Cash'], 'CATEGORICAL'],
    ['Account balance', ['10', '20', '30'], 'NUMERIC'],
    ['Number of accounts', ['10', '20', '30'], 'NUMERIC'],
    ['Konto', ['10.50', '20.00', '30.00'], 'NUMERIC'],
  ] as const)('%s over %j: %s', async (header, cells, role) => {
    expect((await columnUnder(header, ...cells)).role).toBe(role);
  });

  it('FiscalYear: a year', async () => {
    expect((await columnUnder('FiscalYear', '2023', '2024', '2024')).timePart).toBe('YEAR');
  });
});

describe('cells without a value', () => {
  it('are told among numbers by what people write for them, and by failed formulas', async () => {
    const markers = ['n.a.', 'NM', 'n/m', '--', '..', 'k.A.', '#DIV/0!', '#REF!', '#N/A'];
    const { dataType, reconciliation, values } = await columnUnder('rate of growth', '1.5', ...markers, '2');
    expect(dataType).toBe('DECIMAL');
    expect(reconciliation).toMatchObject({ nullMarkers: markers.length, rejected: 0, typed: 2 });
    expect(values.filter((value) => value !== null)).toEqual(['1.5', '2.0']);
  });

  it('are fewer among texts, where nm is a unit and -- a label', async () => {
    const { values } = await columnUnder('unit', 'kg', 'nm', '--', 'n.a.', '#REF!', '#1');
    expect(values).toEqual(['kg', 'nm', '--', null, null, '#1']);
  });
});

describe('a mixture', () => {
  it('of text and a few numbers is reported from a fifth on', async () => {
    const cells = ['5', 'x', 'y', '6', 'z', '7', 'v'];
    const { dataType, warnings } = await columnUnder('what', ...cells);
    expect(dataType).toBe('STRING');
    expect(warnings.find(({ code }) => code === 'MIXED_TYPES')?.message).toBe(
      '"what" is read as text, but 42.9 % of its cells are numbers or dates.',
    );
  });

  it('of numbers and sides of a ledger is reported: which is the minus is not to be guessed', async () => {
    const { dataType, warnings } = await columnUnder('balance', '1,234.50 CR', '10,000.00 DR', '5.00 CR');
    expect(dataType).toBe('STRING');
    expect(warnings.find(({ code }) => code === 'MIXED_TYPES')?.message).toContain('"1,234.50 CR"');
    expect((await columnUnder('duration', '5 H', '24H')).warnings.map(({ code }) => code)).not.toContain('MIXED_TYPES');
  });

  it('of amounts and a percentage stays one of amounts, and is reported', async () => {
    const { representation, values, warnings } = await columnUnder('current', '550.00', '1,000.00', '12.5%');
    expect(representation).toBe('PLAIN');
    expect(values).toEqual(['550.000', '1000.000', '0.125']);
    expect(warnings.find(({ code }) => code === 'MIXED_TYPES')?.message).toBe(
      'One of the numbers in "current" is a percentage, "12.5%", and counts as hundredths beside the others.',
    );
    expect((await columnUnder('margin', '50', '12.5%', '3')).representation).toBe('PERCENT');
  });
});

it('a cell of megabytes among dates or numbers is told in a thousand characters', async () => {
  const long = `1${' '.repeat(300_000)}x`;
  const days = Array.from({ length: 30 }, (_, day) => `2024-01-${String(day + 1).padStart(2, '0')}`);
  const { dataType, rejected, reconciliation } = await columnUnder('day', ...days, long);
  expect(dataType).toBe('DATE');
  expect(reconciliation).toMatchObject({ rejected: 1, typed: 30 });
  expect(rejected[0]!.raw).toHaveLength(1001);
  const numbers = await columnUnder('amount', ...days.map((_, at) => String(at)), long);
  expect(numbers.reconciliation).toMatchObject({ rejected: 1, typed: 30 });
});
