import { existsSync } from 'node:fs';
import { link, mkdir, open, readdir, rm, rmdir, stat } from 'node:fs/promises';
import { recordDamaged } from '../../model/dataset-errors.js';
import { sync, writeDurably } from '../../storage/durable.js';
import { type Layout, readEntry } from '../../storage/layout.js';
import { errnoCode, ifPresent, withStorage } from '../../storage/storage-errors.js';
import type { ChangeLog } from './change-log.js';
import { isTombstone, type Revision } from './records.js';
import { readRevisionText, revisionText } from './revision-text.js';

/** Superseded revisions stay on disk this long: see RevisionFiles. */
const SUPERSEDED_LIFETIME_MS = 10 * 60_000;
/** Longer than any process can work on the deleted dataset. */
const TOMBSTONE_LIFETIME_MS = 24 * 3_600_000;

/**
 * The records on disk: one immutable file `dataset.<revision>.json` per revision, of which the highest is authoritative
 * (docs/adr/0001-revision-files.md explains why).
 *
 * A change is a compare-and-swap: `link` gives the new file its name, atomically and only if the name is free. A revision is
 * current while its file exists and the next one does not. To make this exact, superseded files stay for ten minutes, far
 * longer than any change may take, and are removed in ascending order. A writer that read an old revision therefore always
 * finds the next name taken.
 *
 * The temporary file of a revision is unlinked after the change is in the log. A second link therefore marks a change that
 * its writer may not have finished; the first reader of such a revision finishes it.
 */
export class RevisionFiles {
  constructor(
    private readonly layout: Layout,
    private readonly log: ChangeLog,
    private readonly owner: string,
  ) {}

  /** The current revision; null if the dataset never existed (or was deleted long ago). @throws RECORD_DAMAGED */
  async load(id: string): Promise<Revision | null> {
    for (;;) {
      const highest = (await this.revisions(id)).at(-1);
      if (highest === undefined) return null;
      const revision = await withStorage(`Reading ${nameOf(id, highest)}`, () =>
        ifPresent(() => this.read(id, highest)),
      );
      // Another process may have published a newer one between the listing and the reading.
      if (revision && isCurrentRevision(this.layout, id, highest)) return revision;
    }
  }

  /**
   * Publishes a revision; false if the number is taken. On return the revision is on the disk and in the log.
   * @throws STORAGE_UNAVAILABLE; the revision may have been published anyway
   */
  async put(next: Revision): Promise<boolean> {
    const { id, revision } = next;
    const temporary = this.layout.temporary(id, this.owner);
    return withStorage(`Writing the record of dataset ${id}`, async () => {
      if (revision === 1) await mkdir(this.layout.dataset(id), { recursive: true });
      try {
        await writeDurably(temporary, revisionText(next));
        await link(temporary, this.layout.record(id, revision));
      } catch (error) {
        await rm(temporary, { force: true });
        const isTaken = errnoCode(error) === 'EEXIST';
        const isGone = errnoCode(error) === 'ENOENT';
        if (isTaken || isGone) return false;
        throw error;
      }
      await this.finish(id, revision);
      await rm(temporary, { force: true });
      return true;
    });
  }

  /**
   * Removes superseded revisions after their lifetime, in ascending order, then an expired tombstone, then the dataset's
   * folder if it is empty.
   */
  async removeSuperseded(id: string): Promise<void> {
    const revisions = await this.revisions(id);
    for (const [index, revision] of revisions.entries()) {
      const next = revisions[index + 1];
      const isRemovable =
        next === undefined
          ? (await this.isOlder(id, revision, TOMBSTONE_LIFETIME_MS)) && isTombstone(await this.read(id, revision))
          : await this.isOlder(id, next, SUPERSEDED_LIFETIME_MS);
      if (!isRemovable) return;
      await rm(this.layout.record(id, revision), { force: true });
    }
    await removeIfEmpty(this.layout.dataset(id));
  }

  private async isOlder(id: string, revision: number, ageMs: number): Promise<boolean> {
    const file = await ifPresent(() => stat(this.layout.record(id, revision)));
    return file === undefined || Date.now() - file.mtimeMs > ageMs;
  }

  /** Ascending. */
  private async revisions(id: string): Promise<number[]> {
    const names = (await ifPresent(() => readdir(this.layout.dataset(id)))) ?? [];
    return names
      .map((name) => readEntry(name))
      .flatMap((entry) => (entry.kind === 'record' ? entry.revision : []))
      .sort((a, b) => a - b);
  }

  private async read(id: string, revision: number): Promise<Revision> {
    const file = await open(this.layout.record(id, revision), 'r');
    try {
      const isUnfinished = (await file.stat()).nlink > 1;
      if (isUnfinished) await this.finish(id, revision);
      return readRevision(id, revision, await file.readFile());
    } finally {
      await file.close();
    }
  }

  private async finish(id: string, revision: number): Promise<void> {
    await sync(this.layout.dataset(id));
    await this.log.append(id, revision);
  }
}

/** Two lookups in the file system, a few µs; exact for every process on the folder. */
export function isCurrentRevision(layout: Layout, id: string, revision: number): boolean {
  return existsSync(layout.record(id, revision)) && !existsSync(layout.record(id, revision + 1));
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(errnoCode(error) ?? '')) throw error;
  }
}

/** Of a record's file, below STORAGE_DIR. */
function nameOf(id: string, revision: number): string {
  return `datasets/${id}/dataset.${revision}.json`;
}

/** @throws RECORD_DAMAGED */
function readRevision(id: string, revision: number, content: Buffer): Revision {
  const file = nameOf(id, revision);
  try {
    const read = readRevisionText(content);
    if (read.id === id && read.revision === revision) return read;
  } catch (error) {
    throw recordDamaged(id, { file, revision, why: (error as Error).message }, { cause: error });
  }
  throw recordDamaged(id, { file, revision, why: 'is the record of another dataset or revision' });
}
