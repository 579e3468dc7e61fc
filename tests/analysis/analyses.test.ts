import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import exceljs from 'exceljs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Analyses, type AnalysesOptions } from '../../src/analysis/analyses.js';
import { analysisHash } from '../../src/analysis/parameters/analysis-hash.js';
import { AnalysisBudget } from '../../src/artifact/analysis-budget.js';
import { analysisJson } from '../../src/artifact/json.js';
import { ALGORITHM_VERSION, type Analysis, type AnalysisFile } from '../../src/model/analysis.js';
import type { DatasetRecord } from '../../src/model/dataset.js';
import type { DatasetSchema, PeriodGrain } from '../../src/model/schema.js';
import { FileBytes } from '../../src/storage/file-bytes.js';
import { createLayout, filesIn } from '../../src/storage/layout.js';
import { analysisFixture } from '../support/analysis-fixture.js';

let fixture: Awaited<ReturnType<typeof analysisFixture>>;
let analyses: Analyses;
let layout: ReturnType<typeof createLayout>;
let record: DatasetRecord;
let schema: DatasetSchema;
/** How often a version's folder was opened to compute something. */
let computed = 0;
let clock = Date.parse('2026-01-01T00:00:00.000Z');

const FORMATS = ['JSON', 'CSV', 'XLSX'] as const;
const REQUEST = { groupBy: ['who'], value: 'amount' };
const ROWS = `SELECT * FROM (VALUES ('=1+1', 5.50::DECIMAL(38, 2), 2023), ('a,"b"', 3, 2023), ('ACME', 10, 2024), ('-x', -1, NULL)) AS t(who, amount, year)`;

function open(options: Pick<AnalysesOptions, 'budget' | 'findRecord'> = {}): Analyses {
  return new Analyses({
    engine: fixture.engine,
    bytes: new FileBytes(layout, 'test'),
    findRecord: async () => record,
    folders: {
      hold: (_version, work) => work(),
      schema: async () => schema,
      withVersion: ({ id, version }, work) => {
        computed++;
        return work({ localPath: async () => layout.parquet(id, version) });
      },
    },
    ...options,
    now: () => {
      clock += 1000;
      return new Date(clock);
    },
  });
}

beforeAll(async () => {
  fixture = await analysisFixture();
  layout = createLayout(fixture.folder);
  analyses = open();
});

afterAll(async () => {
  await analyses.close();
  fixture.close();
});

beforeEach(async () => {
  const id = `ds_${randomUUID().replaceAll('-', '')}`;
  const dataset = await fixture.dataset(ROWS, { grain: 'YEAR', parts: { year: 'YEAR' } });
  mkdirSync(layout.version(id, 3), { recursive: true });
  renameSync(dataset.parquetPath, filesIn.parquet(layout.version(id, 3)));
  schema = { ...dataset.schema, datasetId: id, version: 3 };
  const source = { fileName: 'sums.csv', sha256: 'ab'.repeat(32), sheet: null };
  record = { id, version: 3, status: 'READY', source } as DatasetRecord;
  computed = 0;
});

describe('a comparison', () => {
  it('is computed from the version that was requested, also where another is current by then', async () => {
    const afterwards = open({ findRecord: async () => null });
    try {
      const request = { ...REQUEST, where: { column: 'who', in: ['ACME'] }, compareWith: { allRows: true } };
      const { comparison } = await afterwards.run(record, schema, request, { record, schema });
      expect(comparison!.total.total).toMatchObject({ value: 10, other: 17.5, difference: -7.5 });
    } finally {
      await afterwards.close();
    }
  });
});

