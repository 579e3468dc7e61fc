import { useState } from 'preact/hooks';
import { amount, count, effective, index, percent, threshold } from '../../format/numbers.js';
import { TOTAL } from '../../format/periods.js';
import { ColumnHeader } from '../../ui/column-header.js';
import { ScrollArea } from '../../ui/scroll-area.js';
import { type Sort, SortHeader } from '../../ui/sort-header.js';
import { EntityLink } from '../entity/entity-link.js';
import { capital } from '../headline.js';
import { RowsLink } from '../rows/rows-link.js';
import type { Words } from '../side.js';
import type { Segment } from './segment.js';

type Key = 'order' | 'name' | 'total' | 'entities' | 'reaching' | 'largest' | 'hhi' | 'effective';

/** The measures of all segments, below those of all rows. */
export function SegmentTable(props: {
  /** The header of the column that they are values of. */
  label: string;
  total: Segment['concentration'];
  segments: readonly Segment[];
  words: Words;
}) {
  const { label, total, segments, words } = props;
  const [sort, setSort] = useState<Sort<Key>>({ by: 'order', isDescending: false });
  const heads = { sort, onSort: setSort };
  const widest = total.thresholds.at(-1);
  const sorted = sort.by === 'order' ? segments : [...segments].sort(comparing(sort));
  return (
    <ScrollArea label={`Segments by ${label}, scrolls`} class="tall">
      <table>
        <thead>
          <tr>
            <SortHeader by="name" {...heads}>
              {label}
            </SortHeader>
            <ColumnHeader isNumber>Share of all</ColumnHeader>
            <SortHeader by="total" isNumber {...heads}>
              {words.valueName}
            </SortHeader>
            <SortHeader by="entities" isNumber {...heads}>
              {capital(words.noun.many)}
            </SortHeader>
            {widest && (
              <SortHeader by="reaching" isNumber {...heads}>
                Reach {threshold(widest.threshold)}
              </SortHeader>
            )}
            <SortHeader by="hhi" isNumber {...heads}>
              HHI
            </SortHeader>
            <SortHeader by="effective" isNumber {...heads}>
              Effective number
            </SortHeader>
            <ColumnHeader>Largest {words.noun.one}</ColumnHeader>
            <SortHeader by="largest" isNumber {...heads}>
              Its share
            </SortHeader>
          </tr>
        </thead>
        <tbody>
          {sorted.map((segment) => (
            <tr key={segment.name}>
              <th scope="row">
                {segment.onOpen ? (
                  <button
                    type="button"
                    class="as-link entity-link long-name"
                    title={`Keep only rows where ${label} is ${segment.name}`}
                    onClick={segment.onOpen}
                  >
                    {segment.name}
                  </button>
                ) : (
                  segment.name
                )}
              </th>
              <Cells segment={segment} words={words} hasWidest={widest !== undefined} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All</th>
            <Cells
              segment={{
                name: 'All',
                share: total.total > 0 ? 100 : null,
                concentration: total,
                onOpen: undefined,
                condition: undefined,
              }}
              words={words}
              hasWidest={widest !== undefined}
            />
          </tr>
        </tfoot>
      </table>
    </ScrollArea>
  );
}

function Cells({ segment, words, hasWidest }: { segment: Segment; words: Words; hasWidest: boolean }) {
  const { share, concentration, condition } = segment;
  const { total, entityCount, thresholds, hhi, effectiveEntities, head, problem } = concentration;
  const reaching = thresholds.at(-1)?.reaching;
  const largest = head?.[0];
  return (
    <>
      <td class="number bar-cell">
        {/* The row of all has none: what is whole needs no bar. */}
        {share !== null && share < 100 && (
          <span class="bar" style={{ '--part': Math.min(1, Math.max(0, share / 100)) }} aria-hidden="true" />
        )}
        <span>{share === null ? '–' : percent(share)}</span>
      </td>
      <td class="number">
        {condition || share === 100 ? (
          <RowsLink period={TOTAL} where={condition && [condition]} of={segment.name}>
            {amount(total, words.areWhole)}
          </RowsLink>
        ) : (
          amount(total, words.areWhole)
        )}
      </td>
      <td class="number">{count(entityCount)}</td>
      {hasWidest && (
        <td class="number" title={problem?.message}>
          {reaching ? count(reaching.count) : '–'}
        </td>
      )}
      <td class="number">{typeof hhi === 'number' ? index(hhi) : '–'}</td>
      <td class="number">{typeof effectiveEntities === 'number' ? effective(effectiveEntities) : '–'}</td>
      <td class="segment-largest">{largest && <EntityLink name={largest.entity} entity={largest.key.parts} />}</td>
      <td class="number">{typeof largest?.share === 'number' ? percent(largest.share) : '–'}</td>
    </>
  );
}

function comparing({ by, isDescending }: Sort<Key>): (a: Segment, b: Segment) => number {
  const sign = isDescending ? -1 : 1;
  if (by === 'name') return (a, b) => sign * a.name.localeCompare(b.name);
  const value = ({ concentration }: Segment): number => {
    switch (by) {
      case 'entities':
        return concentration.entityCount;
      case 'reaching':
        return concentration.thresholds.at(-1)?.reaching?.count ?? Number.NEGATIVE_INFINITY;
      case 'largest':
        return concentration.head?.[0]?.share ?? Number.NEGATIVE_INFINITY;
      case 'hhi':
        return concentration.hhi ?? Number.NEGATIVE_INFINITY;
      case 'effective':
        return concentration.effectiveEntities ?? Number.NEGATIVE_INFINITY;
      default:
        return concentration.total;
    }
  };
  return (a, b) => sign * (value(a) - value(b));
}
