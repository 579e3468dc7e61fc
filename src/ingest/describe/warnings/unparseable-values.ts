import type { DataType } from '../../../model/schema.js';
import { quantity, shortened } from '../../../model/text.js';
import { inEachColumn } from './warning-kind.js';

const TYPE_NAMES = {
  STRING: 'text',
  DECIMAL: 'number',
  DOUBLE: 'number',
  INTEGER: 'number',
  DATE: 'date',
  TIMESTAMP: 'date',
  BOOLEAN: 'yes or no',
} satisfies Record<DataType, string>;

/** Cells that are not of their column's type; a column without any value has EMPTY_COLUMN instead. */
export const unparseableValues = inEachColumn(({ name, dataType, nullRate, reconciliation, rejected }) => {
  const count = reconciliation.rejected;
  const [first] = rejected;
  if (count === 0 || nullRate === 1 || first === undefined) return null;
  const words = distinctWords(rejected.map(({ raw }) => raw));
  const listed =
    count > 1 && words.length > 1 ? ` They are: ${words.join(', ')}${count > rejected.length ? ', …' : ''}.` : '';
  const message = `${quantity(count, 'cell', 'cells')} in "${name}" could not be read as a ${TYPE_NAMES[dataType]} and ${count === 1 ? 'has' : 'have'} no value, for example "${shortened(first.raw)}" in row ${first.row}.${listed}`;
  return { message, count };
});

/** More words are not read in a message; all rejected cells are in the schema. */
const MAX_WORDS = 20;

/** `"TBC" (8)`, most frequent first. */
function distinctWords(cells: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const cell of cells) counts.set(cell.trim(), (counts.get(cell.trim()) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MAX_WORDS)
    .map(([word, times]) => `"${shortened(word)}" (${times})`);
}