describe('recompute', () => {
  it('finds a plausible file with a wrong number, and writes nothing', async () => {
    const analysis = await analyses.run(record, schema, REQUEST);
    const { hash } = analysis.parameters;
    expect(await analyses.recompute(record, schema, hash)).toEqual({ isSame: true });

    const path = layout.analysis(record.id, 3, hash, 'JSON');
    // As an earlier release wrote it: without a checksum.
    const wrong = readFileSync(path, 'utf8')
      .replaceAll('17.5', '18.5')
      .replace(/,"checksum":"[0-9a-f]{64}"/, '');
    writeFileSync(path, wrong);
    expect((await analyses.get(record, hash))?.total.total).toBe(18.5);
    expect(await analyses.recompute(record, schema, hash)).toEqual({ isSame: false });
    expect(readFileSync(path, 'utf8')).toBe(wrong);
  });

  it('returns null for an analysis that release 0.1 stored, and does not complete its file', async () => {
    const { hash } = (await analyses.run(record, schema, REQUEST)).parameters;
    const path = layout.analysis(record.id, 3, hash, 'JSON');
    const old = readFileSync(path, 'utf8')
      .replaceAll(/"unassigned":\{[^}]*\},/g, '')
      .replace(/,"checksum":"[0-9a-f]{64}"/, '');
    writeFileSync(path, old);
    expect(await analyses.recompute(record, schema, hash)).toBeNull();
    expect(readFileSync(path, 'utf8')).toBe(old);
  });

  it('returns null for an analysis that is not stored or that the present overrides would change', async () => {
    expect(await analyses.recompute(record, schema, '0'.repeat(32))).toBeNull();
    const { parameters } = await analyses.run(record, schema, REQUEST);
    expect(await analyses.recompute(record, { ...schema, timeColumns: [] }, parameters.hash)).toBeNull();
    expect(await analyses.recompute(record, { ...schema, columns: [] }, parameters.hash)).toBeNull();
  });

  it('leaves no file of a removed analysis, which is computed again when it is requested', async () => {
    const { parameters } = await analyses.run(record, schema, REQUEST);
    await analyses.removeStored(record, parameters.hash);
    expect(await analyses.storedHashes(record)).toEqual([]);
    expect(await analyses.recompute(record, schema, parameters.hash)).toBeNull();
    expect(await analyses.storedHashes(record)).toEqual([]);
    await analyses.run(record, schema, REQUEST);
    expect(await analyses.storedHashes(record)).toEqual([parameters.hash]);
  });
});

const noRecord = async () => null;
const folder = () => layout.analyses(record.id, record.version);

describe('run', () => {
  it('computes once when fifty callers request the same analysis', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => analyses.run(record, schema, REQUEST)));
    expect(computed).toBe(1);
    expect(new Set(answers).size).toBe(1);
  });

  it('answers from the stored file, also after a restart, with the time it was computed at', async () => {
    const first = await analyses.run(record, schema, REQUEST);
    const restarted = open();
    const again = await restarted.run(record, schema, { ...REQUEST, thresholds: [50, 10, 10, 20] });
    await restarted.close();
    expect(computed).toBe(1);
    expect(again).toEqual(first);
    expect(first.id).toBe(`an_${record.id.slice(3)}_${first.parameters.hash}`);
    expect(first).toMatchObject({ datasetId: record.id, datasetVersion: 3 });
  });

  it.each([
    ['torn', (path: string) => truncateSync(path, 100)],
    [
      'cut at the end of a line',
      (path: string) => writeFileSync(path, `${readFileSync(path, 'utf8').split('\n')[0]}\n`),
    ],
    ['empty', (path: string) => truncateSync(path, 0)],
    ['from another program', (path: string) => writeFileSync(path, '{"hello": "world"}\n')],
    [
      'that of another dataset',
      (path: string) =>
        writeFileSync(path, readFileSync(path, 'utf8').replace(/"datasetId":"[^"]*"/, '"datasetId":"ds_other"')),
    ],
    [
      'by earlier rules',
      (path: string) =>
        writeFileSync(path, readFileSync(path, 'utf8').replace(/"algorithmVersion":\d+/, '"algorithmVersion":1')),
    ],
  ])('ignores a stored file that is %s and writes it again', async (_, spoil) => {
    const { parameters, computedAt, ...first } = await analyses.run(record, schema, REQUEST);
    const path = layout.analysis(record.id, 3, parameters.hash, 'JSON');
    const whole = readFileSync(path, 'utf8');
    spoil(path);
    const found = await analyses.get(record, parameters.hash).catch(({ code }) => code);
    expect([null, 'VERSION_DAMAGED']).toContain(found);
    const again = await analyses.run(record, schema, REQUEST);
    expect(again).toMatchObject(first);
    expect(again.computedAt > computedAt).toBe(true);
    const withoutChecksum = (text: string) => text.replace(/,"checksum":"[0-9a-f]{64}"/, '');
    const stored = withoutChecksum(readFileSync(path, 'utf8'));
    expect(stored).toBe(withoutChecksum(whole).replace(computedAt, again.computedAt));
  });

  it('says DATASET_NOT_FOUND where the dataset was deleted meanwhile, and does not bring its folder back', async () => {
    rmSync(layout.dataset(record.id), { recursive: true });
    await expect(analyses.run(record, schema, REQUEST)).rejects.toMatchObject({ code: 'DATASET_NOT_FOUND' });
    expect(existsSync(layout.dataset(record.id))).toBe(false);
  });

  it('lets the next caller try again after a failure', async () => {
    const parquet = filesIn.parquet(layout.version(record.id, 3));
    renameSync(parquet, `${parquet}.away`);
    await expect(analyses.run(record, schema, REQUEST)).rejects.toThrow();
    renameSync(`${parquet}.away`, parquet);
    expect((await analyses.run(record, schema, REQUEST)).total.total).toBe(17.5);
  });

  it('refuses a dataset that is not READY', async () => {
    await expect(analyses.run({ ...record, status: 'PROCESSING' }, schema, REQUEST)).rejects.toMatchObject({
      code: 'DATASET_NOT_READY',
    });
  });

  it('leaves no temporary files', async () => {
    const analysis = await analyses.run(record, schema, REQUEST);
    for (const format of FORMATS) await analyses.artifact(analysis, format);
    expect(readdirSync(layout.dataset(record.id))).toEqual(['v3']);
    expect(
      readdirSync(folder())
        .map((name) => name.slice(32))
        .sort(),
    ).toEqual(['.csv', '.csv.sha256', '.json', '.ranking.parquet', '.ranking.parquet.sha256', '.xlsx', '.xlsx.sha256']);
  });
});

