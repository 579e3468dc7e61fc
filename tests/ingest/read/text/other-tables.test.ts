import { describe, expect, it } from 'vitest';
import { ingest } from '../../../support/ingest.js';

const FIRST = 'name,city,amount\nAda,Oslo,1\nBob,Rome,2\nCy,Bonn,3\n';
const SECOND = 'Product,Units\nNut,5\nBolt,6\nScrew,7\n';
const names = ({ schema }: Awaited<ReturnType<typeof ingest>>) => schema.columns.map(({ name }) => name);
const codes = ({ schema }: Awaited<ReturnType<typeof ingest>>) => schema.warnings.map(({ code }) => code);

describe('a table below another one', () => {
  it.each([
    ['after a blank row', `${FIRST}\n${SECOND}`, ['product', 'units'], [6, 7, 8, 9]],
    ['after a row of delimiters', `${FIRST},,\n${SECOND}`, ['product', 'units'], [6, 7, 8, 9]],
    ['with fewer columns', `${FIRST}name,city\nDi,Bern\nEd,Graz\n`, ['name', 'city'], [5, 6, 7]],
    ['with more columns', `${FIRST}name,city,amount,tax\nDi,Bern,4,5\n`, ['name', 'city', 'amount', 'tax'], [5, 6]],
    ['with its columns in another order', `${FIRST}city,name,amount\nBern,Di,4\n`, ['city', 'name', 'amount'], [5, 6]],
  ])('%s is left out, said, and read by the option table', async (_, text, columns, rows) => {
    const first = await ingest(text);
    expect(first.values('amount')).toEqual(['1', '2', '3']);
    expect(first.schema.rowsLeftOut).toContainEqual({ reason: 'OTHER_TABLE', count: rows.length, rows });
    expect(codes(first)).toContain('OTHER_TABLES');
    const second = await ingest(text, { options: { table: 2 } });
    expect(names(second)).toEqual(columns);
    expect(second.sources[0]!.headerRow).toBe(rows[0]);
    expect(second.schema.rowCount).toBe(rows.length - 1);
  });

  it('resumes the first one at its header', async () => {
    const text = `${FIRST}\n${SECOND}\n${FIRST}`;
    expect((await ingest(text)).values('name')).toEqual(['Ada', 'Bob', 'Cy', 'Ada', 'Bob', 'Cy']);
    expect((await ingest(text, { options: { table: 2 } })).values('units')).toEqual(['5', '6', '7']);
  });

  it('is stacked if its columns are the same', async () => {
    const found = await ingest(`${FIRST}\n${FIRST.toUpperCase()}`);
    expect(found.schema.rowCount).toBe(6);
    expect(codes(found)).not.toContain('OTHER_TABLES');
  });

  it('is looked for among those there are', async () => {
    await expect(ingest(`${FIRST}\n${SECOND}`, { options: { table: 3 } })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
      message: expect.stringContaining('the file has 2'),
    });
  });

  it('in another encoding keeps its letters', async () => {
    const text = Buffer.from(`${FIRST}\nArtikel,Stück\nMüller,5\nBöhm,6\n`, 'latin1');
    const found = await ingest(text, { options: { table: 2 } });
    expect(found.rows).toEqual([
      ['Müller', '5'],
      ['Böhm', '6'],
    ]);
    expect(found.sources[0]!.encoding).toBe('Windows-1252');
  });
});

describe('rows that are no other table', () => {
  it.each([
    ['groups between blank rows', 'region,city,amount\nN,x,1\n\nS,y,\nS,z,4\n\nE,pending,tbd\nE,a,7\nE,b,8\n', 6],
    ['values that are words of the header', 'name,amount\nname,5\namount,6\nAda,7\n', 3],
    ['texts below a blank row', 'name,city,note\nAda,Oslo,x\n\nBob,Rome,y\nCy,Bonn,z\nDi,Bern,w\n', 4],
  ])('%s stay', async (_, text, rows) => {
    const found = await ingest(text);
    expect(found.schema.rowCount).toBe(rows);
    expect(codes(found)).not.toContain('OTHER_TABLES');
  });
});
