import { randomFrom } from '../../support/random.js';
import type { Verdict } from './dataset-history.js';
import { KEEP_VERSIONS, Run } from './run.js';
import type { Topology, TopologyOptions } from './topology.js';

export interface CheckOptions extends Pick<TopologyOptions, 'sabotage'> {
  seed: number;
  /** Reads and changes, of all clients together. */
  operations: number;
  /** Each changes one dataset at a time. */
  writers: number;
  /** Default: twice as many as writers. */
  readers?: number;
  /** Longest time between two changes of a writer. */
  changePauseMs?: number;
  /** Ends before that many operations, after so long; on a busy machine later, with enough answers. */
  seconds?: number;
  /** Ends before that many operations, as soon as an answer was wrong. */
  untilFound?: boolean;
  /** Prints the figures so far each minute: of a run that takes hours. */
  reports?: boolean;
}

const REPORT_MS = 60_000;

export interface CheckResult {
  operations: number;
  changes: number;
  verdicts: Record<Verdict, number>;
  /** Of them, how many were about a version that was asked for by its number. */
  ofVersions: number;
  /** Answers with errors that a fault explains. */
  explained: number;
  /** Answers with errors that nothing explains, and what was acknowledged and does not come. */
  failures: string[];
  /** The first few that were not right. */
  examples: string[];
}

/**
 * Random histories against real processes that suffer faults; each answer is compared with what a reader may see at that
 * time (dataset-history.ts).
 */
export async function checkConsistency(
  { sabotage, ...options }: CheckOptions,
  start: (options: TopologyOptions) => Promise<Topology>,
) {
  const environment = {
    ...{ SAMPLE_DATA: 'false', CACHE_AUDIT_SECONDS: '1', KEEP_VERSIONS: String(KEEP_VERSIONS) },
    // One for all, or each would keep its answers apart from the others': links begin with it.
    PUBLIC_URL: 'http://consistency.example',
    ...{ MEMORY_LIMIT: '128MB', THREADS: '2', LOG_LEVEL: 'error' },
  };
  const topology = await start({ environment, sabotage });
  try {
    const { seed, writers, readers = 2 * writers } = options;
    const run = new Run(options, topology);
    let reported = 0;
    const report = () => {
      const logged = topology.logged();
      console.log(`so far: ${JSON.stringify({ ...run.result, faults: topology.faults.counts() })}`);
      console.log(logged.slice(reported));
      reported = logged.length;
    };
    const reports = options.reports ? setInterval(report, REPORT_MS) : undefined;
    const faults = new AbortController();
    const harm = topology.doHarm(seed + 1, faults.signal);
    const clients = [
      ...Array.from({ length: writers }, (_, index) => run.write(randomFrom(seed + 100 + index))),
      ...Array.from({ length: readers }, (_, index) => run.read(randomFrom(seed + 200 + index))),
    ];
    await Promise.all(clients).finally(() => faults.abort());
    clearInterval(reports);
    await harm;
    if (!options.untilFound) {
      run.result.failures.push(...(await topology.settle()));
      await run.verifyEnd(randomFrom(seed + 300));
    }
    return { ...run.result, faults: topology.faults.counts(), logged: topology.logged() };
  } finally {
    await topology.stop();
  }
}
