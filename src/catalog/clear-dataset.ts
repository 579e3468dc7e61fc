import type { Bytes } from '../storage/bytes.js';
import { keys, readEntry } from '../storage/layout.js';

/** Removes the files of a deleted dataset; its revisions, which say that it is deleted, stay. Safe to repeat. */
export async function clearDataset(bytes: Bytes, id: string): Promise<void> {
  for (const { name } of await bytes.list(keys.dataset(id))) {
    if (readEntry(name).kind !== 'record') await bytes.remove(keys.inDataset(id, name));
  }
}
