import type { IncomingHttpHeaders } from 'node:http';
import type { Log } from '../model/log.js';
import { type AnsweredRequest, Metrics } from './metrics.js';
import type { Observe } from './observe.js';
import type { Traces } from './traces.js';

/** A request under way. */
export interface ObservedRequest {
  /** W3C: 32 hex digits; null without traces. */
  readonly traceId: string | null;
  /** Runs what answers the request: the spans of its work stand below the request's. */
  within<T>(work: () => T): T;
  /** To be called once, when the answer has been sent. */
  end(answered: AnsweredRequest): void;
}

/** Where requests are told of. */
export interface Requests {
  begin(method: string, headers: IncomingHttpHeaders): ObservedRequest;
}

/** What is measured and traced of one service. */
export class Telemetry implements Requests {
  readonly metrics = new Metrics();

  private constructor(private readonly traces: Traces | null) {}

  /** @param otlpEndpoint where traces go; null: there are none, and OpenTelemetry's SDK is not loaded. */
  static async open(otlpEndpoint: string | null, log: Log): Promise<Telemetry> {
    if (otlpEndpoint === null) return new Telemetry(null);
    const { Traces } = await import('./traces.js');
    return new Telemetry(new Traces(otlpEndpoint, log));
  }

  readonly observe: Observe = (name, run, details) => {
    const timed = async () => {
      const began = performance.now();
      try {
        const result = await run();
        this.metrics.did(name, 'ok', secondsSince(began));
        return result;
      } catch (error) {
        this.metrics.did(name, 'failed', secondsSince(began));
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
        this.metrics.answered(answered, secondsSince(began));
        span?.end(answered);
      },
    };
  }

  /** Sends the spans that are still here, within a few seconds. */
  async close(): Promise<void> {
    await this.traces?.close();
  }
}

function secondsSince(began: number): number {
  return (performance.now() - began) / 1000;
}
