import { describe, expect, it } from 'vitest';
import { findSimilar } from '../../src/entities/similar/find-similar.js';

/** Neighbours that make words ordinary, so that short lists behave as a column does. */
function clustersOf(names: string[], rows: number[] = []) {
  return findSimilar(names.map((name, index) => ({ name, rows: rows[index] ?? 1 }))).map(
    ({ names: indexes, reasons, certainty }) => ({
      names: indexes.sort((a, b) => a - b).map((index) => names[index]!),
      reasons,
      certainty,
    }),
  );
}

const one: [reason: string, certainty: string, a: string, b: string][] = [
  ['PUNCTUATION', 'HIGH', 'NHS CCG', 'NHS CCG *'],
  ['PUNCTUATION', 'HIGH', "Sainsbury's Supermarkets", 'Sainsburys Supermarkets'],
  ['PUNCTUATION', 'HIGH', 'Smith & Sons', 'Smith and Sons'],
  ['PUNCTUATION', 'HIGH', 'Müller & Söhne', 'Müller und Söhne'],
  ['PUNCTUATION', 'HIGH', 'A.B.C. Trading', 'ABC Trading'],
  ['PUNCTUATION', 'HIGH', 'Acme, Inc.', 'Acme Inc'],
  ['PUNCTUATION', 'HIGH', 'Acme®', 'Acme'],
  ['PUNCTUATION', 'HIGH', 'Coca-Cola', 'Coca Cola'],
  ['PUNCTUATION', 'HIGH', 'Fiat S.p.A.', 'Fiat SPA'],
  ['ACCENTS', 'HIGH', 'Nestlé', 'Nestle'],
  ['ACCENTS', 'HIGH', 'Société Générale', 'Societe Generale'],
  ['ACCENTS', 'HIGH', 'Müller Bau', 'Mueller Bau'],
  ['ACCENTS', 'HIGH', 'Müller Bau', 'Muller Bau'],
  ['ACCENTS', 'HIGH', 'Łódź Power', 'Lodz Power'],
  ['ACCENTS', 'HIGH', 'Ørsted', 'Orsted'],
  ['ACCENTS', 'HIGH', 'Алёна', 'Алена'],
  ['LEGAL_FORM', 'HIGH', 'Northwind Foods Ltd', 'Northwind Foods Limited'],
  ['LEGAL_FORM', 'HIGH', 'Bosch GmbH', 'Bosch Gesellschaft mit beschränkter Haftung'],
  ['LEGAL_FORM', 'HIGH', 'Umbrella Corp.', 'Umbrella Corporation'],
  ['LEGAL_FORM', 'HIGH', 'Orlen S.A.', 'Orlen Spółka Akcyjna'],
  ['LEGAL_FORM', 'HIGH', 'Vostok ООО', 'ООО Vostok'],
  ['LEGAL_FORM', 'HIGH', 'Lek d.o.o.', 'Lek d. o. o.'],
  ['PUNCTUATION', 'HIGH', 'Grupo Bimbo SA de CV', 'Grupo Bimbo, S.A. de C.V.'],
  ['PUNCTUATION', 'HIGH', 'トヨタ自動車株式会社', '株式会社トヨタ自動車'],
  ['LEGAL_FORM', 'MEDIUM', 'Northwind Foods', 'Northwind Foods Ltd'],
  ['LEGAL_FORM', 'MEDIUM', 'Siemens', 'Siemens AG'],
  ['LEGAL_FORM', 'MEDIUM', 'トヨタ自動車', 'トヨタ自動車株式会社'],
  ['LEGAL_FORM', 'MEDIUM', 'Ikea', 'Ikea AB'],
  ['WORD_ORDER', 'MEDIUM', 'Bank of China', 'China, Bank of'],
  ['WORD_ORDER', 'MEDIUM', 'Smith, John', 'John Smith'],
  ['WORD_BREAKS', 'MEDIUM', 'Wal-Mart', 'Walmart'],
  ['WORD_BREAKS', 'MEDIUM', 'Mc Donalds', 'McDonalds'],
  ['TYPO', 'LOW', 'Microsoft', 'Mircosoft'],
  ['TYPO', 'LOW', 'Microsoft', 'Microsft'],
  ['TYPO', 'LOW', 'Northwind Foods Ltd', 'Northwnd Foods Ltd'],
  ['TYPO', 'LOW', 'Northwind Foods', 'Northhwind Foods'],
  ['TYPO', 'LOW', 'Northwind Foods', 'Nprthwind Foods'],
  ['TYPO', 'LOW', 'Amazon Web Services', 'Amazon Web Servces'],
  ['TYPO', 'LOW', 'Газпром Нефть', 'Газрпом Нефть'],
];

