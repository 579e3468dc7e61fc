import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { migrate } from '../../../src/postgres/migrate.js';
import { type Client, createClient } from '../../support/client.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { hasPostgres, type PostgresServer, sql, startPostgres } from '../../support/postgres.js';
import { randomFrom } from '../../support/random.js';
import { freePort, hasRedis, type RedisServer, startRedis } from '../../support/redis.js';
import { SupervisedProcess } from '../../support/supervised-process.js';
import { environmentOf, hasSwift, type SwiftServer, startSwift } from '../../support/swift.js';
import { FaultLog } from './fault-log.js';
import { harmConnections, harmHosts, type Pace, watchDelays, watchHost } from './host-faults.js';
import { argumentsFor } from './one-folder.js';
import type { Topology, TopologyOptions } from './topology.js';

export const canHaveHosts = hasPostgres && hasRedis && hasSwift;

/** What hosts share. */
export interface Servers {
  postgres: PostgresServer;
  answers: RedisServer;
  queue: RedisServer;
  swift: SwiftServer;
  stop(): Promise<void>;
}

export type HostService = 'postgres' | 'answers' | 'queue' | 'store';

export interface Host {
  role: 'web' | 'worker';
  process: SupervisedProcess;
  client: Client;
  storageDir: string;
  /** Between it and each service. */
  proxies: Record<HostService, FaultProxy>;
}

export interface Hosts {
  servers: Servers;
  all: readonly Host[];
  web: readonly Host[];
  workers: readonly Host[];
  faults: FaultLog;
  deleteCopies(host: Host): Promise<void>;
}

const WEB_HOSTS = 2;
const WORKERS = 2;
const MAX_START_MS = 120_000;
/** From the end of the last fault until no job is left. */
const MAX_SETTLING_MS = 90_000;
const PENDING = `SELECT id FROM datasets WHERE deleted_at IS NULL AND revision_text::jsonb ->> 'status' <> 'FAILED'
  AND revision_text::jsonb -> 'pending' <> 'null'`;

export async function startServers(): Promise<Servers> {
  const postgres = await startPostgres();
  const answers = await startRedis();
  const queue = await startRedis({ args: ['--maxmemory-policy', 'noeviction'] });
  const swift = await startSwift();
  return {
    ...{ postgres, answers, queue, swift },
    async stop() {
      await Promise.all([answers.stop(), queue.stop(), swift.stop()]);
      postgres.stop();
    },
  };
}

/**
 * Hosts that serve and hosts that read files, each with a disk of its own and a proxy to each of PostgreSQL, both Redis and
 * the object store. Connections are harmed, hosts are killed and paused, and what is only a copy is deleted.
 */
export async function startHosts(
  servers: Servers,
  pace: Pace,
  { sabotage, environment }: TopologyOptions,
): Promise<Topology> {
  const url = await servers.postgres.createDatabase();
  await migrate(url);
  const bucket = environmentOf(await servers.swift.createBucket());
  const faults = new FaultLog();
  let logged = '';
  // Of four processes; auditing more often would take most of the time.
  const audit = { CACHE_AUDIT_SECONDS: '10' };
  const shared = { ...environment, ...audit, ...bucket, CACHE_SECRET: 'the same for all hosts, and long enough' };
  const start = async (role: Host['role']): Promise<Host> => {
    const proxies = {
      postgres: await startFaultProxy(servers.postgres.port),
      answers: await startFaultProxy(servers.answers.port),
      queue: await startFaultProxy(servers.queue.port),
      store: await startFaultProxy(servers.swift.port),
    };
    const storageDir = await mkdtemp(join(tmpdir(), 'concentric-consistency-'));
    const variables = {
      ...{ ...shared, ROLE: role, STORAGE_DIR: storageDir, PORT: String(await freePort()) },
      DATABASE_URL: url.replace(`:${servers.postgres.port}/`, `:${proxies.postgres.port}/`),
      REDIS_URL: proxies.answers.url,
      QUEUE_REDIS_URL: proxies.queue.url,
      S3_ENDPOINT: `http://127.0.0.1:${proxies.store.port}`,
    };
    const process = new SupervisedProcess(variables, argumentsFor(sabotage), (text) => {
      logged += text;
    });
    return { role, process, client: createClient(process.url), storageDir, proxies };
  };
  const roles = [
    ...Array.from({ length: WEB_HOSTS }, () => 'web' as const),
    ...Array.from({ length: WORKERS }, () => 'worker' as const),
  ];
  const all = await Promise.all(roles.map(start));
  const web = all.filter(({ role }) => role === 'web');
  // The host adds files meanwhile.
  const deleteCopies = ({ storageDir }: Host) =>
    rm(join(storageDir, 'copies'), { recursive: true, force: true, maxRetries: 10 });
  const hosts: Hosts = {
    servers,
    all,
    web,
    workers: all.filter(({ role }) => role === 'worker'),
    faults,
    deleteCopies,
  };

  /** What is not ready in time. */
  async function notReady(withinMs: number): Promise<string[]> {
    const ready = await Promise.all(all.map(({ process }) => process.becomesReady(withinMs)));
    return all.flatMap(({ role, process }, nth) =>
      ready[nth] ? [] : [`a host with ROLE=${role} is not ready: ${process.said.slice(-2_000)}`],
    );
  }

  async function stillPending(): Promise<string[]> {
    const deadline = performance.now() + MAX_SETTLING_MS;
    for (;;) {
      const pending = await sql<{ id: string }>(url, PENDING);
      if (pending.length === 0 || performance.now() > deadline) {
        return pending.map(({ id }) => `the job of dataset ${id} has not ended`);
      }
      await pause(200);
    }
  }

  async function stop(): Promise<void> {
    await Promise.all(all.map(({ process }) => process.stop()));
    await Promise.all(all.flatMap(({ proxies }) => Object.values(proxies).map((proxy) => proxy.close())));
    await Promise.all(all.map(({ storageDir }) => rm(storageDir, { recursive: true, force: true })));
  }

  const unready = await notReady(MAX_START_MS);
  if (unready.length > 0) {
    await stop();
    throw new Error(unready.join('\n'));
  }
  return {
    clients: web.map(({ client }) => client),
    faults,
    isOverHosts: true,
    logged: () => logged,
    async doHarm(seed, signal) {
      await Promise.all([
        harmConnections(hosts, randomFrom(seed), pace, signal),
        harmHosts(hosts, randomFrom(seed + 1), pace, signal),
        watchDelays(hosts, signal),
        ...all.map((host) => watchHost(hosts, host, signal)),
      ]);
    },
    async settle() {
      const missing = await notReady(MAX_START_MS);
      const crashes = all.flatMap(({ role, process }) => process.crashes.map((crash) => `ROLE=${role} ${crash}`));
      const pending = await stillPending();
      // What readers then see comes from the store.
      await Promise.all(all.map(deleteCopies));
      return [...missing, ...crashes, ...pending];
    },
    stop,
  };
}
