import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

const spend = `Supplier,Code,Amount
NHS CCG,A1,60
NHS CCG *,A2,30.1
nhs ccg *,A3,0.2
Acme Foods Ltd,A4,5
Acme Foods Limited,A5,4
Acme Fodos Ltd,A6,0.5
Beta,A7,
,A8,0.2
`;

const PROPOSALS = `query($id: ID!, $column: String!, $value: String, $first: Int, $after: String) {
  dataset(id: $id) { entityProposals(column: $column, value: $value, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { names { name value rowCount share } reasons certainty value rowCount share } } } }`;
const SAVE = `mutation($input: SaveEntitiesInput!) { saveEntities(input: $input) { mapping { checksum } } }`;

describe('entityProposals', () => {
  let app: TestApp;
  let id: string;

  beforeAll(async () => {
    app = await startApp();
    id = (await app.upload({ content: spend, fileName: 'spend.csv' })).data.uploadDataset.dataset.id;
  });
  afterAll(() => app.close());

  async function proposals(variables: Record<string, unknown> = {}) {
    const { data, errors } = await app.gql(PROPOSALS, { id, column: 'supplier', value: 'amount', ...variables });
    expect(errors).toBeUndefined();
    return data.dataset.entityProposals;
  }
  async function refused(variables: Record<string, unknown>) {
    const { errors } = await app.gql(PROPOSALS, { id, column: 'supplier', value: 'amount', ...variables });
    return errors![0]!.extensions.code;
  }
  async function save(input: Record<string, unknown>) {
    expect((await app.gql(SAVE, { input: { id, column: 'supplier', ...input } })).errors).toBeUndefined();
  }

  it('lists what would move most first, with values, rows, shares and reasons', async () => {
    const { nodes, totalCount } = await proposals();
    expect(totalCount).toBe(2);
    expect(nodes[0]).toEqual({
      names: [
        { name: 'NHS CCG', value: 60, rowCount: 1, share: 60 },
        { name: 'NHS CCG *', value: 30.3, rowCount: 2, share: expect.closeTo(30.3, 10) },
      ],
      reasons: ['PUNCTUATION'],
      certainty: 'HIGH',
      value: 90.3,
      rowCount: 3,
      share: expect.closeTo(90.3, 10),
    });
    expect(nodes[1]).toMatchObject({ reasons: ['LEGAL_FORM', 'TYPO'], certainty: 'LOW', value: 9.5 });
  });

  it('counts rows where no value is given', async () => {
    const { nodes } = await proposals({ value: null });
    expect(nodes.map(({ value }: { value: number }) => value)).toEqual([3, 3]);
  });

  it('is read page by page', async () => {
    const first = await proposals({ first: 1 });
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = await proposals({ first: 1, after: first.pageInfo.endCursor });
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect(second.nodes[0].certainty).toBe('LOW');
    expect(await refused({ after: 'x' })).toBe('INVALID_CURSOR');
    expect(await refused({ first: 0 })).toBe('INVALID_INPUT');
  });

  it('proposes neither what is merged nor what was refused, until that is undone', async () => {
    await save({ distinct: [{ names: ['NHS CCG', 'nhs  ccg *'] }] });
    expect((await proposals()).nodes.map((node: { certainty: string }) => node.certainty)).toEqual(['LOW']);
    await save({
      distinct: [],
      merges: [{ entity: 'Acme', names: ['Acme Foods Ltd', 'Acme Foods Limited', 'Acme Fodos Ltd'] }],
    });
    expect((await proposals()).nodes.map((node: { certainty: string }) => node.certainty)).toEqual(['HIGH']);
    await save({ merges: [] });
    expect((await proposals()).totalCount).toBe(2);
  });

  it('proposes a merged entity with its value as a whole', async () => {
    await save({ merges: [{ entity: 'Acme Foods Ltd', names: ['Acme Foods Limited'] }] });
    const { nodes } = await proposals();
    expect(nodes[1].names).toMatchObject([
      { name: 'Acme Foods Ltd', value: 9, rowCount: 2 },
      { name: 'Acme Fodos Ltd', value: 0.5, rowCount: 1 },
    ]);
    await save({ merges: [] });
  });

  it('proposes nothing for codes, and refuses columns that hold no names or no amounts', async () => {
    expect((await proposals({ column: 'code' })).totalCount).toBe(0);
    expect(await refused({ column: 'suplier' })).toBe('COLUMN_NOT_FOUND');
    expect(await refused({ column: 'amount' })).toBe('COLUMN_NOT_TEXT');
    expect(await refused({ value: 'code' })).toBe('COLUMN_NOT_NUMERIC');
    expect(await refused({ value: 'amout' })).toBe('COLUMN_NOT_FOUND');
  });
});
