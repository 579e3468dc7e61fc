// Joins a storage folder, prints the name it has there and stays: node join.mjs <storage>
import { createLayout } from '../../../dist/src/storage/layout.js';
import { Processes } from '../../../dist/src/storage/processes.js';

const processes = await Processes.join(createLayout(process.argv[2]));
console.log(processes.owner);
setInterval(() => {}, 60_000);
