import cluster from 'node:cluster';
import { type App, buildApp } from './app.js';
import { ConfigError, parseConfig } from './config.js';
import { ConcentricError } from './model/errors.js';
import type { Log } from './model/log.js';
import { type LogDestination, StderrDestination } from './telemetry/log-destination.js';
import { createLogger } from './telemetry/logger.js';

/** Beyond this, what is still running is cut off; what was acknowledged is on disk and goes on at the next start. */
const DRAIN_MS = 25_000;

let isDraining = false;

try {
  const config = parseConfig(process.env);
  if (config.role === 'migrate') {
    const { migrate } = await import('./postgres/migrate.js');
    const applied = await migrate(config.databaseUrl!);
    console.log(applied.length > 0 ? `Applied migrations ${applied.join(', ')}.` : 'The database is up to date.');
    process.exit(0);
  }
  if (config.processes > 1 && cluster.isPrimary) {
    const { runProcesses } = await import('./processes.js');
    process.exit(await runProcesses(config.processes));
  }
  const destination = new StderrDestination();
  const log = createLogger(config.logLevel, destination);
  const app = await buildApp(config, log, destination);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => void drain(app, log, destination, signal));
  }
  const url = await listening(app);
  const isFirst = cluster.isPrimary || cluster.worker?.id === 1;
  if (isFirst) console.log(config.role === 'worker' ? workerGreeting(url) : greeting(url, config.apiKeys.length > 0));
} catch (error) {
  console.error(explanation(error));
  process.exit(1);
}

async function listening(app: App): Promise<string> {
  try {
    return await app.listen();
  } catch (error) {
    await app.close();
    throw error;
  }
}

async function drain(app: App, log: Log, destination: LogDestination, signal: NodeJS.Signals): Promise<void> {
  // A terminal sends SIGINT to every process of PROCESSES, and the first one forwards it.
  if (isDraining) return;
  isDraining = true;
  log.info({ signal }, 'stopping: nothing more is taken, what is under way is finished');
  setTimeout(() => {
    console.error(`Not done after ${DRAIN_MS / 1000} s: stopping all the same.`);
    process.exit(1);
  }, DRAIN_MS).unref();
  await app.close();
  log.info({ signal }, 'stopped');
  await destination.flush();
  process.exit(0);
}

function greeting(url: string, needsKey: boolean): string {
  return `
Concentric is listening.

  Explorer   ${url}
  GraphiQL   ${url}/graphql
  a query    curl ${url}/graphql -H 'content-type: application/json'${needsKey ? " -H 'x-api-key: …'" : ''} \\
               -d '{"query":"{ datasets { nodes { id name status rowCount } } }"}'
`;
}

function workerGreeting(url: string): string {
  return `Concentric reads files. Health: ${url}/health/ready`;
}

/** One line for what the person who starts it can fix; the whole error for what only we can. */
function explanation(error: unknown): string {
  if (error instanceof ConfigError || error instanceof ConcentricError) return error.message;
  const { code, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${address} is taken. Stop what uses it, or set PORT to another (0 takes a free one).`;
    case 'EACCES':
      return `Port ${port} of ${address} is not allowed for this user. Set PORT to one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${JSON.stringify(address ?? 'given')}. Set HOST to one of its own, such as 127.0.0.1.`;
    default:
      return `Concentric could not start: ${error instanceof Error ? error.stack : String(error)}`;
  }
}
