import { ConcentricError } from '../model/errors.js';
import type { Bytes } from '../storage/bytes.js';
import type { StorageReserve } from '../storage/reserve.js';
import type { Catalog } from './catalog.js';
import { clearDataset } from './clear-dataset.js';

/** Deletes a dataset, even on a full disk. @throws DATASET_NOT_FOUND, STORAGE_UNAVAILABLE */
export function deleteDataset(
  id: string,
  { catalog, bytes, reserve }: { catalog: Catalog; bytes: Bytes; reserve: StorageReserve },
): Promise<void> {
  return reserve.during(async (isSecondAttempt) => {
    try {
      await catalog.delete(id);
    } catch (error) {
      const isDeleted = error instanceof ConcentricError && error.code === 'DATASET_NOT_FOUND';
      if (!isSecondAttempt || !isDeleted) throw error;
      // The first attempt published the deletion but did not remove the files.
      await clearDataset(bytes, id);
    }
  });
}
