import type { DatasetRecord } from '../model/dataset.js';
import { markUncacheable, recordDataset, recordList } from './answer-versions.js';

interface Readable<Query, List> {
  get(id: string): Promise<DatasetRecord | null>;
  getAtLeast(id: string, version: number): Promise<DatasetRecord | null>;
  list(query: Query): Promise<List>;
  generation(): Promise<string>;
}

/** The reads of a catalog, which record the versions they return (answer-versions.ts). */
export function recordingCatalog<Query, List>(
  catalog: Readable<Query, List>,
): Omit<Readable<Query, List>, 'generation'> {
  return {
    get: async (id) => recorded(await catalog.get(id)),
    getAtLeast: async (id, version) => recorded(await catalog.getAtLeast(id, version)),
    async list(query) {
      // Read before the list: a change in between then outdates the answer.
      const generation = await catalog.generation();
      const list = await catalog.list(query);
      recordList(generation);
      return list;
    },
  };
}

function recorded(record: DatasetRecord | null): DatasetRecord | null {
  if (record === null) markUncacheable();
  else recordDataset(record);
  return record;
}
