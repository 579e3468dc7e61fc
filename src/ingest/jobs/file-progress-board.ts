import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetProgress } from '../../model/progress.js';
import type { Layout } from '../../storage/layout.js';
import { ifPresent } from '../../storage/storage-errors.js';
import { MAX_BOARD_AGE_MS, type ProgressBoard } from './progress-board.js';

/** For the processes on one storage folder: `progress/<dataset>.json`. Not durable, and not coherent over NFS. */
export class FileProgressBoard implements ProgressBoard {
  constructor(
    private readonly layout: Layout,
    private readonly owner: string,
  ) {}

  async write(folder: string, progress: DatasetProgress): Promise<void> {
    const path = this.layout.progressOf(progress.datasetId);
    await mkdir(this.layout.progress, { recursive: true });
    // Others read a whole file.
    const unfinished = `${path}.${this.owner}`;
    await writeFile(unfinished, JSON.stringify({ folder, progress }));
    await rename(unfinished, path);
  }

  async read(datasetId: string, folder: string): Promise<DatasetProgress | null> {
    const text = await ifPresent(() => readFile(this.layout.progressOf(datasetId), 'utf8'));
    if (text === undefined) return null;
    try {
      const written = JSON.parse(text) as { folder: string; progress: DatasetProgress };
      return written.folder === folder ? written.progress : null;
    } catch {
      return null;
    }
  }

  async remove(datasetId: string, folder: string): Promise<void> {
    if ((await this.read(datasetId, folder)) !== null) await rm(this.layout.progressOf(datasetId), { force: true });
  }

  async sweep(): Promise<void> {
    const { progress } = this.layout;
    for (const name of (await ifPresent(() => readdir(progress))) ?? []) {
      const path = join(progress, name);
      const file = await ifPresent(() => stat(path));
      if (file && Date.now() - file.mtimeMs > MAX_BOARD_AGE_MS) await rm(path, { force: true });
    }
  }
}
