import { useState } from 'preact/hooks';
import { amount, count, percent, points } from '../format/numbers.js';
import { show } from '../location.js';
import { ColumnHeader } from '../ui/column-header.js';
import { QueryButton, type ShownQuery } from '../ui/query-button.js';
import { ScrollArea } from '../ui/scroll-area.js';
import { type Sort, SortHeader } from '../ui/sort-header.js';
import { EntityLink } from './entity/entity-link.js';
import { RowsLink } from './rows/rows-link.js';
import type { Side } from './side.js';

const INITIAL_ROWS = 12;

interface Row {
  rank: number;
  entity: string;
  value: number;
  share: number;
  cumulativeShare: number;
  key: { parts: (string | null)[] };
  /** Share and rank on the other side; undefined where the entity is not listed there. */
  otherShare: number | undefined;
  otherRank: number | undefined;
}

type Key = 'rank' | 'entity' | 'value' | 'share' | 'other' | 'change';

/** The largest entities with their shares as bars, beside the other side where there is one. */
export function Entities({ side, other, shownQuery }: { side: Side; other?: Side; shownQuery: ShownQuery }) {
  const [sort, setSort] = useState<Sort<Key>>({ by: 'rank', isDescending: false });
  const [isWhole, setWhole] = useState(false);
  const { period, noun, areWhole, valueName } = side;
  const rows = rowsOf(side, other);
  const sorted = [...rows].sort(comparing(sort));
  const shown = isWhole ? sorted : sorted.slice(0, INITIAL_ROWS);
  const hasShares = period.problem === null || period.problem === undefined;
  const largest = Math.max(...rows.map(({ share, otherShare = 0 }) => Math.max(share, otherShare)), 0);
  const rest = remainder(side);
  const { unassigned } = period;
  const heads = { sort, onSort: setSort };
  return (
    <section class="panel entities" aria-labelledby="entities-title">
      <div class="section-head row">
        <h2 id="entities-title">Largest {noun.many}</h2>
        <div class="figure-tools">
          <span class="muted numbers">
            {rows.length < period.entityCount
              ? `${count(rows.length)} of ${count(period.entityCount)}`
              : `all ${count(rows.length)}`}
          </span>
          <QueryButton of={shownQuery} />
        </div>
      </div>
      <ScrollArea label={`Largest ${noun.many}, scrolls sideways`}>
        <table>
          <thead>
            <tr>
              <SortHeader by="rank" isNumber {...heads}>
                #
              </SortHeader>
              <SortHeader by="entity" {...heads}>
                {noun.header}
              </SortHeader>
              {hasShares && (
                <SortHeader by="share" isNumber {...heads}>
                  {other ? side.name : 'Share'}
                </SortHeader>
              )}
              {hasShares && other && (
                <SortHeader by="other" isNumber {...heads}>
                  {other.name}
                </SortHeader>
              )}
              {hasShares && other && (
                <SortHeader by="change" isNumber {...heads}>
                  Change
                </SortHeader>
              )}
              {hasShares && !other && <ColumnHeader isNumber>Cumulative</ColumnHeader>}
              <SortHeader by="value" isNumber {...heads}>
                {valueName}
              </SortHeader>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.entity}>
                <td class="number muted">{row.rank}</td>
                <th scope="row" class="entity">
                  <div>
                    <EntityLink name={row.entity} entity={row.key.parts} />
                    {other && <RankChange row={row} />}
                  </div>
                </th>
                {hasShares && (
                  <td class="number bar-cell">
                    <RowsLink period={period.period} entity={row.key.parts} of={row.entity}>
                      <Bar share={row.share} largest={largest} />
                      <span>{percent(row.share)}</span>
                    </RowsLink>
                  </td>
                )}
                {hasShares && other && <OtherCell share={row.otherShare} largest={largest} other={other} />}
                {hasShares && other && (
                  <td class="number">{row.otherShare === undefined ? '' : points(row.share - row.otherShare)}</td>
                )}
                {hasShares && !other && <td class="number muted">{percent(row.cumulativeShare)}</td>}
                <td class="number">
                  <RowsLink period={period.period} entity={row.key.parts} of={row.entity}>
                    {amount(row.value, areWhole)}
                  </RowsLink>
                </td>
              </tr>
            ))}
          </tbody>
          {(rest || unassigned.rows > 0) && (isWhole || rows.length <= INITIAL_ROWS) && (
            <tfoot>
              {rest && (
                <tr>
                  <td />
                  <th scope="row">
                    {count(rest.count)} other {rest.count === 1 ? noun.one : noun.many}
                  </th>
                  {hasShares && <td class="number">{percent(rest.share)}</td>}
                  {hasShares && other && <td colSpan={2} />}
                  {hasShares && !other && <td class="number muted">{percent(100 - (unassigned.share ?? 0))}</td>}
                  <td class="number">{amount(rest.value, areWhole)}</td>
                </tr>
              )}
              {unassigned.rows > 0 && (
                <tr>
                  <td />
                  <th scope="row">Not assigned</th>
                  {hasShares && <td class="number">{percent(unassigned.share ?? 0)}</td>}
                  {hasShares && other && <td colSpan={2} />}
                  {hasShares && !other && <td class="number muted">{percent(100)}</td>}
                  <td class="number">
                    <RowsLink
                      period={period.period}
                      entity={Array.from({ length: side.columnCount }, () => null)}
                      of="Not assigned"
                    >
                      {amount(unassigned.value, areWhole)}
                    </RowsLink>
                  </td>
                </tr>
              )}
            </tfoot>
          )}
        </table>
      </ScrollArea>
      <p class="more">
        {rows.length > INITIAL_ROWS && (
          <button type="button" class="quiet" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            Show the first {isWhole ? INITIAL_ROWS : rows.length}
          </button>
        )}
        {rows.length > 0 && (
          <button type="button" class="quiet" onClick={() => show({ list: period.period })}>
            All {count(period.entityCount)} {period.entityCount === 1 ? noun.one : noun.many}…
          </button>
        )}
      </p>
    </section>
  );
}

