import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { RedisLink } from './link.js';

/** A holder that died is found out after that long. */
const LEASE_MS = 3_000;
const RENEW_EVERY_MS = LEASE_MS / 3;
const LOOK_EVERY_MS = 50;

export interface SharedWork<T> {
  /** What another process has finished meanwhile; null where there is nothing yet. */
  find(): Promise<T | null>;
  make(): Promise<T>;
}

/**
 * Work that one process of all that share a Redis should do. Its lease is a key that holds a random token for three
 * seconds and is renewed while the work goes on; the others look every 50 ms whether the result is there, and take the
 * lease over when it has run out. Without Redis each process works for itself: the work must bear being done twice.
 */
export class SharedTurns {
  /** Times that work was left to another process, and that it had to be taken over from it all the same. */
  waits = 0;
  takeovers = 0;

  constructor(
    /** Null where none is configured. */
    private readonly link: RedisLink | null,
  ) {}

  /** @throws what `find` and `make` throw; where `make` failed in another process it is tried here. */
  async once<T>(lease: string, work: SharedWork<T>): Promise<T> {
    let hasWaited = false;
    for (;;) {
      const turn = await this.take(lease);
      if (turn === 'nobody keeps turns') return work.make();
      if (turn !== 'taken by another') {
        return this.holding(lease, turn.token, hasWaited ? { ...work, make: () => this.takeOver(work) } : work);
      }
      if (!hasWaited) this.waits++;
      hasWaited = true;
      // Not all at the same moment.
      await pause(LOOK_EVERY_MS * (0.5 + Math.random()));
      const found = await work.find();
      if (found !== null) return found;
    }
  }

  private takeOver<T>({ make }: SharedWork<T>): Promise<T> {
    this.takeovers++;
    return make();
  }

  private async take(lease: string): Promise<{ token: string } | 'taken by another' | 'nobody keeps turns'> {
    const token = randomUUID();
    const reply = await this.link?.askPatiently('lease', (client) => client.takeLease(lease, token, LEASE_MS));
    if (reply?.status !== 'answered') return 'nobody keeps turns';
    return reply.value === 1 ? { token } : 'taken by another';
  }

  private async holding<T>(lease: string, token: string, { find, make }: SharedWork<T>): Promise<T> {
    const renewal = setInterval(
      () => void this.link?.ask('lease', (client) => client.renewLease(lease, token, LEASE_MS)),
      RENEW_EVERY_MS,
    );
    try {
      // Whoever had it before may have finished between the caller's look and this turn.
      return (await find()) ?? (await make());
    } finally {
      clearInterval(renewal);
      await this.link?.ask('lease', (client) => client.releaseLease(lease, token));
    }
  }
}
