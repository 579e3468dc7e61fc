import { count, effective, gini, index, percent, plural, short, threshold } from '../format/numbers.js';
import { inPeriod } from '../format/periods.js';
import { WarningIcon } from '../ui/icons.js';
import { bandOf } from './hhi-bands.js';
import type { Side } from './side.js';

/** What a partner can read aloud, and how exactly it is meant. */
export function Headline({ side, label }: { side: Side; label?: string }) {
  const { period, noun, valueName, hasPeriods } = side;
  const where = inPeriod(period.period, hasPeriods);
  if (period.problem) {
    return (
      <div class="headline">
        {label && <p class="side-label">{label}</p>}
        <div class="notice heed">
          <WarningIcon />
          <div>
            <p class="notice-title">No shares {where || 'here'}</p>
            <p>
              {period.problem.message}. {valueName} adds up to {short(period.total)} over{' '}
              {plural(period.entityCount, noun.one, noun.many)}.
            </p>
          </div>
        </div>
      </div>
    );
  }
  const widest = period.thresholds.at(-1);
  if (!widest) return null;
  const { reaching } = widest;
  return (
    <div class="headline">
      {label && <p class="side-label">{label}</p>}
      <p class="sentence">
        <strong>
          {count(reaching.count)} of {plural(period.entityCount, noun.one, noun.many)}
        </strong>{' '}
        {!noun.isSpecific && `(${noun.header}) `}
        {period.entityCount === 1 || reaching.count === 1 ? 'makes' : 'make'} up{' '}
        <strong>{threshold(widest.threshold)}</strong> of {valueName} {where}
      </p>
      <p class="reading">
        {reaching.count === 1 ? 'The largest alone has' : 'The fewest that reach it: together they have'}{' '}
        {percent(reaching.share)}, {short(reaching.value)} of {short(period.total)}. {othersReached(period)}
      </p>
    </div>
  );
}

/** "2 reach 20 %, 1 reaches 10 %." */
function othersReached({ thresholds }: Side['period']): string {
  const byCount = Map.groupBy(thresholds.slice(0, -1).reverse(), ({ reaching }) => reaching.count);
  const parts = [...byCount].map(([entities, reached]) => {
    const names = reached.map((one) => threshold(one.threshold)).join(' and ');
    return `${count(entities)} ${entities === 1 ? 'reaches' : 'reach'} ${names}`;
  });
  return parts.length > 0 ? `${parts.join(', ')}.` : '';
}

/** The measures of one period, in a row. */
export function Measures({ side }: { side: Side }) {
  const { period, noun, valueName } = side;
  const { hhi, gini: giniIndex, effectiveEntities, entityCount, top } = period;
  const band = typeof hhi === 'number' ? bandOf(hhi) : undefined;
  return (
    <dl class="measures">
      <Measure name={valueName} value={short(period.total)} note={`${count(period.rowCount)} rows with a value`} />
      <Measure name={capital(noun.many)} value={count(entityCount)} note="with a value" />
      {top.map(({ n, count: taken, share }) => (
        <Measure
          key={n}
          name={n === 1 ? 'Largest' : `Top ${count(n)}`}
          value={percent(share)}
          note={taken < n ? `all ${count(taken)} there are` : 'of the total'}
        />
      ))}
      {typeof hhi === 'number' && <Measure name="HHI" value={index(hhi)} note={band?.short ?? ''} />}
      {typeof effectiveEntities === 'number' && (
        <Measure
          name="Effective number"
          value={effective(effectiveEntities)}
          note="of equal size would be as concentrated"
        />
      )}
      {!period.problem && (
        <Measure
          name="Gini"
          value={typeof giniIndex === 'number' ? gini(giniIndex) : '–'}
          note={typeof giniIndex === 'number' ? '0 all alike, 1 all in one hand' : 'none where a value is negative'}
        />
      )}
    </dl>
  );
}

function Measure({ name, value, note }: { name: string; value: string; note: string }) {
  return (
    <div>
      <dt title={name}>{name}</dt>
      <dd>
        {value}
        <small>{note}</small>
      </dd>
    </div>
  );
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
