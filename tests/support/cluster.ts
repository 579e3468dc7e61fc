import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect } from 'vitest';
import type { DatasetRecord } from '../../src/model/dataset.js';
import { migrate } from '../../src/postgres/migrate.js';
import { type Client, createClient } from './client.js';
import { type Fault, type FaultProxy, startFaultProxy } from './fault-proxy.js';
import { HERE, type Place } from './place.js';
import { hasPostgres, type PostgresServer, sql, startPostgres } from './postgres.js';
import { addressOf, type ServiceProcess, startProcess } from './process.js';
import { hasRedis, type RedisServer, startRedis } from './redis.js';
import { environmentOf, hasSwift, type SwiftServer, startSwift } from './swift.js';

export const hasServers = hasPostgres && hasRedis && hasSwift;

export const UPLOAD =
  'mutation($input: UploadDatasetInput!) { uploadDataset(input: $input) { dataset { id status } } }';

/** The advisory lock of changes of a dataset's files (storage/objects/object-table.ts), as for the publication of a version. */
const HOLD_FILES = `SELECT pg_advisory_lock(${0x6f626a}, hashtext($1))`;
const STATE = { timeout: 60_000, interval: 20 };

export interface Servers {
  postgres: PostgresServer;
  queue: RedisServer;
  swift: SwiftServer;
  stop(): Promise<void>;
}

export const SERVICES = ['database', 'queue', 'store'] as const;
export type Service = (typeof SERVICES)[number];
export type Role = 'web' | 'worker' | 'all';

/** Where servers run that are not here. */
export type ServerPlaces = Record<Service, Place>;

export interface HostOptions {
  /** Where the host runs; it then reaches the servers without proxies. */
  place?: Place;
  /** What it reaches through a proxy of its own. */
  proxied?: readonly Service[];
}

/** A process of the service with a disk of its own. */
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
export async function startServers({ database, queue: jobs, store }: Partial<ServerPlaces> = {}): Promise<Servers> {
  const [postgres, queue, swift] = await Promise.all([
    startPostgres(database),
    startRedis({ args: ['--maxmemory-policy', 'noeviction'], place: jobs ?? HERE }),
    startSwift(store),
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

/** Hosts on a database and a bucket of their own. */
export async function openCluster(servers: Servers) {
  const url = await servers.postgres.createDatabase();
  await migrate(url);
  const stores = environmentOf(await servers.swift.createBucket());

  const ends: (() => Promise<unknown>)[] = [];
  const urls = {
    DATABASE_URL: [url, servers.postgres.port, 'database'],
    QUEUE_REDIS_URL: [servers.queue.url, servers.queue.port, 'queue'],
    S3_ENDPOINT: [servers.swift.endpoint, servers.swift.port, 'store'],
  } as const;

  async function start(role: Role, environment: Record<string, string> = {}, options: HostOptions = {}): Promise<Host> {
    const { place, proxied = place ? [] : SERVICES } = options;
    const storageDir = await mkdtemp(join(tmpdir(), `concentric-${role}-`));
    const proxies = new Map<Service, FaultProxy>();
    const variables: Record<string, string> = {};
    for (const [name, [direct, port, service]] of Object.entries(urls)) {
      const proxy = proxied.includes(service) ? await startFaultProxy(port) : null;
      if (proxy) proxies.set(service, proxy);
      variables[name] = proxy ? direct.replace(`:${port}`, `:${proxy.port}`) : direct;
    }
    const { address: HOST, command } = place ?? HERE;
    const settings = { STORAGE_DIR: storageDir, ROLE: role, HOST, SAMPLE_DATA: 'false', MEMORY_LIMIT: '512MB' };
    const child = startProcess({ ...stores, ...variables, ...settings, ...environment }, [], command);
    let log = '';
    child.stderr.on('data', (chunk) => {
      log += chunk;
    });
    const kill = async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    };
    ends.push(async () => {
      await kill();
      for (const proxy of proxies.values()) await proxy.close();
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
        for (const service of services) proxies.get(service)!.set(fault);
      },
      heal() {
        for (const proxy of proxies.values()) proxy.set('none');
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

  /** Those of all datasets. */
  async function records(): Promise<DatasetRecord[]> {
    const rows = await sql<{ text: string }>(
      url,
      'SELECT revision_text AS text FROM datasets WHERE deleted_at IS NULL',
    );
    return rows.map(({ text }) => JSON.parse(text));
  }

  /** Of the hosts, the one that reads the dataset's file; undefined while none does. */
  async function readerOf(id: string, hosts: readonly Host[]): Promise<Host | undefined> {
    const [row] = await sql(url, 'SELECT FROM readings WHERE dataset = $1', [id]);
    const pid = /-(\d+)-[0-9a-f]+$/.exec((await record(id)).pending?.owner ?? '')?.[1];
    return row && hosts.find(({ child }) => child.pid === Number(pid));
  }

  /** Sends a file without waiting until it is read. Returns the id of the dataset. */
  async function send(web: Client, content: string, fileName = 'rows.csv'): Promise<string> {
    const { data, errors } = await web.upload({ content, fileName, input: { wait: false }, query: UPLOAD });
    expect(errors).toBeUndefined();
    return data.uploadDataset.dataset.id;
  }

  /** Returns the host that has begun to read the file. */
  async function begun(id: string, hosts: readonly Host[]): Promise<Host> {
    let reader: Host | undefined;
    const find = async () => {
      reader = await readerOf(id, hosts);
      return reader;
    };
    await expect.poll(find, STATE).toBeDefined();
    return reader!;
  }

  /** Takes a lock on a connection of its own. */
  async function hold(text: string, id: string) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    const end = () => client.end();
    ends.push(end);
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

  return {
    url,
    start,
    /** Ends its hosts. */
    async close() {
      for (const end of ends.splice(0).reverse()) await end();
    },
    record,
    records,
    readerOf,
    send,
    begun,
    /**
     * Sends a file that a worker begins to read and cannot publish until `files` is released: however fast it is read, what
     * the test does next comes before.
     */
    async beginHeld(web: Client, workers: readonly Host[], content: string) {
      for (const worker of workers) worker.pause();
      const id = await send(web, content);
      const files = await hold(HOLD_FILES, id);
      for (const worker of workers) worker.resume();
      return { id, files, reader: await begun(id, workers) };
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
    /** Holds up the changes of a dataset's record. */
    holdRecord: (id: string) => hold('SELECT FROM datasets WHERE id = $1 FOR UPDATE', id),
  };
}
