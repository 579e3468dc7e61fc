import DataLoader from 'dataloader';
import type { Context, SummariesPort } from '../../resolvers/context.js';
import type { Principal } from '../model/principal.js';

/** What lives as long as the process; the rest of a Context is made for each request. */
export type Services = Omit<Context, 'requestId' | 'principal' | 'schemas'>;

/** Makes the context of each request. What a request does not use is not made; a cached answer uses nothing of it. */
export function contextsOver(services: Services) {
  const shared: Services & Pick<Context, 'schemas'> = Object.create(services, {
    schemas: {
      get(this: Context) {
        const value = schemaLoader(services.summaries);
        Object.defineProperty(this, 'schemas', { value, enumerable: true });
        return value;
      },
    },
  });
  return ({ id, principal }: { id: string; principal: Principal }): Context =>
    Object.assign(Object.create(shared), { requestId: id, principal });
}

function schemaLoader(summaries: SummariesPort): Context['schemas'] {
  return new DataLoader((records) => summaries.getMany(records), {
    // A mutation and a query in one operation may meet two revisions of a dataset.
    cacheKeyFn: ({ id, revision }) => `${id}@${revision}`,
  });
}
