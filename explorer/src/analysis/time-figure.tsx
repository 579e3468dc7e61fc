import type { ExplorerMeasuresFragment } from '../../../clients/typescript/generated/graphql.js';
import { Figure, NumbersTable } from '../charts/figure.js';
import type { TimePoint } from '../charts/over-time.js';
import type { Noun } from '../format/nouns.js';
import { count, gini, index, percent, plural, short, threshold } from '../format/numbers.js';
import { periodName, UNKNOWN } from '../format/periods.js';
import { show } from '../location.js';
import type { ShownQuery } from '../ui/query-button.js';
import { Choice } from '../ui/tabs.js';
import { capital } from './headline.js';
import { BANDS_CREDIT, BANDS_SOURCE } from './hhi-bands.js';
import type { Measure, Question } from './question.js';

type Periods = readonly ExplorerMeasuresFragment[];

interface Kind {
  title: string;
  label: string;
  format: (value: number) => string;
  points: (periods: Periods) => TimePoint[];
  note: string;
}

const one =
  (series: string, of: (period: ExplorerMeasuresFragment) => number | null | undefined) => (periods: Periods) =>
    periods.map((period) => ({ period: period.period, series, value: of(period) ?? null }));

function kinds(noun: Noun, valueName: string): Record<Measure, Kind> {
  return {
    hhi: {
      title: 'HHI over time',
      label: 'HHI',
      format: index,
      points: one('HHI', ({ hhi }) => hhi),
      note: `Herfindahl-Hirschman index: the sum of the squared percentage shares. ${BANDS_SOURCE}`,
    },
    reaching: {
      title: `Number of ${noun.many} that reach each threshold`,
      label: noun.many,
      format: count,
      points: (periods) =>
        periods.flatMap(({ period, thresholds }) =>
          thresholds.flatMap(({ threshold: of, reaching }) =>
            reaching ? [{ period, series: threshold(of), value: reaching.count }] : [],
          ),
        ),
      note: 'The smallest number that together reaches each threshold. A lower number means more concentration.',
    },
    top: {
      title: 'Share of the largest',
      label: '% of the total',
      format: percent,
      points: (periods) =>
        periods.flatMap(({ period, top }) =>
          top.map(({ n, share }) => ({ period, series: n === 1 ? 'Largest' : `Top ${n}`, value: share })),
        ),
      note: 'The largest may be different ones in each period.',
    },
    gini: {
      title: 'Gini coefficient over time',
      label: 'Gini',
      format: gini,
      points: one('Gini', (period) => period.gini),
      note: '0: equal shares; 1: one has everything. Not defined where a sum is negative. Hard to compare where the number of entities changes a lot.',
    },
    total: {
      title: `${valueName} over time`,
      label: valueName,
      format: short,
      points: one(valueName, ({ total }) => total),
      note: 'The sum of all values of a period.',
    },
    entities: {
      title: `${capital(noun.many)} over time`,
      label: noun.many,
      format: count,
      points: one(noun.many, ({ entityCount }) => entityCount),
      note: `The ${noun.many} with an amount in the period.`,
    },
  };
}

export function TimeFigure(props: {
  periods: Periods;
  noun: Noun;
  valueName: string;
  question: Question;
  source: string;
  fileName: string;
  isStale: boolean;
  shownQuery: ShownQuery;
}) {
  const { periods, noun, valueName, question, source, fileName, isStale, shownQuery } = props;
  const all = kinds(noun, valueName);
  const kind = all[question.measure];
  const points = kind.points(periods);
  const isBroken = periods.some(({ problem }) => problem);
  const hasUnknown = periods.some(({ period }) => period === UNKNOWN);
  return (
    <Figure
      title={kind.title}
      subtitle={`${valueName} by ${noun.header}, ${plural(periods.length, 'period')}`}
      description={described(kind, points)}
      controls={
        <Choice
          label="Measure"
          value={question.measure}
          onChange={(measure) => show({ measure: measure === 'hhi' ? null : measure }, { replace: true })}
          options={[
            { value: 'hhi', name: 'HHI' },
            { value: 'reaching', name: 'How many' },
            { value: 'top', name: 'Top shares' },
            { value: 'gini', name: 'Gini' },
            { value: 'total', name: 'Total' },
            { value: 'entities', name: 'Count' },
          ]}
        />
      }
      note={
        <>
          {kind.note}
          {isBroken &&
            ' A gap in the line means that the total of the period is not above zero, so there are no shares.'}
          {hasUnknown && ' Rows without a period are not shown.'} Click a point to open its period.
        </>
      }
      source={question.measure === 'hhi' ? `${BANDS_CREDIT} ${source}` : source}
      fileName={`${fileName}-${question.measure}`}
      shownQuery={shownQuery}
      isStale={isStale}
      drawnFrom={[periods, question.measure, question.period, question.compare]}
      draw={(plots, drawing) =>
        plots.overTime(
          {
            points,
            label: kind.label,
            format: kind.format,
            hasBands: question.measure === 'hhi',
            isCount: question.measure === 'reaching' || question.measure === 'entities',
            selected: question.period,
            compared: question.other ? null : question.compare,
          },
          drawing,
        )
      }
      onPick={({ period }) => period && show({ period })}
      table={<TimeTable points={points} format={kind.format} />}
    />
  );
}

function described({ title, format }: Kind, points: readonly TimePoint[]): string {
  const known = points.filter(
    (point): point is TimePoint & { value: number } => point.value !== null && point.period !== UNKNOWN,
  );
  const series = [...new Set(known.map((point) => point.series))];
  const parts = series.map((name) => {
    const line = known.filter((point) => point.series === name);
    const [first, last] = [line[0]!, line.at(-1)!];
    const lowest = line.reduce((least, point) => (point.value < least.value ? point : least));
    const highest = line.reduce((most, point) => (point.value > most.value ? point : most));
    const range = `lowest ${format(lowest.value)} in ${periodName(lowest.period)}, highest ${format(highest.value)} in ${periodName(highest.period)}`;
    return `${name}: from ${format(first.value)} in ${periodName(first.period)} to ${format(last.value)} in ${periodName(last.period)}; ${range}.`;
  });
  return `${title}. ${parts.join(' ')}`;
}

function TimeTable({ points, format }: { points: readonly TimePoint[]; format: (value: number) => string }) {
  const series = [...new Set(points.map((point) => point.series))];
  const byPeriod = Map.groupBy(points, ({ period }) => period);
  return (
    <NumbersTable
      heads={['Period', ...series]}
      rows={[...byPeriod].map(([period, of]) => [
        periodName(period),
        ...series.map((name) => {
          const value = of.find((point) => point.series === name)?.value;
          return typeof value === 'number' ? format(value) : '–';
        }),
      ])}
    />
  );
}
