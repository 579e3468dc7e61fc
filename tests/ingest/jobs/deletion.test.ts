import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { IngestFile } from '../../../src/ingest/pipeline.js';
import { ConcentricError } from '../../../src/model/errors.js';
import { temporaryStorage } from '../../catalog/open-storage.js';
import { aFile, openIngestion, readLines, waiting } from './open-ingestion.js';

/** readLines, with many files written and removed beside the Parquet, as the real reader does. */
const writingMuch: IngestFile = async (input) => {
  for (let n = 0; n < 5; n++) {
    const folder = join(input.folder, 'work', String(n));
    await mkdir(folder, { recursive: true });
    await Promise.all([1, 2, 3].map((file) => writeFile(join(folder, String(file)), 'x')));
  }
  return readLines(input);
};

/** A body that arrives in pieces, with pauses between them. */
async function* pieces(content: string): AsyncGenerator<Buffer> {
  for (const character of content) {
    await pause(2);
    yield Buffer.from(character);
  }
}

const action = fc.record({
  kind: fc.constantFrom('replace', 'replaceInPieces', 'normalize', 'saveSchema', 'delete'),
  service: fc.integer({ min: 0, max: 1 }),
  delayMs: fc.double({ min: 0, max: 12, noNaN: true }),
});

it.each([1, 3, 5])(
  'while piece %i of a replacement arrives ends it with DATASET_NOT_FOUND, and leaves nothing',
  async (piece) => {
    const { ingestion, catalog, layout, logged } = await openIngestion(await temporaryStorage());
    const { id } = await ingestion.upload({ ...waiting, files: [aFile('old')] });
    async function* body() {
      for (let n = 1; n <= 5; n++) {
        if (n === piece) await catalog.delete(id);
        yield Buffer.from(`piece ${n}\n`);
      }
    }
    const replaced = ingestion.replace({ ...waiting, id, files: [aFile(Readable.from(body()))] });
    await expect(replaced).rejects.toMatchObject({ code: 'DATASET_NOT_FOUND' });
    expect((await readdir(layout.dataset(id))).filter((name) => !name.startsWith('dataset.'))).toEqual([]);
    expect(logged).toEqual([]);
  },
);

it('beside replacements, normalizations and other deletions at any instant ends with DATASET_NOT_FOUND or a whole dataset', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 3, maxLength: 8 }), async (actions) => {
      const dir = await temporaryStorage();
      const services = [
        await openIngestion(dir, { ingestFile: writingMuch }),
        await openIngestion(dir, { ingestFile: writingMuch }),
      ];
      const [first] = services;
      const { id } = await first!.ingestion.upload({ ...waiting, files: [aFile('old')] });
      const run = {
        replace: ({ ingestion }) => ingestion.replace({ ...waiting, id, files: [aFile('new')] }),
        replaceInPieces: ({ ingestion }) =>
          ingestion.replace({ ...waiting, id, files: [aFile(Readable.from(pieces('newer')))] }),
        normalize: ({ ingestion }) => ingestion.normalize({ ...waiting, id }),
        saveSchema: ({ catalog }) => catalog.saveSchema(id, { columns: [] }),
        delete: ({ catalog }) => catalog.delete(id),
      } satisfies Record<string, (service: (typeof services)[number]) => Promise<unknown>>;

      const outcomes = await Promise.allSettled(
        actions.map(async ({ kind, service, delayMs }) => {
          await pause(delayMs);
          return run[kind](services[service]!);
        }),
      );
      for (const outcome of outcomes) {
        if (outcome.status === 'fulfilled') continue;
        expect(outcome.reason, String(outcome.reason?.stack)).toBeInstanceOf(ConcentricError);
        expect(['DATASET_NOT_FOUND', 'CONFLICT']).toContain(outcome.reason.code);
      }
      await Promise.all(services.map(({ ingestion }) => ingestion.drain()));
      expect(services.flatMap(({ logged }) => logged)).toEqual([]);

      const { layout, catalog, rows } = first!;
      const record = await catalog.get(id);
      const entries = (await readdir(layout.dataset(id))).filter((name) => !name.startsWith('dataset.'));
      const wasDeleted = actions.some(({ kind }) => kind === 'delete');
      expect(record === null).toBe(wasDeleted);
      if (record === null) {
        expect(entries).toEqual([]);
        return;
      }
      expect(record).toMatchObject({ status: 'READY', pending: null });
      expect(['OLD', 'NEW', 'NEWER']).toContain(await rows(record));
      expect(await readFile(layout.schema(id, record.version), 'utf8')).toContain('columns');
      expect(entries.every((name) => /^v\d+$/.test(name))).toBe(true);
    }),
    { numRuns: 60 },
  );
}, 240_000);
