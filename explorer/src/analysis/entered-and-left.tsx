import { amount, count, plural } from '../format/numbers.js';
import { periodName } from '../format/periods.js';
import type { Side } from './side.js';

type Change = NonNullable<Side['period']['change']>;

/** Those that are in one of two periods only: all of them counted, the largest by name. */
export interface Changed {
  all: number;
  value: number;
  named: Change['enteredEntities'];
}

export function entered({ entered: all, enteredValue: value, enteredEntities: named }: Change): Changed {
  return { all, value, named };
}

export function left({ left: all, leftValue: value, leftEntities: named }: Change): Changed {
  return { all, value, named };
}

/** Who a period has that the one before it had not, and the other way round. */
export function EnteredAndLeft({ side }: { side: Side }) {
  const { period, noun, areWhole } = side;
  const { change } = period;
  if (!change) return null;
  const [now, before] = [periodName(period.period), periodName(change.previous)];
  return (
    <section class="panel came-and-went" aria-labelledby="came-title">
      <div class="section-head">
        <h2 id="came-title">Came and went</h2>
        <p class="soft">
          {now} beside {before}, the period before it.
        </p>
      </div>
      <div class="newcomers">
        <ChangedList
          title={`Entered: ${plural(change.entered, noun.one, noun.many)}`}
          note={`Not there in ${before}; value in ${now}`}
          of={entered(change)}
          areWhole={areWhole}
        />
        <ChangedList
          title={`Left: ${plural(change.left, noun.one, noun.many)}`}
          note={`Not there in ${now}; value in ${before}`}
          of={left(change)}
          areWhole={areWhole}
        />
      </div>
    </section>
  );
}

export function ChangedList(props: { title: string; note: string; of: Changed; areWhole: boolean; most?: number }) {
  const { title, note, of, areWhole, most = of.named.length } = props;
  const { all, value, named } = of;
  return (
    <div>
      <h3>{title}</h3>
      <p class="soft small">
        {note}: <span class="numbers">{amount(value, areWhole)}</span> together
      </p>
      {all === 0 ? (
        <p class="soft">None.</p>
      ) : (
        <ul class="plain">
          {named.slice(0, most).map(({ entity, value: own }) => (
            <li key={entity}>
              <span class="long-name" title={entity}>
                {entity}
              </span>
              <span class="soft numbers">{amount(own, areWhole)}</span>
            </li>
          ))}
          {all > most && <li class="soft">and {count(all - most)} more, none of them larger</li>}
        </ul>
      )}
    </div>
  );
}
