import type { FastifyInstance } from 'fastify';
import type { Authenticate } from '../../access/authenticate.js';
import { requireRole } from '../../access/require-role.js';
import type { Metrics } from '../../telemetry/metrics.js';
import { SharedMetrics } from '../../telemetry/shared-metrics.js';

export interface MetricsRouteOptions {
  authenticate: Authenticate;
  metrics: Metrics;
}

/** `/metrics` in the text format of Prometheus; needs an admin's key where keys are set. */
export function serveMetrics(app: FastifyInstance, { authenticate, metrics: { registry } }: MetricsRouteOptions): void {
  const metrics = new SharedMetrics(registry);
  app.get('/metrics', async (request, reply) => {
    requireRole(authenticate(request.headers), 'ADMIN', '/metrics');
    const text = await metrics.text();
    return reply.headers({ 'content-type': registry.contentType, 'cache-control': 'no-store' }).send(text);
  });
}
