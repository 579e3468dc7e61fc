import { readFileSync } from 'node:fs';
import { Cluster, type ClusterOptions, Redis, type RedisOptions } from 'ioredis';
import type { RedisTarget } from '../../model/redis-target.js';

const CONNECT_TIMEOUT_MS = 1_000;
const MAX_RETRY_DELAY_MS = 500;
const SLOTS_REFRESH_EVERY_MS = 1_000;

/** scripts/*.lua as commands; each file says what its arguments and its result are. */
interface Scripts {
  putValue(key: string, index: string, value: string, revision: number, ttlMs: number): Promise<0 | 1>;
  dropValues(index: string): Promise<string[]>;
  listAnswer(index: string, key: string, until: number, now: number): Promise<1>;
  takeLease(lease: string, token: string, ttlMs: number): Promise<0 | 1>;
  renewLease(lease: string, token: string, ttlMs: number): Promise<0 | 1>;
  releaseLease(lease: string, token: string): Promise<0 | 1>;
}

export type RedisClient = (Redis | Cluster) & Scripts;

/**
 * A client that connects when told to and again whenever the connection is lost, and that fails at once whatever cannot
 * be sent or answered now: nothing is queued for later, nothing sent twice.
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
      putValue: script('put-value', 2),
      dropValues: script('drop-values', 1),
      listAnswer: script('list-answer', 1),
      takeLease: script('take-lease', 1),
      renewLease: script('renew-lease', 1),
      releaseLease: script('release-lease', 1),
    },
    ...{ username, password, db, tls },
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
        ...{ lazyConnect, enableOfflineQueue, scripts, redisOptions },
        clusterRetryStrategy: retryStrategy,
        slotsRefreshTimeout: CONNECT_TIMEOUT_MS,
        // Nobody asks a master that is gone while the breaker is open, so nobody would be told who follows it.
        slotsRefreshInterval: SLOTS_REFRESH_EVERY_MS,
      } satisfies ClusterOptions;
      return new Cluster(target.nodes, clusterOptions) as unknown as RedisClient;
    }
  }
}

/** The connections on which it is asked: to the one server, or to each master of a Cluster. */
export function connectionsOf(client: RedisClient): Redis[] {
  return client instanceof Cluster ? client.nodes('master') : [client];
}

function script(name: string, numberOfKeys: number): { lua: string; numberOfKeys: number } {
  return { lua: readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), 'utf8'), numberOfKeys };
}
