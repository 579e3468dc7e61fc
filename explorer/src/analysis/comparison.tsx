import { ExplorerSideBySideDocument, type OfOneSideFragment } from '../../../clients/typescript/generated/graphql.js';
import { useQueryResult } from '../api/use-query-result.js';
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
import { TOTAL } from '../format/periods.js';
import { ColumnHeader } from '../ui/column-header.js';
import { QueryButton } from '../ui/query-button.js';
import { ScrollArea } from '../ui/scroll-area.js';
import { ErrorNotice, Loading } from '../ui/states.js';
import { type Compared, type ComparedMeasures, measuresOf } from './compared/compared-measures.js';
import type { ComparedQuestion } from './compared/compared-question.js';
import { EntityLink } from './entity/entity-link.js';
import { capital } from './headline.js';
import type { Side } from './side.js';

interface Line {
  name: string;
  of: Compared;
  format: (value: number) => string;
  /** How the difference is written, where it has another unit. */
  difference?: (change: number) => string;
}

/** The measures of two sides and their differences, and who is on one side alone. */
export function Comparison(props: {
  datasetId: string;
  /** Undefined where one question cannot be about both sides. */
  question: ComparedQuestion | undefined;
  side: Side;
  other: Side;
  /** The sides are of the previous settings. */
  isStale: boolean;
}) {
  const { datasetId, question, side, other, isStale } = props;
  const variables = { id: datasetId, input: question?.input ?? { groupBy: [] }, period: question?.period ?? TOTAL };
  const answer = useQueryResult(ExplorerSideBySideDocument, variables, { pause: question === undefined });
  // An answer to an earlier question has numbers of other sides than those that are named.
  const isCurrent = question !== undefined && !isStale && !answer.isStale;
  const comparison = isCurrent ? answer.data?.dataset?.analysis?.comparison : undefined;
  const period =
    variables.period === TOTAL
      ? comparison?.total
      : comparison?.byPeriod.find((each) => each.period === variables.period);
  return (
    <section class="panel side-by-side" aria-labelledby="comparison-title">
      <div class="section-head row">
        <h2 id="comparison-title">Side by side</h2>
        {question && <QueryButton of={{ query: ExplorerSideBySideDocument, variables }} />}
      </div>
      <ScrollArea label="Side by side, scrolls sideways">
        <Measures of={period ?? measuresOf(side.period, other.period)} side={side} other={other} />
      </ScrollArea>
      {question && answer.error && <ErrorNotice error={answer.error} onRetry={answer.retry} />}
      {question && answer.isLoading && <Loading lines={3} label="Loading who is on one side alone" />}
      {comparison && period && (
        <div class="entity-changes">
          <OfOneSide
            all={period.onlyInThis}
            named={comparison.thisOnly?.nodes ?? []}
            amountOf={({ value }) => value.value}
            here={side}
            there={other}
          />
          <OfOneSide
            all={period.onlyInOther}
            named={comparison.otherOnly?.nodes ?? []}
            amountOf={({ value }) => value.other}
            here={other}
            there={side}
          />
        </div>
      )}
    </section>
  );
}

function Measures({ of, side, other }: { of: ComparedMeasures; side: Side; other: Side }) {
  const areWhole = side.areWhole && other.areWhole;
  const lines: Line[] = [
    { name: side.valueName, of: of.total, format: (value) => amount(value, areWhole) },
    { name: capital(side.noun.many), of: of.entityCount, format: count },
    ...of.reaching.map(({ threshold: reached, count: entities }) => ({
      name: `Number that reach ${threshold(reached)}`,
      of: entities,
      format: count,
    })),
    ...of.top.map(({ n, share }) => ({
      name: n === 1 ? 'Share of the largest' : `Share of the top ${count(n)}`,
      of: share,
      format: percent,
      difference: points,
    })),
    { name: 'HHI', of: of.hhi, format: index },
    { name: 'Effective number', of: of.effectiveEntities, format: effective },
    { name: 'Gini', of: of.gini, format: gini },
  ];
  return (
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
        {lines.map(({ name, of: { value, other: there, difference }, format, difference: written }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td class="number">{value === null ? '–' : format(value)}</td>
            <td class="number">{there === null ? '–' : format(there)}</td>
            <td class="number muted">
              {value !== null && there !== null && difference !== null
                ? (written?.(difference) ?? signed(difference, format))
                : ''}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The entities that one side alone has: all are counted, the largest are named. */
function OfOneSide(props: {
  all: { count: number; value: number };
  named: readonly OfOneSideFragment[];
  amountOf: (entity: OfOneSideFragment) => number | null;
  here: Side;
  there: Side;
}) {
  const { all, named, amountOf, here, there } = props;
  return (
    <div>
      <h3>
        Only in {here.name}: {plural(all.count, here.noun.one, here.noun.many)}
      </h3>
      <p class="muted small">
        Missing in {there.name}: <span class="numbers">{amount(all.value, here.areWhole)}</span> in total
      </p>
      {all.count === 0 ? (
        <p class="muted">None.</p>
      ) : (
        <ul class="plain">
          {named.map((each) => (
            <li key={each.key.parts.join('\u0000')}>
              <EntityLink name={each.entity} entity={each.key.parts} />
              <span class="muted numbers">{amount(amountOf(each) ?? 0, here.areWhole)}</span>
            </li>
          ))}
          {all.count > named.length && <li class="muted">and {count(all.count - named.length)} smaller or equal</li>}
        </ul>
      )}
    </div>
  );
}
