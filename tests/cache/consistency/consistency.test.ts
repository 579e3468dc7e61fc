import { describe, expect, it } from 'vitest';
import { hasRedis } from '../../support/redis.js';
import { checkConsistency } from './check-consistency.js';
import { DatasetHistory } from './dataset-history.js';

/** A long run: `CONSISTENCY_OPERATIONS=100000 CONSISTENCY_SEED=7 npm test -- tests/cache/consistency` (docs/consistency.md). */
const operations = Number(process.env.CONSISTENCY_OPERATIONS ?? 600);
const seed = Number(process.env.CONSISTENCY_SEED ?? 20_260_101);
const TIMEOUT_MS = 120_000 + operations * 60;

describe('the history of a dataset', () => {
  const history = new DatasetHistory('ds_a');
  const first = { version: 1, token: 10, description: null };
  const second = { version: 2, token: 20, description: null };
  const seen = (...[version, token]: [number, number]) => ({
    versions: [version, version],
    tokens: [token],
    description: null,
  });
  history.begin(first);
  history.acknowledge();

  it('allows both states while a change is under way, and the new one alone once it is acknowledged', () => {
    const before = history.now();
    history.begin(second);
    expect(history.judge(before, seen(1, 10))).toBe('right');
    expect(history.judge(before, seen(2, 20))).toBe('right');
    history.acknowledge();
    expect(history.judge(before, seen(1, 10))).toBe('right');
    expect(history.judge(history.now(), seen(1, 10))).toBe('stale');
    expect(history.judge(history.now(), seen(2, 20))).toBe('right');
  });

  it('finds parts of two states in one answer, and a dataset that is missing', () => {
    expect(history.judge(history.now(), seen(2, 10))).toBe('torn');
    expect(history.judge(history.now(), { versions: [1, 2], tokens: [20], description: null })).toBe('torn');
    expect(history.judge(history.now(), null)).toBe('lost');
  });
});

describe.skipIf(!hasRedis)('two processes on one storage folder, with a Redis that comes to harm', () => {
  it(
    'never give a stale, torn or missing answer, nor an error',
    async () => {
      const { examples, verdicts, logged, ...result } = await checkConsistency({
        seed,
        operations,
        processes: 2,
        writers: 4,
      });
      console.log(`seed ${seed}: ${JSON.stringify({ ...result, verdicts })}`);
      expect(result.failures, logged).toEqual([]);
      expect(examples).toEqual([]);
      // The auditor (cache/auditor.ts) looked on, each second, and found nothing that was not true.
      expect(logged).not.toContain('not what');
      expect(verdicts.right).toBeGreaterThan(operations / 4);
      expect(result.changes).toBeGreaterThan(operations / 100);
    },
    TIMEOUT_MS,
  );

  it(
    'would be found out without the comparison of versions',
    async () => {
      const { verdicts } = await checkConsistency({
        seed,
        operations: 2_000,
        processes: 2,
        writers: 4,
        withoutVersionCheck: true,
        untilFound: true,
      });
      console.log(`without the comparison: ${JSON.stringify(verdicts)}`);
      expect(verdicts.stale + verdicts.torn).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});
