import { describe, expect, it } from 'vitest';
import { columnNames } from '../../../src/ingest/cells/column-names.js';

describe('columnNames', () => {
  it.each([
    ['Montant voté (€)', 'montant_vote'],
    ['  Net Amount (£) ', 'net_amount'],
    ['Größe', 'große'],
    ['Đồng ẫ', 'đong_a'],
    ['Άλφα', 'αλφα'],
    ['район', 'район'],
    ['Ёлка', 'ёлка'],
    ['名前', '名前'],
    ['得意先です', '得意先です'],
    ['ガス', 'ガス'],
    // Half-width letters and ligatures are compatibility forms.
    ['ｶﾞｽ', 'ガス'],
    ['ﬁn ²', 'fin_2'],
    ['고객', '고객'],
    ['हिन्दी', 'हिन्दी'],
    ['จำนวนเงิน (น้ำ)', 'จำนวนเงิน_น้ำ'],
    ['ຈຳນວນ', 'ຈຳນວນ'],
    ['שָׁלוֹם', 'שָׁלוֹם'],
    ['__proto__', 'proto'],
    ['İstanbul', 'istanbul'],
  ])('normalizes %j to %j', (header, name) => {
    expect(columnNames([header])).toEqual([name.normalize('NFC')]);
  });

  it('gives composed and decomposed letters the same name', () => {
    for (const header of ['고객', 'ガス', 'район', 'Größe', 'ẫ'])
      expect(columnNames([header.normalize('NFD')])).toEqual(columnNames([header.normalize('NFC')]));
  });

  it('normalizes a header of 100,000 accents', () => {
    expect(columnNames([`x${'\u0301'.repeat(100_000)}`])).toEqual(['x']);
    expect(columnNames(['\u0301'.repeat(100_000)])[0]).toHaveLength(100_000);
  });
});
