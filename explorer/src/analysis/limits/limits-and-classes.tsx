import { amount, count, percent, plural, threshold } from '../../format/numbers.js';
import { show } from '../../location.js';
import { ColumnHeader } from '../../ui/column-header.js';
import { QueryButton, type ShownQuery } from '../../ui/query-button.js';
import { ScrollArea } from '../../ui/scroll-area.js';
import { EntityLink } from '../entity/entity-link.js';
import { capital } from '../headline.js';
import { NumbersField, PERCENTAGES } from '../numbers-field.js';
import { DEFAULT_CLASSES, type Question } from '../question.js';
import type { Side } from '../side.js';

type Limit = Side['period']['limits'][number];

/** Who has more than a share, by how much; and the entities in classes. Both change with the fields above them. */
export function LimitsAndClasses(props: { side: Side; question: Question; shownQuery: ShownQuery }) {
  const { side, question, shownQuery } = props;
  const { period, noun } = side;
  if (period.problem) return null;
  return (
    <div class="columns-two">
      <section class="panel" aria-labelledby="limits-title">
        <div class="section-head row">
          <div>
            <h2 id="limits-title">Above a limit</h2>
            <p class="muted">The {noun.many} with more than a share of the total, and by how much.</p>
          </div>
          <div class="figure-tools">
            <NumbersField
              label="Limits, %"
              values={question.limits}
              isOptional
              placeholder="such as 5, 10"
              {...PERCENTAGES}
              onChange={(numbers) => show({ limits: numbers.join() || null }, { replace: true })}
            />
            <QueryButton of={shownQuery} />
          </div>
        </div>
        {period.limits.map((limit) => (
          <AboveLimit key={limit.limit} limit={limit} side={side} />
        ))}
      </section>
      <section class="panel" aria-labelledby="classes-title">
        <div class="section-head row">
          <div>
            <h2 id="classes-title">Classes</h2>
            <p class="muted">A: the fewest that reach the first share, B: the further ones up to the next.</p>
          </div>
          <div class="figure-tools">
            <NumbersField
              label="Classes end at, %"
              values={question.classes}
              {...PERCENTAGES}
              onChange={(numbers) =>
                show({ classes: numbers.join() === DEFAULT_CLASSES.join() ? null : numbers.join() }, { replace: true })
              }
            />
            <QueryButton of={shownQuery} />
          </div>
        </div>
        <Classes side={side} />
      </section>
    </div>
  );
}

function AboveLimit({ limit, side }: { limit: Limit; side: Side }) {
  const { period, noun, areWhole, valueName } = side;
  const { limit: percentage, count: size, share, excess, entities } = limit;
  const ofTotal = (value: number) => percent((100 * value) / period.total);
  if (size === 0) {
    return (
      <p class="limit">
        <strong>No {noun.one}</strong> is above {threshold(percentage)}.
      </p>
    );
  }
  return (
    <div class="limit">
      <p>
        <strong>{plural(size, noun.one, noun.many)}</strong> {size === 1 ? 'is' : 'are'} above {threshold(percentage)}:{' '}
        {size === 1 ? 'it has' : 'together they have'} {percent(share)}. What is above the limit is {ofTotal(excess)} of
        the total.
      </p>
      <ScrollArea label={`Above ${threshold(percentage)}, scrolls`} class="tall">
        <table>
          <thead>
            <tr>
              <ColumnHeader>{noun.header}</ColumnHeader>
              <ColumnHeader isNumber>Share</ColumnHeader>
              <ColumnHeader isNumber>Above it</ColumnHeader>
              <ColumnHeader isNumber>{valueName} above it</ColumnHeader>
            </tr>
          </thead>
          <tbody>
            {entities.map((entity) => (
              <tr key={entity.rank}>
                <th scope="row">
                  <EntityLink name={entity.entity} entity={entity.key.parts} />
                </th>
                <td class="number">{percent(entity.share ?? 0)}</td>
                <td class="number">{ofTotal(entity.excess)}</td>
                <td class="number">{amount(entity.excess, areWhole)}</td>
              </tr>
            ))}
          </tbody>
          {size > entities.length && (
            <tfoot>
              <tr>
                <th scope="row" colSpan={4}>
                  and {count(size - entities.length)} more
                </th>
              </tr>
            </tfoot>
          )}
        </table>
      </ScrollArea>
    </div>
  );
}

function Classes({ side }: { side: Side }) {
  const { period, noun, areWhole, valueName } = side;
  const classes = period.classes ?? [];
  return (
    <ScrollArea label="Classes, scrolls sideways">
      <table>
        <thead>
          <tr>
            <ColumnHeader>Class</ColumnHeader>
            <ColumnHeader isNumber>{capital(noun.many)}</ColumnHeader>
            <ColumnHeader isNumber>% of the {noun.many}</ColumnHeader>
            <ColumnHeader isNumber>Share</ColumnHeader>
            <ColumnHeader isNumber>{valueName}</ColumnHeader>
          </tr>
        </thead>
        <tbody>
          {classes.map(({ name, count: size, share, value }) => (
            <tr key={name}>
              <th scope="row">
                <button
                  type="button"
                  class="as-link"
                  aria-label={`Class ${name}: list its ${noun.many}`}
                  onClick={() => show({ list: period.period, class: name })}
                >
                  {name}
                </button>
              </th>
              <td class="number">{count(size)}</td>
              <td class="number">{percent((100 * size) / period.entityCount)}</td>
              <td class="number">{percent(share)}</td>
              <td class="number">{amount(value, areWhole)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}
