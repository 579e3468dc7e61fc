import { readFileSync } from 'node:fs';
import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis';
import type { RedisTarget } from '../../model/redis-target.js';

const CONNECT_TIMEOUT_MS = 1_000;
const MAX_RETRY_DELAY_MS = 500;
const SLOTS_REFRESH_EVERY_MS = 1_000;

/** scripts/*.lua as commands; each file describes its arguments and its result. */
interface Scripts {
  storeValue(
    key: string,
    index: string,
    lease: string,
    sealed: Buffer,
    revision: number,
    expiresAt: number,
    now: number,
    token: string,
  ): Promise<0 | 1>;
  storeAnswer(numberOfKeys: number, ...keysAndArguments: (string | number | Buffer)[]): Promise<1>;
  readOrLeaseBuffer(
    lease: string,
    key: string,
    token: string,
    ttlMs: number,
    ignoreValue: '0' | '1',
  ): Promise<Buffer | 0 | 1>;
  renewLease(lease: string, token: string, ttlMs: number): Promise<0 | 1>;
  releaseLease(lease: string, token: string): Promise<0 | 1>;
}

export type RedisClient = (Redis | Cluster) & Scripts;

/**
 * A client that connects on connect() and reconnects whenever the connection is lost. A command that cannot be sent or
 * answered now fails at once: nothing is queued for later, nothing is sent twice.
 */
export function createRedisClient(target: RedisTarget): RedisClient {
  const { username, password, db } = target;
  const tls = target.tls ? {} : undefined;
  const retryStrategy = (times: number) => Math.min(times * 50, MAX_RETRY_DELAY_MS);
  const options = {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy,
    scripts: {
      storeValue: script('store-value', { numberOfKeys: 3, listsKeys: true }),
      storeAnswer: script('store-answer', { listsKeys: true }),
      readOrLease: script('read-or-lease', { numberOfKeys: 2 }),
      renewLease: script('renew-lease', { numberOfKeys: 1 }),
      releaseLease: script('release-lease', { numberOfKeys: 1 }),
    },
    username,
    password,
    db,
    tls,
  } satisfies RedisOptions;
  switch (target.kind) {
    case 'single':
      return new Redis({ ...options, host: target.host, port: target.port }) as RedisClient;
    case 'sentinel':
      return new Redis({
        ...options,
        sentinels: target.sentinels,
        name: target.master,
        enableTLSForSentinelMode: target.tls,
        sentinelRetryStrategy: retryStrategy,
        failoverDetector: true,
        // After a failover the old master answers as a replica.
        reconnectOnError: (error) => error.message.startsWith('READONLY'),
      }) as RedisClient;
    case 'cluster': {
      const { db: _, lazyConnect, enableOfflineQueue, retryStrategy: __, scripts, ...redisOptions } = options;
      const clusterOptions = {
        lazyConnect,
        enableOfflineQueue,
        scripts,
        redisOptions,
        clusterRetryStrategy: retryStrategy,
        slotsRefreshTimeout: CONNECT_TIMEOUT_MS,
        // While the breaker is open no command is sent, and no reply redirects the client to the new master.
        slotsRefreshInterval: SLOTS_REFRESH_EVERY_MS,
      } satisfies ClusterOptions;
      // A Cluster has the commands that RedisClient names, but ioredis types their overloads apart.
      return new Cluster(target.nodes, clusterOptions) as unknown as RedisClient;
    }
  }
}

/** The connections that commands are sent on: to the one server, or to each master of a Cluster. */
export function connectionsOf(client: RedisClient): Redis[] {
  return client instanceof Cluster ? client.nodes('master') : [client];
}

/** Without numberOfKeys a command takes the number as its first argument. */
function script(
  name: string,
  { numberOfKeys, listsKeys = false }: { numberOfKeys?: number; listsKeys?: boolean },
): { lua: string; numberOfKeys?: number } {
  const lua = (listsKeys ? read('list-key') : '') + read(name);
  return numberOfKeys === undefined ? { lua } : { lua, numberOfKeys };
}

function read(name: string): string {
  return readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), 'utf8');
}
