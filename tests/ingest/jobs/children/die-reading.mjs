// Uploads a file, acknowledges it and dies while reading it: node die-reading.mjs <storage>
import { Readable } from 'node:stream';
import { Catalog } from '../../../../dist/src/catalog/catalog.js';
import { VersionFolders } from '../../../../dist/src/catalog/version-folders.js';
import { Ingestion } from '../../../../dist/src/ingest/jobs/service.js';
import { createLayout } from '../../../../dist/src/storage/layout.js';
import { Processes } from '../../../../dist/src/storage/processes.js';

const layout = createLayout(process.argv[2]);
const processes = await Processes.join(layout);
const { owner } = processes;
const folders = new VersionFolders({ layout, owner, keepVersions: 3 });
const catalog = await Catalog.open({ layout, owner, versions: null, log: console });
const never = new Promise(() => {});
const ingestion = new Ingestion({
  layout,
  catalog,
  folders,
  processes,
  ingestFile: () => never,
  detectFormat: async () => 'CSV',
  maxUploadBytes: 1000,
  maxConcurrentIngests: 1,
  log: console,
});
const file = { fileName: 'sales.csv', stream: Readable.from([Buffer.from('year\n2024')]) };
const { id } = await ingestion.upload({ file, wait: false, options: { headerRow: 1 } });
console.log(id);
setInterval(() => {}, 60_000);
