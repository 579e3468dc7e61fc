import type { Bytes } from '../storage/bytes.js';
import { keys, readEntry } from '../storage/layout.js';

/**
 * Removes the files of a deleted dataset, but not its revisions, which record the deletion. Safe to repeat. Versions are
 * removed first, so that work that loses a temporary file finds its version missing and reports CONFLICT.
 */
export async function clearDataset(bytes: Bytes, id: string): Promise<void> {
  const entries = (await bytes.list(keys.dataset(id))).map(({ name }) => ({ name, kind: readEntry(name).kind }));
  const versions = entries.filter(({ kind }) => kind === 'version');
  const others = entries.filter(({ kind }) => kind !== 'version' && kind !== 'record');
  for (const { name } of [...versions, ...others]) await bytes.remove(keys.inDataset(id, name));
}
