import type { Metrics } from '../../telemetry/metrics.js';
import type { Ingestion } from './service.js';

export function watchIngestion(metrics: Metrics, ingestion: Ingestion): void {
  metrics.gauge(
    'ingest_files',
    'Files in the hands of this process: receiving, waiting for their turn, running (being read).',
    ['state'],
    () => Object.entries(ingestion.load).map(([state, value]) => ({ labels: { state }, value })),
  );
}
