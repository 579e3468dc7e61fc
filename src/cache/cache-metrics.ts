import type { Metrics } from '../telemetry/metrics.js';
import type { Auditor } from './auditor.js';
import type { Caches } from './caches.js';
import type { Counters } from './statistics.js';

const counters = {
  hits: { name: 'hits', help: 'Values found and served.' },
  misses: { name: 'misses', help: 'Values asked for and not served: missing, stale, unreadable, or Redis away.' },
  fills: { name: 'fills', help: 'Values stored.' },
  fillsRejected: { name: 'fills_rejected', help: 'Values not stored: a newer one was there, or they were too large.' },
  invalidations: { name: 'invalidations', help: 'Values removed because their dataset changed, or by request.' },
  errors: { name: 'errors', help: 'Commands Redis did not answer in time, or answered with an error.' },
  stalePrevented: { name: 'stale_prevented', help: 'Values found but made from an older version, and so not served.' },
  unreadable: { name: 'unreadable', help: 'Values found but damaged or of another shape, and so not served.' },
  audited: { name: 'audited', help: 'Values compared with what they were made from, in the background.' },
  mismatches: { name: 'mismatches', help: 'Values that were not what they were made from, and were replaced.' },
} satisfies Record<keyof Counters, { name: string; help: string }>;

/** What `cacheStats` says, for as many stores as there are when somebody looks; and Redis and the leases with it. */
export function watchCaches(metrics: Metrics, caches: Caches): void {
  for (const [key, { name, help }] of Object.entries(counters)) {
    metrics.counter(`cache_${name}_total`, help, ['store'], () =>
      caches.counted().map((store) => ({ labels: { store: store.name }, value: store[key as keyof Counters] })),
    );
  }
  const inMemory = () => caches.counted().filter(({ name }) => name.startsWith('memory.'));
  metrics.gauge('cache_entries', 'Values held in memory now.', ['store'], () =>
    inMemory().map(({ name, entries }) => ({ labels: { store: name }, value: entries })),
  );
  metrics.gauge('cache_bytes', 'Memory they take, estimated.', ['store'], () =>
    inMemory().map(({ name, bytes }) => ({ labels: { store: name }, value: bytes })),
  );
  metrics.gauge(
    'redis_state',
    'The circuit breaker, 1 at what it is: used, doubted (a question had no answer in time), away. Absent without Redis.',
    ['state'],
    () =>
      caches.redisState === null
        ? []
        : states.map((state) => ({ labels: { state }, value: state === caches.redisState ? 1 : 0 })),
  );
  metrics.counter('lease_waits_total', 'Computations left to another process that was at them already.', [], () => [
    { value: caches.turns.waits },
  ]);
  metrics.counter(
    'lease_takeovers_total',
    'Computations taken over from a process that did not finish them.',
    [],
    () => [{ value: caches.turns.takeovers }],
  );
}

export function watchAuditor(metrics: Metrics, { recomputed }: Auditor): void {
  metrics.counter(
    'artifacts_recomputed_total',
    'Files of analyses compared with what their rows give, in the background; wrong ones were written anew.',
    ['result'],
    () => Object.entries(recomputed).map(([result, value]) => ({ labels: { result }, value })),
  );
}

const states = ['used', 'doubted', 'away'] as const satisfies NonNullable<Caches['redisState']>[];