describe('get', () => {
  it('returns a stored analysis, and null where there is none', async () => {
    const stored = await analyses.run(record, schema, REQUEST);
    expect(await analyses.get(record, stored.parameters.hash)).toEqual(stored);
    expect(await analyses.get(record, '0'.repeat(32))).toBeNull();
    expect(await analyses.get(record, '../../../etc/passwd')).toBeNull();
    expect(await analyses.get({ ...record, version: 4 }, stored.parameters.hash)).toBeNull();
  });
});

describe('an analysis of algorithm version 3', () => {
  it('is computed again under its id and hash, and then says which periods are partial', async () => {
    const days = `SELECT day::DATE AS day, 'ACME' AS who, 1::BIGINT AS amount
      FROM range(DATE '2023-01-01', DATE '2024-03-29', INTERVAL 1 DAY) AS r(day)`;
    const time = { candidates: ['YEAR_MONTH', 'YEAR'] as PeriodGrain[], parts: { day: 'DATE' as const } };
    const dataset = await fixture.dataset(days, { grain: 'YEAR', ...time });
    renameSync(dataset.parquetPath, filesIn.parquet(layout.version(record.id, 3)));
    schema = { ...dataset.schema, datasetId: record.id, version: 3 };
    const now = await analyses.run(record, schema, REQUEST);
    expect(now.byPeriod.map(({ period, isPartial }) => [period, isPartial])).toEqual([
      ['2023', undefined],
      ['2024', true],
    ]);

    const { hash: _, ...chosen } = now.parameters;
    const columns = { groupBy: [schema.columns[1]!], timeColumns: [schema.columns[0]!], filterColumns: [] };
    const hash = analysisHash(3, chosen, { ...columns, segment: null }, 3);
    expect(hash).not.toBe(now.parameters.hash);
    const before: Analysis = {
      ...now,
      id: now.id.replace(now.parameters.hash, hash),
      algorithmVersion: 3,
      parameters: { ...chosen, hash },
      byPeriod: now.byPeriod.map(({ isPartial: _partial, ...period }) => period),
      warnings: [],
    };
    writeFileSync(layout.analysis(record.id, 3, hash, 'JSON'), [...analysisJson(before)].join(''));
    const read = await analyses.get(record, hash);
    expect(read).toEqual({ ...now, id: before.id, parameters: before.parameters });
    expect(JSON.parse(readFileSync(layout.analysis(record.id, 3, hash, 'JSON'), 'utf8'))).toMatchObject({
      id: before.id,
      algorithmVersion: ALGORITHM_VERSION,
    });
  });
});

