import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { WorkName } from './observe.js';

export type Outcome = 'ok' | 'failed';

export interface AnsweredRequest {
  /** As it was registered, never the path that came: there are as many of those as clients like. */
  route: string;
  /** Of GraphQL; `none` elsewhere, and where a document was refused before it was known. */
  operation: 'query' | 'mutation' | 'subscription' | 'none';
  status: number;
}

/** What a value is read from when somebody looks: the sets of label values there are now, each with its number. */
export type Reading = readonly { labels?: Record<string, string>; value: number }[];

const REQUEST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const REDIS_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25];
const ANALYSIS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const INGEST_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/**
 * The metrics of one service, in a registry of its own. Base units (seconds, bytes), and no label whose values clients
 * choose: no paths, no ids of datasets.
 */
export class Metrics {
  readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'concentric_http_request_duration_seconds',
    help: 'Requests by route, GraphQL operation type and status, from their arrival to the last byte of the answer.',
    labelNames: ['route', 'operation', 'status'],
    buckets: REQUEST_SECONDS,
    registers: [this.registry],
  });
  private readonly wholes = {
    ingest: this.timed(
      'ingest_duration',
      'Files read, from their place in the queue to the publication.',
      INGEST_SECONDS,
    ),
    analysis: this.timed('analysis_duration', 'Analyses computed.', ANALYSIS_SECONDS),
  };
  private readonly parts = {
    graphql: this.timedBy(
      'type',
      'graphql_operation_duration',
      'Operations executed or found in the response cache, without what HTTP adds; what the answer front answered is not among them.',
      REQUEST_SECONDS,
    ),
    ingest: this.timedBy('step', 'ingest_step_duration', 'The steps of reading a file.', INGEST_SECONDS),
    analysis: this.timedBy('step', 'analysis_step_duration', 'The steps of an analysis.', ANALYSIS_SECONDS),
    redis: this.timedBy('command', 'redis_command_duration', 'Questions that Redis was asked.', REDIS_SECONDS),
  };

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  answered({ route, operation, status }: AnsweredRequest, seconds: number): void {
    this.requests.observe({ route, operation, status }, seconds);
  }

  did(name: WorkName, outcome: Outcome, seconds: number): void {
    const [kind, step] = name.split('.') as [keyof typeof this.wholes, undefined] | [keyof typeof this.parts, string];
    if (step === undefined) {
      this.wholes[kind].observe({ outcome }, seconds);
    } else {
      const { label, histogram } = this.parts[kind];
      histogram.observe({ [label]: step, outcome }, seconds);
    }
  }

  /** A counter that somebody else keeps: it is read when the metrics are, and counted nowhere twice. */
  counter(name: string, help: string, labelNames: string[], read: () => Reading): void {
    new Counter({
      ...{ name: `concentric_${name}`, help, labelNames, registers: [this.registry] },
      collect() {
        this.reset();
        for (const { labels = {}, value } of read()) this.inc(labels, value);
      },
    });
  }

  /** As counter(), of what goes up and down. */
  gauge(name: string, help: string, labelNames: string[], read: () => Reading | Promise<Reading>): void {
    new Gauge({
      ...{ name: `concentric_${name}`, help, labelNames, registers: [this.registry] },
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
