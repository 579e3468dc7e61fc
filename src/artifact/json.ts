import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Analysis, PeriodConcentration } from '../model/analysis.js';

/** What stands before the periods; the rest of the file is one line a period. */
const PERIODS = ',"byPeriod":[';
const END = ']}';
/** About a millisecond of parsing. */
const PERIODS_A_TURN = 20;

/**
 * The whole analysis as JSON (SEMANTICS.md §6), piece by piece: all but the periods on the first line, then one line a
 * period, so that thousands of periods can be written and read again without holding up the event loop.
 */
export function* analysisJson({ id, algorithmVersion, byPeriod, ...rest }: Analysis): Generator<string> {
  yield `${JSON.stringify({ id, algorithmVersion, ...rest }).slice(0, -1)}${PERIODS}\n`;
  for (const [index, period] of byPeriod.entries()) {
    yield `${JSON.stringify(period)}${index < byPeriod.length - 1 ? ',' : ''}\n`;
  }
  yield `${END}\n`;
}

/** Whether a stored analysis holds all that one of today does: those written before 0.2.0 have no exact amounts. */
export function isComplete({ total }: Analysis): boolean {
  return (total as Partial<PeriodConcentration>).totalExact !== undefined;
}

/** What analysisJson wrote; null where the text is torn or from elsewhere. */
export async function readAnalysisJson(text: string): Promise<Analysis | null> {
  const [first = '', ...lines] = text.split('\n');
  if (!first.endsWith(PERIODS) || lines.pop() !== '' || lines.pop() !== END) return null;
  try {
    const rest = JSON.parse(`${first.slice(0, -PERIODS.length)}}`) as Omit<Analysis, 'byPeriod'>;
    const byPeriod: PeriodConcentration[] = [];
    for (const line of lines) {
      byPeriod.push(JSON.parse(line.endsWith(',') ? line.slice(0, -1) : line) as PeriodConcentration);
      if (byPeriod.length % PERIODS_A_TURN === 0) await nextTurn();
    }
    return { ...rest, byPeriod };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
