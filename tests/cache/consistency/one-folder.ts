import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createClient } from '../../support/client.js';
import { type Fault, startFaultProxy } from '../../support/fault-proxy.js';
import { addressOf, startProcess } from '../../support/process.js';
import { randomFrom } from '../../support/random.js';
import { freePort, startRedis } from '../../support/redis.js';
import { FaultLog, NO_FAULT } from './fault-log.js';
import type { Sabotage, Topology, TopologyOptions } from './topology.js';

/** Of the Redis of cached answers. None of them explains an error. */
export const ANSWER_FAULTS: readonly Fault[] = [
  'none',
  'none',
  'none',
  'hold',
  'drop',
  'cut',
  'cutReplies',
  { delayMs: 15 },
  { delayMs: 100 },
];

/** Processes on one storage folder and one Redis behind a proxy that does it harm, and that is emptied. */
export async function startOneFolder(processes: number, { sabotage, environment }: TopologyOptions): Promise<Topology> {
  const redis = await startRedis();
  const proxy = await startFaultProxy(redis.port);
  const storageDir = await mkdtemp(join(tmpdir(), 'concentric-consistency-'));
  const ports = await Promise.all(Array.from({ length: processes }, freePort));
  const variables = { ...environment, STORAGE_DIR: storageDir, REDIS_URL: proxy.url };
  const children = ports.map((port) => startProcess({ ...variables, PORT: String(port) }, argumentsFor(sabotage)));
  const faults = new FaultLog();
  let logged = '';
  const stop = async () => {
    for (const child of children) child.kill('SIGKILL');
    await proxy.close();
    await redis.stop();
    await rm(storageDir, { recursive: true, force: true });
  };
  try {
    await Promise.all(children.map(addressOf));
  } catch (error) {
    await stop();
    throw error;
  }
  for (const { stderr } of children) {
    stderr.on('data', (chunk) => {
      logged += chunk;
    });
  }
  return {
    clients: ports.map((port) => createClient(`http://127.0.0.1:${port}`)),
    faults,
    isOverHosts: false,
    logged: () => logged,
    async doHarm(seed, signal) {
      const random = randomFrom(seed);
      while (!signal.aborted) {
        const fault = random.pick(ANSWER_FAULTS);
        const end = faults.begin({ ...NO_FAULT, name: `answers ${nameOf(fault)}` });
        proxy.set(fault);
        if (random.upTo(10) < 1) await redis.client.flushall();
        await pause(50 + random.upTo(450));
        end();
      }
      proxy.set('none');
    },
    settle: async () => [],
    stop,
  };
}

export function nameOf(fault: Fault): string {
  return typeof fault === 'string' ? fault : `delayed ${fault.delayMs} ms`;
}

/** Of Node.js, that load the module before the service. */
export function argumentsFor(sabotage: Sabotage | undefined): string[] {
  return sabotage === undefined ? [] : ['--import', fileURLToPath(new URL(`${sabotage}.mjs`, import.meta.url))];
}
