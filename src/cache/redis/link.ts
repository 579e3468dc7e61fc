import { setTimeout as pause } from 'node:timers/promises';
import { type Redis, ReplyError } from 'ioredis';
import type { Log } from '../../model/log.js';
import type { RedisTarget } from '../../model/redis-target.js';
import { type Observe, unobserved } from '../../telemetry/observe.js';
import { newCounters } from '../statistics.js';
import { connectionsOf, createRedisClient, type RedisClient } from './client.js';

/** A request waits for two commands in a row at most, and so loses 50 ms at most when Redis stops answering. */
const COMMAND_TIMEOUT_MS = 25;
const PATIENT_TIMEOUT_MS = 250;
const PROBE_TIMEOUT_MS = 50;
/** Failed probes in a row, shortly after one another, that tell an outage from a delay. */
const MAX_PROBES_WHEN_SUSPECT = 3;
const PROBE_AGAIN_MS = 50;
const PROBE_UNAVAILABLE_EVERY_MS = 250;
/** Unanswered probes in a row after which a connection that looks open is closed and opened again. */
const MAX_PROBES_OF_A_CONNECTION = 4;
/** The service's start waits that long for Redis, then goes on without it. */
const START_MS = 500;

/**
 * available: commands are sent. suspect: a command was not answered in time, and Redis is probed. unavailable: no command is
 * sent until Redis answers a PING.
 */
export type RedisState = 'available' | 'suspect' | 'unavailable';

/** The outcome of a command: its reply, an error, or that it was not sent because Redis is known not to answer. */
export type Reply<T> = { status: 'answered'; value: T } | { status: 'failed' } | { status: 'skipped' };

/**
 * A Redis that may become unavailable at any time: send() never throws, and takes no longer than its time limit.
 *
 * A circuit breaker of three states. After one command without a reply in time Redis is marked suspect: no more commands
 * are sent, and it is probed at once. If one of three PINGs is answered it was a delay, and Redis is available again; after
 * three failed probes it is treated as unavailable until a later PING is answered. A reply that is an error (READONLY, OOM,
 * WRONGTYPE) does not make Redis suspect: it answers, and other commands may succeed.
 */
export class RedisLink {
  /** Of everything this process stores in Redis; `errors` is counted here, the rest by the callers. */
  readonly counters = newCounters();
  private readonly client: RedisClient;
  private readonly stopped = new AbortController();
  private currentState: RedisState = 'unavailable';
  /** Resolves when Redis is no longer suspect: it is available or unavailable then. */
  private probed: Promise<void> = Promise.resolve();

  private constructor(
    readonly target: RedisTarget,
    private readonly log: Log,
    private readonly observe: Observe,
  ) {
    this.client = createRedisClient(target);
    // ioredis reports every failed attempt; what matters is logged when Redis becomes unavailable and available.
    this.client.on('error', () => undefined);
    this.client.on('close', () => this.suspect('the connection was lost'));
  }

  /** Connects, or keeps trying in the background. */
  static async open(target: RedisTarget, log: Log, observe: Observe = unobserved): Promise<RedisLink> {
    const link = new RedisLink(target, log, observe);
    const connected = link.client
      .connect()
      .then(() => ping(link.client))
      .then(
        () => true,
        () => false,
      );
    if (await Promise.race([connected, pause(START_MS, false, { ref: false })])) link.markAvailable();
    else link.markUnavailable('it could not be reached at the start');
    return link;
  }

  get state(): RedisState {
    return this.currentState;
  }

  /** False from when Redis is known to be unavailable until it answers again. */
  get isHealthy(): boolean {
    return this.currentState !== 'unavailable';
  }

  /** Sends a command that a request waits for and can do without. `name` is its name in metrics. */
  send<T>(name: string, command: (client: RedisClient) => Promise<T>): Promise<Reply<T>> {
    return this.sendWithin(COMMAND_TIMEOUT_MS, name, command);
  }

