import type { Metrics } from '../telemetry/metrics.js';
import type { Engine } from './engine.js';

export function watchEngine(metrics: Metrics, engine: Engine): void {
  let usage = { memoryBytes: 0, spilledBytes: 0 };
  // The one asks, the other shows what came with it: metrics are collected in the order in which they are made.
  metrics.gauge('duckdb_memory_bytes', 'Memory DuckDB has taken, of MEMORY_LIMIT.', [], async () => {
    usage = await engine.usage();
    return [{ value: usage.memoryBytes }];
  });
  metrics.gauge('duckdb_spilled_bytes', 'What DuckDB has on disk because it did not fit.', [], () => [
    { value: usage.spilledBytes },
  ]);
}