describe('list', () => {
  it('pages newest first, and goes on after the cursor when others came meanwhile', async () => {
    const stored = [];
    for (const n of [1, 2, 3]) stored.unshift(await analyses.run(record, schema, { ...REQUEST, topN: [n] }));
    const first = await analyses.list(record, { first: 2 });
    expect(first).toMatchObject({ totalCount: 3, hasNextPage: true, hasPreviousPage: false });
    expect(first.edges.map(({ node }) => node)).toEqual(stored.slice(0, 2));

    await analyses.run(record, schema, { ...REQUEST, topN: [4] });
    const second = await analyses.list(record, { first: 2, after: first.edges[1]?.cursor });
    expect(second).toMatchObject({ totalCount: 4, hasNextPage: false, hasPreviousPage: true });
    expect(second.edges.map(({ node }) => node)).toEqual(stored.slice(2));
  });

  it('is empty where nothing was stored', async () => {
    expect(await analyses.list(record, { first: 20 })).toEqual({
      ...{ edges: [], totalCount: 0, hasNextPage: false, hasPreviousPage: false },
    });
  });

  it.each(['', 'x', Buffer.from('1.2').toString('base64url')])('refuses the cursor %j', async (after) => {
    await expect(analyses.list(record, { first: 1, after })).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
  });

  it('fills the page past files that were made by earlier rules', async () => {
    const stored = [];
    for (const n of [1, 2, 3]) stored.unshift(await analyses.run(record, schema, { ...REQUEST, topN: [n] }));
    const path = layout.analysis(record.id, 3, stored[1]!.parameters.hash, 'JSON');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"algorithmVersion":\d+/, '"algorithmVersion":1'));
    const { edges, hasNextPage } = await analyses.list(record, { first: 2 });
    expect(edges.map(({ node }) => node)).toEqual([stored[0], stored[2]]);
    expect(hasNextPage).toBe(false);
  });

  it('opens only the files of its page', async () => {
    const stored = [];
    for (const n of [1, 2, 3]) stored.unshift(await analyses.run(record, schema, { ...REQUEST, topN: [n] }));
    // Opening a folder as a file fails: none of these may be opened.
    for (let n = 0; n < 5000; n++) mkdirSync(layout.analysis(record.id, 3, n.toString(16).padStart(32, '0'), 'JSON'));
    const future = new Date(Date.now() + 3_600_000_000);
    for (const { parameters } of stored)
      utimesSync(layout.analysis(record.id, 3, parameters.hash, 'JSON'), future, future);
    const { edges, totalCount } = await analyses.list(record, { first: 3 });
    expect(edges).toHaveLength(3);
    expect(totalCount).toBe(5003);
    await expect(analyses.list(record, { first: 4 })).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      message: expect.stringMatching(
        /datasets\/ds_.*\/v3\/analyses\/0+[0-9a-f]*\.json cannot be read \(EISDIR\).*remove it/,
      ),
    });
  });
});

