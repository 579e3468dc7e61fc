// Uploads a file, acknowledges it and dies while reading it: node die-reading.mjs <storage>
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Catalog } from '../../../../dist/src/catalog/catalog.js';
import { FileRecords } from '../../../../dist/src/catalog/records/file-records.js';
import { VersionFolders } from '../../../../dist/src/catalog/version-folders.js';
import { ClaimFiles } from '../../../../dist/src/ingest/jobs/claim-files.js';
import { FileProgressBoard } from '../../../../dist/src/ingest/jobs/file-progress-board.js';
import { Ingestion } from '../../../../dist/src/ingest/jobs/service.js';
import { FileBytes } from '../../../../dist/src/storage/file-bytes.js';
import { createLayout } from '../../../../dist/src/storage/layout.js';
import { Processes } from '../../../../dist/src/storage/processes.js';

const layout = createLayout(process.argv[2]);
const processes = await Processes.join(layout);
const { owner } = processes;
const bytes = new FileBytes(layout, owner);
const folders = new VersionFolders({ bytes, keepVersions: 3 });
const records = await FileRecords.open(layout, owner);
const catalog = await Catalog.open({ records, bytes, versions: null, log: console });
const board = new FileProgressBoard(layout, owner);
const never = new Promise(() => {});
const ingestion = new Ingestion({
  claims: new ClaimFiles(layout, processes),
  bytes,
  seal: () => never,
  catalog,
  folders,
  processes,
  board,
  ingestFile: () => never,
  detectFormat: async () => 'CSV',
  maxUploadBytes: 1000,
  maxConcurrentIngests: 1,
  log: console,
});
const file = { fileName: 'sales.csv', stream: Readable.from([Buffer.from('year\n2024')]) };
const { id, pending } = await ingestion.upload({ files: [file], wait: false, options: { headerRow: 1 } });
// It reads from then on.
while ((await board.read(id, pending.folder)) === null) await pause(5);
console.log(id);
setInterval(() => {}, 60_000);
