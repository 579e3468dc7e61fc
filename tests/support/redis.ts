import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { HERE, type Place } from './place.js';

/** Whether the machine has Redis; suites that need it are skipped where it has not (scripts/prepare-test-machine.mjs says how). */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

export type RedisServer = Awaited<ReturnType<typeof startRedis>>;

/** A redis-server on a free port (or the one given), without anything on disk that outlives stop(). */
export async function startRedis({
  port,
  args = [],
  place: { address, command } = HERE,
}: {
  port?: number;
  args?: string[];
  place?: Place;
} = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'concentric-redis-'));
  const on = port ?? (await freePort());
  const access = address === HERE.address ? [] : ['--bind', address, '--protected-mode', 'no'];
  const all = [...command, 'redis-server', '--port', String(on), '--dir', folder, '--save', '', ...access, ...args];
  const child = spawn(all[0]!, all.slice(1), { stdio: 'ignore' });
  const client = new Redis({
    host: address,
    port: on,
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => 50,
  });
  client.on('error', () => undefined);
  await answering(child, client);
  return {
    port: on,
    url: `redis://${address}:${on}`,
    /** To look at what is there, and to damage it. */
    client,
    pid: child.pid!,
    pause: () => child.kill('SIGSTOP'),
    resume: () => child.kill('SIGCONT'),
    async stop() {
      client.disconnect();
      child.kill('SIGCONT');
      await ended(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A Sentinel with its own configuration file, which it rewrites; kill it after use. */
export function startSentinel(configPath: string): ChildProcess {
  return spawn('redis-server', [configPath, '--sentinel'], { stdio: 'ignore' });
}

export async function freePort(): Promise<number> {
  const server = await listening(createServer());
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export function listening(server: Server, port = 0): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** Runs `redis-cli` and gives its output. */
export function redisCli(...args: string[]): string {
  return execFileSync('redis-cli', args, { encoding: 'utf8' });
}

async function answering(child: ChildProcess, client: Redis): Promise<void> {
  void client.connect().catch(() => undefined);
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`);
    const isThere = await client.ping().then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await pause(25);
  }
  throw new Error('redis-server did not answer within 5 s');
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
