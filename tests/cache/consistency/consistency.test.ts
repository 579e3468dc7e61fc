import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasRedis } from '../../support/redis.js';
import { type CheckOptions, checkConsistency } from './check-consistency.js';
import { DatasetHistory } from './dataset-history.js';
import type { Pace } from './host-faults.js';
import { canHaveHosts, type Servers, startHosts, startServers } from './hosts.js';
import { startOneFolder } from './one-folder.js';
import type { TopologyOptions } from './topology.js';

/**
 * A long run: `CONSISTENCY_OPERATIONS=100000 CONSISTENCY_SEED=7 npm test -- tests/cache/consistency`, with
 * CONSISTENCY_SECONDS at most so long (docs/consistency.md).
 */
const long = process.env.CONSISTENCY_OPERATIONS;
const operations = Number(long ?? 600);
const seed = Number(process.env.CONSISTENCY_SEED ?? 20_260_101);
const seconds = process.env.CONSISTENCY_SECONDS ? { seconds: Number(process.env.CONSISTENCY_SECONDS) } : {};
/** Between two changes of a client over hosts, at most. Answers that no change outdates are quick. */
const changePauseMs = Number(process.env.CONSISTENCY_PAUSE_MS ?? 5_000);
const TIMEOUT_MS = 120_000 + operations * 100;

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

  it('allows no state before one that an answer has shown, also during its change', () => {
    const changing = new DatasetHistory('ds_b', 2);
    changing.begin(first);
    changing.acknowledge();
    changing.begin(second);
    const during = changing.now();
    expect(changing.judge(during, seen(2, 20))).toBe('right');
    // Of a request that began before that answer had arrived, and of one after.
    expect(changing.judge(during, seen(1, 10))).toBe('right');
    expect(changing.judge(changing.now(), seen(1, 10))).toBe('stale');
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
  const start = (options: TopologyOptions) => startOneFolder(2, options);

  it(
    'never give a stale, torn or missing answer, nor an error',
    () => expectNoneWrong({ seed, operations, writers: 4, reports: long !== undefined }, start),
    TIMEOUT_MS,
  );

  it.each(['without-version-check', 'one-schema-a-revision'] as const)(
    'are caught serving wrong answers %s',
    async (sabotage) => {
      const options = { seed, sabotage, operations: 2_000, writers: 4, untilFound: true };
      const { verdicts, ofVersions } = await checkConsistency(options, start);
      console.log(`${sabotage}: ${JSON.stringify({ ...verdicts, ofVersions })}`);
      expect(verdicts.stale + verdicts.torn).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});

describe.skipIf(!canHaveHosts)('two hosts that serve and two that read files, during faults of all parts', () => {
  const pace: Pace =
    long === undefined
      ? { faultMs: [100, 600], calmMs: [200, 1_000], pauseMs: [100, 1_500] }
      : { faultMs: [200, 4_000], calmMs: [1_000, 10_000], pauseMs: [500, 15_000] };
  const ofHosts =
    long === undefined
      ? { seed, operations: 1_000, seconds: 10, writers: 3 }
      : { seed, operations, writers: 3, readers: 24, changePauseMs, reports: true, ...seconds };
  const start = (options: TopologyOptions) => startHosts(servers, pace, options);
  let servers: Servers;
  beforeAll(async () => {
    servers = await startServers();
  });
  afterAll(() => servers.stop());

  it(
    'never give a stale, torn or missing answer over hosts, lose nothing, and name the errors',
    () => expectNoneWrong(ofHosts, start),
    TIMEOUT_MS,
  );

  // Half a minute more: the check itself is the same as the one above.
  it.runIf(process.env.CONSISTENCY_CONTROL)(
    'are caught serving outdated answers over hosts',
    async () => {
      const options = { ...ofHosts, sabotage: 'without-version-check' as const, untilFound: true };
      const { verdicts } = await checkConsistency(options, start);
      console.log(`over hosts, without-version-check: ${JSON.stringify(verdicts)}`);
      expect(verdicts.stale + verdicts.torn).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});

async function expectNoneWrong(options: CheckOptions, start: Parameters<typeof checkConsistency>[1]): Promise<void> {
  const { examples, verdicts, logged, ...result } = await checkConsistency(options, start);
  console.log(`seed ${options.seed}: ${JSON.stringify({ ...result, verdicts })}`);
  expect(result.failures, logged).toEqual([]);
  expect(examples).toEqual([]);
  // The auditor (cache/auditor.ts) looked on, each second, and found nothing that was not true.
  expect(logged).not.toContain('not what');
  expect(verdicts.right).toBeGreaterThan(result.operations / 5);
  expect(result.ofVersions).toBeGreaterThan(result.operations / 25);
  expect(result.changes).toBeGreaterThan(Math.min(result.operations / 100, 300));
}
