import { describe, expect, it } from 'vitest';
import { columnOf, ingest } from '../../support/ingest.js';

const columnUnder = async (header: string, ...cells: string[]) => {
  const read = await ingest(columnOf(header, cells));
  return { ...read.schema.columns[0]!, values: read.rows.map(([value]) => value), warnings: read.schema.warnings };
};

describe('headerMeaning', () => {
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
  ])('treats whole numbers under %s as codes that are never summed', async (header) => {
    expect((await columnUnder(header, '10001', '10002', '10003')).role).toBe('IDENTIFIER');
  });

  it.each([
    ['Account', ['Acme', 'Beta', 'Cash'], 'CATEGORICAL'],
    ['Account balance', ['10', '20', '30'], 'NUMERIC'],
    ['Number of accounts', ['10', '20', '30'], 'NUMERIC'],
    ['Konto', ['10.50', '20.00', '30.00'], 'NUMERIC'],
  ] as const)('gives the header %s over %j the role %s', async (header, cells, role) => {
    expect((await columnUnder(header, ...cells)).role).toBe(role);
  });

  it.each(['FiscalYear', 'time', 'jaar', 'год', '年度'])('recognizes years under %s', async (header) => {
    expect((await columnUnder(header, '2023', '2024', '2024')).timePart).toBe('YEAR');
  });

  it.each(['time', 'time to close'])('recognizes no years among small numbers under %s', async (header) => {
    expect((await columnUnder(header, '20', '35', '2024')).timePart).toBeNull();
  });
});

describe('null markers', () => {
  it('include common abbreviations and formula errors in columns of numbers', async () => {
    const markers = ['n.a.', 'NM', 'n/m', '--', '..', 'k.A.', '#DIV/0!', '#REF!', '#N/A'];
    const { dataType, reconciliation, values } = await columnUnder('rate of growth', '1.5', ...markers, '2');
    expect(dataType).toBe('DECIMAL');
    expect(reconciliation).toMatchObject({ nullMarkers: markers.length, rejected: 0, typed: 2 });
    expect(values.filter((value) => value !== null)).toEqual(['1.5', '2.0']);
  });

  it.each([
    ['German', '#NV #BEZUG! #WERT! #ZAHL! #NAME? #DIV/0! #ÜBERLAUF!'],
    ['French', '#N/A #VALEUR! #NOM? #NOMBRE! #NUL!'],
    ['Spanish', '#N/D #¡REF! #¡VALOR! #¿NOMBRE? #¡NUM! #¡NULO! #¡DIV/0!'],
    ['Portuguese', '#N/D #VALOR! #NOME? #NÚM! #NULO!'],
    ['Italian', '#N/D #RIF! #VALORE! #NOME? #NULLO!'],
    ['Dutch', '#N/B #VERW! #WAARDE! #NAAM? #GETAL! #LEEG! #DEEL/0!'],
    ['Danish', '#I/T #VÆRDI! #NAVN? #REFERENCE! #DIVISION/0!'],
    ['Swedish', '#SAKNAS! #REFERENS! #VÄRDEFEL! #NAMN? #OGILTIGT! #DIVISION/0!'],
    ['Finnish', '#PUUTTUU! #VIITTAUS! #ARVO! #NIMI? #LUKU! #JAKO/0!'],
    ['Polish', '#N/D! #ADR! #ARG! #NAZWA? #LICZBA! #DZIEL/0!'],
    ['Turkish', '#YOK #BAŞV! #DEĞER! #AD? #SAYI! #SAYI/0!'],
    ['Russian', '#Н/Д #ССЫЛКА! #ЗНАЧ! #ИМЯ? #ЧИСЛО! #ДЕЛ/0!'],
  ])('include the errors of a spreadsheet in %s, in columns of numbers and of texts', async (_, words) => {
    const errors = words.split(' ');
    const numbers = await columnUnder('amount', '1.5', ...errors, '2');
    expect(numbers.reconciliation).toMatchObject({ nullMarkers: errors.length, rejected: 0, typed: 2 });
    const texts = await columnUnder('customer', 'Acme', ...errors, 'Bolt');
    expect(texts.values.filter((value) => value !== null)).toEqual(['Acme', 'Bolt']);
  });

  it('are no hashtags, numbers of items and exclamations', async () => {
    const cells = ['#yok', '#Yok', '#1', '#valor', 'VALOR!', 'ARG!', '#¡Hola!', '#ARGOS!'];
    expect((await columnUnder('comment', ...cells)).values).toEqual(cells);
  });

  it('are no names in title case in a column of texts', async () => {
    const cells = ['Nan', 'Null', 'Na', 'None', 'NULL', 'null', 'NaN', 'nan', 'N/A', '#N/A', '\\N', ':', 'Acme'];
    const { values } = await columnUnder('customer', ...cells);
    expect(values).toEqual(['Nan', 'Null', 'Na', 'None', ...Array(8).fill(null), 'Acme']);
  });

  it('are fewer in columns of texts, where nm is a unit and -- a label', async () => {
    const { values } = await columnUnder('unit', 'kg', 'nm', '--', 'n.a.', '#REF!', '#1');
    expect(values).toEqual(['kg', 'nm', '--', null, null, '#1']);
  });
});

describe('a column of mixed cells', () => {
  it('causes a warning when at least a fifth of the texts are numbers', async () => {
    const cells = ['5', 'x', 'y', '6', 'z', '7', 'v'];
    const { dataType, warnings } = await columnUnder('what', ...cells);
    expect(dataType).toBe('STRING');
    expect(warnings.find(({ code }) => code === 'MIXED_TYPES')?.message).toBe(
      '"what" is read as text, but 42.9 % of its cells are numbers or dates.',
    );
  });

  it('causes a warning for debit and credit suffixes, because the sign is ambiguous', async () => {
    const { dataType, warnings } = await columnUnder('balance', '1,234.50 CR', '10,000.00 DR', '5.00 CR');
    expect(dataType).toBe('STRING');
    expect(warnings.find(({ code }) => code === 'MIXED_TYPES')?.message).toContain('"1,234.50 CR"');
    expect((await columnUnder('duration', '5 H', '24H')).warnings.map(({ code }) => code)).not.toContain('MIXED_TYPES');
  });

  it('stays a column of amounts with one percentage, and causes a warning', async () => {
    const { representation, values, warnings } = await columnUnder('current', '550.00', '1,000.00', '12.5%');
    expect(representation).toBe('PLAIN');
    expect(values).toEqual(['550.000', '1000.000', '0.125']);
    expect(warnings.find(({ code }) => code === 'MIXED_TYPES')?.message).toBe(
      'One of the numbers in "current" is a percentage, "12.5%", and counts as hundredths beside the others.',
    );
    expect((await columnUnder('margin', '50', '12.5%', '3')).representation).toBe('PERCENT');
  });
});

it('reports a rejected cell of megabytes with its first thousand characters', async () => {
  const long = `1${' '.repeat(300_000)}x`;
  const days = Array.from({ length: 30 }, (_, day) => `2024-01-${String(day + 1).padStart(2, '0')}`);
  const { dataType, rejected, reconciliation } = await columnUnder('day', ...days, long);
  expect(dataType).toBe('DATE');
  expect(reconciliation).toMatchObject({ rejected: 1, typed: 30 });
  expect(rejected[0]!.raw).toHaveLength(1001);
  const numbers = await columnUnder('amount', ...days.map((_, at) => String(at)), long);
  expect(numbers.reconciliation).toMatchObject({ rejected: 1, typed: 30 });
});
