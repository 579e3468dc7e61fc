import type { DatasetRecord } from '../model/dataset.js';
import { noteDataset, noteList, noteUnrepeatable } from './answer-versions.js';

interface Readable<Query, List> {
  get(id: string): Promise<DatasetRecord | null>;
  getAtLeast(id: string, version: number): Promise<DatasetRecord | null>;
  list(query: Query): Promise<List>;
  generation(): Promise<string>;
}

/** The reads of a catalog, which leave a note of what they gave (answer-versions.ts). */
export function notingReads<Query, List>(catalog: Readable<Query, List>): Omit<Readable<Query, List>, 'generation'> {
  return {
    get: async (id) => noted(await catalog.get(id)),
    getAtLeast: async (id, version) => noted(await catalog.getAtLeast(id, version)),
    async list(query) {
      // Before the list: a change in between then makes the answer old, not one that is never compared.
      const generation = await catalog.generation();
      const list = await catalog.list(query);
      noteList(generation);
      return list;
    },
  };
}

function noted(record: DatasetRecord | null): DatasetRecord | null {
  if (record === null) noteUnrepeatable();
  else noteDataset(record);
  return record;
}
