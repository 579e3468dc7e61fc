import { setTimeout as pause } from 'node:timers/promises';
import { recordingCatalog } from '../../../src/cache/recording-catalog.js';
import type { ApiKey } from '../../../src/model/api-key.js';
import { record } from '../../support/fake-services.js';
import { startHttpServer } from '../../support/http-server.js';

export const ID = record().id;
/** Of a dataset that takes a while to be read, and is never kept. */
export const SLOW_ID = 'ds_slow'.padEnd(25, '0');

/** The HTTP and GraphQL layers over datasets in memory, each named by its revision; `change` publishes the next one. */
export async function serveDatasets(
  { apiKeys = [], corsOrigins = [], rateLimit = 0, name = (revision: number) => `revision ${revision}` } = {} as {
    apiKeys?: ApiKey[];
    corsOrigins?: string[];
    rateLimit?: number;
    name?: (revision: number) => string;
  },
) {
  const revisions = new Map([[ID, 1]]);
  let reads = 0;
  let changes = 0;
  const get = async (id: string) => {
    reads++;
    if (id === SLOW_ID) await pause(50);
    const revision = id === SLOW_ID ? 1 : revisions.get(id);
    return revision === undefined ? null : record({ id, revision, name: name(revision) });
  };
  const generation = () => [...revisions.values()].join();
  const list = async () => ({ edges: [], totalCount: revisions.size, hasNextPage: false, hasPreviousPage: false });
  const server = await startHttpServer({
    apiKeys,
    corsOrigins,
    rateLimit,
    current: {
      barrier: () => Promise.resolve(),
      isCurrent: (id, revision) => revisions.get(id) === revision,
      generation,
      changeCounter: () => changes,
    },
    services: {
      catalog: {
        ...recordingCatalog({ get, getAtLeast: get, list, generation: async () => generation() }),
        saveSchema: get as never,
        rename: get as never,
        async delete(id) {
          revisions.delete(id);
          changes++;
        },
      },
    },
  });
  return {
    ...server,
    change(id = ID) {
      revisions.set(id, (revisions.get(id) ?? 0) + 1);
      changes++;
    },
    /** How often a dataset was looked up. */
    reads: () => reads,
    async post(request: object, headers: Record<string, string> = {}) {
      const body = JSON.stringify(request);
      return fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
    },
    async get(query: string, headers: Record<string, string> = {}) {
      return fetch(`${server.url}/graphql?${new URLSearchParams({ query })}`, { headers });
    },
  };
}

export const NAME = { query: 'query Name($id: ID!) { dataset(id: $id) { id name } }', variables: { id: ID } };
export const NAME_BY_GET = `{ dataset(id: "${ID}") { id name } }`;

/** What the front says it did with a request. */
export function frontStatus(response: Response): string {
  return /concentric-front; ([^,]+)/.exec(response.headers.get('cache-status') ?? '')?.[1] ?? '';
}
