import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

const sales = `Customer,Region,Amount
NHS CCG,North,60
NHS CCG *,North,30
Acme Ltd,South,20
ACME LTD,South,5
Audi,South,10
,South,1
`;

const SAVE = `mutation($input: SaveEntitiesInput!) { saveEntities(input: $input) {
  dataset { id version updatedAt }
  mapping { column merges { entity names } parents { entity parent } distinct { names } unusedNames checksum savedAt csv } } }`;
const READ = `query($id: ID!, $column: String!) { dataset(id: $id) { entityMapping(column: $column) {
  merges { entity names } parents { entity parent } distinct { names } unusedNames checksum } } }`;

describe('saveEntities', () => {
  let app: TestApp;
  let id: string;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    id = (await app.upload({ content: sales, fileName: 'sales.csv' })).data.uploadDataset.dataset.id;
  });

  function save(input: Record<string, unknown>) {
    return app.gql(SAVE, { input: { id, column: 'customer', ...input } });
  }
  async function saved(input: Record<string, unknown>) {
    const { data, errors } = await save(input);
    expect(errors).toBeUndefined();
    return data.saveEntities.mapping;
  }
  async function refused(input: Record<string, unknown>) {
    const { status, errors } = await save(input);
    expect(status).toBe(200);
    expect(errors).toHaveLength(1);
    const { code, path } = errors![0]!.extensions;
    return { message: errors![0]!.message, code, path };
  }
  async function mapping(column = 'customer') {
    return (await app.gql(READ, { id, column })).data.dataset.entityMapping;
  }
  const merges = [{ entity: 'NHS CCG', names: ['nhs ccg *'] }];
  const files = () => readdir(join(app.storageDir, 'datasets', id, 'entities'));

  it('saves merges, parents and refusals, and returns them sorted with the names that are not in the data', async () => {
    expect(await mapping()).toBeNull();
    const result = await saved({
      merges,
      parents: [
        { entity: 'Audi', parent: 'Volkswagen' },
        { entity: 'Volkswagen', parent: 'Porsche SE' },
      ],
      distinct: [{ names: ['Audi', 'Acme ltd'] }],
    });
    expect(result).toMatchObject({
      column: 'customer',
      merges,
      parents: [
        { entity: 'Audi', parent: 'Volkswagen' },
        { entity: 'Volkswagen', parent: 'Porsche SE' },
      ],
      distinct: [{ names: ['Acme ltd', 'Audi'] }],
      unusedNames: [],
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(await files()).toEqual([`${result.checksum}.json`]);
    expect(await mapping()).toMatchObject({ merges, checksum: result.checksum });
  });

  it('replaces the lists that are sent and leaves the others', async () => {
    await saved({ merges, parents: [{ entity: 'Audi', parent: 'Volkswagen' }] });
    expect(await saved({ distinct: [{ names: ['Audi', 'Acme Ltd'] }] })).toMatchObject({ merges });
    expect(await saved({ merges: [], distinct: [] })).toMatchObject({
      merges: [],
      parents: [{ entity: 'Audi', parent: 'Volkswagen' }],
      distinct: [],
    });
    expect(await saved({ parents: [] })).toBeNull();
    expect(await mapping()).toBeNull();
  });

  it('stays when the file is replaced, and reports the names that are gone', async () => {
    await saved({ merges: [...merges, { entity: 'Acme', names: ['Acme Ltd'] }] });
    await app.upload({ content: 'Customer,Amount\nNHS CCG,1\nnhs  CCG *,2\n', fileName: 'next.csv', input: { id } });
    expect(await mapping()).toMatchObject({
      merges: [{ entity: 'Acme' }, { entity: 'NHS CCG' }],
      unusedNames: ['Acme Ltd'],
    });
    // A page sends the whole list, with the names that are gone.
    expect((await saved({ merges: [{ entity: 'ACME', names: ['Acme Ltd'] }, ...merges] })).unusedNames).toEqual([
      'Acme Ltd',
    ]);
    await app.upload({ content: 'Client,Amount\na,1\n', fileName: 'other.csv', input: { id } });
    const { data } = await app.gql('query($id: ID!) { dataset(id: $id) { entityMappings { column unusedNames } } }', {
      id,
    });
    expect(data.dataset.entityMappings).toEqual([{ column: 'customer', unusedNames: ['Acme Ltd', 'nhs ccg *'] }]);
    expect(await saved({ merges: [] })).toBeNull();
  });

  it('refuses unknown names with the nearest one and its place, and changes nothing', async () => {
    await saved({ merges });
    const { code, message, path } = await refused({ merges: [{ entity: 'Acme', names: ['Acme Ltd', 'Adui'] }] });
    expect({ code, path }).toEqual({ code: 'ENTITY_NAME_UNKNOWN', path: 'merges[0].names[1]' });
    expect(message).toContain('did you mean "Audi"?');
    expect(await mapping()).toMatchObject({ merges });
    expect((await saved({ merges: [{ entity: 'A', names: ['Later'] }], unknownNames: 'KEEP' })).unusedNames).toEqual([
      'Later',
    ]);
  });

  it.each([
    ['COLUMN_NOT_FOUND', { column: 'custmer', merges: [] }],
    ['COLUMN_NOT_TEXT', { column: 'amount', merges: [] }],
    [
      'ENTITY_CYCLE',
      {
        parents: [
          { entity: 'Audi', parent: 'Acme Ltd' },
          { entity: 'ACME ltd', parent: 'Audi' },
        ],
      },
    ],
    [
      'ENTITY_NAME_REPEATED',
      {
        merges: [
          { entity: 'a', names: ['Audi'] },
          { entity: 'b', names: ['AUDI'] },
        ],
      },
    ],
    ['INVALID_INPUT', { merges: [{ entity: ' ', names: ['Audi'] }] }],
    ['DATASET_NOT_FOUND', { id: 'ds_0000000000000000000000', merges: [] }],
  ])('answers %s', async (code, input) => {
    expect((await refused(input)).code).toBe(code);
    expect(await mapping()).toBeNull();
  });

  it('refuses a change that is based on a mapping that others have replaced', async () => {
    const first = await saved({ merges, basedOn: '' });
    await saved({ merges: [{ entity: 'Acme', names: ['Acme Ltd'] }], basedOn: first.checksum });
    expect((await refused({ merges, basedOn: first.checksum })).code).toBe('ENTITY_MAPPING_CHANGED');
    expect((await refused({ merges, basedOn: '' })).code).toBe('ENTITY_MAPPING_CHANGED');
  });

  it('changes nothing when an equal mapping is saved again', async () => {
    const first = await save({ merges });
    const again = await save({ merges: [{ entity: 'NHS CCG ', names: ['nhs ccg *', 'NHS ccg *'] }] });
    expect(again.data.saveEntities.dataset.updatedAt).toBe(first.data.saveEntities.dataset.updatedAt);
  });

  it('reads back the CSV that it exports, whatever the names are', async () => {
    const content = 'Customer,Amount\n"=SUM(A1)",1\n"a ""b"", c",2\n-x,3\n\'y,4\nünï ✓,5\n';
    await app.upload({ content, fileName: 'odd.csv', input: { id } });
    const before = await saved({
      merges: [
        { entity: '+new', names: ['=SUM(A1)', 'a "b", c', '-x'] },
        { entity: 'other', names: ["'y"] },
      ],
      parents: [
        { entity: '+new', parent: '@top' },
        { entity: 'ünï ✓', parent: 'other' },
      ],
    });
    expect(before.csv).toContain("'=SUM(A1),'+new,'@top\n");
    await saved({ merges: [], parents: [] });
    const { data, errors } = await app.upload({
      content: before.csv,
      fileName: 'mapping.csv',
      query: SAVE,
      input: { id, column: 'customer' },
    });
    expect(errors).toBeUndefined();
    expect(data.saveEntities.mapping.checksum).toBe(before.checksum);
  });

  it('reads a mapping as spreadsheets save it, and says what is wrong with one', async () => {
    const send = (content: string, input = {}) =>
      app.upload({ content, fileName: 'm.csv', query: SAVE, input: { id, column: 'customer', ...input } });
    const semicolons = '\uFEFFParent;Name;Comment;Entity\r\nHealth;NHS CCG *;x;NHS CCG\r\nVW;Audi;;\r\n';
    expect((await send(semicolons)).data.saveEntities.mapping).toMatchObject({
      merges: [{ entity: 'NHS CCG', names: ['NHS CCG *'] }],
      parents: [
        { entity: 'Audi', parent: 'VW' },
        { entity: 'NHS CCG', parent: 'Health' },
      ],
    });
    const wrong = await send('from,to\na,b\n');
    expect(wrong.errors![0]!.extensions.code).toBe('INVALID_INPUT');
    expect(wrong.errors![0]!.message).toContain('name, entity and parent');
    const parents = await send('name,parent\nAudi,VW\nAudi,BMW\n');
    expect(parents.errors![0]!.extensions.code).toBe('ENTITY_NAME_REPEATED');
    expect((await send('name,entity\nAudi,VW\n', { merges })).errors![0]!.extensions.code).toBe('INVALID_INPUT');
  });

  it('names a damaged mapping and can be saved again', async () => {
    const other = await startApp({ STORAGE_DIR: app.storageDir });
    try {
      const { checksum } = await saved({ merges });
      const path = join(app.storageDir, 'datasets', id, 'entities', `${checksum}.json`);
      await writeFile(path, (await readFile(path, 'utf8')).replace('NHS', 'NHX'));
      const damaged = await other.gql(READ, { id, column: 'customer' });
      expect(damaged.errors![0]!.extensions.code).toBe('ENTITY_MAPPING_DAMAGED');
      await rm(path);
      expect((await other.gql(READ, { id, column: 'customer' })).errors![0]!.message).toContain(checksum);
      const input = { id, column: 'customer', merges, parents: [], distinct: [] };
      expect((await other.gql(SAVE, { input })).errors).toBeUndefined();
      expect((await other.gql(READ, { id, column: 'customer' })).data.dataset.entityMapping).toMatchObject({ merges });
    } finally {
      await other.close();
    }
  });
});
