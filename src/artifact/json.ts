import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Analysis, PeriodConcentration, Segment, SegmentPeriod } from '../model/analysis.js';

/** What stands before the periods; the rest of the file is one line a period. */
const PERIODS = ',"byPeriod":[';
/** The line between the periods and the segments, where segments have periods. */
const SEGMENTS = '],"segments":[';
const SEGMENT_END = /^\]\},?$/;
/** The last line; files of releases before 0.2 end without a checksum. */
const END = /^\](?:,"checksum":"([0-9a-f]{64})")?\}$/;
/** About a millisecond of parsing. */
const PERIODS_A_TURN = 20;

/**
 * The whole analysis as JSON (docs/semantics.md §6), piece by piece: all but the periods on the first line, then one line per
 * period, of the analysis and of segments that have periods, so that thousands of them can be written and read again without
 * blocking the event loop. The last line holds the SHA-256 of all lines before it.
 */
export function* analysisJson({ id, algorithmVersion, byPeriod, ...rest }: Analysis): Generator<string> {
  const hash = createHash('sha256');
  for (const line of lines({ id, algorithmVersion, byPeriod, ...rest })) {
    hash.update(line);
    yield line;
  }
  yield `],"checksum":"${hash.digest('hex')}"}\n`;
}

function* lines({ byPeriod, segments, ...rest }: Analysis): Generator<string> {
  const hasPeriods = segments?.some((segment) => segment.byPeriod !== undefined) ?? false;
  const first = hasPeriods || segments === undefined ? rest : { ...rest, segments };
  yield `${JSON.stringify(first).slice(0, -1)}${PERIODS}\n`;
  yield* listLines(byPeriod);
  if (!hasPeriods || segments === undefined) return;
  yield `${SEGMENTS}\n`;
  for (const [index, { byPeriod: ofSegment = [], ...segment }] of segments.entries()) {
    yield `${JSON.stringify(segment).slice(0, -1)}${PERIODS}\n`;
    yield* listLines(ofSegment);
    yield `]}${index < segments.length - 1 ? ',' : ''}\n`;
  }
}

function* listLines(items: readonly unknown[]): Generator<string> {
  for (const [index, item] of items.entries()) {
    yield `${JSON.stringify(item)}${index < items.length - 1 ? ',' : ''}\n`;
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
    const rest = openObject<Omit<Analysis, 'byPeriod'>>(first);
    const segmentsAt = lines.indexOf(SEGMENTS);
    const byPeriod = await readLines<PeriodConcentration>(segmentsAt === -1 ? lines : lines.slice(0, segmentsAt));
    const segments = segmentsAt === -1 ? {} : { segments: await readSegments(lines.slice(segmentsAt + 1)) };
    return { ...rest, byPeriod, ...segments };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The object of a line that ends before its periods. */
function openObject<T>(line: string): T {
  return JSON.parse(`${line.slice(0, -PERIODS.length)}}`) as T;
}

async function readLines<T>(lines: readonly string[]): Promise<T[]> {
  const items: T[] = [];
  for (const line of lines) {
    items.push(JSON.parse(line.endsWith(',') ? line.slice(0, -1) : line) as T);
    if (items.length % PERIODS_A_TURN === 0) await nextTurn();
  }
  return items;
}

async function readSegments(lines: readonly string[]): Promise<Segment[]> {
  const segments: Segment[] = [];
  let start = 0;
  for (const [index, line] of lines.entries()) {
    if (!SEGMENT_END.test(line)) continue;
    const byPeriod = await readLines<SegmentPeriod>(lines.slice(start + 1, index));
    segments.push({ ...openObject<Omit<Segment, 'byPeriod'>>(lines[start]!), byPeriod });
    start = index + 1;
  }
  return segments;
}
