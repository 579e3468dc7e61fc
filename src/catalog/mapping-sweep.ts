import type { SavedEntityMapping } from '../model/entity-mapping.js';
import type { Bytes } from '../storage/bytes.js';
import { keys } from '../storage/layout.js';

/** A younger file may belong to a change that is not published yet. */
const MIN_AGE_MS = 10 * 60_000;

/** Removes the mapping files of a dataset that none of the `named` mappings refers to. */
export async function removeUnnamedMappings(
  bytes: Bytes,
  id: string,
  named: readonly SavedEntityMapping[],
): Promise<void> {
  const kept = new Set(named.map(({ sha256 }) => `${sha256}.json`));
  for (const { name, modifiedAtMs } of await bytes.list(keys.entityMappings(id))) {
    const isYoung = Date.now() - modifiedAtMs < MIN_AGE_MS;
    if (!kept.has(name) && !isYoung) await bytes.remove(`${keys.entityMappings(id)}/${name}`);
  }
}
