import DataLoader from 'dataloader';
import type { Context, VersionsPort } from '../../resolvers/context.js';

/** What lives as long as the process; the rest of a Context is made anew for each request. */
export type Services = Omit<Context, 'requestId' | 'schemas'>;

export function createContext(services: Services, requestId: string): Context {
  return { ...services, requestId, schemas: schemaLoader(services.versions) };
}

function schemaLoader(versions: VersionsPort): Context['schemas'] {
  return new DataLoader((records) => Promise.all(records.map((record) => versions.schema(record))), {
    // A mutation and a query in one operation may meet two revisions of a dataset.
    cacheKeyFn: ({ id, revision }) => `${id}@${revision}`,
  });
}
