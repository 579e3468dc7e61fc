import { mkdir, readdir } from 'node:fs/promises';
import type { Layout } from '../../storage/layout.js';
import { withStorage } from '../../storage/storage-errors.js';
import { isDatasetId } from '../dataset-id.js';
import { ChangeLog, type LogPosition } from './change-log.js';
import { LogWatch } from './log-watch.js';
import { type ChangePosition, type ChangesSince, getEach, type Records, type Revision } from './records.js';
import { isCurrentRevision, RevisionFiles } from './revision-files.js';

const VISIBLE = Promise.resolve();

/**
 * The driver of records in the storage folder: one immutable file per revision (revision-files.ts) and a log of the changed
 * datasets for all processes (change-log.ts). Comparisons read the file system directly, so acknowledged changes are
 * visible without a barrier.
 */
export class FileRecords implements Records {
  private readonly files: RevisionFiles;
  private readonly watch: LogWatch;

  private constructor(
    private readonly layout: Layout,
    private readonly log: ChangeLog,
    owner: string,
  ) {
    this.files = new RevisionFiles(layout, log, owner);
    this.watch = new LogWatch(layout.catalogLog);
  }

  /** @throws STORAGE_UNAVAILABLE if the folder cannot be written */
  static async open(layout: Layout, owner: string): Promise<FileRecords> {
    const log = new ChangeLog(layout.catalogLog);
    await withStorage('Opening the catalog', async () => {
      await mkdir(layout.datasets, { recursive: true });
      await log.open(owner);
    });
    return new FileRecords(layout, log, owner);
  }

  barrier(): Promise<void> {
    return VISIBLE;
  }

  isCurrent(id: string, revision: number): boolean {
    return isCurrentRevision(this.layout, id, revision);
  }

  generation(): string {
    return this.log.generation();
  }

  changeCounter(): number {
    return this.watch.changeCounter();
  }

  get(id: string): Promise<Revision | null> {
    return this.files.load(id);
  }

  getMany(ids: readonly string[]): Promise<Map<string, Revision | null | Error>> {
    return getEach(ids, (id) => this.get(id));
  }

  put(next: Revision): Promise<boolean> {
    return this.files.put(next);
  }

  /** Stores a revision of a dataset that has none here. For move-records.ts. */
  async restore(revision: Revision): Promise<void> {
    await mkdir(this.layout.dataset(revision.id), { recursive: true });
    await this.files.put(revision);
  }

  async ids(): Promise<string[]> {
    return (await readdir(this.layout.datasets)).filter(isDatasetId);
  }

  async changesSince(position: ChangePosition | null): Promise<ChangesSince> {
    if (position === null) return { changed: 'all', position: toPosition(this.log.end()) };
    const { changes, position: reached } = await this.log.since(readPosition(position));
    return { changed: changes, position: toPosition(reached) };
  }

  removeSuperseded(id: string): Promise<void> {
    return this.files.removeSuperseded(id);
  }

  close(): void {
    this.watch.close();
  }
}

function toPosition({ inode, bytes }: LogPosition): ChangePosition {
  return `${inode}:${bytes}`;
}

function readPosition(position: ChangePosition): LogPosition {
  const [inode, bytes] = position.split(':').map(Number);
  return { inode: inode!, bytes: bytes! };
}
