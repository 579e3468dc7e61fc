import type { FastifyInstance } from 'fastify';

/** Each resolves where its part can work, and throws where it cannot. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<void>>>;

/** `/health/live`: the process answers. `/health/ready`: so do the parts it needs, each with `ok` or what is wrong. */
export function serveHealth(app: FastifyInstance, checks: ReadinessChecks): void {
  app.get('/health/live', async () => ({ status: 'ok' }));

  app.get('/health/ready', async (request, reply) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        try {
          await check();
          return [name, 'ok'] as const;
        } catch (error) {
          request.log.warn({ err: error }, `${name} is not ready`);
          return [name, 'failed'] as const;
        }
      }),
    );
    const isReady = results.every(([, result]) => result === 'ok');
    reply.code(isReady ? 200 : 503);
    return { status: isReady ? 'ok' : 'unavailable', checks: Object.fromEntries(results) };
  });
}