  /**
   * Sends a command that is worth waiting for: while Redis is suspect it waits for the outcome, half a second at most. The
   * command may be sent twice, and must be idempotent.
   */
  async sendPatiently<T>(name: string, command: (client: RedisClient) => Promise<T>): Promise<Reply<T>> {
    await this.probed;
    const reply = await this.sendWithin(PATIENT_TIMEOUT_MS, name, command);
    if (reply.status === 'answered' || this.currentState === 'available') return reply;
    await this.probed;
    return this.sendWithin(PATIENT_TIMEOUT_MS, name, command);
  }

  stop(): void {
    this.stopped.abort();
    this.client.disconnect();
  }

  private async sendWithin<T>(
    limitMs: number,
    name: string,
    command: (client: RedisClient) => Promise<T>,
  ): Promise<Reply<T>> {
    if (this.currentState !== 'available') return { status: 'skipped' };
    try {
      const value = await this.observe(`redis.${name}`, () => inTime(command(this.client), limitMs));
      return { status: 'answered', value };
    } catch (error) {
      if (!(error instanceof ReplyError)) this.suspect(error instanceof Error ? error.message : String(error));
    }
    this.counters.errors++;
    return { status: 'failed' };
  }

  private suspect(reason: string): void {
    if (this.currentState !== 'available') return;
    this.currentState = 'suspect';
    this.probed = this.probe(reason);
  }

  private async probe(reason: string): Promise<void> {
    for (let attempt = 0; attempt < MAX_PROBES_WHEN_SUSPECT; attempt++) {
      if (attempt > 0) await this.wait(PROBE_AGAIN_MS);
      if (await this.isAnswering()) return this.markAvailable();
    }
    this.markUnavailable(reason);
  }

  private markUnavailable(reason: string): void {
    if (this.stopped.signal.aborted) return;
    this.currentState = 'unavailable';
    this.log.warn({ reason }, 'Redis is unavailable; requests are answered without it');
    void this.awaitReturn();
  }

  private async awaitReturn(): Promise<void> {
    let unanswered = 0;
    while (!this.stopped.signal.aborted) {
      await this.wait(PROBE_UNAVAILABLE_EVERY_MS);
      if (await this.isAnswering()) {
        this.markAvailable();
        return this.log.info({}, 'Redis is available again');
      }
      // Counted for this connection: one that was just opened gets its time.
      unanswered = this.silentConnections().length > 0 ? unanswered + 1 : 0;
      if (unanswered < MAX_PROBES_OF_A_CONNECTION) continue;
      for (const connection of this.silentConnections()) connection.disconnect(true);
      unanswered = 0;
    }
  }

  /** Including those that wait for their first reply, for which ioredis has no timeout. */
  private silentConnections(): Redis[] {
    return connectionsOf(this.client).filter(({ status }) => status === 'ready' || status === 'connect');
  }

  private markAvailable(): void {
    if (!this.stopped.signal.aborted) this.currentState = 'available';
  }

  private async isAnswering(): Promise<boolean> {
    if (this.client.status !== 'ready') return false;
    try {
      await inTime(ping(this.client), PROBE_TIMEOUT_MS);
      return true;
    } catch (error) {
      return error instanceof ReplyError;
    }
  }

  /** Ends early on stop(). */
  private async wait(ms: number): Promise<void> {
    await pause(ms, undefined, { ref: false, signal: this.stopped.signal }).catch(() => undefined);
  }
}

/** Pings every master of a Cluster: ioredis connects to one only when a command is sent to it. */
async function ping(client: RedisClient): Promise<void> {
  await Promise.all(connectionsOf(client).map((connection) => connection.ping()));
}

/** @throws where there is no reply within the limit; a later one is ignored. */
function inTime<T>(answer: Promise<T>, limitMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    // If this process was busy for that long, the reply may have arrived: one more turn of the event loop reads it.
    const timer = setTimeout(() => setImmediate(() => reject(new Error('it did not answer in time'))), limitMs);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
