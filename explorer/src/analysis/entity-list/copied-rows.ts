import { tabSeparated } from '../../format/csv.js';
import { PAGE } from '../../ui/use-pages.js';
import { type EntityRow, type ListOf, pageOf } from './use-entity-list.js';

/** More rows are not put on the clipboard; the download has all. */
export const MAX_COPIED_ROWS = 1000;

/** The first rows of the list as cells for a spreadsheet, with exact values. */
export async function copiedRows(
  list: ListOf,
  heads: { name: string; value: string; also: readonly string[] },
): Promise<string> {
  const rows: EntityRow[] = [];
  for (let page = 0; page * PAGE < MAX_COPIED_ROWS; page++) {
    const { data, error } = await pageOf(list, page);
    const nodes = data?.dataset?.analysis?.entities?.nodes;
    if (!nodes) throw error ?? new Error('The list is not there any more.');
    rows.push(...nodes);
    if (nodes.length < PAGE) break;
  }
  return tabSeparated([
    ['#', heads.name, 'Class', 'Share in %', 'Cumulative share in %', heads.value, ...heads.also, 'Rows'],
    ...rows.map((row) => [
      String(row.rank),
      row.entity,
      row.class ?? '',
      row.share?.toFixed(4) ?? '',
      row.cumulativeShare?.toFixed(4) ?? '',
      row.valueExact,
      ...heads.also.map((_, at) => row.also?.[at]?.valueExact ?? ''),
      String(row.rowCount),
    ]),
  ]);
}
