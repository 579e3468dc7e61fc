import { execFile } from 'node:child_process';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sweep } from '../../../src/catalog/sweep.js';
import { type DatasetRecord, sourcesOf } from '../../../src/model/dataset.js';
import { filesIn } from '../../../src/storage/layout.js';
import { temporaryStorage } from '../../catalog/open-storage.js';
import { aFile, openIngestion, waiting } from './open-ingestion.js';

const SCRIPT = new URL('children/die-at.mjs', import.meta.url).pathname;
const MINUTES = 60_000;

/** Whether the child finished before its kill point. */
function doUntil(change: number, storageDir: string, action: string, id: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [SCRIPT, storageDir, String(change), action, id], (error, stdout, stderr) => {
      if (error?.signal === 'SIGKILL') resolve(stdout.includes('acknowledged'));
      else reject(new Error(`the child was to be killed, but: ${error} ${stdout} ${stderr}`));
    });
  });
}

/** Starts on the folder as the service does, and waits until interrupted jobs have ended. */
async function startAgain(storageDir: string) {
  const service = await openIngestion(storageDir);
  await sweep(service);
  await service.ingestion.recover();
  await expect
    .poll(async () => (await service.catalog.all()).filter(({ pending }) => pending).length, { timeout: 10_000 })
    .toBe(0);
  // Cleanup follows the reading.
  await service.ingestion.drain();
  return service;
}

type Service = Awaited<ReturnType<typeof startAgain>>;

/** Kills a process before each change that an action makes to the storage folder, and checks what the next start finds. */
async function killAtEachChange(
  action: string,
  prepare: (storageDir: string) => Promise<string>,
  check: (service: Service, id: string, wasAcknowledged: boolean) => Promise<void>,
  step = 1,
) {
  const prepared = await temporaryStorage();
  const id = await prepare(prepared);
  for (let change = 1; ; change += step) {
    const storageDir = await temporaryStorage();
    await cp(prepared, storageDir, { recursive: true });
    const wasAcknowledged = await doUntil(change, storageDir, action, id);
    await check(await startAgain(storageDir), id, wasAcknowledged);
    if (wasAcknowledged) return change;
  }
}

async function uploadedDataset(storageDir: string): Promise<string> {
  const { ingestion, processes } = await openIngestion(storageDir);
  const { id } = await ingestion.upload({ ...waiting, files: [aFile('old')] });
  await processes.leave();
  return id;
}

/** The current version has all of its files, and only it and older versions exist. */
async function expectWhole({ layout, rows, versions }: Service, record: DatasetRecord, content: string) {
  expect(record).toMatchObject({ status: 'READY', pending: null, failure: null });
  expect(await rows(record)).toBe(content.toUpperCase());
  expect(
    await readFile(filesIn.source(layout.version(record.id, record.version), { fileName: 'sales.csv' }), 'utf8'),
  ).toBe(content);
  expect((await versions.schema(record))?.columns).toHaveLength(1);
  expect(await versions.lineage(record)).toEqual([]);
  const entries = (await readdir(layout.dataset(record.id))).filter((name) => !name.startsWith('dataset.'));
  expect(entries.every((name) => /^v\d+$/.test(name) && Number(name.slice(1)) <= record.version)).toBe(true);
}

/** The current version has exactly these sources, unchanged, and the rows of all of them. */
async function expectSources(
  { layout, rows, folders }: Service,
  record: DatasetRecord,
  contents: Record<string, string>,
) {
  expect(record).toMatchObject({ status: 'READY', pending: null, failure: null });
  expect(await rows(record)).toBe(Object.values(contents).join('\n').toUpperCase());
  expect(sourcesOf(record).map(({ fileName }) => fileName)).toEqual(Object.keys(contents));
  const folder = layout.version(record.id, record.version);
  for (const source of sourcesOf(record)) {
    expect(await readFile(filesIn.source(folder, source), 'utf8')).toBe(contents[source.fileName]);
  }
  expect(await readdir(join(folder, 'source'))).toHaveLength(Object.keys(contents).length);
  const entries = (await readdir(layout.dataset(record.id))).filter((name) => !name.startsWith('dataset.'));
  expect(entries.length).toBeLessThanOrEqual(folders.keepVersions);
}

