import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { type Random, randomFrom } from '../support/random.js';

const SEED = 20_261_130;
const FLIPS_PER_FILE = 12;
const NAMED = ['VERSION_DAMAGED', 'RECORD_DAMAGED'];

const rows = Array.from({ length: 400 }, (_, row) => `c${row % 37},${(row * 17) % 1000}.25,2024-0${1 + (row % 9)}-15`);
const content = `customer,amount,day\n${rows.join('\n')}\n`;

const queries = {
  preview: 'query($id: ID!) { dataset(id: $id) { preview(first: 200) { columns rows } } }',
  schema: 'query($id: ID!) { dataset(id: $id) { schema { rowCount columns { name originalName dataType min max } } } }',
  lineage: 'query($id: ID!) { dataset(id: $id) { lineage { operation inputs outputs } } }',
  analysis: `query($id: ID!) { dataset(id: $id) { analysis(input: { groupBy: "customer", value: "amount" }) {
    id total { entityCount hhi head(first: 50) { entity value } } artifacts { format sha256 sizeBytes } } } }`,
} as const;

let app: TestApp;
let id: string;
let folder: string;
let right: Record<string, unknown>;

/** What every query answers; the answers in memory are left out by a new name of the operation. */
let asked = 0;
async function answers(): Promise<Record<string, { data: unknown; code: string | undefined }>> {
  await app.gql('mutation($id: ID!) { invalidateDataset(id: $id) { __typename } }', { id });
  const found: Record<string, { data: unknown; code: string | undefined }> = {};
  for (const [name, query] of Object.entries(queries)) {
    const named = query.replace('query(', `query Q${++asked}(`);
    const { data, errors } = await app.gql(named, { id });
    found[name] = { data, code: errors?.[0]?.extensions.code };
  }
  return found;
}

/** A stored analysis that is computed again is as right, but of another time, which its JSON and workbook hold. */
function comparable(data: unknown, damagedPath: string): unknown {
  if (!damagedPath.endsWith('.json') || !damagedPath.includes('analyses')) return data;
  const copy = structuredClone(data) as { dataset?: { analysis?: { artifacts: { format: string }[] } } };
  const { analysis } = copy.dataset ?? {};
  if (analysis) analysis.artifacts = analysis.artifacts.filter(({ format }) => format === 'CSV');
  return copy;
}

function filesBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Flips one bit of a file; the function it returns restores the file. */
function flipBit(path: string, random: Random): () => void {
  const before = readFileSync(path);
  const damaged = Buffer.from(before);
  const position = Math.floor(random.upTo(before.length));
  damaged[position]! ^= 1 << Math.floor(random.upTo(8));
  const replace = (bytes: Buffer) => {
    writeFileSync(`${path}.new`, bytes);
    renameSync(`${path}.new`, path);
  };
  replace(damaged);
  return () => replace(before);
}

beforeAll(async () => {
  app = await startApp({ LOG_LEVEL: 'error' });
  id = (await app.upload({ content, fileName: 'sales.csv' })).data.uploadDataset.dataset.id;
  folder = join(app.storageDir, 'datasets', id, 'v1');
  const first = await answers();
  right = Object.fromEntries(Object.entries(first).map(([name, { data }]) => [name, data]));
  expect(Object.values(first).map(({ code }) => code)).toEqual([undefined, undefined, undefined, undefined]);
});
afterAll(() => app.close());

describe('one flipped bit', () => {
  it('in any file of a version gives the right answer or an error that names the file', async () => {
    const random = randomFrom(SEED);
    const files = filesBelow(folder);
    expect(files.map((path) => path.slice(folder.length + 1).replace(/[0-9a-f]{32}/, '…'))).toEqual(
      expect.arrayContaining([
        'analyses/….csv',
        'analyses/….json',
        'analyses/….xlsx',
        'lineage.json',
        'normalized.parquet',
        'schema.json',
        'source/sales.csv',
      ]),
    );
    // Last: an analysis that is computed again makes its workbook again, with another time in it.
    const isAnalysis = (path: string) => /analyses.*\.json$/.test(path);
    for (const path of [...files.filter((each) => !isAnalysis(each)), ...files.filter(isAnalysis)]) {
      for (let flip = 0; flip < FLIPS_PER_FILE; flip++) {
        const undo = flipBit(path, random);
        for (const [name, { data, code }] of Object.entries(await answers())) {
          const isNamed = code !== undefined && NAMED.includes(code);
          if (!isNamed)
            expect(comparable(data, path), `${name}, flip ${flip}, ${path}`).toEqual(comparable(right[name], path));
        }
        undo();
      }
    }
  }, 300_000);

  it('in the Parquet is repaired from the source', async () => {
    const path = join(folder, 'normalized.parquet');
    const before = readFileSync(path);
    flipBit(path, randomFrom(1));
    expect((await answers()).preview).toEqual({ data: right.preview, code: undefined });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('in the Parquet while the source is damaged too is VERSION_DAMAGED, for that version alone', async () => {
    const undo = [
      flipBit(join(folder, 'source', 'sales.csv'), randomFrom(2)),
      flipBit(join(folder, 'normalized.parquet'), randomFrom(3)),
    ];
    const { data: _, errors } = await app.gql(queries.preview.replace('query(', 'query Damaged('), { id });
    expect(errors?.[0]).toMatchObject({
      extensions: { code: 'VERSION_DAMAGED', datasetId: id, version: 1, file: 'normalized.parquet' },
      message: expect.stringMatching(
        /source\/sales\.csv is damaged too\. Upload the file again with replaceDataset\.$/,
      ),
    });
    const normalized = await app.gql(
      'mutation($id: ID!) { normalizeDataset(input: { id: $id, options: {} }) { dataset { version } } }',
      { id },
    );
    expect(normalized.errors?.[0]).toMatchObject({ extensions: { code: 'VERSION_DAMAGED', file: 'source/sales.csv' } });
    for (const each of undo) each();
    expect((await answers()).preview).toEqual({ data: right.preview, code: undefined });
  });
});
