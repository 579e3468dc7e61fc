import cluster, { type Worker } from 'node:cluster';
import { shareMetrics } from './telemetry/shared-metrics.js';

const RESTART_DELAY_MS = 1_000;

/**
 * PROCESSES: starts processes that share one port and restarts those that die. The first one loads the sample and reports what is
 * wrong with the configuration; the others start when it listens. Resolves to the exit code when all have ended.
 */
export function runProcesses(count: number): Promise<number> {
  let isStopping = false;
  let exitCode = 0;
  let hasStarted = false;
  shareMetrics();
  return new Promise((resolve) => {
    const restarts = new Set<NodeJS.Timeout>();
    const stop = (signal: NodeJS.Signals) => {
      isStopping = true;
      for (const timer of restarts) clearTimeout(timer);
      for (const worker of running()) worker.process.kill(signal);
      if (running().length === 0) resolve(exitCode);
    };
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
    cluster.on('listening', () => {
      if (hasStarted || isStopping) return;
      hasStarted = true;
      for (let other = 1; other < count; other++) cluster.fork();
    });
    cluster.on('exit', (worker, code, signal) => {
      if (!isStopping && !hasStarted) {
        // Its line on stderr says why.
        exitCode = code || 1;
        isStopping = true;
      }
      if (isStopping) {
        exitCode ||= code ?? 1;
        if (running().length === 0) resolve(exitCode);
        return;
      }
      console.error(`Process ${worker.process.pid} ended (${signal ?? code}); another one is started.`);
      const timer = setTimeout(() => {
        restarts.delete(timer);
        cluster.fork();
      }, RESTART_DELAY_MS);
      restarts.add(timer);
    });
    cluster.fork();
  });
}

function running(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
}
