import { onTestFinished } from 'vitest';
import { FileRecords } from '../../../src/catalog/records/file-records.js';
import { createLayout } from '../../../src/storage/layout.js';
import { temporaryStorage } from '../open-storage.js';
import { MemoryRecords, MemoryServer } from './memory-records.js';
import { testRecordsContract } from './records-contract.js';

testRecordsContract('files', async () => {
  const layout = createLayout(await temporaryStorage());
  const open = async (owner: string) => {
    const records = await FileRecords.open(layout, owner);
    onTestFinished(() => records.close());
    return records;
  };
  return [await open('host-1-a'), await open('host-2-b')];
});

testRecordsContract('memory', async () => {
  const server = new MemoryServer();
  return [new MemoryRecords(server), new MemoryRecords(server)];
});
