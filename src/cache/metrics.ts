import type { Metrics } from '../telemetry/metrics.js';
import type { Auditor } from './auditor.js';
import type { Caches } from './caches.js';
import type { FreshnessChecks } from './freshness-checks.js';
import { MISS_REASONS } from './miss-reasons.js';
import type { Counters } from './statistics.js';

const counters = {
  hits: { name: 'hits', help: 'Values found and served.' },
  misses: { name: 'misses', help: 'Lookups without a value: missing, stale, unreadable, or Redis unavailable.' },
  fills: { name: 'fills', help: 'Values stored.' },
  fillsRejected: { name: 'fills_rejected', help: 'Values not stored: a newer one was there, or they were too large.' },
  invalidations: { name: 'invalidations', help: 'Values removed because their dataset changed, or by request.' },
  errors: { name: 'errors', help: 'Commands that Redis did not answer in time, or answered with an error.' },
  stalePrevented: { name: 'stale_prevented', help: 'Values found but made from an older version, and so not served.' },
  unreadable: {
    name: 'unreadable',
    help: 'Values found in Redis but damaged, forged, moved or of another build, and so not served.',
  },
} satisfies Record<keyof Counters, { name: string; help: string }>;

/** The counters of `cacheStats`, per store, with the state of Redis and the leases. */
export function watchCaches(metrics: Metrics, caches: Caches): void {
  for (const [key, { name, help }] of Object.entries(counters)) {
    metrics.counter(`cache_${name}_total`, help, ['store'], () =>
      caches.counted().map((store) => ({ labels: { store: store.name }, value: store[key as keyof Counters] })),
    );
  }
  metrics.counter(
    'cache_miss_reasons_total',
    'Misses by reason: cold (never there), expired, outdated (its dataset changed), evicted (made room), unavailable (Redis).',
    ['store', 'reason'],
    () =>
      caches
        .missReasons()
        .flatMap(({ name, counts }) =>
          MISS_REASONS.map((reason) => ({ labels: { store: name, reason }, value: counts[reason] })),
        ),
  );
  const inMemory = () => caches.counted().filter(({ name }) => name.startsWith('memory.'));
  metrics.gauge('cache_entries', 'Values held in memory now.', ['store'], () =>
    inMemory().map(({ name, entries }) => ({ labels: { store: name }, value: entries })),
  );
  metrics.gauge('cache_bytes', 'Memory they take, estimated.', ['store'], () =>
    inMemory().map(({ name, bytes }) => ({ labels: { store: name }, value: bytes })),
  );
  metrics.gauge(
    'redis_state',
    'The circuit breaker, 1 at its state: available, suspect (a command was not answered in time), unavailable. Absent without Redis.',
    ['state'],
    () =>
      caches.redisState === null
        ? []
        : states.map((state) => ({ labels: { state }, value: state === caches.redisState ? 1 : 0 })),
  );
  metrics.counter('lease_waits_total', 'Computations left to another process that was already doing them.', [], () => [
    { value: caches.lock.waits },
  ]);
  metrics.counter(
    'lease_takeovers_total',
    'Computations taken over from a process that did not finish them.',
    [],
    () => [{ value: caches.lock.takeovers }],
  );
}

export function watchFreshnessChecks(metrics: Metrics, freshnessChecks: FreshnessChecks): void {
  metrics.counter(
    'stale_answers_total',
    'Answers served, marked as stale, while PostgreSQL was unavailable (SERVE_STALE_SECONDS).',
    [],
    () => [{ value: freshnessChecks.staleAnswers }],
  );
}

export function watchAuditor(metrics: Metrics, { recomputed }: Auditor): void {
  metrics.counter(
    'analyses_recomputed_total',
    'Stored analyses computed again in the background; those that differed were removed.',
    ['result'],
    () => Object.entries(recomputed).map(([result, value]) => ({ labels: { result }, value })),
  );
}

const states = ['available', 'suspect', 'unavailable'] as const satisfies NonNullable<Caches['redisState']>[];
