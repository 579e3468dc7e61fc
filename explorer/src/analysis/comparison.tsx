import {
  amount,
  count,
  effective,
  gini,
  index,
  percent,
  plural,
  points,
  signed,
  threshold,
} from '../format/numbers.js';
import { ColumnHeader } from '../ui/column-header.js';
import { ScrollArea } from '../ui/scroll-area.js';
import { type Changed, ChangedList, entered, left } from './changed-list.js';
import { EntityLink } from './entity/entity-link.js';
import { capital } from './headline.js';
import type { Side } from './side.js';

interface Line {
  name: string;
  values: [number | null | undefined, number | null | undefined];
  format: (value: number) => string;
  /** How the difference is written, where it has another unit. */
  difference?: (change: number) => string;
}

/** The measures of two sides and their differences. @param areOfOne both sides are periods of one analysis */
export function Comparison({ side, other, areOfOne }: { side: Side; other: Side; areOfOne: boolean }) {
  const [a, b] = [side.period, other.period];
  const areWhole = side.areWhole && other.areWhole;
  const lines: Line[] = [
    { name: side.valueName, values: [a.total, b.total], format: (value) => amount(value, areWhole) },
    { name: capital(side.noun.many), values: [a.entityCount, b.entityCount], format: count },
    ...a.thresholds.map(({ threshold: of, reaching }) => ({
      name: `Number that reach ${threshold(of)}`,
      values: [reaching?.count, b.thresholds.find((one) => one.threshold === of)?.reaching?.count] as Line['values'],
      format: count,
    })),
    ...a.top.map(({ n, share }) => ({
      name: n === 1 ? 'Share of the largest' : `Share of the top ${count(n)}`,
      values: [share, b.top.find((one) => one.n === n)?.share] as Line['values'],
      format: percent,
      difference: points,
    })),
    { name: 'HHI', values: [a.hhi, b.hhi], format: index },
    { name: 'Effective number', values: [a.effectiveEntities, b.effectiveEntities], format: effective },
    { name: 'Gini', values: [a.gini, b.gini], format: gini },
  ];
  return (
    <section class="panel side-by-side" aria-labelledby="comparison-title">
      <div class="section-head">
        <h2 id="comparison-title">Side by side</h2>
      </div>
      <ScrollArea label="Side by side, scrolls sideways">
        <table>
          <thead>
            <tr>
              <ColumnHeader>Measure</ColumnHeader>
              <ColumnHeader isNumber>
                <span class="key" aria-hidden="true" /> {side.name}
              </ColumnHeader>
              <ColumnHeader isNumber>
                <span class="key second" aria-hidden="true" /> {other.name}
              </ColumnHeader>
              <ColumnHeader isNumber>Difference</ColumnHeader>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ name, values: [left, right], format, difference = (change) => signed(change, format) }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="number">{typeof left === 'number' ? format(left) : '–'}</td>
                <td class="number">{typeof right === 'number' ? format(right) : '–'}</td>
                <td class="number muted">
                  {typeof left === 'number' && typeof right === 'number' ? difference(left - right) : ''}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
      <EntityChanges side={side} other={other} areOfOne={areOfOne} />
    </section>
  );
}

const MAX_LISTED_NAMES = 8;

/** The entities of one side only. For consecutive periods all are known; otherwise only the listed names can be compared. */
function EntityChanges({ side, other, areOfOne }: { side: Side; other: Side; areOfOne: boolean }) {
  const changed = areOfOne ? changedBetween(side, other) : undefined;
  if (changed) {
    const list = (of: Changed, here: Side, there: Side) => (
      <ChangedList
        title={`Only in ${here.name}: ${plural(of.all, here.noun.one, here.noun.many)}`}
        note={`Missing in ${there.name}`}
        of={of}
        areWhole={here.areWhole}
        most={MAX_LISTED_NAMES}
      />
    );
    return (
      <div class="entity-changes">
        {list(changed.here, side, other)}
        {list(changed.there, other, side)}
      </div>
    );
  }
  return (
    <div class="entity-changes">
      <NameList title={`Only among the largest of ${side.name}`} of={side} notIn={other} />
      <NameList title={`Only among the largest of ${other.name}`} of={other} notIn={side} />
    </div>
  );
}

/** Undefined unless one period directly precedes the other. */
function changedBetween(side: Side, other: Side): { here: Changed; there: Changed } | undefined {
  const [change, otherChange] = [side.period.change, other.period.change];
  if (change?.previous === other.period.period) return { here: entered(change), there: left(change) };
  if (otherChange?.previous === side.period.period) return { here: left(otherChange), there: entered(otherChange) };
  return undefined;
}

function NameList({ title, of, notIn }: { title: string; of: Side; notIn: Side }) {
  const there = new Set(notIn.period.head.map(({ entity }) => entity));
  const isWholeList = notIn.period.head.length === notIn.period.entityCount;
  const names = of.period.head.filter(({ entity }) => !there.has(entity));
  return (
    <div>
      <h3>{title}</h3>
      <p class="muted small">
        {isWholeList
          ? `Missing in ${notIn.name}`
          : `Not among the ${count(notIn.period.head.length)} largest of ${notIn.name}`}
      </p>
      {names.length === 0 ? (
        <p class="muted">None.</p>
      ) : (
        <ul class="plain">
          {names.slice(0, MAX_LISTED_NAMES).map(({ entity, key, share }) => (
            <li key={entity}>
              <EntityLink name={entity} entity={key.parts} />
              <span class="muted numbers">{percent(share)}</span>
            </li>
          ))}
          {names.length > MAX_LISTED_NAMES && <li class="muted">and {count(names.length - MAX_LISTED_NAMES)} more</li>}
        </ul>
      )}
    </div>
  );
}
