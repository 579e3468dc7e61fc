import type { ComponentChildren } from 'preact';
import { Figure, NumbersTable } from '../../charts/figure.js';
import type { Multiple } from '../../charts/small-multiples.js';
import { count, percent, plural, threshold } from '../../format/numbers.js';
import { periodName } from '../../format/periods.js';
import type { ShownQuery } from '../../ui/query-button.js';
import type { SegmentView } from '../question.js';
import { type Words, wordsOf } from '../side.js';
import type { Views } from '../sides.js';
import { type Concentration, type Segment, type SegmentAnswer, segmentOf } from './segment.js';
import { linesOf, type SegmentsOverTime } from './segment-lines.js';
import { SegmentTable } from './segment-table.js';

/** More curves than this are no comparison any more; the table has all segments. */
const MAX_CURVES = 24;

/** A curve for each segment, the largest first, and a table of all of them. */
export function SegmentsFigure(
  props: Views & {
    splitBy: string;
    /** The header of the column. */
    label: string;
    total: Concentration;
    segments: readonly SegmentAnswer[];
    shownQuery: ShownQuery;
    controls: ComponentChildren;
    view: SegmentView;
    /** The segments in each period; undefined where they were not requested or are not there yet. */
    overTime: SegmentsOverTime | undefined;
    /** Why they are not there. */
    failure: ComponentChildren;
  },
) {
  const { dataset, question, label, total, source, fileName, isStale, shownQuery, controls, view, failure } = props;
  const { groupBy, value, grain } = question;
  const words = wordsOf(dataset, { groupBy, value, periodGrain: grain });
  const segments = props.segments.map((segment) => segmentOf(segment, props));
  const lines = view !== 'curve' && props.overTime ? linesOf(props.overTime, view, MAX_CURVES) : undefined;
  const curves = segments.filter(({ concentration }) => concentration.lorenz.length > 0).slice(0, MAX_CURVES);
  return (
    <Figure
      title={`Segments by ${label}`}
      subtitle={
        lines
          ? `${words.valueName} by ${words.noun.header}, ${lines.title}`
          : `${words.valueName} by ${words.noun.header}, over all periods`
      }
      description={lines ? lines.description : described(segments, words)}
      controls={controls}
      note={
        failure ??
        lines?.note ??
        `In front: the ${words.noun.many} of the segment; behind: of all rows. The steeper, the more concentrated.${
          curves.length < segments.length ? ` The ${count(curves.length)} largest with shares are drawn.` : ''
        } Click a curve or a name to keep only its rows.`
      }
      source={source}
      fileName={`${fileName}-segments`}
      shownQuery={shownQuery}
      isStale={isStale}
      drawnFrom={[props.segments, lines && props.overTime, view]}
      draw={(plots, drawing) =>
        lines
          ? plots.multiplesOverTime(lines, drawing)
          : plots.smallMultiples(curves.map(curveOf), comparable(total), words.noun.many, drawing)
      }
      onPick={(picked) => segments.find(({ name }) => name === picked.segment)?.onOpen?.()}
      table={
        <>
          <SegmentTable label={label} total={total} segments={segments} words={words} />
          {lines && (
            <NumbersTable
              heads={['Period', ...lines.multiples.map(({ name }) => name)]}
              rows={(lines.multiples[0]?.points ?? []).map(({ period }, at) => [
                periodName(period),
                ...lines.multiples.map(({ points }) => {
                  const value = points[at]?.value;
                  return typeof value === 'number' ? lines.format(value) : '–';
                }),
              ])}
            />
          )}
        </>
      }
      isTableOpen
    />
  );
}

function curveOf({ name, concentration }: Segment): Multiple {
  const widest = concentration.thresholds.at(-1);
  const caption = widest?.reaching
    ? `${count(widest.reaching.count)} of ${count(concentration.entityCount)} reach ${threshold(widest.threshold)}`
    : `of ${count(concentration.entityCount)}`;
  return { name, caption, period: comparable(concentration) };
}

/** Shares are null only where there are none. */
function comparable({ head, ...concentration }: Concentration): Multiple['period'] {
  return { ...concentration, head: (head ?? []).map((one) => ({ ...one, cumulativeShare: one.cumulativeShare ?? 0 })) };
}

function described(segments: readonly Segment[], { noun }: Words): string {
  const parts = segments.slice(0, MAX_CURVES).map(({ name, share, concentration: { entityCount, thresholds } }) => {
    const widest = thresholds.at(-1);
    const reach = widest?.reaching ? `, ${count(widest.reaching.count)} reach ${threshold(widest.threshold)}` : '';
    return `${name}: ${plural(entityCount, noun.one, noun.many)}${reach}${share === null ? '' : `, ${percent(share)} of all`}`;
  });
  return `${plural(segments.length, 'segment')}. ${parts.join('. ')}.`;
}
