// Raises a record's row count so many times, in a process of its own: node increment.mjs <storage> <id> <times>
import { Catalog } from '../../../dist/src/catalog/catalog.js';
import { createLayout } from '../../../dist/src/storage/layout.js';
import { Processes } from '../../../dist/src/storage/processes.js';

const [storageDir, id, times] = process.argv.slice(2);
const layout = createLayout(storageDir);
const processes = await Processes.join(layout);
const catalog = await Catalog.open({ layout, owner: processes.owner, versions: null, log: console });
for (let time = 0; time < Number(times); time++) {
  await catalog.change(id, (record) => ({ rowCount: record.rowCount + 1 }));
}
await processes.leave();
