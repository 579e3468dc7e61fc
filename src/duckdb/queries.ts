import type { DuckDBConnection } from '@duckdb/node-api';

/** What is asked of a connection. */
export type Queries = Pick<DuckDBConnection, 'run' | 'runAndReadAll' | 'createAppender'>;

/**
 * A connection for several who ask at once. It has one query at a time, and whoever waits within DuckDB for his turn holds
 * a thread of Node's pool meanwhile, which reads files and listens to the network; here he holds none.
 */
export function oneAtATime(connection: Queries): Queries {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work, work);
    last = done.catch(() => undefined);
    return done;
  };
  return {
    run: (...query) => inTurn(() => connection.run(...query)),
    runAndReadAll: (...query) => inTurn(() => connection.runAndReadAll(...query)),
    createAppender: (...table) => inTurn(() => connection.createAppender(...table)),
  };
}
