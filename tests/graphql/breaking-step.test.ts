import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { type GraphQLEnumType, GraphQLNonNull, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildGraphqlSchema } from '../../src/graphql/build-schema.js';
import { columnNotFound } from '../../src/model/column-not-found.js';
import { ERROR_CODES } from '../../src/model/errors.js';
import { projectRoot } from '../../src/project-root.js';
import { startApp, type TestApp } from '../support/app.js';

const ANALYSE = `query($id: ID!, $input: AnalysisInput!) { dataset(id: $id) { name analysis(input: $input) {
  parameters { groupBy value periodGrain }
  total { id totalExact thresholds { reaching { valueExact } } head { entity valueExact key { parts } } }
} } }`;

describe('the contract of 0.2.0', () => {
  let app: TestApp;
  let id: string;
  const upload = async (content: string, input?: Record<string, unknown>) =>
    (await app.upload({ content, fileName: 'sales.csv', input })).data.uploadDataset.dataset.id as string;
  const analyse = (input: Record<string, unknown>) => app.gql(ANALYSE, { id, input });

  beforeAll(async () => {
    app = await startApp();
    id = await upload('who,year,amount\nA,2023,9007199254740993.25\nB,2024,0.10\n,2024,0.20\n');
  });
  afterAll(() => app.close());

  it('groups by a list of columns, takes a single name for one, and refuses none and repeated ones with a code', async () => {
    const list = await analyse({ groupBy: ['who'], value: 'amount' });
    expect(list.data.dataset.analysis.parameters).toMatchObject({ groupBy: ['who'], value: 'amount' });
    expect((await analyse({ groupBy: 'who', value: 'amount' })).data).toEqual(list.data);
    for (const groupBy of [[], ['who', 'who']]) {
      const { errors } = await analyse({ groupBy, value: 'amount' });
      expect(errors![0]!.extensions).toMatchObject({ code: 'INVALID_GROUP_BY', got: groupBy.length });
    }
  });

  it('returns exact amounts that no double holds, and null as the key of the blank entity', async () => {
    const { data } = await analyse({ groupBy: ['who'], value: 'amount', blanks: 'ENTITY' });
    const { total } = data.dataset.analysis;
    expect(total.totalExact).toBe('9007199254740993.55');
    expect(total.head).toEqual([
      { entity: 'A', valueExact: '9007199254740993.25', key: { parts: ['A'] } },
      { entity: '(blank)', valueExact: '0.2', key: { parts: [null] } },
      { entity: 'B', valueExact: '0.1', key: { parts: ['B'] } },
    ]);
  });

  it('takes the grain from periods or its shorthand, and refuses two that differ', async () => {
    const grain = async (input: Record<string, unknown>) =>
      (await analyse({ groupBy: ['who'], value: 'amount', ...input })).data.dataset.analysis?.parameters.periodGrain;
    expect(await grain({ periods: { grain: 'NONE' } })).toBe('NONE');
    expect(await grain({ periods: { grain: 'NONE' }, periodGrain: 'NONE' })).toBe('NONE');
    const both = { periods: { grain: 'NONE' }, periodGrain: 'YEAR' };
    const { errors } = await analyse({ groupBy: ['who'], value: 'amount', ...both });
    expect(errors![0]!.extensions.code).toBe('INVALID_INPUT');
  });

  it('returns the analyses of datasets that have the column when another dataset lacks it', async () => {
    await upload('other,amount\nx,1\n', { name: 'lacks the column' });
    const { data, errors } = await app.gql(
      '{ datasets { nodes { analysis(input: { groupBy: ["who"], value: "amount" }) { total { entityCount } } } } }',
    );
    expect(data.datasets.nodes).toEqual([{ analysis: null }, { analysis: { total: { entityCount: 2 } } }]);
    expect(errors!.map(({ extensions }) => extensions.code)).toEqual(['COLUMN_NOT_FOUND']);
  });

  it('returns the first of two deletions when the second fails', async () => {
    const gone = await upload('a,b\nx,1\n');
    const { data, errors } = await app.gql(
      'mutation($gone: ID!) { first: deleteDataset(id: $gone) { id } second: deleteDataset(id: $gone) { id } }',
      { gone },
    );
    expect(data).toEqual({ first: { id: gone }, second: null });
    expect(errors!.map(({ path, extensions }) => [path, extensions.code])).toEqual([[['second'], 'DATASET_NOT_FOUND']]);
  });

  it('renames a dataset without a new version, by the rules of an upload', async () => {
    const rename = (name: string) =>
      app.gql('mutation($input: UpdateDatasetInput!) { updateDataset(input: $input) { dataset { name version } } }', {
        input: { id, name },
      });
    expect((await rename('  Sales 2024 ')).data.updateDataset.dataset).toEqual({ name: 'Sales 2024', version: 1 });
    expect((await app.gql('query($id: ID!) { dataset(id: $id) { name } }', { id })).data.dataset.name).toBe(
      'Sales 2024',
    );
    for (const name of ['   ', 'x'.repeat(201)]) {
      expect((await rename(name)).errors![0]!.extensions.code).toBe('INVALID_INPUT');
    }
  });

  it('returns nodes in the order of their ids, and null for missing ones', async () => {
    const ids = ['ds_0000000000000000000000', id, 'an_x', id];
    const { data, errors } = await app.gql('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(errors).toBeUndefined();
    expect(data.nodes).toEqual([null, { id }, null, { id }]);
  });

  it('returns the same dataset for the same idempotency key', async () => {
    const input = { idempotencyKey: 'upload-1' };
    expect(await upload('a,b\nx,1\n', input)).toBe(await upload('a,b\nx,1\n', input));
  });
});

describe('the schema', () => {
  const schema = buildGraphqlSchema();

  it('declares every field that can fail nullable', () => {
    // These read their parent alone.
    const pure = [
      ...['Analysis.total', 'Analysis.byPeriod', 'EntityShare.key', 'ChangedEntity.key', 'Query.nodes'],
      ...['AnalysisParameters.level', 'AnalysisParameters.isMapped', 'Column.label', 'Column.availableRoles'],
      ...['EntityMapping.distinct', 'EntityMapping.csv', 'LeftOutEntity.key', 'Analysis.unknownEntities'],
      'EntityMapping.parentCount',
      ...['RankedEntity.key', 'EntityAboveLimit.key', 'EntityHistory.key', 'TopConcentration.other'],
      ...[
        'PeriodConcentration.limits',
        'PeriodConcentration.top',
        'AnalysisParameters.limits',
        'AnalysisParameters.classes',
      ],
      ...[
        'AnalysisParameters.periodsText',
        'PeriodConcentration.isPartial',
        'AnalysisParameters.measure',
        'AnalysisParameters.also',
        'AnalysisParameters.segmentPeriods',
        'BridgeEntity.key',
        'Segment.concentration',
        'SegmentPeriod.concentration',
        'PeriodComparison.otherPeriod',
        'Comparison.otherDataset',
        'ComparedEntity.key',
      ],
    ];
    const strict = Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type) && !type.name.startsWith('__') && type.name !== 'Subscription'
        ? Object.values(type.getFields()).flatMap((field) =>
            field.resolve && field.type instanceof GraphQLNonNull ? [`${type.name}.${field.name}`] : [],
          )
        : [],
    );
    expect(strict.filter((name) => !pure.includes(name))).toEqual([]);
  });

  it('lists exactly the error codes of the service', () => {
    const codes = (schema.getType('ErrorCode') as GraphQLEnumType).getValues();
    expect(codes.map(({ name }) => name).sort()).toEqual(Object.keys(ERROR_CODES).sort());
    expect(codes.every(({ description }) => /\.$/.test(description ?? ''))).toBe(true);
    const text = sources().join('\n');
    const thrown = new Set<string>([...text.matchAll(/'([A-Z][A-Z_]{3,})'/g)].map(([, code]) => code!));
    for (const code of Object.values(ApolloServerErrorCode)) thrown.add(code);
    expect(Object.keys(ERROR_CODES).filter((code) => !thrown.has(code))).toEqual([]);
    const coded = [...text.matchAll(/(?:(?:Concentric|Http)Error\(\s*(?:\d+,\s*)?|\bcode: )'([A-Z]+_[A-Z_]+)'/g)].map(
      ([, code]) => code!,
    );
    const warnings = (schema.getType('WarningCode') as GraphQLEnumType).getValues().map(({ name }) => name);
    expect(coded.filter((code) => !Object.hasOwn(ERROR_CODES, code) && !warnings.includes(code))).toEqual([]);
  });
});

describe('the suggestion of a column', () => {
  const names = ['quarter', 'supplier', 'amount', 'customer_id', 'year'];
  const nearest = (asked: string, available = names) => columnNotFound('ds_1', asked, available).details.nearest;

  it.each(['suplier', 'suppliers', 'Supplier', 'spuplier'])('finds supplier for %s', (asked) => {
    expect(nearest(asked)).toBe('supplier');
  });

  it.each(['suplier', 'region', 'turnover', 'sku'])('proposes no unrelated word for %s', (asked) => {
    expect(nearest(asked, ['quarter', 'amount', 'year'])).toBeNull();
  });
});

function sources(): string[] {
  return ['src', 'resolvers'].flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter(
        (name) => name.endsWith('.ts') && !name.endsWith('model/errors.ts') && name !== join('model', 'errors.ts'),
      )
      .map((name) => readFileSync(join(projectRoot, folder, name), 'utf8')),
  );
}
