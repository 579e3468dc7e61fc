import { describe, expect, it } from 'vitest';
import { suggestAnalyses } from '../../src/analysis/suggest/suggestions.js';
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
  it('puts counterparties by money first, and leaves out columns that distinguish nothing or cannot be added up', () => {
    expect(suggestAnalyses(schema).map(({ groupBy, value }) => [...groupBy, value])).toEqual([
      ['customer', 'revenue'],
      ['region', 'revenue'],
      ['customer', 'quantity'],
      ['region', 'quantity'],
    ]);
  });

  it('says why', () => {
    expect(suggestAnalyses(schema)[0]).toEqual({
      groupBy: ['customer'],
      value: 'revenue',
      periodGrain: 'YEAR_MONTH',
      reason: 'customer: how many of 200 make up most of revenue, by month?',
    });
  });

  it('speaks of columns as the file does, or by their names where it has none', () => {
    const named = [
      column('client', 'VARCHAR', { originalName: 'Client\n(nom)' }),
      column('column_2', 'BIGINT', { originalName: '' }),
    ];
    const [first] = suggestAnalyses({ ...schemaOf(named), rowCount: 1000 });
    expect(first?.reason).toBe('Client (nom): how many of 10 make up most of column_2?');
  });

  it('gives at most ten, and none where nothing can be added up', () => {
    const many = Array.from({ length: 20 }, (_, index) => column(`amount_${index}`, 'BIGINT'));
    expect(suggestAnalyses({ ...schema, columns: [...columns, ...many] })).toHaveLength(10);
    expect(suggestAnalyses({ ...schema, columns: columns.slice(0, 4) })).toEqual([]);
  });

  const best = (...headers: string[]) => {
    const named = headers.map((originalName, index) => {
      const [, header = '', cardinality = '300', type = 'DECIMAL(18, 2)'] = /^([^:]*):?(\d+)?:?(.*)$/.exec(
        originalName,
      )!;
      const isNumber = header.startsWith('#');
      return column(`c${index}`, isNumber ? type || 'DECIMAL(18, 2)' : 'VARCHAR', {
        originalName: header.replace('#', ''),
        cardinality: Number(cardinality),
      });
    });
    const [first] = suggestAnalyses({ ...schemaOf(named), rowCount: 1000 });
    const nameOf = (name?: string) => named.find((each) => each.name === name)?.originalName;
    return first && `${nameOf(first.groupBy[0])} × ${nameOf(first.value)}`;
  };

  // Numbers are marked by #; behind a colon, how many different values there are.
  it.each([
    ['Customer × Amount', ['Region:4', 'Product:5', 'Customer:25', '#Units', '#Amount']],
    ['Customer Name × Sales', ['Customer Type:2', 'Customer Name', 'Country:90', '#Sales', '#Profit', '#Quantity']],
    [
      'Supplier name × Net amount',
      ['Body name:5', 'Service label:12', 'Expenditure category:9', 'Supplier name', '#Net amount'],
    ],
    ['Fournisseur × Montant TTC', ['Libellé', 'Fournisseur', 'Catégorie:12', '#TVA', '#Montant TTC']],
    ['nomBeneficiaire × montant', ['objet', 'nomBeneficiaire', '#idBeneficiaire', '#montant']],
    ['Kunde × Umsatz', ['Artikel', 'Kunde', 'Land', '#Menge', '#Umsatz', '#Einzelpreis']],
    ['Kunde × Umsatz (ohne Soll/Haben-Kz)', ['Kunde', '#Umsatz (ohne Soll/Haben-Kz)', '#Umsatz/Stück', '#Skonto']],
    ['Lieferant × Betrag', ['Lieferant', 'Kostenart:8', '#PLZ', '#Betrag']],
    ['Proveedor × Importe', ['Artículo', 'Proveedor', '#Cantidad', '#Precio', '#Importe']],
    ['Fornitore × Importo', ['Fornitore', 'Descrizione', '#Sconto', '#Importo']],
    ['Cliente × Faturamento', ['Cliente', 'Produto', '#Preço', '#Faturamento']],
    ['Name × Market Cap', ['Name', 'Sector:11', '#Price', '#Price/Earnings', '#52 Week Low', '#Market Cap']],
    ['Jurisdiction × New registered voters', ['Jurisdiction:12', '#New registered voters']],
    ['Product line × Total', ['Product line:6', 'Customer type:2', 'Payment:3', '#Unit price', '#Rating', '#Total']],
    ['Store × Number of orders', ['Store', '#Latitude', '#Longitude', '#Number of orders']],
    ['Counterparty × Exposure', ['Counterparty', 'Rating:8', '#LGD', '#Maturity', '#Exposure']],
    ['Donor × Donations', ['Donor', 'Campaign', '#Year of birth', '#Donations']],
  ])('%s is what a person would ask first', (expected, headers) => {
    expect(best(...headers)).toBe(expected);
  });

  it('never adds up what is a rate, a place on earth, a part of a date or a name in digits', () => {
    const headers = [
      '#Latitude',
      '#Longitude',
      '#Year',
      '#Day of week',
      '#Postal code',
      '#Conversion rate',
      '#Unit price',
      '#P/E',
      '#idBeneficiaire',
    ];
    for (const header of headers) expect(best('Customer', header)).toBeUndefined();
  });
});
