import type { ColumnSample } from '../columns/sample.js';
import type { ColumnKinds } from './sum-table.js';

/** What the columns of a table hold, by their samples. */
export function columnKinds(samples: readonly ColumnSample[]): ColumnKinds {
  const kinds: ColumnKinds = { labels: [], numbers: [], marks: ['POINT'] };
  for (const [index, { plainNumbers }] of samples.entries()) {
    if (plainNumbers === null) continue;
    (plainNumbers.areMost ? kinds.numbers : kinds.labels).push(index);
    if (plainNumbers.haveCommas) kinds.marks = ['POINT', 'COMMA'];
  }
  return kinds;
}
