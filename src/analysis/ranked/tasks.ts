import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CandidateNames, MergedIds } from './merge-ids.js';
import { type RankedPeriodGroups, Ranking, type RankingRequest, type Span, type SpanPeriod } from './ranking.js';
import type { PeriodOfRows } from './rows-of-period.js';
import { type RowBlock, SummedRows, type SummedRowsRequest } from './summed-rows.js';

/** What analysis-worker.ts does. Rankings and summed rows stay in the thread from their start to their end. */
export type AnalysisTasks = {
  startRanking: { input: RankingRequest; output: Id };
  rankSpan: { input: { ranking: Id; span: Span }; output: RankedPeriodGroups[] };
  /** Of periods of summed rows, which are given up. */
  rankRows: { input: { ranking: Id; rows: Id; periods: SpanPeriod[] }; output: RankedPeriodGroups[] };
  rankTotal: { input: { ranking: Id; period: number; unassigned: bigint }; output: RankedPeriodGroups };
  endRanking: { input: { ranking: Id }; output: undefined };
  startRows: { input: SummedRowsRequest; output: Id };
  addRows: { input: { rows: Id; block: RowBlock }; output: undefined };
  periodsOfRows: { input: { rows: Id }; output: PeriodOfRows[] };
  mergeNames: { input: { rows: Id; names: CandidateNames }; output: MergedIds };
  endRows: { input: { rows: Id }; output: undefined };
};

type Id = number;

type Handlers = {
  [Name in keyof AnalysisTasks]: (input: AnalysisTasks[Name]['input']) => AnalysisTasks[Name]['output'];
};

export function analysisTasks(): Handlers {
  const rankings = new Started<{ ranking: Ranking; entityCount: number }>('ranking');
  const allRows = new Started<SummedRows>('set of rows');
  return {
    startRanking: (request) => rankings.add({ ranking: new Ranking(request), entityCount: request.entityCount }),
    rankSpan: ({ ranking, span }) => rankings.get(ranking).ranking.add(span),
    rankRows({ ranking: id, rows, periods }) {
      const { ranking, entityCount } = rankings.get(id);
      return ranking.addPeriods(periods, allRows.get(rows).groups(periods, entityCount));
    },
    rankTotal: ({ ranking, period, unassigned }) => rankings.get(ranking).ranking.total(period, unassigned),
    endRanking: ({ ranking }) => rankings.end(ranking),
    startRows: (request) => allRows.add(new SummedRows(request)),
    addRows({ rows, block }) {
      allRows.get(rows).add(block);
      return undefined;
    },
    periodsOfRows: ({ rows }) => allRows.get(rows).periods(),
    mergeNames: ({ rows, names }) => allRows.get(rows).merge(names),
    endRows: ({ rows }) => allRows.end(rows),
  };
}

/** The thread, or the event loop. */
export interface TaskRunner {
  run<Name extends keyof AnalysisTasks>(
    task: Name,
    input: AnalysisTasks[Name]['input'],
    transferred?: ArrayBuffer[],
  ): Promise<AnalysisTasks[Name]['output']>;
}

/** Runs tasks on the event loop, each in a turn of its own. */
export function tasksOnEventLoop(): TaskRunner {
  const handlers = analysisTasks();
  return {
    async run(task, input) {
      await nextTurn();
      return handlers[task](input);
    },
  };
}

class Started<T> {
  private readonly byId = new Map<Id, T>();
  private count = 0;

  constructor(private readonly what: string) {}

  add(started: T): Id {
    this.byId.set(++this.count, started);
    return this.count;
  }

  get(id: Id): T {
    const started = this.byId.get(id);
    // The thread died meanwhile and was started again.
    if (started === undefined) throw new Error(`There is no ${this.what} ${id} in this thread.`);
    return started;
  }

  end(id: Id): undefined {
    this.byId.delete(id);
  }
}
