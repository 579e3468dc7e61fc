import type { DatasetProgress } from '../../model/progress.js';
import type { Database } from '../../postgres/database.js';
import { MAX_BOARD_AGE_MS, type ProgressBoard } from './progress-board.js';

/** For the processes of all hosts: a row for each dataset whose file is being read, in an unlogged table. */
export class PostgresProgressBoard implements ProgressBoard {
  constructor(private readonly database: Database) {}

  async write(folder: string, progress: DatasetProgress): Promise<void> {
    await this.database.query('Writing the progress of a file', {
      text: `INSERT INTO readings (dataset, folder, progress) VALUES ($1, $2, $3) ON CONFLICT (dataset)
        DO UPDATE SET folder = excluded.folder, progress = excluded.progress, at = now()`,
      values: [progress.datasetId, folder, JSON.stringify(progress)],
    });
  }

  async read(datasetId: string, folder: string): Promise<DatasetProgress | null> {
    const [row] = await this.database.read<{ progress: DatasetProgress }>('Reading the progress of a file', {
      text: 'SELECT progress FROM readings WHERE dataset = $1 AND folder = $2',
      values: [datasetId, folder],
    });
    return row?.progress ?? null;
  }

  async remove(datasetId: string, folder: string): Promise<void> {
    await this.database.query('Removing the progress of a file', {
      text: 'DELETE FROM readings WHERE dataset = $1 AND folder = $2',
      values: [datasetId, folder],
    });
  }

  async sweep(): Promise<void> {
    await this.database.query('Removing old progress', {
      text: "DELETE FROM readings WHERE at < now() - $1 * interval '1 millisecond'",
      values: [MAX_BOARD_AGE_MS],
    });
  }
}
