import { buffer } from 'node:stream/consumers';
import type { Services } from '../../src/graphql/context.js';
import type { DatasetRecord } from '../../src/model/dataset.js';

export const MAX_UPLOAD_BYTES = 1_000_000;

export interface ReceivedUpload {
  fileName: string;
  content: Buffer;
}

/**
 * The ports of resolvers/context.ts for tests of the layers above them: uploads are kept in memory (`received`), every
 * other port fails unless the test replaces it.
 */
export function fakeServices(replaced: Partial<Services> = {}) {
  const received: ReceivedUpload[] = [];
  const ingestion: Services['ingestion'] = {
    async upload({ files, name }) {
      await Promise.all(
        files.map(async (arriving) => {
          const { fileName, stream } = await arriving;
          received.push({ fileName, content: await buffer(stream) });
        }),
      );
      return record({ name: name ?? received.at(-1)!.fileName });
    },
    replace: notThere,
    append: notThere,
    removeSource: notThere,
    restore: notThere,
    normalize: notThere,
    cancel: notThere,
    follow: notThere,
  };
  const services: Services = {
    catalog: {
      get: notThere,
      getAtLeast: notThere,
      list: notThere,
      saveSchema: notThere,
      rename: notThere,
      delete: notThere,
    },
    ingestion,
    entities: { save: notThere, mapping: notThere, mappings: notThere, proposals: notThere },
    summaries: { getMany: notThere },
    cache: { dropDataset: notThere, statistics: notThere },
    dataRows: { page: notThere },
    versions: { schema: notThere, lineage: notThere, preview: notThere },
    analyses: {
      run: notThere,
      versionOf: notThere,
      get: notThere,
      list: notThere,
      rows: notThere,
      requireFigure: notThere,
      artifact: notThere,
      entities: notThere,
      entity: notThere,
      otherSide: notThere,
      comparedEntities: notThere,
    },
    links: { artifact: notThere },
    suggest: notThere,
    ...replaced,
  };
  return { services, received };
}

export function record(fields: Partial<DatasetRecord> = {}): DatasetRecord {
  return {
    id: 'ds_0123456789abcdefghijkl',
    revision: 1,
    version: 1,
    name: 'sales',
    status: 'READY',
    failure: null,
    rowCount: 2,
    columnCount: 2,
    source: {
      fileName: 'sales.csv',
      format: 'CSV',
      sizeBytes: 20,
      sha256: 'a'.repeat(64),
      sheet: null,
      sheets: null,
      encoding: 'utf-8',
      delimiter: ',',
      headerRow: 1,
    },
    overrides: null,
    createdAt: '2024-03-31T12:00:00.000Z',
    updatedAt: '2024-03-31T12:00:00.000Z',
    reading: null,
    publication: { reason: 'UPLOAD', at: '2024-01-01T00:00:00.000Z' },
    earlier: [],
    pending: null,
    ...fields,
  };
}

function notThere(): never {
  throw new Error('this test has no such service');
}
