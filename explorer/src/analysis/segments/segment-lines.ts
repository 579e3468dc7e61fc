import type { ExplorerSegmentPeriodsQuery } from '../../../../clients/typescript/generated/graphql.js';
import type { MultiplesOverTime } from '../../charts/multiples-over-time.js';
import { index, percent, plural } from '../../format/numbers.js';
import { periodName, UNKNOWN } from '../../format/periods.js';

export type SegmentsOverTime = NonNullable<NonNullable<ExplorerSegmentPeriodsQuery['dataset']>['analysis']>;

export interface SegmentLines extends MultiplesOverTime {
  title: string;
  note: string;
  description: string;
}

/** What of each segment is drawn over time: its share of all, or its own concentration. The largest `most` are drawn. */
export function linesOf({ segments, byPeriod }: SegmentsOverTime, view: 'share' | 'hhi', most: number): SegmentLines {
  const format = view === 'share' ? percent : index;
  const shownPeriods = byPeriod.filter(({ period }) => period !== UNKNOWN);
  const multiples = (segments ?? []).slice(0, most).map(({ kind, name, values, byPeriod: periods }) => {
    const own = new Map((periods ?? []).map((each) => [each.concentration.period, each]));
    const points = shownPeriods.map(({ period }) => {
      const found = own.get(period);
      // Without rows in a period, its share is none of the total, and its HHI is not defined.
      if (!found) return { period, value: view === 'share' ? 0 : null };
      return { period, value: (view === 'share' ? found.share : found.concentration.hhi) ?? null };
    });
    const newest = points.at(-1);
    const shownName = kind === 'OTHER' ? plural(values, 'other value') : kind === 'VALUE' ? (name ?? '') : '(blank)';
    return {
      name: shownName,
      caption: typeof newest?.value === 'number' ? `${format(newest.value)} in ${periodName(newest.period)}` : 'none',
      points,
    };
  });
  const title = view === 'share' ? 'share of all in percent' : 'HHI within each segment';
  const all = shownPeriods.map(({ period, hhi }) => ({ period, value: hhi ?? null }));
  return {
    multiples,
    all: view === 'hhi' ? all : [],
    format,
    title,
    note: `${
      view === 'share'
        ? 'The share that each segment has of the total of the period.'
        : 'In front: the HHI within the segment; behind: of all rows. Higher: more concentrated.'
    }${multiples.length < (segments?.length ?? 0) ? ` The ${most} largest are drawn.` : ''} The first table below is over all periods.`,
    description: `${title}. ${multiples.map(({ name, caption }) => `${name}: ${caption}`).join('. ')}.`,
  };
}
