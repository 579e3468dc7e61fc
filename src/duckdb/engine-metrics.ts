import type { Metrics } from '../telemetry/metrics.js';
import type { Engine } from './engine.js';

export function watchEngine(metrics: Metrics, engine: Engine): void {
  let usage = { memoryBytes: 0, spilledBytes: 0 };
  // The first gauge queries the usage and the second reuses it: metrics are collected in the order of their creation.
  metrics.gauge('duckdb_memory_bytes', 'Memory that DuckDB uses, limited by MEMORY_LIMIT.', [], async () => {
    usage = await engine.usage();
    return [{ value: usage.memoryBytes }];
  });
  metrics.gauge('duckdb_spilled_bytes', 'Bytes that DuckDB has spilled to disk.', [], () => [
    { value: usage.spilledBytes },
  ]);
}