const two: [a: string, b: string][] = [
  ['Bank of China', 'China Bank'],
  ['Smith & Son', 'Smith & Sons'],
  ['Ward 1', 'Ward 11'],
  ['Ward 1 1', 'Ward 11'],
  ['Ward 1, 2', 'Ward 2, 1'],
  ['2019 Ltd', '2020 Ltd'],
  ['North West', 'North East'],
  ['North West', 'South West'],
  ['East Midlands', 'West Midlands'],
  ['Region A', 'Region B'],
  ['Iceland', 'Ireland'],
  ['Gambia', 'Zambia'],
  ['Austria', 'Australia'],
  ['Niger', 'Nigeria'],
  ['Slovakia', 'Slovenia'],
  ['Iran', 'Iraq'],
  ['Dominica', 'Dominican Republic'],
  ['Hamburg', 'Homburg'],
  ['Freiburg', 'Freiberg'],
  ['Smith', 'Smyth'],
  ['Clark Ltd', 'Clarke Ltd'],
  ['Maria Lopez', 'Mario Lopez'],
  ['Widget AB-1204', 'Widget AB-1205'],
  ['SKU100234X', 'SKU100235X'],
  ['Screw 1.5 mm', 'Screw 15 mm'],
  ['Pipe 1/2 inch', 'Pipe 1-2 inch'],
  ['Fund I', 'Fund II'],
  ['Fund IV', 'Fund VI'],
  ['Siemens AG', 'Siemens GmbH'],
  ['Acme Ltd', 'Acme Inc'],
  ['Acme UK Ltd', 'Acme US Ltd'],
  ['Disney', 'Disney+'],
  ['C', 'C++'],
  ['Bar', 'Bar Ltd'],
  ['London SE', 'London SW'],
  ['London', 'London SE'],
  ['General', 'Generali'],
  ['Age 10-14', 'Age 15-19'],
  ['10', '10 *'],
  ['January', 'February'],
  ['ハス', 'バス'],
  ['कम', 'काम'],
  ['Male', 'Female'],
];

describe('findSimilar', () => {
  it.each(one)('finds %s (%s): %s = %s', (reason, certainty, a, b) => {
    expect(clustersOf([a, b, 'Something else'])).toEqual([{ names: [a, b], reasons: [reason], certainty }]);
  });

  it.each(two)('leaves apart: %s ≠ %s', (a, b) => {
    expect(clustersOf([a, b, 'Something else'])).toEqual([]);
  });

  it('joins several spellings with all their reasons, as sure as the least of them', () => {
    const names = ['Acme Foods Ltd', 'ACME Foods Ltd.', 'Acme Foods Limited', 'Acme Foods', 'Acme Fodos Ltd'];
    const [cluster, ...others] = clustersOf(names);
    expect(others).toEqual([]);
    expect(new Set(cluster!.names)).toEqual(new Set(names));
    expect(cluster!.reasons.sort()).toEqual(['LEGAL_FORM', 'PUNCTUATION', 'TYPO']);
    expect(cluster!.certainty).toBe('LOW');
  });

  it('does not guess which of two companies a name without its legal form is', () => {
    expect(clustersOf(['Siemens', 'Siemens AG', 'Siemens GmbH'])).toEqual([]);
    expect(clustersOf(['Acme', 'Acme Co', 'Acme Co Ltd'])).toHaveLength(1);
  });

  it('takes a word for a typo only if it occurs in no other name', () => {
    const names = ['Martin Foods', 'Marttin Foods'];
    expect(clustersOf(names)).toHaveLength(1);
    expect(clustersOf([...names, 'Marttin Bakery', 'Martin Motors'])).toEqual([]);
  });

  it('takes names that differ in one place for a series if there are more than two', () => {
    expect(clustersOf(['Typxa Alpha', 'Typya Alpha', 'Typza Alpha', 'Typca Alpha'])).toEqual([]);
  });

  it('takes any replaced letter for a typo where one spelling is ten times as frequent', () => {
    expect(clustersOf(['Northwind Foods', 'Northwand Foods'], [40, 2])).toHaveLength(1);
    expect(clustersOf(['Northwind Foods', 'Northwand Foods'], [4, 2])).toEqual([]);
  });

  it('never joins names that are known to be different, nor by way of a third', () => {
    const names = ['NHS CCG', 'NHS CCG *', 'N.H.S. CCG'].map((name) => ({ name, rows: 1 }));
    const apart = (a: number, b: number) => Math.min(a, b) === 0 && Math.max(a, b) === 1;
    const clusters = findSimilar(names, apart);
    expect(clusters).toHaveLength(1);
    expect(clusters[0]!.names).toHaveLength(2);
    expect(clusters[0]!.names).not.toEqual([0, 1]);
  });
});
