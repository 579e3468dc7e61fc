import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, createClient } from '../support/client.js';
import { parquetOf } from '../support/parquet-file.js';
import { addressOf, type ServiceProcess } from '../support/process.js';
import { plainRows, rawWorkbook } from '../support/raw-workbook.js';

const main = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));

/** What the disk takes of one file, in the kilobytes of bash: a disk that is full at one place, and needs no root. */
const MAX_FILE_KB = 2048;
const ROWS = 400_000;

let storageDir: string;
let service: ServiceProcess;
let client: Client;

beforeAll(async () => {
  storageDir = await mkdtemp(join(tmpdir(), 'concentric-refusing-disk-'));
  const env = { PATH: process.env.PATH, PORT: '0', THREADS: '2', STORAGE_DIR: storageDir, SAMPLE_DATA: 'false' };
  const limited = `ulimit -f ${MAX_FILE_KB} && exec "$0" "$1"`;
  service = spawn('bash', ['-c', limited, process.execPath, main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  service.stderr.resume();
  client = createClient(await addressOf(service));
});

afterAll(async () => {
  const ended = new Promise((resolve) => service.once('exit', resolve));
  service.kill();
  await ended;
  await rm(storageDir, { recursive: true, force: true });
});

const manyRows = (row: string) => `name,value\n${row.repeat(ROWS)}`;
const workbook = () => {
  const row = plainRows([['a name that is long enough', 1]]).replace(/^<row r="1">/, '<row>');
  const cells = row.replaceAll(/ r="[A-Z]+\d+"/g, '');
  return rawWorkbook({
    sheets: [{ data: plainRows([['name', 'value']]) + cells.repeat(100_000) }],
    entries: [{ name: '[Content_Types].xml', data: '<Types/>' }],
  });
};

it.each([
  ['the upload itself', 'a.csv', () => manyRows('ACME,55\n')],
  ['a text in UTF-8', 'b.csv', () => Buffer.from(`é,v\n${'éééé\n'.repeat(ROWS)}`, 'latin1')],
  ['a text made regular', 'c.csv', () => `${manyRows('a,1\n')}a,1,surplus\n`],
  ['the rows of a workbook', 'd.xlsx', workbook],
  [
    'the text of a Parquet file',
    'e.parquet',
    () => parquetOf(`SELECT hash(i) AS h, hash(-i) AS g, i FROM range(99000) t(i)`),
  ],
])('returns STORAGE_UNAVAILABLE when the disk cannot store %s', async (_what, fileName, content) => {
  const { status, errors } = await client.upload({ content: (await content()) as Buffer<ArrayBuffer>, fileName });
  expect(status).toBe(200);
  expect(errors).toMatchObject([
    { message: expect.stringMatching(/larger than the file system/), extensions: { code: 'STORAGE_UNAVAILABLE' } },
  ]);
  const id = errors![0]!.extensions.datasetId as string | undefined;
  if (id) {
    const { data } = await client.gql('query($id: ID!) { dataset(id: $id) { status failure { code } } }', { id });
    expect(data.dataset).toEqual({ status: 'FAILED', failure: { code: 'STORAGE_UNAVAILABLE' } });
    await client.gql('mutation($id: ID!) { deleteDataset(id: $id) { id } }', { id });
  }
  expect(leftBehind()).toEqual([]);
});

it('reads a smaller file afterwards', async () => {
  const { data } = await client.upload({ content: 'name,value\nACME,5\n', fileName: 'small.csv' });
  expect(data.uploadDataset.dataset).toMatchObject({ status: 'READY', rowCount: 1 });
});

/** All but the records of what was deleted, which stay for a day. */
function leftBehind(): string[] {
  return readdirSync(join(storageDir, 'datasets'), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && !/^(catalog\.log|dataset\.\d+\.json)$/.test(file.name))
    .map((file) => join(file.parentPath, file.name));
}
