/**
 * A piece of work that is watched, `<kind>` or `<kind>.<step>`: the kinds have a histogram each (metrics.ts), and where
 * traces are on each piece is a span below the one it is done in.
 */
export type WorkName = 'ingest' | 'analysis' | `${'graphql' | 'ingest' | 'analysis' | 'redis'}.${string}`;

/** Runs a piece of work, and tells how long it took and whether it failed. `details` are for the span alone. */
export type Observe = <T>(
  name: WorkName,
  run: () => Promise<T>,
  details?: Readonly<Record<string, string | number>>,
) => Promise<T>;

/** For parts that are used without anybody watching. */
export const unobserved: Observe = (_name, run) => run();
