import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { WorkName } from './observe.js';

export type Outcome = 'ok' | 'failed';

/** Identifies a process among those of several hosts, in metrics and traces. */
export interface ObservedProcess {
  role: string;
  host: string;
}

export interface AnsweredRequest {
  /** The registered pattern, never the path of the request, of which clients can invent any number. */
  route: string;
  /** Of GraphQL; `none` elsewhere, and for a document refused before its type was known. */
  operation: 'query' | 'mutation' | 'subscription' | 'none';
  status: number;
}

/** The current values of a metric, one per set of labels; read when the metrics are scraped. */
export type Reading = readonly { labels?: Record<string, string>; value: number }[];

const REQUEST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const REDIS_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25];
const ANALYSIS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const INGEST_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/**
 * The metrics of one service, in a registry of its own. Base units (seconds, bytes), and no label whose values clients
 * choose: no paths, no dataset ids.
 */
export class Metrics {
  readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'concentric_http_request_duration_seconds',
    help: 'HTTP request duration by route, GraphQL operation type and status, from arrival to the last byte of the response.',
    labelNames: ['route', 'operation', 'status'],
    buckets: REQUEST_SECONDS,
    registers: [this.registry],
  });
  private readonly totals = {
    ingest: this.timed('ingest_duration', 'Ingest duration, from the start of the job to publication.', INGEST_SECONDS),
    analysis: this.timed('analysis_duration', 'Duration of computed analyses.', ANALYSIS_SECONDS),
  };
  private readonly steps = {
    graphql: this.timedBy(
      'type',
      'graphql_operation_duration',
      'GraphQL operation duration, executed or from the response cache; operations answered by the answer front are not included.',
      REQUEST_SECONDS,
    ),
    ingest: this.timedBy('step', 'ingest_step_duration', 'Duration of the steps of an ingest.', INGEST_SECONDS),
    analysis: this.timedBy('step', 'analysis_step_duration', 'Duration of the steps of an analysis.', ANALYSIS_SECONDS),
    redis: this.timedBy('command', 'redis_command_duration', 'Redis command duration.', REDIS_SECONDS),
  };

  /** @param labels of every metric */
  constructor(labels: Record<string, string> = {}) {
    this.registry.setDefaultLabels(labels);
    collectDefaultMetrics({ register: this.registry });
  }

  recordRequest({ route, operation, status }: AnsweredRequest, seconds: number): void {
    this.requests.observe({ route, operation, status }, seconds);
  }

  recordDuration(name: WorkName, outcome: Outcome, seconds: number): void {
    const [kind, step] = name.split('.') as [keyof typeof this.totals, undefined] | [keyof typeof this.steps, string];
    if (step === undefined) {
      this.totals[kind].observe({ outcome }, seconds);
    } else {
      const { label, histogram } = this.steps[kind];
      histogram.observe({ [label]: step, outcome }, seconds);
    }
  }

  /** A counter that is kept elsewhere and read when the metrics are scraped. */
  counter(name: string, help: string, labelNames: string[], read: () => Reading): void {
    new Counter({
      name: `concentric_${name}`,
      help,
      labelNames,
      registers: [this.registry],
      collect() {
        this.reset();
        for (const { labels = {}, value } of read()) this.inc(labels, value);
      },
    });
  }

  /** As counter(), for values that go up and down. */
  gauge(name: string, help: string, labelNames: string[], read: () => Reading | Promise<Reading>): void {
    new Gauge({
      name: `concentric_${name}`,
      help,
      labelNames,
      registers: [this.registry],
      async collect() {
        const reading = await read();
        this.reset();
        for (const { labels = {}, value } of reading) this.set(labels, value);
      },
    });
  }

  private timedBy(label: string, name: string, help: string, buckets: number[]) {
    return { label, histogram: this.timed(name, help, buckets, [label]) };
  }

  private timed(name: string, help: string, buckets: number[], labels: string[] = []) {
    return new Histogram({
      name: `concentric_${name}_seconds`,
      help,
      labelNames: [...labels, 'outcome'],
      buckets,
      registers: [this.registry],
    });
  }
}
