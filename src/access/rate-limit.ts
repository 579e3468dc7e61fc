import type { IncomingMessage } from 'node:http';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { ConcentricError } from '../model/errors.js';
import type { Principal } from '../model/principal.js';

const WINDOW_SECONDS = 60;

/** Points that a client may spend per minute in this process: one for each request to /graphql, and the cost of its operation. */
export interface RateLimit {
  /** The key; without keys, the address. */
  clientOf(request: IncomingMessage, principal: Principal): string;
  /** @throws RATE_LIMITED with `retryAfterSeconds` among its details */
  spend(client: string, points: number): Promise<void>;
}

/** Null for 0: without a limit. */
export function createRateLimit(pointsPerMinute: number, hasKeys: boolean): RateLimit | null {
  if (pointsPerMinute === 0) return null;
  const limiter = new RateLimiterMemory({ points: pointsPerMinute, duration: WINDOW_SECONDS });
  return {
    clientOf: ({ socket }, { id }) => (hasKeys ? id : (socket.remoteAddress ?? '')),
    async spend(client, points) {
      try {
        await limiter.consume(client, points);
      } catch (rejection) {
        const retryAfterSeconds = Math.ceil((rejection as RateLimiterRes).msBeforeNext / 1000);
        throw new ConcentricError(
          'RATE_LIMITED',
          `More than ${pointsPerMinute} points were spent within ${WINDOW_SECONDS} s (extensions.cost says what an operation costs). Retry in ${retryAfterSeconds} s.`,
          { retryAfterSeconds, pointsPerMinute },
        );
      }
    },
  };
}
