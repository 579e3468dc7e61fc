import { TaskThread } from '../worker/task-thread.js';
import type { RankedPeriodGroups, RankingRequest, Span } from './ranked/ranking.js';

/** What analysis-worker.ts does. A ranking stays in the thread from its start to its end. */
export type AnalysisTasks = {
  startRanking: { input: RankingRequest; output: RankingId };
  rankSpan: { input: { ranking: RankingId; span: Span }; output: RankedPeriodGroups[] };
  rankTotal: { input: { ranking: RankingId; period: number; unassigned: bigint }; output: RankedPeriodGroups };
  endRanking: { input: { ranking: RankingId }; output: undefined };
};

type RankingId = number;

/** The thread for rankings of many groups. */
export class AnalysisThread extends TaskThread<AnalysisTasks> {
  constructor() {
    super('./analysis-worker.js', import.meta.url);
  }
}
