import { answerTasks } from '../worker/task-thread.js';
import type { AnalysisTasks } from './analysis-thread.js';
import { Ranking } from './ranked/ranking.js';

const rankings = new Map<number, Ranking>();
let started = 0;

answerTasks<AnalysisTasks>({
  startRanking(request) {
    started++;
    rankings.set(started, new Ranking(request));
    return started;
  },
  rankSpan: ({ ranking, span }) => rankingOf(ranking).add(span),
  rankTotal: ({ ranking, period, unassigned }) => rankingOf(ranking).total(period, unassigned),
  endRanking({ ranking }) {
    rankings.delete(ranking);
  },
});

function rankingOf(id: number): Ranking {
  const ranking = rankings.get(id);
  // The thread died meanwhile and was started again.
  if (ranking === undefined) throw new Error(`There is no ranking ${id} in this thread.`);
  return ranking;
}
