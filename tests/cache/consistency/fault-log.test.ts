import { describe, expect, it } from 'vitest';
import { createClient } from '../../support/client.js';
import { FaultLog, type Refusal } from './fault-log.js';
import { cutOff } from './host-faults.js';
import type { HostService } from './hosts.js';

describe('the errors that faults of hosts explain', () => {
  const [web, other] = ['http://127.0.0.1:1', 'http://127.0.0.1:2'].map((url) => ({
    role: 'web' as const,
    client: createClient(url),
  }));
  const worker = { role: 'worker' as const, client: createClient('http://127.0.0.1:3') };

  /** Of a request in the middle of a fault, or some time after its end. */
  function isExplained(
    [host, service]: [Parameters<typeof cutOff>[0], HostService],
    refusal: Partial<Refusal>,
    afterMs = 0,
  ): boolean {
    const faults = new FaultLog();
    const end = faults.begin(cutOff(host, service, 'cut'));
    if (afterMs > 0) end();
    const now = performance.now();
    return faults.explains({
      ...{ client: web!.client, isChange: false, code: 'STORAGE_UNAVAILABLE', message: 'PostgreSQL is not available' },
      ...{ from: now + afterMs, to: now + afterMs + 1 },
      ...refusal,
    });
  }

  it('are those that name what its host is cut off from', () => {
    expect(isExplained([web!, 'postgres'], {})).toBe(true);
    expect(isExplained([web!, 'store'], { message: 'the object store is not available' })).toBe(true);
    expect(isExplained([web!, 'store'], {})).toBe(false);
    expect(isExplained([web!, 'postgres'], { code: 'INTERNAL_SERVER_ERROR' })).toBe(false);
    expect(isExplained([web!, 'postgres'], { code: 'NO_ANSWER' })).toBe(false);
  });

  it('are those of that host, and of changes whose files another one reads', () => {
    expect(isExplained([other!, 'postgres'], {})).toBe(false);
    expect(isExplained([other!, 'postgres'], { isChange: true })).toBe(false);
    expect(isExplained([worker, 'postgres'], {})).toBe(false);
    expect(isExplained([worker, 'postgres'], { isChange: true })).toBe(true);
  });

  it('are none while either Redis is away', () => {
    for (const service of ['answers', 'queue'] as const) {
      expect(isExplained([web!, service], {})).toBe(false);
      expect(isExplained([web!, service], { message: 'Redis is not available' })).toBe(false);
    }
  });

  it('end some seconds after the fault', () => {
    expect(isExplained([web!, 'postgres'], {}, 1_000)).toBe(true);
    expect(isExplained([web!, 'postgres'], {}, 6_000)).toBe(false);
  });
});
