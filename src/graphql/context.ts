import DataLoader from 'dataloader';
import type { Context, SummariesPort } from '../../resolvers/context.js';
import type { Principal } from '../model/principal.js';

/** What lives as long as the process; the rest of a Context is made anew for each request. */
export type Services = Omit<Context, 'requestId' | 'principal' | 'schemas'>;

export function createContext(services: Services, { id, principal }: { id: string; principal: Principal }): Context {
  return { ...services, requestId: id, principal, schemas: schemaLoader(services.summaries) };
}

function schemaLoader(summaries: SummariesPort): Context['schemas'] {
  return new DataLoader((records) => summaries.getMany(records), {
    // A mutation and a query in one operation may meet two revisions of a dataset.
    cacheKeyFn: ({ id, revision }) => `${id}@${revision}`,
  });
}
