import {
  ExplorerEntityDocument,
  type ExplorerMeasuresFragment,
} from '../../../../clients/typescript/generated/graphql.js';
import { useQueryResult } from '../../api/use-query-result.js';
import type { DatasetDetail } from '../../dataset/use-dataset.js';
import {
  amount,
  count,
  effective,
  index,
  percent,
  plural,
  points,
  short,
  signed,
  threshold,
} from '../../format/numbers.js';
import { periodName, TOTAL } from '../../format/periods.js';
import { show } from '../../location.js';
import { ColumnHeader } from '../../ui/column-header.js';
import { Dialog } from '../../ui/dialog.js';
import { QueryButton } from '../../ui/query-button.js';
import { ScrollArea } from '../../ui/scroll-area.js';
import { ErrorNotice, Loading } from '../../ui/states.js';
import { type EntityParts, isSameKey, keyName } from '../filters/entity-keys.js';
import { keepOnly, leaveOut } from '../filters/filter-state.js';
import { inputOf } from '../input.js';
import type { Question } from '../question.js';
import { openRows } from '../rows/rows-state.js';
import { type Words, wordsOf } from '../side.js';

/** One entity: its course over the periods, and what the measures would be without it. */
export function EntityView(props: {
  dataset: DatasetDetail;
  question: Question;
  entity: EntityParts;
  /** The measures of all, to compare with. */
  total: ExplorerMeasuresFragment;
  byPeriod: readonly ExplorerMeasuresFragment[];
}) {
  const { dataset, question, entity, total, byPeriod } = props;
  const exclude = [...question.exclude.filter((each) => !isSameKey(each, entity)), entity];
  const variables = {
    id: dataset.id,
    only: inputOf({ ...question, only: [entity], exclude: [] }),
    without: inputOf({ ...question, only: question.only.filter((each) => !isSameKey(each, entity)), exclude }),
  };
  const answer = useQueryResult(ExplorerEntityDocument, variables);
  const { only, without } = answer.data?.dataset ?? {};
  const { groupBy, value, grain } = question;
  const words = wordsOf(dataset, { groupBy, value, periodGrain: grain });
  const name = keyName(entity);
  return (
    <Dialog title={name} width="wide" onClose={() => show({ entity: null })}>
      <div class="query-actions">
        <button type="button" onClick={() => leaveOut(question, [entity], `Left out ${name}.`)}>
          Leave it out
        </button>
        <button type="button" onClick={() => keepOnly(question, entity, `Only ${name}.`)}>
          Keep only this
        </button>
        <button type="button" onClick={() => openRows(TOTAL, { entity })}>
          Rows behind it
        </button>
        <QueryButton of={{ query: ExplorerEntityDocument, variables }} />
      </div>
      {answer.error && <ErrorNotice error={answer.error} onRetry={answer.retry} />}
      {answer.isLoading && <Loading lines={8} label="Loading" />}
      {only && only.total.entityCount === 0 && (
        <p class="muted">No row that is analysed belongs to it. It may be left out by a filter.</p>
      )}
      {only && only.total.entityCount > 0 && (
        <>
          <p>
            <strong>{short(only.total.total)}</strong> of {short(total.total)} {words.valueName}
            {total.total > 0 && `, ${percent((100 * only.total.total) / total.total)}`}, in{' '}
            {plural(only.total.rowCount, 'row')}.
          </p>
          {without && <Without all={total} without={without.total} words={words} />}
          {only.byPeriod.length > 0 && <History of={only.byPeriod} all={byPeriod} words={words} entity={entity} />}
        </>
      )}
    </Dialog>
  );
}

/** A measure with and without it. */
type Line = [
  name: string,
  all: number | null | undefined,
  without: number | null | undefined,
  format: (value: number) => string,
  difference?: (change: number) => string,
];

/** The measures with and without it. */
function Without({
  all,
  without,
  words,
}: {
  all: ExplorerMeasuresFragment;
  without: ExplorerMeasuresFragment;
  words: Words;
}) {
  const { noun, valueName } = words;
  const widest = all.thresholds.at(-1);
  const lines: Line[] = [
    [valueName, all.total, without.total, short],
    ['Share of the largest', all.top[0]?.share, without.top[0]?.share, percent, points],
    ['HHI', all.hhi, without.hhi, index],
    ['Effective number', all.effectiveEntities, without.effectiveEntities, effective],
  ];
  if (widest) {
    const name = `Number that reach ${threshold(widest.threshold)}`;
    lines.push([name, widest.reaching?.count, without.thresholds.at(-1)?.reaching?.count, count]);
  }
  return (
    <section aria-labelledby="without-title">
      <h3 id="without-title">What it would be without it</h3>
      <ScrollArea label="With and without it, scrolls sideways">
        <table>
          <thead>
            <tr>
              <ColumnHeader>Measure</ColumnHeader>
              <ColumnHeader isNumber>All {noun.many}</ColumnHeader>
              <ColumnHeader isNumber>Without it</ColumnHeader>
              <ColumnHeader isNumber>Difference</ColumnHeader>
            </tr>
          </thead>
          <tbody>
            {lines.map(([name, before, after, format, difference = (change) => signed(change, format)]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="number">{typeof before === 'number' ? format(before) : '–'}</td>
                <td class="number">{typeof after === 'number' ? format(after) : '–'}</td>
                <td class="number muted">
                  {typeof before === 'number' && typeof after === 'number' ? difference(after - before) : ''}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </section>
  );
}

function History(props: {
  of: readonly { period: string; total: number; rowCount: number; entityCount: number }[];
  all: readonly ExplorerMeasuresFragment[];
  words: Words;
  entity: EntityParts;
}) {
  const { of, all, words, entity } = props;
  const own = new Map(of.map((period) => [period.period, period]));
  const rows = [...all].reverse().map(({ period, total }) => {
    const value = own.get(period)?.total ?? 0;
    return { period, value, rows: own.get(period)?.rowCount ?? 0, share: total > 0 ? (100 * value) / total : null };
  });
  const largest = Math.max(...rows.map(({ share }) => share ?? 0), 0);
  return (
    <section aria-labelledby="history-title">
      <h3 id="history-title">Period by period</h3>
      <ScrollArea label="Period by period, scrolls" class="tall">
        <table>
          <thead>
            <tr>
              <ColumnHeader>Period</ColumnHeader>
              <ColumnHeader isNumber>Share</ColumnHeader>
              <ColumnHeader isNumber>{words.valueName}</ColumnHeader>
              <ColumnHeader isNumber>Rows</ColumnHeader>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ period, value, rows: rowCount, share }) => (
              <tr key={period}>
                <th scope="row">{periodName(period)}</th>
                <td class="number bar-cell">
                  <span
                    class="bar"
                    style={{ '--part': largest > 0 ? Math.max(0, (share ?? 0) / largest) : 0 }}
                    aria-hidden="true"
                  />
                  <span>{share === null ? '–' : percent(share)}</span>
                </td>
                <td class="number">{rowCount > 0 ? amount(value, words.areWhole) : '–'}</td>
                <td class="number">
                  {rowCount > 0 && (
                    <button
                      type="button"
                      class="as-link"
                      aria-label={`Rows of ${periodName(period)}: ${count(rowCount)}`}
                      onClick={() => openRows(period, { entity })}
                    >
                      {count(rowCount)}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </section>
  );
}