describe('artifacts', () => {
  const placeOf = ({ parameters: { hash } }: Analysis, format: AnalysisFile) => ({
    ...{ datasetId: record.id, version: 3, hash, format },
  });

  it('are three files with their sizes and checksums', async () => {
    const analysis = await analyses.run(record, schema, REQUEST);
    for (const format of FORMATS) {
      const { fileName, sizeBytes, sha256 } = await analyses.artifact(analysis, format);
      expect(fileName).toBe(`amount_by_who_${analysis.parameters.hash.slice(0, 8)}.${format.toLowerCase()}`);
      const found = await analyses.findArtifact(placeOf(analysis, format), noRecord);
      if (found === null || !('path' in found)) return expect.unreachable();
      const content = readFileSync(found.path);
      expect(content).toHaveLength(sizeBytes);
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
      expect(found).toMatchObject({ sha256, sizeBytes, format });
    }
  });

  it('are made when they are first requested, once for any number of requests', async () => {
    const analysis = await analyses.run(record, schema, REQUEST);
    expect(readdirSync(folder()).map((name) => name.slice(32))).toEqual(['.json']);
    const asked = Array.from({ length: 20 }, () => analyses.findArtifact(placeOf(analysis, 'XLSX'), noRecord));
    expect(new Set((await Promise.all(asked)).map((found) => found?.sha256)).size).toBe(1);
    expect(
      readdirSync(folder())
        .map((name) => name.slice(32))
        .sort(),
    ).toEqual(['.json', '.ranking.parquet', '.ranking.parquet.sha256', '.xlsx', '.xlsx.sha256']);
  });

  it.each(['CSV', 'XLSX'] as const)('are made again, with the same bytes, where the %s was removed', async (format) => {
    const analysis = await analyses.run(record, schema, REQUEST);
    const { path, sha256 } = await analyses.artifact(analysis, format);
    rmSync(path);
    // A zip's dates have two seconds each: a workbook that says when it was made would differ.
    await pause(format === 'XLSX' ? 2100 : 0);
    expect(await analyses.findArtifact(placeOf(analysis, format), noRecord)).toMatchObject({ path, sha256 });
    expect(existsSync(path)).toBe(true);
  });

  it('bring back a JSON that was removed while the analysis is remembered', async () => {
    const analysis = await analyses.run(record, schema, REQUEST);
    const { path, sha256 } = await analyses.artifact(analysis, 'JSON');
    rmSync(path);
    expect(await analyses.artifact(analysis, 'JSON')).toMatchObject({ path, sha256 });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject(analysis);
    expect(await analyses.list(record, { first: 20 })).toMatchObject({ totalCount: 1 });
  });

  it('are not made where the version is gone', async () => {
    const analysis = await analyses.run(record, schema, REQUEST);
    rmSync(layout.version(record.id, 3), { recursive: true });
    await expect(analyses.artifact(analysis, 'XLSX')).rejects.toThrow();
    expect(readdirSync(layout.dataset(record.id))).toEqual([]);
  });

  it('are found nowhere else', async () => {
    const place = { datasetId: record.id, version: 3, hash: '0'.repeat(32), format: 'CSV' } as const;
    expect(await analyses.findArtifact(place, noRecord)).toBeNull();
  });

  it('hold the analysis whole as JSON, blank names and formulas untouched', async () => {
    const analysis = await analyses.run(record, schema, REQUEST);
    const json = JSON.parse(readFileSync(layout.analysis(record.id, 3, analysis.parameters.hash, 'JSON'), 'utf8'));
    expect(json).toEqual({ ...analysis, checksum: expect.any(String) });
    expect(json.total.head.map(({ entity }: { entity: string }) => entity)).toEqual(['ACME', '=1+1', 'a,"b"', '-x']);
  });

  it('hold a workbook that Excel can open, written in a thread of its own', async () => {
    const analysis = await analyses.run(record, schema, REQUEST);
    const { path } = await analyses.artifact(analysis, 'XLSX');
    const workbook = new exceljs.Workbook();
    await workbook.xlsx.readFile(path);
    expect(workbook.worksheets.map(({ name }) => name)).toEqual([
      'Summary',
      'Ranking',
      'By period',
      'Changes',
      'Method and sources',
    ]);
  });
});

describe('with a budget', () => {
  const log = { info: () => undefined, warn: () => expect.unreachable(), error: () => undefined };
  const unlimited = { maxBytes: 1e12, maxCount: 1e9, maxBytesPerVersion: 1e12, maxCountPerVersion: 1e9 };

  it('a reader who requests ever new analyses fills no more than it, and evicted ones are computed again', async () => {
    const budget = new AnalysisBudget({
      layout,
      limits: { ...unlimited, maxCountPerVersion: 10 },
      minFreeBytes: 0,
      log,
    });
    const limited = open({ budget });
    const first = await limited.run(record, schema, { ...REQUEST, topN: [1] });
    for (let n = 2; n <= 30; n++) await limited.run(record, schema, { ...REQUEST, topN: [n] });
    expect(readdirSync(folder()).length).toBeLessThanOrEqual(10);
    const { computedAt, ...again } = await limited.run(record, schema, { ...REQUEST, topN: [1] });
    expect(first).toMatchObject(again);
    expect(computedAt > first.computedAt).toBe(true);
    await limited.close();
  });

  it('an analysis is answered where the disk has no room to store it, and its files are STORAGE_UNAVAILABLE', async () => {
    const full = open({ budget: new AnalysisBudget({ layout, limits: unlimited, minFreeBytes: 1e18, log }) });
    const analysis = await full.run(record, schema, REQUEST);
    expect(analysis.total.total).toBe(17.5);
    expect(existsSync(layout.analysis(record.id, 3, analysis.parameters.hash, 'JSON'))).toBe(false);
    await expect(full.artifact(analysis, 'CSV')).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
      message: expect.stringContaining('MIN_FREE_BYTES'),
    });
    await full.close();
  });
});
