import { amount, count } from '../format/numbers.js';
import { EntityLink } from './entity/entity-link.js';
import type { Side } from './side.js';

type Change = NonNullable<Side['period']['change']>;

/** The entities that are in only one of two periods: all are counted, the largest are named. */
export interface Changed {
  all: number;
  value: number;
  named: NonNullable<Change['enteredEntities']>;
}

export function entered({ entered: all, enteredValue: value, enteredEntities: named }: Change): Changed {
  return { all, value, named: named ?? [] };
}

export function left({ left: all, leftValue: value, leftEntities: named }: Change): Changed {
  return { all, value, named: named ?? [] };
}

export function ChangedList(props: { title: string; note: string; of: Changed; areWhole: boolean; most?: number }) {
  const { title, note, of, areWhole, most = of.named.length } = props;
  const { all, value, named } = of;
  return (
    <div>
      <h3>{title}</h3>
      <p class="muted small">
        {note}: <span class="numbers">{amount(value, areWhole)}</span> in total
      </p>
      {all === 0 ? (
        <p class="muted">None.</p>
      ) : (
        <ul class="plain">
          {named.slice(0, most).map(({ entity, key, value: own }) => (
            <li key={entity}>
              <EntityLink name={entity} entity={key.parts} />
              <span class="muted numbers">{amount(own, areWhole)}</span>
            </li>
          ))}
          {all > most && <li class="muted">and {count(all - most)} smaller or equal</li>}
        </ul>
      )}
    </div>
  );
}
