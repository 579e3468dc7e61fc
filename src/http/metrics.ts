import type { FastifyInstance } from 'fastify';
import type { Authenticate } from '../access/authenticate.js';
import { mayActAs } from '../model/principal.js';
import type { Metrics } from '../telemetry/metrics.js';
import { HttpError } from './errors.js';

export interface MetricsRouteOptions {
  authenticate: Authenticate;
  metrics: Metrics;
}

/** `/metrics` for Prometheus, in its text format: for admins, where keys are set. */
export function serveMetrics(app: FastifyInstance, { authenticate, metrics: { registry } }: MetricsRouteOptions): void {
  app.get('/metrics', async (request, reply) => {
    if (!mayActAs(authenticate(request.headers), 'ADMIN')) {
      throw new HttpError(403, 'FORBIDDEN', 'The metrics are for keys of the role admin.');
    }
    const text = await registry.metrics();
    return reply.headers({ 'content-type': registry.contentType, 'cache-control': 'no-store' }).send(text);
  });
}