/** Each kill starts a process, and these share most changes with the actions above. */
const KILLS_APART = process.env.EVERY_KILL === '1' ? 1 : 5;

const theRecord = async ({ catalog }: Service, id: string) => (await catalog.get(id))!;

describe('a process killed before any change it makes to the storage folder', () => {
  it(
    'of an upload leaves the dataset whole, or nothing',
    async () => {
      const changes = await killAtEachChange(
        'upload',
        async () => '-',
        async (service, _, wasAcknowledged) => {
          const [record, ...others] = await service.catalog.all();
          expect(others).toEqual([]);
          if (wasAcknowledged) expect(record).toBeDefined();
          if (record) await expectWhole(service, record, 'old');
          const left = (await readdir(service.layout.datasets)).filter((name) => name !== 'catalog.log');
          expect(left).toEqual(record ? [record.id] : []);
        },
      );
      expect(changes).toBeGreaterThan(15);
    },
    5 * MINUTES,
  );

  it(
    'of an upload with an idempotency key, then repeated, makes one dataset',
    async () => {
      const known = new Set<number>();
      await killAtEachChange(
        'keyedUpload',
        async () => '-',
        async (service, _, wasAcknowledged) => {
          const before = await service.catalog.all();
          known.add(before.length);
          if (wasAcknowledged) expect(before).toHaveLength(1);
          const { ingestion } = await openIngestion(service.layout.root);
          const record = await ingestion.upload({ ...waiting, files: [aFile('old')], idempotencyKey: 'a key' });
          expect(before.every(({ id }) => id === record.id)).toBe(true);
          expect(await service.catalog.all()).toEqual([record]);
          await expectWhole(service, record, 'old');
        },
      );
      expect([...known]).toEqual([0, 1]);
    },
    5 * MINUTES,
  );

  it(
    'of a replacement with an idempotency key, then repeated, makes one version',
    async () => {
      const seen = new Set<number>();
      await killAtEachChange('keyedReplace', uploadedDataset, async (service, id) => {
        seen.add((await theRecord(service, id)).version);
        const { ingestion } = await openIngestion(service.layout.root);
        const record = await ingestion.replace({ ...waiting, id, files: [aFile('new')], idempotencyKey: 'a key' });
        expect(record.version).toBe(2);
        await expectWhole(service, record, 'new');
      });
      expect([...seen]).toEqual([1, 2]);
    },
    5 * MINUTES,
  );

  it(
    'of a replacement leaves the old version or the new one, whole',
    async () => {
      const seen = new Set<number>();
      await killAtEachChange('replace', uploadedDataset, async (service, id, wasAcknowledged) => {
        const record = await theRecord(service, id);
        seen.add(record.version);
        if (wasAcknowledged) expect(record.version).toBe(2);
        await expectWhole(service, record, record.version === 2 ? 'new' : 'old');
      });
      expect([...seen]).toEqual([1, 2]);
    },
    5 * MINUTES,
  );

  it(
    'of a normalization leaves the old version or the new one, whole',
    async () => {
      const seen = new Set<number>();
      await killAtEachChange('normalize', uploadedDataset, async (service, id) => {
        const record = await theRecord(service, id);
        seen.add(record.version);
        await expectWhole(service, record, 'old');
      });
      expect([...seen]).toEqual([1, 2]);
    },
    5 * MINUTES,
  );

  it(
    'of an append leaves the sources as they were, or with the new one',
    async () => {
      const seen = new Set<number>();
      const check = async (service: Service, id: string, wasAcknowledged: boolean) => {
        const record = await theRecord(service, id);
        seen.add(record.version);
        if (wasAcknowledged) expect(record.version).toBe(2);
        const old = { 'sales.csv': 'old' };
        await expectSources(service, record, record.version === 2 ? { ...old, 'more.csv': 'more' } : old);
      };
      await killAtEachChange('append', uploadedDataset, check, KILLS_APART);
      expect([...seen]).toEqual([1, 2]);
    },
    5 * MINUTES,
  );

  it(
    'of the removal of a source leaves both, or the other one',
    async () => {
      const seen = new Set<number>();
      const prepare = async (storageDir: string) => {
        const { ingestion, processes } = await openIngestion(storageDir);
        const { id } = await ingestion.upload({ ...waiting, files: [aFile('old'), aFile('more', 'more.csv')] });
        await processes.leave();
        return id;
      };
      const check = async (service: Service, id: string, wasAcknowledged: boolean) => {
        const record = await theRecord(service, id);
        seen.add(record.version);
        if (wasAcknowledged) expect(record.version).toBe(2);
        const other = { 'sales.csv': 'old' };
        await expectSources(service, record, record.version === 1 ? { ...other, 'more.csv': 'more' } : other);
      };
      await killAtEachChange('removeSource', prepare, check, KILLS_APART);
      expect([...seen]).toEqual([1, 2]);
    },
    5 * MINUTES,
  );

  it(
    'of a restoration leaves the current version, or the restored one',
    async () => {
      const seen = new Set<number>();
      const prepare = async (storageDir: string) => {
        const { ingestion, processes } = await openIngestion(storageDir);
        const { id } = await ingestion.upload({ ...waiting, files: [aFile('old')] });
        await ingestion.replace({ ...waiting, id, files: [aFile('new')] });
        await processes.leave();
        return id;
      };
      const check = async (service: Service, id: string, wasAcknowledged: boolean) => {
        const record = await theRecord(service, id);
        seen.add(record.version);
        if (wasAcknowledged) expect(record.version).toBe(3);
        await expectSources(service, record, { 'sales.csv': record.version === 3 ? 'old' : 'new' });
      };
      await killAtEachChange('restore', prepare, check, KILLS_APART);
      expect([...seen]).toEqual([2, 3]);
    },
    5 * MINUTES,
  );

  it(
    'of the rebuilding of a damaged version of two sources leaves it damaged or whole, and the next one repairs it',
    async () => {
      const whole = { 'sales.csv': 'old', 'more.csv': 'more' };
      const prepare = async (storageDir: string) => {
        const { ingestion, processes, layout } = await openIngestion(storageDir);
        const { id } = await ingestion.upload({ ...waiting, files: [aFile('old'), aFile('more', 'more.csv')] });
        await processes.leave();
        await writeFile(layout.parquet(id, 1), 'damaged');
        return id;
      };
      const seen = new Set<string>();
      const check = async (service: Service, id: string, wasAcknowledged: boolean) => {
        const record = await theRecord(service, id);
        const left = await service.rows(record);
        seen.add(left);
        if (wasAcknowledged) expect(left).toBe('OLD\nMORE');
        expect(await doUntil(Number.MAX_SAFE_INTEGER, service.layout.root, 'rebuild', id)).toBe(true);
        await expectSources(service, record, whole);
      };
      await killAtEachChange('rebuild', prepare, check, KILLS_APART);
      expect([...seen]).toEqual(['damaged', 'OLD\nMORE']);
    },
    5 * MINUTES,
  );

  it(
    'of saveSchema leaves the overrides as they were, or saved',
    async () => {
      const seen = new Set<string | null | undefined>();
      await killAtEachChange('saveSchema', uploadedDataset, async (service, id) => {
        const record = await theRecord(service, id);
        seen.add(record.overrides?.columns[0]?.role);
        await expectWhole(service, record, 'old');
      });
      expect([...seen]).toEqual([undefined, 'CATEGORICAL']);
    },
    5 * MINUTES,
  );

  it(
    'of a delete leaves the dataset whole, or gone with its files',
    async () => {
      const seen = new Set<string | undefined>();
      await killAtEachChange('delete', uploadedDataset, async (service, id) => {
        const record = await service.catalog.get(id);
        seen.add(record?.status);
        if (record) return expectWhole(service, record, 'old');
        const entries = await readdir(join(service.layout.datasets, id));
        expect(entries.every((name) => name.startsWith('dataset.'))).toBe(true);
        expect((await service.catalog.list({ first: 1, orderBy: 'NEWEST' })).totalCount).toBe(0);
      });
      expect([...seen]).toEqual(['READY', undefined]);
    },
    5 * MINUTES,
  );
});
