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
import type { AnsweredRequest, ObservedProcess } from './metrics.js';
import { Scoped } from './scoped.js';

const SERVICE = 'concentric';
/** Timeout for sending one batch, including retries. */
const MAX_SEND_MS = 2_000;
/** Maximum time that an unresponsive collector delays the shutdown. */
const MAX_SHUTDOWN_MS = 3_000;

/**
 * OpenTelemetry spans, sent to a collector as OTLP over HTTP (JSON). Nothing is registered globally and no library is
 * patched: this class keeps the current span, and the code that does the work starts the spans.
 */
export class Traces {
  private readonly provider: BasicTracerProvider;
  private readonly tracer: Tracer;
  private readonly propagator = new W3CTraceContextPropagator();
  private readonly current = new Scoped<Context>();

  /** @param endpoint the value of OTEL_EXPORTER_OTLP_ENDPOINT, without the path of the signal */
  constructor(endpoint: string, log: Log, { role, host }: ObservedProcess) {
    const exporter = new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, timeoutMillis: MAX_SEND_MS });
    this.provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ 'service.name': SERVICE, 'host.name': host, 'concentric.role': role }),
      spanProcessors: [new BatchSpanProcessor(withExportLogging(exporter, log))],
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
      setError(span, error);
      throw error;
    } finally {
      span.end();
    }
  }

  /** Starts the span of a request, as a child of the span in the client's `traceparent` header, if there is one. */
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
      pause(MAX_SHUTDOWN_MS, undefined, { ref: false }),
    ]);
  }
}

function setError(span: Span, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}

/** Logs when sending spans begins to fail and when it works again; the SDK does not report lost spans. */
function withExportLogging(exporter: OTLPTraceExporter, log: Log): SpanExporter {
  let isReachable = true;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const isSent = result.code === ExportResultCode.SUCCESS;
        if (!isSent && isReachable)
          log.warn({ err: result.error }, 'traces cannot be sent and are lost until the collector is reachable');
        if (isSent && !isReachable) log.info({}, 'traces are sent again');
        isReachable = isSent;
        done(result);
      });
    },
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
}
