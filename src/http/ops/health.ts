import type { FastifyInstance } from 'fastify';
import { ConcentricError } from '../../model/errors.js';
import type { Log } from '../../model/log.js';

/** Each resolves where its part can work, with figures for the answer if it has any, and throws where it cannot. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<unknown>>>;

interface Readiness {
  status: 'ok' | 'unavailable';
  checks: Record<string, 'ok' | 'failed'>;
  /** Figures of the checks, and why they failed where that is not confidential. */
  details?: Record<string, object>;
}

/** `/health/live`: the process answers. `/health/ready`: so do the parts it needs, each with `ok` or `failed`. */
export function serveHealth(app: FastifyInstance, checks: ReadinessChecks): void {
  app.get('/health/live', async () => ({ status: 'ok' }));

  // Requests that come during a check share it: the checks write to the disk, and everybody may call this.
  let running: Promise<Readiness> | null = null;
  app.get('/health/ready', async (request, reply) => {
    running ??= readiness(checks, request.log).finally(() => {
      running = null;
    });
    const result = await running;
    return reply.code(result.status === 'ok' ? 200 : 503).send(result);
  });
}

async function readiness(checks: ReadinessChecks, log: Log): Promise<Readiness> {
  const results = await Promise.all(Object.entries(checks).map(([name, check]) => run(name, check, log)));
  const details = results.flatMap(({ name, detail }) => (detail ? [[name, detail] as const] : []));
  return {
    status: results.every(({ isOk }) => isOk) ? 'ok' : 'unavailable',
    checks: Object.fromEntries(results.map(({ name, isOk }) => [name, isOk ? 'ok' : 'failed'])),
    ...(details.length > 0 && { details: Object.fromEntries(details) }),
  };
}

async function run(name: string, check: ReadinessChecks[string], log: Log) {
  try {
    return { name, isOk: true, detail: (await check()) ?? undefined };
  } catch (error) {
    log.warn({ err: error }, `${name} is not ready`);
    // Other errors may name paths and hosts.
    const detail =
      error instanceof ConcentricError ? { code: error.code, message: error.message, ...error.details } : undefined;
    return { name, isOk: false, detail };
  }
}
