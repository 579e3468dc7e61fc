import { useState } from 'preact/hooks';
import type { ExplorerMeasuresFragment } from '../../../clients/typescript/generated/graphql.js';
import type { Noun } from '../format/nouns.js';
import { count, index, percent, short, signed } from '../format/numbers.js';
import { periodName } from '../format/periods.js';
import { show } from '../location.js';
import { ColumnHeader } from '../ui/column-header.js';
import { QueryButton, type ShownQuery } from '../ui/query-button.js';
import { ScrollArea } from '../ui/scroll-area.js';
import { capital } from './headline.js';
import { RowsLink } from './rows/rows-link.js';

const INITIAL_ROWS = 12;

/** The periods, newest first: total, concentration, entities that entered and left. */
export function Changes(props: {
  periods: readonly ExplorerMeasuresFragment[];
  noun: Noun;
  valueName: string;
  shownQuery: ShownQuery;
}) {
  const { periods, noun, valueName, shownQuery } = props;
  const [isWhole, setWhole] = useState(false);
  const newestFirst = [...periods].reverse();
  const shown = isWhole ? newestFirst : newestFirst.slice(0, INITIAL_ROWS);
  const widest = periods.find(({ thresholds }) => thresholds.length > 0)?.thresholds.at(-1)?.threshold;
  return (
    <section class="panel" aria-labelledby="changes-title">
      <div class="section-head row">
        <div>
          <h2 id="changes-title">Period by period</h2>
          <p class="muted">
            Entered: {noun.many} that are missing in the previous period, with their value. Left: those of the previous
            period that are missing in this one.
          </p>
        </div>
        <QueryButton of={shownQuery} />
      </div>
      <ScrollArea label="Period by period, scrolls sideways">
        <table class="changes">
          <thead>
            <tr>
              <ColumnHeader>Period</ColumnHeader>
              <ColumnHeader isNumber>{valueName}</ColumnHeader>
              <ColumnHeader isNumber>Change</ColumnHeader>
              <ColumnHeader isNumber>{capital(noun.many)}</ColumnHeader>
              {widest !== undefined && <ColumnHeader isNumber>Reach {widest}&#8239;%</ColumnHeader>}
              <ColumnHeader isNumber>HHI</ColumnHeader>
              <ColumnHeader isNumber>Change</ColumnHeader>
              <ColumnHeader isNumber>Entered</ColumnHeader>
              <ColumnHeader isNumber>Left</ColumnHeader>
            </tr>
          </thead>
          <tbody>
            {shown.map((period) => (
              <ChangeRow key={period.period} period={period} hasWidest={widest !== undefined} />
            ))}
          </tbody>
        </table>
      </ScrollArea>
      {newestFirst.length > INITIAL_ROWS && (
        <p class="more">
          <button type="button" class="quiet" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? `Show the newest ${INITIAL_ROWS}` : `Show all ${count(newestFirst.length)} periods`}
          </button>
        </p>
      )}
    </section>
  );
}

function ChangeRow({ period, hasWidest }: { period: ExplorerMeasuresFragment; hasWidest: boolean }) {
  const { change, problem, hhi, total, entityCount, thresholds } = period;
  const widest = thresholds.at(-1)?.reaching;
  return (
    <tr>
      <th scope="row">
        <button type="button" class="as-link" onClick={() => show({ period: period.period })}>
          {periodName(period.period)}
        </button>
        {period.isPartial && (
          <span class="badge" title="The file has rows for a part of this period only.">
            partial
          </span>
        )}
        {problem && (
          <span class="badge bad" title={problem.message}>
            no shares
          </span>
        )}
      </th>
      <td class="number">
        <RowsLink period={period.period} of={periodName(period.period)}>
          {short(total)}
        </RowsLink>
      </td>
      <td class="number muted">
        {typeof change?.totalPercent === 'number' ? signed(change.totalPercent, percent) : ''}
      </td>
      <td class="number">{count(entityCount)}</td>
      {hasWidest && <td class="number">{widest ? count(widest.count) : '–'}</td>}
      <td class="number">{typeof hhi === 'number' ? index(hhi) : '–'}</td>
      <td class="number muted">{typeof change?.hhi === 'number' ? signed(change.hhi, index) : ''}</td>
      <td class="number">
        {change && (
          <>
            {count(change.entered)} {change.entered > 0 && <span class="muted">{short(change.enteredValue)}</span>}
          </>
        )}
      </td>
      <td class="number">
        {change && (
          <>
            {count(change.left)} {change.left > 0 && <span class="muted">{short(change.leftValue)}</span>}
          </>
        )}
      </td>
    </tr>
  );
}
