import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type Context,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { ExportResultCode, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { Log } from '../model/log.js';
import type { AnsweredRequest } from './metrics.js';
import { Scoped } from './scoped.js';

const SERVICE = 'concentric';
/** Attempts to send, all of one batch together. */
const SEND_MS = 2_000;
/** A collector that does not answer holds up the end of the process no longer. */
const LAST_SPANS_MS = 3_000;

/**
 * Spans by OpenTelemetry, sent to a collector as OTLP over HTTP (JSON). Nothing is registered globally and no library is
 * patched: which span is the present one is kept here, and the spans are begun by who knows what they stand for.
 */
export class Traces {
  private readonly provider: BasicTracerProvider;
  private readonly tracer: Tracer;
  private readonly propagator = new W3CTraceContextPropagator();
  private readonly current = new Scoped<Context>();

  /** @param endpoint without the path of the signal, as OTEL_EXPORTER_OTLP_ENDPOINT has it. */
  constructor(endpoint: string, log: Log) {
    const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, timeoutMillis: SEND_MS });
    this.provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ 'service.name': SERVICE }),
      spanProcessors: [new BatchSpanProcessor(telling(exporter, log))],
    });
    this.tracer = this.provider.getTracer(SERVICE);
  }

  async inSpan<T>(
    name: string,
    work: () => Promise<T>,
    details: Readonly<Record<string, string | number>> = {},
  ): Promise<T> {
    const parent = this.current.get() ?? ROOT_CONTEXT;
    const kind = name.startsWith('redis.') ? SpanKind.CLIENT : SpanKind.INTERNAL;
    const span = this.tracer.startSpan(name, { kind, attributes: details }, parent);
    try {
      return await this.current.run(trace.setSpan(parent, span), work);
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      span.end();
    }
  }

  /** Below the span that the client's `traceparent` names, if there is one. */
  beginRequest(method: string, headers: IncomingHttpHeaders) {
    const parent = this.propagator.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
    const attributes = { 'http.request.method': method };
    const span = this.tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, parent);
    const context = trace.setSpan(parent, span);
    return {
      traceId: span.spanContext().traceId,
      within: <T>(work: () => T): T => this.current.run(context, work),
      end: ({ route, operation, status }: AnsweredRequest) => {
        span.updateName(`${method} ${route}`);
        span.setAttributes({ 'http.route': route, 'http.response.status_code': status });
        if (operation !== 'none') span.setAttribute('graphql.operation.type', operation);
        if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
  }

  async close(): Promise<void> {
    await Promise.race([
      this.provider.shutdown().catch(() => undefined),
      pause(LAST_SPANS_MS, undefined, { ref: false }),
    ]);
  }
}

function fail(span: Span, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}

/** The SDK says nothing of spans it could not send; a line when that begins and when it ends is what an operator needs. */
function telling(exporter: OTLPTraceExporter, log: Log): SpanExporter {
  let isReached = true;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const isSent = result.code === ExportResultCode.SUCCESS;
        if (!isSent && isReached)
          log.warn({ err: result.error }, 'traces cannot be sent; they are lost until they can');
        if (isSent && !isReached) log.info({}, 'traces are sent again');
        isReached = isSent;
        done(result);
      });
    },
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
}
