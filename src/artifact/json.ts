import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Analysis, PeriodConcentration } from '../model/analysis.js';

/** What stands before the periods; the rest of the file is one line a period. */
const PERIODS = ',"byPeriod":[';
/** The last line; files of releases before 0.2 end without a checksum. */
const END = /^\](?:,"checksum":"([0-9a-f]{64})")?\}$/;
/** About a millisecond of parsing. */
const PERIODS_A_TURN = 20;

/**
 * The whole analysis as JSON (SEMANTICS.md §6), piece by piece: all but the periods on the first line, then one line per
 * period, so that thousands of periods can be written and read again without blocking the event loop. The last line holds
 * the SHA-256 of all lines before it.
 */
export function* analysisJson({ id, algorithmVersion, byPeriod, ...rest }: Analysis): Generator<string> {
  const hash = createHash('sha256');
  for (const line of lines({ id, algorithmVersion, byPeriod, ...rest })) {
    hash.update(line);
    yield line;
  }
  yield `],"checksum":"${hash.digest('hex')}"}\n`;
}

function* lines({ byPeriod, ...rest }: Analysis): Generator<string> {
  yield `${JSON.stringify(rest).slice(0, -1)}${PERIODS}\n`;
  for (const [index, period] of byPeriod.entries()) {
    yield `${JSON.stringify(period)}${index < byPeriod.length - 1 ? ',' : ''}\n`;
  }
}

/** Whether a stored analysis has every field of this release. */
export function isComplete(analysis: Analysis): boolean {
  return isReadable(analysis) && analysis.total.classes !== undefined;
}

/** Whether a stored analysis has every field that is not optional when it is read. */
export function isReadable({ total }: Analysis): boolean {
  return (total as Partial<PeriodConcentration>).unassigned !== undefined;
}

/** The analysis that analysisJson wrote; null where the text is cut short, damaged or something else. */
export async function readAnalysisJson(text: string): Promise<Analysis | null> {
  const [first = '', ...lines] = text.split('\n');
  const end = lines.pop() === '' ? (lines.pop() ?? '') : '';
  const [isEnd, checksum] = END.exec(end) ?? [];
  if (!first.endsWith(PERIODS) || isEnd === undefined) return null;
  const sealed = text.slice(0, -`${end}\n`.length);
  if (checksum !== undefined && checksum !== createHash('sha256').update(sealed).digest('hex')) return null;
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
