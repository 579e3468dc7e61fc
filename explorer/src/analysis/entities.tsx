import { useState } from 'preact/hooks';
import { amount, count, percent, signed } from '../format/numbers.js';
import { ColumnHeader } from '../ui/column-header.js';
import { ScrollArea } from '../ui/scroll-area.js';
import { type Sort, SortHeader } from '../ui/sort-header.js';
import type { Side } from './side.js';

const INITIAL_ROWS = 12;

interface Row {
  rank: number;
  entity: string;
  value: number;
  share: number;
  cumulativeShare: number;
  /** Share and rank on the other side; undefined where it is not among the largest there. */
  otherShare: number | undefined;
  otherRank: number | undefined;
}

type Key = 'rank' | 'entity' | 'value' | 'share' | 'other' | 'change';

/** The largest entities, shares as bars; beside them, where there is one, the other side. */
export function Entities({ side, other }: { side: Side; other?: Side }) {
  const [sort, setSort] = useState<Sort<Key>>({ by: 'rank', isDescending: false });
  const [isWhole, setWhole] = useState(false);
  const { period, noun, areWhole, valueName } = side;
  const rows = rowsOf(side, other);
  const sorted = [...rows].sort(comparing(sort));
  const shown = isWhole ? sorted : sorted.slice(0, INITIAL_ROWS);
  const hasShares = period.problem === null || period.problem === undefined;
  const largest = Math.max(...rows.map(({ share, otherShare = 0 }) => Math.max(share, otherShare)), 0);
  const rest = remainder(side);
  const heads = { sort, onSort: setSort };
  return (
    <section class="panel entities" aria-labelledby="entities-title">
      <div class="section-head row">
        <h2 id="entities-title">Largest {noun.many}</h2>
        <span class="soft numbers">
          {rows.length < period.entityCount
            ? `the first ${count(rows.length)} of ${count(period.entityCount)}`
            : `all ${count(rows.length)}`}
        </span>
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
                  Points
                </SortHeader>
              )}
              {hasShares && !other && <ColumnHeader isNumber>Together</ColumnHeader>}
              <SortHeader by="value" isNumber {...heads}>
                {valueName}
              </SortHeader>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.entity}>
                <td class="number soft">{row.rank}</td>
                <th scope="row" class="entity">
                  <div>
                    <span title={row.entity}>{row.entity}</span>
                    {other && <Moved row={row} />}
                  </div>
                </th>
                {hasShares && <BarCell share={row.share} largest={largest} />}
                {hasShares && other && <OtherCell share={row.otherShare} largest={largest} other={other} />}
                {hasShares && other && (
                  <td class="number">
                    {row.otherShare === undefined ? '' : signed(row.share - row.otherShare, (size) => size.toFixed(1))}
                  </td>
                )}
                {hasShares && !other && <td class="number soft">{percent(row.cumulativeShare)}</td>}
                <td class="number">{amount(row.value, areWhole)}</td>
              </tr>
            ))}
          </tbody>
          {rest && (isWhole || rows.length <= INITIAL_ROWS) && (
            <tfoot>
              <tr>
                <td />
                <th scope="row">
                  {count(rest.count)} other {rest.count === 1 ? noun.one : noun.many}
                </th>
                {hasShares && <td class="number">{percent(rest.share)}</td>}
                {hasShares && other && <td colSpan={2} />}
                {hasShares && !other && <td class="number soft">{percent(100)}</td>}
                <td class="number">{amount(rest.value, areWhole)}</td>
              </tr>
            </tfoot>
          )}
        </table>
      </ScrollArea>
      {rows.length > INITIAL_ROWS && (
        <p class="more">
          <button type="button" class="quiet" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? `Show the first ${INITIAL_ROWS}` : `Show all ${rows.length}`}
          </button>
        </p>
      )}
    </section>
  );
}

/** Places an entity has moved since the other side, where its place there is known. */
function Moved({ row }: { row: Row }) {
  const moved = row.otherRank === undefined ? 0 : row.otherRank - row.rank;
  if (moved === 0) return null;
  return (
    <span class="moved soft numbers">
      {moved > 0 ? '▲' : '▼'}
      <span class="hidden"> {moved > 0 ? 'up' : 'down'}</span> {Math.abs(moved)}
    </span>
  );
}

function BarCell({ share, largest }: { share: number; largest: number }) {
  return (
    <td class="number bar-cell">
      <Bar share={share} largest={largest} />
      <span>{percent(share)}</span>
    </td>
  );
}

/** Careful: only the largest are known by name. Of another it is known that it is not larger than the last of them. */
function OtherCell({ share, largest, other }: { share: number | undefined; largest: number; other: Side }) {
  const { head, entityCount } = other.period;
  if (share === undefined) {
    const isAbsent = head.length === entityCount;
    const title = isAbsent
      ? `Not in ${other.name}`
      : `Not among the first ${head.length} of ${other.name}, or not there`;
    return (
      <td class="number soft" title={title}>
        {isAbsent ? 'not there' : `≤ ${percent(head.at(-1)?.share ?? 0)}`}
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

/** Those that are not listed, together; undefined where all are. */
function remainder({ period }: Side): { count: number; value: number; share: number } | undefined {
  const { head, entityCount, total } = period;
  if (head.length >= entityCount) return undefined;
  const listed = head.reduce((sum, { value }) => sum + value, 0);
  return { count: entityCount - head.length, value: total - listed, share: 100 - (head.at(-1)?.cumulativeShare ?? 0) };
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
