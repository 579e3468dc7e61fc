import { Figure, NumbersTable } from '../charts/figure.js';
import { count, percent, threshold } from '../format/numbers.js';
import { inPeriod } from '../format/periods.js';
import { show } from '../location.js';
import type { Question as Asked } from '../ui/query-button.js';
import { Choice } from '../ui/tabs.js';
import type { Curve } from './question.js';
import type { Side } from './side.js';

/** From this many on, the first few can only be told apart on a logarithmic axis. */
const MIN_ENTITIES_FOR_LOG_SCALE = 100;

const forms: { value: Curve; name: string }[] = [
  { value: 'ranked', name: 'By number' },
  { value: 'share', name: 'By part' },
  { value: 'lorenz', name: 'Lorenz' },
];

export function CurveFigure(props: {
  side: Side;
  other?: Side;
  curve: Curve | null;
  asked: Asked;
  source: string;
  fileName: string;
  isStale: boolean;
}) {
  const { side, other, asked, source, fileName, isStale } = props;
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
          label="Form of the curve"
          options={forms}
          value={form}
          onChange={(curve) => show({ curve }, { replace: true })}
        />
      }
      source={source}
      fileName={`${fileName}-curve`}
      question={asked}
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
          ? 'The further the curve hangs below the diagonal, the more unequal; the Gini coefficient is twice the area between them.'
          : 'The higher the curve starts, the fewer it takes. Dots: the fewest that reach each threshold.'
      }
      table={<CurveTable side={side} />}
    />
  );
}

function described({ name, noun, period }: Side, isNamed: boolean): string {
  const parts = period.thresholds.map(
    ({ threshold: of, reaching }) =>
      `${count(reaching.count)} ${reaching.count === 1 ? 'reaches' : 'reach'} ${threshold(of)}`,
  );
  return `${isNamed ? `${name}: o` : 'O'}f ${count(period.entityCount)} ${noun.many}, ${parts.join(', ')}.`;
}

function CurveTable({ side: { period, noun } }: { side: Side }) {
  const further = period.lorenz
    .map(({ x, y }) => ({ rank: Math.round((1 - x) * period.entityCount), share: 100 * (1 - y) }))
    .filter(({ rank }) => rank > period.head.length)
    .reverse();
  const points = [...period.head.map(({ rank, cumulativeShare }) => ({ rank, share: cumulativeShare })), ...further];
  return (
    <NumbersTable
      heads={['Largest', `Part of the ${noun.many}`, 'Share of the total']}
      rows={points.map(({ rank, share }) => [count(rank), percent((100 * rank) / period.entityCount), percent(share)])}
    />
  );
}
