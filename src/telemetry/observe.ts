/**
 * The name of observed work, `<kind>` or `<kind>.<step>`. Each kind has a histogram (metrics.ts); with traces, each piece
 * of work is a span, a child of the span it runs in.
 */
export type WorkName = 'ingest' | 'analysis' | `${'graphql' | 'ingest' | 'analysis' | 'redis'}.${string}`;

/** Runs work and records its duration and outcome. `details` are attributes of the span only. */
export type Observe = <T>(
  name: WorkName,
  run: () => Promise<T>,
  details?: Readonly<Record<string, string | number>>,
) => Promise<T>;

/** Runs the work and records nothing. */
export const unobserved: Observe = (_name, run) => run();
