import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from './catalog/catalog.js';
import type { Ingestion } from './ingest/jobs/service.js';
import type { Log } from './model/log.js';
import { projectRoot } from './project-root.js';

const FILE_NAME = 'sales-2023-2024.csv';

/** Gives an empty storage a dataset to ask about, messy as real ones are; a service without it is better than none. */
export async function loadSample(catalog: Catalog, ingestion: Ingestion, log: Log): Promise<void> {
  const { totalCount } = await catalog.list({ first: 1, orderBy: 'NEWEST' });
  if (totalCount > 0) return;
  try {
    const stream = createReadStream(join(projectRoot, 'samples', FILE_NAME));
    const name = 'Sample: sales 2023-2024';
    const { id } = await ingestion.upload({ files: [{ fileName: FILE_NAME, stream }], name, wait: true, options: {} });
    log.info({ datasetId: id }, 'loaded the sample dataset');
  } catch (error) {
    log.warn({ err: error }, 'the sample dataset could not be loaded');
  }
}
