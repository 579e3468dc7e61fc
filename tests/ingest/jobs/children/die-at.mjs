// Does one thing to a storage folder and kills itself just before the n-th change it makes there, as `kill -9` would:
//   node die-at.mjs <storage> <n> <a key of `actions` below> <id, or - for upload>
// Prints `acknowledged` when the thing is done.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Readable } from 'node:stream';

const [storageDir, fatalChange, action, id] = process.argv.slice(2);

let changes = Number.NEGATIVE_INFINITY;
function counted(target, names) {
  for (const name of names) {
    const original = target[name];
    target[name] = function (...args) {
      // The progress that other processes see is no part of what must survive.
      if (String(args[0]).includes('/progress')) return original.apply(this, args);
      if (++changes >= Number(fatalChange)) process.kill(process.pid, 'SIGKILL');
      return original.apply(this, args);
    };
  }
}
const anyFile = await fs.promises.open(new URL(import.meta.url), 'r');
counted(Object.getPrototypeOf(anyFile), ['write', 'writeFile']);
await anyFile.close();
counted(fs.promises, ['writeFile', 'mkdir', 'link', 'rename', 'rm']);
// From here on the named imports of node:fs/promises, in all modules, are the counted ones.
syncBuiltinESMExports();

const { Catalog } = await import('../../../../dist/src/catalog/catalog.js');
const { VersionIntegrity } = await import('../../../../dist/src/catalog/integrity/version-integrity.js');
const { FileRecords } = await import('../../../../dist/src/catalog/records/file-records.js');
const { VersionFolders } = await import('../../../../dist/src/catalog/version-folders.js');
const { Versions } = await import('../../../../dist/src/catalog/versions.js');
const { ClaimFiles } = await import('../../../../dist/src/ingest/jobs/claim-files.js');
const { FileProgressBoard } = await import('../../../../dist/src/ingest/jobs/file-progress-board.js');
const { Ingestion } = await import('../../../../dist/src/ingest/jobs/service.js');
const { FileBytes } = await import('../../../../dist/src/storage/file-bytes.js');
const { createLayout, filesIn } = await import('../../../../dist/src/storage/layout.js');
const { sha256OfFile } = await import('../../../../dist/src/storage/sha256.js');
const { Processes } = await import('../../../../dist/src/storage/processes.js');

async function seal(folder) {
  const [parquet, schema, lineage] = await Promise.all(
    [filesIn.parquet(folder), filesIn.schema(folder), filesIn.lineage(folder)].map(sha256OfFile),
  );
  return { parquet, schema, lineage, rows: 'not computed' };
}

async function ingestFile({ sources, folder }) {
  const texts = await Promise.all(sources.map(({ path }) => fs.promises.readFile(path, 'utf8')));
  const text = texts.join('\n');
  await fs.promises.writeFile(filesIn.parquet(folder), text.toUpperCase());
  const column = {
    name: 'old',
    originalName: 'old',
    role: 'TEXT',
    dataType: 'STRING',
    timePart: null,
    periodGrain: null,
  };
  const time = { periodGrain: 'NONE', periodGrainCandidates: [], timeCandidates: [], timeColumns: [] };
  const reading = { sheet: null, sheets: null, encoding: null, delimiter: null, headerRow: null };
  return {
    schema: { rowCount: 1, columns: [column], ...time, warnings: [], rowsLeftOut: [] },
    lineage: [],
    sources: sources.map(() => reading),
  };
}

const layout = createLayout(storageDir);
const processes = await Processes.join(layout);
const { owner } = processes;
const bytes = new FileBytes(layout, owner);
const folders = new VersionFolders({ bytes, keepVersions: action === 'restore' ? 3 : 1 });
const records = await FileRecords.open(layout, owner);
const integrity = new VersionIntegrity({
  bytes,
  seal,
  readSource: ingestFile,
  publish: () => null,
  isNewest: () => true,
  log: console,
});
const versions = new Versions(folders, null, integrity);
const catalog = await Catalog.open({ records, bytes, versions, log: console });
const ingestion = new Ingestion({
  claims: new ClaimFiles(layout, processes),
  bytes,
  seal,
  catalog,
  folders,
  processes,
  board: new FileProgressBoard(layout, owner),
  ingestFile,
  detectFormat: async () => 'CSV',
  maxUploadBytes: 1000,
  maxConcurrentIngests: 1,
  log: console,
});

const file = (content, fileName = 'sales.csv') => ({ fileName, stream: Readable.from([Buffer.from(content)]) });
const actions = {
  upload: () => ingestion.upload({ files: [file('old')], wait: true, options: {} }),
  keyedUpload: () => ingestion.upload({ files: [file('old')], wait: true, options: {}, idempotencyKey: 'a key' }),
  keyedReplace: () => ingestion.replace({ id, files: [file('new')], wait: true, options: {}, idempotencyKey: 'a key' }),
  replace: () => ingestion.replace({ id, files: [file('new')], wait: true, options: {} }),
  normalize: () => ingestion.normalize({ id, wait: true, options: { headerRow: 1 } }),
  append: () => ingestion.append({ id, files: [file('more', 'more.csv')], wait: true, options: null }),
  removeSource: () => ingestion.removeSource({ id, source: 'more.csv', wait: true }),
  restore: () => ingestion.restore({ id, version: 1, wait: true }),
  rebuild: async () => versions.verify(await catalog.get(id)),
  saveSchema: () => catalog.saveSchema(id, { columns: [{ name: 'old', role: 'CATEGORICAL', description: null }] }),
  delete: () => catalog.delete(id),
};

changes = 0;
await actions[action]();
changes = Number.NEGATIVE_INFINITY;
console.log('acknowledged');
process.kill(process.pid, 'SIGKILL');
