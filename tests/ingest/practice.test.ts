import { describe, expect, it } from 'vitest';
import { readPeriod } from '../../src/period/read-period.js';
import { ingest } from '../support/ingest.js';

const csv = (...lines: string[]) => `${lines.join('\n')}\n`;

/** Of a column, in cents, so that fractions add up exactly. */
async function totalOf(text: string, column: string): Promise<{ rows: number; cents: number; type: string }> {
  const file = await ingest(text);
  const cents = file.values(column).reduce((sum, value) => sum + Math.round(Number(value ?? 0) * 100), 0);
  return { rows: file.rows.length, cents, type: file.column(column).dataType };
}

describe('a sum carried over to the next page', () => {
  it.each([
    ['Übertrag', 'Übertrag'],
    ['Übertrag auf Seite 2', 'Übertrag von Seite 1'],
    ['À reporter', 'Report'],
    ['A riportare', 'Riporto'],
    ['Suma y sigue', 'Suma anterior'],
    ['Do przeniesienia', 'Z przeniesienia'],
    ['Balance carried forward', 'Balance brought forward'],
    ['c/f', 'b/f'],
  ])('is left out where it is proven: "%s", "%s"', async (end, start) => {
    const text = csv(
      'Entry;Text;Paid',
      '2024-03-01;Rent;1200,00',
      '2024-03-02;Power;300,50',
      `${end};;1500,50`,
      `${start};;1500,50`,
      '2024-03-03;Water;80,25',
      '2024-03-15;Other;99,25',
      'Total;;1680,00',
    );
    expect(await totalOf(text, 'paid')).toMatchObject({ rows: 4, cents: 168_000 });
  });

  it('stays data where the numbers do not prove it', async () => {
    const text = csv(
      'Kind,Title,Pages',
      'Article,A,12',
      'Article,B,30',
      'Report,C,120',
      'Report,D,44',
      'Riporto,E,7',
      'Book,F,300',
    );
    expect(await totalOf(text, 'pages')).toMatchObject({ rows: 6, cents: 51_300 });
  });

  it('is no reason for a warning: names such as "Report" are ordinary', async () => {
    const text = csv('Kind,Title,Pages', 'Article,A,12', 'Report,C,120', 'Report,D,44', 'Book,F,300');
    expect((await ingest(text)).schema.warnings.map(({ code }) => code)).not.toContain('SUBTOTAL_ROWS');
  });
});

describe('a sum of the year to date below the sum of the month', () => {
  it.each([
    ['本月合计', '本年累计'],
    ['合計', '累計'],
    ['합계', '누계'],
  ])('is left out with it: %s, %s', async (month, year) => {
    const text = csv(
      'day,text,debit,credit',
      '2024-01-05,sale,"1,200.00",',
      '2024-01-20,payment,,"300.00"',
      `2024-01-31,${month},"1,200.00","300.00"`,
      `2024-01-31,${year},"1,200.00","300.00"`,
      '2024-02-10,sale,"2,550.00",',
      `2024-02-28,${month},"2,550.00","0.00"`,
      `2024-02-28,${year},"3,750.00","300.00"`,
    );
    expect(await totalOf(text, 'debit')).toMatchObject({ rows: 3, cents: 375_000 });
  });

  it('stays where it is no sum, as the name of a method', async () => {
    const text = csv('方法,金额', '累计折旧,1200.50', '直线法,300.25', '累计摊销,77.10', '其他,45.00');
    expect(await totalOf(text, '金额')).toMatchObject({ rows: 4, cents: 162_285 });
  });
});

describe('the shorthand of statistical offices', () => {
  it.each(['[c]', '[x]', '[z]', '[u]', '[w]', '[low]'])('%s among numbers is no value', async (mark) => {
    const lines = Array.from({ length: 6 }, (_, at) => `E0${at},${at === 3 ? mark : 1000 + at}`);
    const file = await ingest(csv('Area,Median', ...lines));
    expect(file.column('median').dataType).toBe('INTEGER');
    expect(file.values('median')[3]).toBeNull();
    expect(file.column('median').reconciliation).toMatchObject({ nullMarkers: 1, rejected: 0, typed: 5 });
  });

  it('stays in a column of texts', async () => {
    const file = await ingest(csv('Key,Grade', 'a,[c]', 'b,[x]', 'c,[d]', 'd,A'));
    expect(file.values('grade')).toEqual(['[c]', '[x]', '[d]', 'A']);
  });
});

describe('terms and margins with their unit', () => {
  it.each(['mo', 'mths', 'months', 'yrs', 'years', 'Monate', 'meses', 'bps', 'bp'])('are numbers: %s', async (unit) => {
    const file = await ingest(csv('Loan,Term', `A,360 ${unit}`, `B,180 ${unit}`, `C,60 ${unit}`));
    expect(file.values('term')).toEqual(['360', '180', '60']);
    expect(file.column('term').coercions.map(({ kind }) => kind)).toContain('UNIT_REMOVED');
  });

  it('stay text in two units', async () => {
    const file = await ingest(csv('Loan,Term', 'A,30 yrs', 'B,180 mo', 'C,60 mo'));
    expect(file.values('term')).toEqual(['30 yrs', '180 mo', '60 mo']);
  });
});

describe('versions of a product', () => {
  it.each(['Version', 'Software version', 'Versione'])('are codes under the header "%s"', async (header) => {
    const file = await ingest(csv(`Product,${header},Installs`, 'Core,1.10,12', 'Core,1.9,34', 'Edge,2.0,5'));
    expect(file.rows.map((row) => row[1])).toEqual(['1.10', '1.9', '2.0']);
  });

  it('leave the amounts of a version numbers', async () => {
    const file = await ingest(csv('Version,Version cost', '1,1.10', '2,1.9', '3,2.0'));
    expect(file.column('version_cost')).toMatchObject({ dataType: 'DECIMAL', role: 'NUMERIC' });
  });
});

describe('a quarter in words', () => {
  const hints = { bareYear: false, compact: false, fiscal: false };
  it.each([
    ['II kw. 2024', '2024-Q2'],
    ['II kwartał 2024 r.', '2024-Q2'],
    ['2024 r. III kw.', '2024-Q3'],
    ['1 кв. 2024 г.', '2024-Q1'],
    ['IV квартал 2023 года', '2023-Q4'],
    ['2024 m. I ketv.', '2024-Q1'],
    ['3. čtvrtletí 2024', '2024-Q3'],
    ['IV trim. 2024', '2024-Q4'],
    ['iii Q 2024', '2024-Q3'],
  ])('%s is %s', (text, key) => {
    expect(readPeriod(text, hints)).toBe(key);
  });

  it.each(['V kw. 2024', '5 кв. 2024', '1 KW 2024', 'I 2024', '2 кв. м', 'I kw. 24', '12 kw 2024'])(
    '%s is none',
    (text) => {
      expect(readPeriod(text, hints) ?? '').not.toMatch(/Q/);
    },
  );

  it('is the time of its file', async () => {
    const file = await ingest(
      csv('Kwartał;Region;Wartość', 'I kw. 2024;A;1,5', 'II kw. 2024;A;2,5', 'I kw. 2024;B;3,5', 'II kw. 2024;B;4'),
    );
    expect(file.periods).toEqual(['2024-Q1', '2024-Q2', '2024-Q1', '2024-Q2']);
  });
});
