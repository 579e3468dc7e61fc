import type { IncomingHttpHeaders } from 'node:http';
import type { Log } from '../model/log.js';
import { type AnsweredRequest, Metrics, type ObservedProcess } from './metrics.js';
import type { Observe } from './observe.js';
import type { Traces } from './traces.js';

/** A request in progress. */
export interface ObservedRequest {
  /** W3C: 32 hex digits; null without traces. */
  readonly traceId: string | null;
  /** Runs the work of the request; its spans are children of the request's span. */
  within<T>(work: () => T): T;
  /** Called once, after the response was sent. */
  end(answered: AnsweredRequest): void;
}

/** Observes HTTP requests. */
export interface Requests {
  begin(method: string, headers: IncomingHttpHeaders): ObservedRequest;
}

/** Metrics and traces of one service. */
export class Telemetry implements Requests {
  readonly metrics: Metrics;

  private constructor(
    private readonly traces: Traces | null,
    process: ObservedProcess,
  ) {
    this.metrics = new Metrics({ ...process });
  }

  /** @param otlpEndpoint where traces are sent; null disables them, and OpenTelemetry's SDK is not loaded. */
  static async open(otlpEndpoint: string | null, log: Log, process: ObservedProcess): Promise<Telemetry> {
    if (otlpEndpoint === null) return new Telemetry(null, process);
    const { Traces } = await import('./traces.js');
    return new Telemetry(new Traces(otlpEndpoint, log, process), process);
  }

  readonly observe: Observe = (name, run, details) => {
    const timed = async () => {
      const began = performance.now();
      try {
        const result = await run();
        this.metrics.recordDuration(name, 'ok', secondsSince(began));
        return result;
      } catch (error) {
        this.metrics.recordDuration(name, 'failed', secondsSince(began));
        throw error;
      }
    };
    return this.traces === null ? timed() : this.traces.inSpan(name, timed, details);
  };

  begin(method: string, headers: IncomingHttpHeaders): ObservedRequest {
    const began = performance.now();
    const span = this.traces?.beginRequest(method, headers);
    return {
      traceId: span?.traceId ?? null,
      within: (work) => (span === undefined ? work() : span.within(work)),
      end: (answered) => {
        this.metrics.recordRequest(answered, secondsSince(began));
        span?.end(answered);
      },
    };
  }

  /** Flushes the remaining spans, within a few seconds. */
  async close(): Promise<void> {
    await this.traces?.close();
  }
}

function secondsSince(began: number): number {
  return (performance.now() - began) / 1000;
}
