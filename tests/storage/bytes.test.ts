import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { FileBytes } from '../../src/storage/file-bytes.js';
import { createLayout } from '../../src/storage/layout.js';
import { temporaryStorage } from '../catalog/open-storage.js';
import { testBytesContract } from './bytes-contract.js';
import { MemoryBytes, type MemoryObjects } from './memory-bytes.js';

testBytesContract('files', async () => {
  const layout = createLayout(await temporaryStorage());
  return [new FileBytes(layout, 'host-1-a'), new FileBytes(layout, 'host-2-b')];
});

testBytesContract('memory', async () => {
  const disks = await temporaryStorage();
  const objects: MemoryObjects = new Map();
  const open = async () => new MemoryBytes(objects, await mkdtemp(join(disks, 'disk-')));
  return [await open(), await open()];
});
