import { amount, count, percent } from '../../format/numbers.js';
import { VirtualTable } from '../../ui/virtual-table.js';
import { EntityLink } from '../entity/entity-link.js';
import { RowsLink } from '../rows/rows-link.js';
import type { Words } from '../side.js';
import type { EntityList } from './use-entity-list.js';

/** Entities with rank, class, shares, value and number of rows. */
export function EntityTable(props: {
  list: EntityList;
  words: Words;
  /** The period that is listed. */
  period: string;
  /** Headers of further columns of sums. */
  also: readonly string[];
}) {
  const { list, words, period, also } = props;
  const { noun, valueName, areWhole } = words;
  return (
    <VirtualTable
      label={`All ${noun.many}, scrolls`}
      count={list.total}
      columns={[
        { name: '#', width: 4.5, narrow: 3.5, kind: 'number' },
        { name: noun.header, width: 'rest', kind: 'head' },
        { name: 'Class', width: 4, narrow: 3.5, kind: 'text' },
        { name: 'Share', width: 5.5, kind: 'number' },
        { name: 'Cumulative', width: 6.5, kind: 'number' },
        { name: valueName, width: 11, kind: 'number' },
        ...also.map((name) => ({ name: `Also ${name}`, width: 11, kind: 'number' as const })),
        // Where rows are counted, they are the value.
        ...(words.areCounted ? [] : [{ name: 'Rows', width: 5.5, kind: 'number' as const }]),
      ]}
      onVisible={list.onVisible}
      cells={(index) => {
        const row = list.rowAt(index);
        if (!row) return undefined;
        const rowsLink = (key: string, figure: string) => (
          <RowsLink key={key} period={period} entity={row.key.parts} of={row.entity}>
            {figure}
          </RowsLink>
        );
        return [
          count(row.rank),
          <EntityLink key="name" name={row.entity} entity={row.key.parts} />,
          row.class ?? '–',
          typeof row.share === 'number' ? rowsLink('share', percent(row.share)) : '–',
          typeof row.cumulativeShare === 'number' ? percent(row.cumulativeShare) : '–',
          rowsLink('value', amount(row.value, areWhole)),
          ...also.map((_, at) => (row.also?.[at] ? amount(row.also[at].value) : '–')),
          ...(words.areCounted ? [] : [rowsLink('rows', count(row.rowCount))]),
        ];
      }}
    />
  );
}