/** By how many ranks an entity is above or below its rank on the other side, where that is known. */
function RankChange({ row }: { row: Row }) {
  const ranks = row.otherRank === undefined ? 0 : row.otherRank - row.rank;
  if (ranks === 0) return null;
  return (
    <span class="rank-change muted numbers">
      {ranks > 0 ? '▲' : '▼'}
      <span class="hidden"> {ranks > 0 ? 'up' : 'down'}</span> {Math.abs(ranks)}
    </span>
  );
}

/** Only the largest entities are known by name: the share of any other is at most that of the last one listed. */
function OtherCell({ share, largest, other }: { share: number | undefined; largest: number; other: Side }) {
  const { head, entityCount } = other.period;
  if (share === undefined) {
    const isAbsent = head.length === entityCount;
    const title = isAbsent
      ? `Missing in ${other.name}`
      : `Not among the ${head.length} largest of ${other.name}, or missing`;
    return (
      <td class="number muted" title={title}>
        {isAbsent ? 'missing' : `≤ ${percent(head.at(-1)?.share ?? 0)}`}
      </td>
    );
  }
  return (
    <td class="number bar-cell other">
      <Bar share={share} largest={largest} />
      <span>{percent(share)}</span>
    </td>
  );
}

function Bar({ share, largest }: { share: number; largest: number }) {
  return <span class="bar" style={{ '--part': largest > 0 ? Math.max(0, share / largest) : 0 }} aria-hidden="true" />;
}

function rowsOf(side: Side, other: Side | undefined): Row[] {
  const others = new Map(other?.period.head.map((entity) => [entity.entity, entity]));
  return side.period.head.map((entity) => ({
    ...entity,
    otherShare: others.get(entity.entity)?.share,
    otherRank: others.get(entity.entity)?.rank,
  }));
}

/** The entities that are not listed, added up; undefined where all are listed. */
function remainder({ period }: Side): { count: number; value: number; share: number } | undefined {
  const { head, entityCount, assignedTotal, unassigned } = period;
  if (head.length >= entityCount) return undefined;
  const listed = head.reduce((sum, { value }) => sum + value, 0);
  const share = 100 - (head.at(-1)?.cumulativeShare ?? 0) - (unassigned.share ?? 0);
  return { count: entityCount - head.length, value: assignedTotal - listed, share };
}

function comparing({ by, isDescending }: Sort<Key>): (a: Row, b: Row) => number {
  const sign = isDescending ? -1 : 1;
  const value = (row: Row): number => {
    switch (by) {
      case 'value':
        return row.value;
      case 'share':
        return row.share;
      case 'other':
        return row.otherShare ?? Number.NEGATIVE_INFINITY;
      case 'change':
        return row.otherShare === undefined ? Number.NEGATIVE_INFINITY : row.share - row.otherShare;
      default:
        return row.rank;
    }
  };
  if (by === 'entity') return (a, b) => sign * a.entity.localeCompare(b.entity);
  return (a, b) => sign * (value(a) - value(b)) || a.rank - b.rank;
}
