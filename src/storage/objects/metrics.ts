import type { Metrics } from '../../telemetry/metrics.js';
import type { CopyCounts, DiskCache } from './disk-cache.js';

const counters = {
  hits: { name: 'hits_total', help: 'Files of the object store that were read from the disk of this host.' },
  misses: { name: 'misses_total', help: 'Files that were fetched from the object store.' },
  fetchedBytes: { name: 'fetched_bytes_total', help: 'Bytes of files that were fetched from the object store.' },
  damaged: { name: 'damaged_total', help: 'Copies that were damaged on the disk of this host, and fetched again.' },
  evictions: { name: 'evictions_total', help: 'Copies removed to stay below DISK_CACHE_BYTES.' },
} satisfies Record<keyof CopyCounts, { name: string; help: string }>;

/** Of the copies on disk, where the files are in an object store. */
export function watchCopies(metrics: Metrics, cache: Pick<DiskCache, 'counts' | 'bytes'>): void {
  for (const [key, { name, help }] of Object.entries(counters)) {
    metrics.counter(`copies_${name}`, help, [], () => [{ value: cache.counts[key as keyof CopyCounts] }]);
  }
  metrics.gauge('copies_bytes', 'Disk space of the copies, as last counted.', [], () => [{ value: cache.bytes }]);
}
