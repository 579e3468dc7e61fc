import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, onTestFinished } from 'vitest';
import type { DatasetRecord } from '../../src/model/dataset.js';
import { migrate } from '../../src/postgres/migrate.js';
import { type Client, createClient } from './client.js';
import { type Fault, type FaultProxy, startFaultProxy } from './fault-proxy.js';
import { hasPostgres, type PostgresServer, sql, startPostgres } from './postgres.js';
import { addressOf, type ServiceProcess, startProcess } from './process.js';
import { hasRedis, type RedisServer, startRedis } from './redis.js';
import { environmentOf, hasSwift, type SwiftServer, startSwift } from './swift.js';

export const hasServers = hasPostgres && hasRedis && hasSwift;

export const UPLOAD =
  'mutation($input: UploadDatasetInput!) { uploadDataset(input: $input) { dataset { id status } } }';

/** Advisory lock of the changes of a dataset's files (storage/objects/object-table.ts). */
const FILES_LOCK = 0x6f626a;
const STATE = { timeout: 60_000, interval: 20 };

export interface Servers {
  postgres: PostgresServer;
  queue: RedisServer;
  swift: SwiftServer;
  stop(): Promise<void>;
}

export type Service = 'database' | 'queue' | 'store';
export type Role = 'web' | 'worker' | 'all';

/** A process of the service with a disk of its own, which reaches each server through a proxy of its own. */
export interface Host extends Client {
  child: ServiceProcess;
  storageDir: string;
  /** What it wrote to its log. */
  readonly log: string;
  cut(services: readonly Service[], fault: Fault): void;
  heal(): void;
  pause(): void;
  resume(): void;
  kill(): Promise<void>;
}

/** What several hosts share: PostgreSQL, the Redis of the queue, and an object store. */
export async function startServers(): Promise<Servers> {
  const [postgres, queue, swift] = await Promise.all([
    startPostgres(),
    startRedis({ args: ['--maxmemory-policy', 'noeviction'] }),
    startSwift(),
  ]);
  return {
    postgres,
    queue,
    swift,
    async stop() {
      postgres.stop();
      await Promise.all([queue.stop(), swift.stop()]);
    },
  };
}

export type Cluster = Awaited<ReturnType<typeof openCluster>>;

/** Hosts on a database and a bucket of their own. All of them end with the test. */
export async function openCluster(servers: Servers) {
  const url = await servers.postgres.createDatabase();
  await migrate(url);
  const stores = environmentOf(await servers.swift.createBucket());

  async function start(role: Role, environment: Record<string, string> = {}): Promise<Host> {
    const storageDir = await mkdtemp(join(tmpdir(), `concentric-${role}-`));
    const proxies: Record<Service, FaultProxy> = {
      database: await startFaultProxy(servers.postgres.port),
      queue: await startFaultProxy(servers.queue.port),
      store: await startFaultProxy(servers.swift.port),
    };
    const child = startProcess({
      ...stores,
      STORAGE_DIR: storageDir,
      ROLE: role,
      DATABASE_URL: url.replace(`:${servers.postgres.port}/`, `:${proxies.database.port}/`),
      QUEUE_REDIS_URL: proxies.queue.url,
      S3_ENDPOINT: `http://127.0.0.1:${proxies.store.port}`,
      SAMPLE_DATA: 'false',
      MEMORY_LIMIT: '512MB',
      ...environment,
    });
    let log = '';
    child.stderr.on('data', (chunk) => {
      log += chunk;
    });
    const kill = async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    };
    onTestFinished(async () => {
      await kill();
      await Promise.all(Object.values(proxies).map((proxy) => proxy.close()));
      await rm(storageDir, { recursive: true, force: true });
    });
    return {
      ...createClient(await addressOf(child)),
      child,
      storageDir,
      get log() {
        return log;
      },
      cut(services, fault) {
        for (const service of services) proxies[service].set(fault);
      },
      heal() {
        for (const proxy of Object.values(proxies)) proxy.set('none');
      },
      pause: () => void child.kill('SIGSTOP'),
      resume: () => void child.kill('SIGCONT'),
      kill,
    };
  }

  async function record(id: string): Promise<DatasetRecord> {
    const [row] = await sql<{ text: string }>(url, 'SELECT revision_text AS text FROM datasets WHERE id = $1', [id]);
    return JSON.parse(row!.text);
  }

  /** Of the hosts, the one that reads the dataset's file; undefined while none does. */
  async function readerOf(id: string, hosts: readonly Host[]): Promise<Host | undefined> {
    const [row] = await sql(url, 'SELECT FROM readings WHERE dataset = $1', [id]);
    const pid = /-(\d+)-[0-9a-f]+$/.exec((await record(id)).pending?.owner ?? '')?.[1];
    return row && hosts.find(({ child }) => child.pid === Number(pid));
  }

  return {
    url,
    start,
    record,
    readerOf,
    /** Sends a file without waiting until it is read. Returns the id of the dataset. */
    async send(web: Client, content: string, fileName = 'rows.csv'): Promise<string> {
      const { data, errors } = await web.upload({ content, fileName, input: { wait: false }, query: UPLOAD });
      expect(errors).toBeUndefined();
      return data.uploadDataset.dataset.id;
    },
    /** Returns the host that has begun to read the file. */
    async begun(id: string, hosts: readonly Host[]): Promise<Host> {
      await expect.poll(() => readerOf(id, hosts), STATE).toBeDefined();
      return (await readerOf(id, hosts))!;
    },
    /** Changes of a dataset's record, in order, with their times by the clock of the database, in milliseconds. */
    async changes(id: string): Promise<{ revision: number; at: number }[]> {
      const text =
        'SELECT revision::int, extract(epoch FROM at)::float * 1000 AS at FROM changes WHERE id = $1 ORDER BY n';
      return sql(url, text, [id]);
    },
    /** The clock of the database, in milliseconds. */
    async now(): Promise<number> {
      const [row] = await sql<{ now: number }>(
        url,
        'SELECT extract(epoch FROM clock_timestamp())::float * 1000 AS now',
      );
      return row!.now;
    },
    /** Holds up what changes the files of a dataset: the publication of a version waits, after the file was read. */
    holdFiles: (id: string) => hold(url, `SELECT pg_advisory_lock(${FILES_LOCK}, hashtext($1))`, id),
    /** Holds up the changes of a dataset's record. */
    holdRecord: (id: string) => hold(url, 'SELECT FROM datasets WHERE id = $1 FOR UPDATE', id),
  };
}

/** Takes a lock on a connection of its own. */
async function hold(url: string, text: string, id: string) {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  const end = () => client.end();
  onTestFinished(end);
  await client.query('BEGIN');
  await client.query(text, [id]);
  const waiting = `SELECT count(*)::int AS n FROM pg_stat_activity
    WHERE wait_event_type = 'Lock' AND datname = current_database()`;
  return {
    /** Until a host waits for the lock. */
    async isWaitedFor() {
      const count = async () => (await sql<{ n: number }>(url, waiting))[0]!.n;
      await expect.poll(count, STATE).toBeGreaterThan(0);
    },
    release: end,
  };
}
