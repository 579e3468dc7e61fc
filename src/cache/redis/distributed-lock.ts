import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { RedisStore } from './redis-store.js';

/** The lease of a process that died ends after that long. */
const LEASE_MS = 3_000;
const RENEW_EVERY_MS = LEASE_MS / 3;
const POLL_EVERY_MS = 50;

export interface LockedWork<T> {
  /** The key of the value that is computed; the command that takes the lease returns the value where it is there. */
  key: string;
  /** The value as Redis has it; undefined where it cannot be used. */
  decode(value: Buffer): T | undefined;
  /** The result that was stored before, here or by another process; null where there is none. */
  read(): Promise<T | null>;
  compute(): Promise<T>;
  /** Stores the result in Redis and releases the lease that `token` holds ('': none); whether it is released. Never rejects. */
  publish(result: T, token: string): Promise<boolean>;
}

type Attempt<T> = { status: 'found'; value: T } | { status: 'acquired' | 'held by another' | 'unavailable' };

type Mode = 'quick' | 'patient';

/**
 * Work that one of all processes that share a Redis should do. The lease is a key with a random token; it expires after
 * three seconds and is renewed while the work goes on. The others poll every 50 ms, and take the lease over when it has
 * expired. Without Redis each process does the work itself: it must be safe to repeat.
 */
export class DistributedLock {
  /** Times that work was left to another process, and that it had to be taken over from it after all. */
  waits = 0;
  takeovers = 0;

  constructor(
    /** Null where no Redis is configured. */
    private readonly redis: RedisStore | null,
  ) {}

  /** @throws what `read` and `compute` throw; where `compute` failed in another process it is tried here. */
  async run<T>(lease: string, work: LockedWork<T>): Promise<T> {
    const token = randomUUID();
    let attempt = await this.acquire(lease, token, work, 'quick');
    if (attempt.status === 'unavailable') {
      const stored = await work.read();
      if (stored !== null) return published(work, stored);
      attempt = await this.acquire(lease, token, work, 'patient');
      if (attempt.status === 'unavailable') return published(work, await work.compute());
    }
    const isContended = attempt.status === 'held by another';
    if (isContended) this.waits++;
    while (attempt.status === 'held by another') {
      // Spread, so that the waiting processes do not poll all at once.
      await pause(POLL_EVERY_MS * (0.5 + Math.random()));
      attempt = await this.acquire(lease, token, work, 'patient');
    }
    if (attempt.status === 'found') return attempt.value;
    const compute = () => {
      if (isContended) this.takeovers++;
      return work.compute();
    };
    if (attempt.status === 'unavailable') return published(work, (await work.read()) ?? (await compute()));
    return this.runHolding(lease, token, { ...work, compute });
  }

  private async runHolding<T>(lease: string, token: string, work: LockedWork<T>): Promise<T> {
    const renewal = setInterval(
      () => void this.redis?.link.send('lease', (client) => client.renewLease(lease, token, LEASE_MS)),
      RENEW_EVERY_MS,
    );
    let isReleased = false;
    try {
      const result = (await work.read()) ?? (await work.compute());
      isReleased = await work.publish(result, token);
      return result;
    } finally {
      clearInterval(renewal);
      if (!isReleased) await this.redis?.link.send('lease', (client) => client.releaseLease(lease, token));
    }
  }

  private async acquire<T>(
    lease: string,
    token: string,
    work: Pick<LockedWork<T>, 'key' | 'decode'>,
    mode: Mode,
    ignoreValue: '0' | '1' = '0',
  ): Promise<Attempt<T>> {
    if (this.redis === null) return { status: 'unavailable' };
    const { link } = this.redis;
    const send = mode === 'quick' ? link.send.bind(link) : link.sendPatiently.bind(link);
    const reply = await send('lease', (client) =>
      client.readOrLeaseBuffer(lease, work.key, token, LEASE_MS, ignoreValue),
    );
    if (reply.status !== 'answered') return { status: 'unavailable' };
    if (!Buffer.isBuffer(reply.value)) return { status: reply.value === 1 ? 'acquired' : 'held by another' };
    const value = work.decode(reply.value);
    // A value that cannot be used is computed again, under the lease.
    return value === undefined ? this.acquire(lease, token, work, mode, '1') : { status: 'found', value };
  }
}

/** Publishes a result that was found or computed without the lease; the caller does not wait for Redis. */
function published<T>(work: LockedWork<T>, result: T): T {
  void work.publish(result, '');
  return result;
}
