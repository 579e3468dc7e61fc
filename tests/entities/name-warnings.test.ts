import { describe, expect, it } from 'vitest';
import { nameWarnings } from '../../src/entities/name-warnings.js';
import { isPlaceholderName } from '../../src/entities/placeholder-names.js';

function warnings(shares: Record<string, number>, distinct: string[][] = []) {
  const names = Object.entries(shares).map(([name, share]) => ({ name, share }));
  return nameWarnings({ column: 'supplier', names, mapping: { distinct } });
}

describe('nameWarnings', () => {
  it('says what the largest share would be if two names are one', () => {
    expect(warnings({ Other: 0.5, 'NHS CCG': 15.1, Council: 9, 'NHS CCG *': 8.1 })).toEqual([
      {
        code: 'SIMILAR_NAMES',
        message:
          '"NHS CCG" (15.1 %) and "NHS CCG *" (8.1 %) are probably one name and were counted apart. As one, the largest share is 23.2 % instead of 15.1 %.',
        column: 'supplier',
        count: 1,
      },
    ]);
  });

  it('says the share of names that would not become the largest, and counts the others', () => {
    const [warning] = warnings({ Big: 40, 'Acme Ltd': 3, 'Acme Limited': 2, 'Beta Co.': 1, 'Beta Co': 1 });
    expect(warning).toMatchObject({ count: 2 });
    expect(warning!.message).toMatch(/As one, their share is 5\.0 %\. 1 more group of names is alike\.$/);
  });

  it('says nothing where little is concerned, or no share would change as shown', () => {
    expect(warnings({ A: 90, 'Acme Ltd': 0.5, 'Acme Limited': 0.4 })).toEqual([]);
    expect(warnings({ 'Acme Ltd': 30, 'Acme Limited': 0.09 })).toEqual([]);
  });

  it('says nothing of names that were decided to be different, in any spelling', () => {
    expect(warnings({ 'NHS CCG': 15.1, 'NHS CCG *': 8.1 }, [['nhs ccg', 'NHS  CCG *']])).toEqual([]);
  });

  it('says nothing of typos and of names that only lack a legal form, which are less sure', () => {
    expect(warnings({ Microsoft: 20, Mircosoft: 10, Siemens: 20, 'Siemens AG': 10 })).toEqual([]);
  });

  it('names placeholders among the large entities', () => {
    const [warning] = warnings({ Acme: 40, 'Redacted Data': 12, Sundry: 3, 'Cash sales': 0.4 });
    expect(warning).toMatchObject({ code: 'PLACEHOLDER_NAMES', count: 2 });
    expect(warning!.message).toContain('"Redacted Data" (12.0 %)');
  });
});

describe('isPlaceholderName', () => {
  it.each([
    'Redacted data',
    'REDACTED PERSONAL DATA',
    'Sundry',
    'Sundry Creditors',
    'Various',
    'Cash sales',
    'Unknown vendor',
    'Misc. suppliers',
    '(not specified)',
    'One-time customer',
    'Diverse Kunden',
    'Laufkundschaft',
    'Sonstige',
    'CPD-Kunde',
    'Divers',
    'Clients divers',
    'Fournisseurs divers',
    'Varios',
    'Clientes varios',
    'Público en general',
    'Clienti vari',
    'Altri fornitori',
    'Consumidor final',
    'Fornecedores diversos',
    'Diverse leveranciers',
    'Particulieren',
    'Övriga kunder',
    'Privatperson',
    'Różni dostawcy',
    'Osoby fizyczne',
    'Ostatní zákazníci',
    'Разные покупатели',
    'Прочие',
    'Muhtelif müşteriler',
    'Perakende satış',
    'その他',
    '諸口',
    '其他',
    '散客',
  ])('recognizes %s', (name) => {
    expect(isPlaceholderName(name)).toBe(true);
  });

  it.each([
    'Various Artists Ltd',
    'Sundry Shop',
    'Cash Converters',
    'Other Side Brewing',
    'Unknown Worlds Entertainment',
    'Redacted Magazine',
    'Kunden',
    'Customers Bank',
    'Persona Studios',
    'Privatbank',
    'Anonymous Content LLC',
    'Varios Mundos SA',
    'Diverse Power',
    'Confidential Shredding',
    'Name',
    '7',
  ])('takes %s for a name', (name) => {
    expect(isPlaceholderName(name)).toBe(false);
  });
});
