import type { Metrics } from '../../telemetry/metrics.js';
import type { Ingestion } from './service.js';

export function watchIngestion(metrics: Metrics, ingestion: Ingestion): void {
  metrics.gauge(
    'ingest_files',
    'Files of this process by state: receiving, waiting for a slot, running (being read).',
    ['state'],
    () => Object.entries(ingestion.load).map(([state, value]) => ({ labels: { state }, value })),
  );
}
