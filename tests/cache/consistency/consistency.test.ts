import { describe, expect, it } from 'vitest';
import { hasRedis } from '../../support/redis.js';
import { checkConsistency } from './check-consistency.js';
import { DatasetHistory } from './dataset-history.js';

/** A long run: `CONSISTENCY_OPERATIONS=100000 CONSISTENCY_SEED=7 npm test -- tests/cache/consistency` (docs/consistency.md). */
const operations = Number(process.env.CONSISTENCY_OPERATIONS ?? 600);
const seed = Number(process.env.CONSISTENCY_SEED ?? 20_260_101);
const TIMEOUT_MS = 120_000 + operations * 60;

describe('the history of a dataset', () => {
  const history = new DatasetHistory('ds_a', 2);
  const first = { version: 1, token: 10, description: null, entity: 'x' };
  const second = { version: 2, token: 20, description: null, entity: 'x' };
  const seen = (...[version, token]: [number, number]) => ({
    versions: [version, version],
    tokens: [token],
    description: null,
    entity: 'x',
  });
  history.begin(first);
  history.acknowledge();

  it('allows both states during a change, and only the new one once it is acknowledged', () => {
    const before = history.now();
    history.begin(second);
    expect(history.judge(before, seen(1, 10))).toBe('right');
    expect(history.judge(before, seen(2, 20))).toBe('right');
    history.acknowledge();
    expect(history.judge(before, seen(1, 10))).toBe('right');
    expect(history.judge(history.now(), seen(1, 10))).toBe('stale');
    expect(history.judge(history.now(), seen(2, 20))).toBe('right');
  });

  it('finds an answer that mixes two states, and a missing dataset', () => {
    expect(history.judge(history.now(), seen(2, 10))).toBe('torn');
    expect(history.judge(history.now(), { versions: [1, 2], tokens: [20], description: null, entity: 'x' })).toBe(
      'torn',
    );
    expect(history.judge(history.now(), null)).toBe('lost');
  });

  it('finds a version that is served in place of another', () => {
    const ofTwo = (versions: [number, number], token: number) => ({
      ...{ asked: versions[1], kept: [2, 1] },
      seen: { versions: [2, versions[1]], tokens: [token], description: null, entity: 'x' },
    });
    expect(history.judgeVersion(history.now(), ofTwo([2, 1], 10))).toBe('right');
    expect(history.judgeVersion(history.now(), ofTwo([2, 1], 20))).toBe('torn');
    expect(history.judgeVersion(history.now(), ofTwo([2, 2], 20))).toBe('right');
    const before = history.now();
    history.begin({ version: 3, token: 30, description: null, entity: 'x' });
    const swept = { asked: 1, kept: [3, 2], seen: null };
    expect(history.judgeVersion(before, ofTwo([2, 1], 10))).toBe('right');
    expect(history.judgeVersion(before, swept)).toBe('right');
    expect(history.judgeVersion(before, { ...swept, kept: [2, 1] })).toBe('torn');
    history.acknowledge();
    expect(history.judgeVersion(history.now(), ofTwo([2, 1], 10))).toBe('stale');
    expect(history.judgeVersion(history.now(), swept)).toBe('right');
  });
});

describe('the mapping of a dataset', () => {
  it('is the same for every version, and old as soon as another is acknowledged', () => {
    const history = new DatasetHistory('ds_a', 2);
    const seen = (entity: string) => ({
      asked: 1,
      kept: [2, 1],
      seen: { versions: [2, 1], tokens: [10], description: null, entity },
    });
    for (const version of [1, 2]) {
      history.begin({ version, token: 10 * version, description: null, entity: 'x' });
      history.acknowledge();
    }
    expect(history.judgeVersion(history.now(), seen('x'))).toBe('right');
    history.begin({ version: 2, token: 20, description: null, entity: 'e1' });
    history.acknowledge();
    expect(history.judgeVersion(history.now(), seen('e1'))).toBe('right');
    expect(history.judgeVersion(history.now(), seen('x'))).toBe('stale');
  });
});

describe.skipIf(!hasRedis)('two processes on one storage folder during faults of Redis', () => {
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
      expect(result.ofVersions).toBeGreaterThan(operations / 20);
      expect(result.changes).toBeGreaterThan(operations / 100);
    },
    TIMEOUT_MS,
  );

  it.each(['without-version-check', 'one-schema-a-revision'] as const)(
    'are caught serving wrong answers %s',
    async (fault) => {
      const { verdicts, ofVersions } = await checkConsistency({
        ...{ seed, fault, operations: 2_000 },
        ...{ processes: 2, writers: 4, untilFound: true },
      });
      console.log(`${fault}: ${JSON.stringify({ ...verdicts, ofVersions })}`);
      expect(verdicts.stale + verdicts.torn).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});
