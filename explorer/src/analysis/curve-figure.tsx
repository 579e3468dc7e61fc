import { Figure, NumbersTable } from '../charts/figure.js';
import { count, percent } from '../format/numbers.js';
import { inPeriod } from '../format/periods.js';
import { reachedThresholds } from '../format/thresholds.js';
import { show } from '../location.js';
import type { ShownQuery } from '../ui/query-button.js';
import { Choice } from '../ui/tabs.js';
import type { Curve } from './question.js';
import type { Side } from './side.js';

/** From this number on, only a logarithmic axis separates the largest few. */
const MIN_ENTITIES_FOR_LOG_SCALE = 100;

const forms: { value: Curve; name: string }[] = [
  { value: 'ranked', name: 'Number' },
  { value: 'share', name: 'Percent' },
  { value: 'lorenz', name: 'Lorenz' },
];

export function CurveFigure(props: {
  side: Side;
  other?: Side;
  curve: Curve | null;
  shownQuery: ShownQuery;
  source: string;
  fileName: string;
  isStale: boolean;
}) {
  const { side, other, shownQuery, source, fileName, isStale } = props;
  const form = props.curve ?? (side.period.entityCount >= MIN_ENTITIES_FOR_LOG_SCALE ? 'ranked' : 'share');
  const sides = [side, ...(other ? [other] : [])].filter(({ period }) => period.lorenz.length > 0);
  if (sides.length === 0) return null;
  const { noun, valueName, hasPeriods } = side;
  const where = other ? `${side.name} and ${other.name}` : inPeriod(side.period.period, hasPeriods);
  return (
    <Figure
      title={form === 'lorenz' ? 'Lorenz curve' : 'Concentration curve'}
      subtitle={`${valueName} by ${noun.header}${where && `, ${where}`}`}
      description={sides.map((one) => described(one, other !== undefined)).join(' ')}
      controls={
        <Choice
          label="Horizontal axis"
          options={forms}
          value={form}
          onChange={(curve) => show({ curve }, { replace: true })}
        />
      }
      source={source}
      fileName={`${fileName}-curve`}
      shownQuery={shownQuery}
      isStale={isStale}
      drawnFrom={[form, ...sides]}
      draw={(plots, drawing) =>
        plots.concentrationCurve(
          sides.map(({ name, period, noun: { many } }) => ({ name, period, many })),
          form,
          drawing,
        )
      }
      note={
        form === 'lorenz'
          ? 'The further the curve lies below the diagonal, the more unequal the shares. The Gini coefficient is twice the area between them.'
          : `The steeper the curve rises, the more concentrated. Dots: the smallest number of ${noun.many} that reaches each threshold.`
      }
      table={<CurveTable side={side} />}
    />
  );
}

/** What a screen reader hears instead of the curve. */
function described({ name, noun, period }: Side, isNamed: boolean): string {
  const reached = reachedThresholds(period.thresholds).join(', ');
  return `${isNamed ? `${name}: of` : 'Of'} ${count(period.entityCount)} ${noun.many}, ${reached}.`;
}

function CurveTable({ side: { period, noun } }: { side: Side }) {
  const ofAll = (100 * period.assignedTotal) / period.total;
  const further = period.lorenz
    .map(({ x, y }) => ({ rank: Math.round((1 - x) * period.entityCount), share: ofAll * (1 - y) }))
    .filter(({ rank }) => rank > period.head.length)
    .reverse();
  const points = [...period.head.map(({ rank, cumulativeShare }) => ({ rank, share: cumulativeShare })), ...further];
  return (
    <NumbersTable
      heads={['Largest', `Percent of the ${noun.many}`, 'Share of the total']}
      rows={points.map(({ rank, share }) => [count(rank), percent((100 * rank) / period.entityCount), percent(share)])}
    />
  );
}
