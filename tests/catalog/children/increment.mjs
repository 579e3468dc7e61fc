// Raises a record's row count so many times, in a process of its own: node increment.mjs <storage> <id> <times>
import { Catalog } from '../../../dist/src/catalog/catalog.js';
import { FileRecords } from '../../../dist/src/catalog/records/file-records.js';
import { FileBytes } from '../../../dist/src/storage/file-bytes.js';
import { createLayout } from '../../../dist/src/storage/layout.js';
import { Processes } from '../../../dist/src/storage/processes.js';

const [storageDir, id, times] = process.argv.slice(2);
const layout = createLayout(storageDir);
const processes = await Processes.join(layout);
const { owner } = processes;
const records = await FileRecords.open(layout, owner);
const catalog = await Catalog.open({ records, bytes: new FileBytes(layout, owner), versions: null, log: console });
for (let time = 0; time < Number(times); time++) {
  await catalog.change(id, (record) => ({ rowCount: record.rowCount + 1 }));
}
await processes.leave();
