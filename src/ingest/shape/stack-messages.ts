import type { Warning } from '../../model/schema.js';
import { quantity, shortened } from '../../model/text.js';
import type { Reading, TablePart } from '../read/raw-table.js';

const MAX_NAMED = 5;
/** Columns reported one by one; the others are counted. */
const MAX_REPORTED_COLUMNS = 50;

/** A column of the stack: its index in each part, undefined where the part does not have it. */
export interface StackedColumn {
  name: string;
  header: string;
  indexes: (number | undefined)[];
}

/** Warnings about the columns that some parts do not have. */
export function columnsDiffer(columns: readonly StackedColumn[], parts: readonly TablePart[]): Warning[] {
  const partial = columns.filter(({ indexes }) => indexes.includes(undefined));
  const warnings = partial.slice(0, MAX_REPORTED_COLUMNS).map(({ name, indexes }): Warning => {
    const without = parts.filter((_, at) => indexes[at] === undefined);
    const count = without.reduce((rows, { table }) => rows + table.rowCount, 0);
    const message = `"${shortened(name)}" is not a column of ${named(without)}: it is blank in ${quantity(count, 'row', 'rows')}.`;
    return { code: 'COLUMNS_DIFFER', message, column: name, count };
  });
  const more = partial.length - warnings.length;
  if (more > 0) {
    const message = `${quantity(more, 'more column is', 'more columns are')} not in all sources and blank where missing.`;
    warnings.push({ code: 'COLUMNS_DIFFER', message, column: null, count: more });
  }
  return warnings;
}

/** The warnings of all parts, each with the name of its part. What several parts have in common is said once. */
export function mergedWarnings(parts: readonly TablePart[]): Warning[] {
  const merged = new Map<string, { warning: Warning; parts: TablePart[] }>();
  for (const part of parts) {
    for (const warning of part.table.warnings) {
      const key = `${warning.code} ${warning.column}`;
      const known = merged.get(key);
      if (known === undefined) merged.set(key, { warning, parts: [part] });
      else {
        const isCounted = known.warning.count !== null && warning.count !== null;
        if (isCounted) known.warning = { ...known.warning, count: known.warning.count! + warning.count! };
        if (known.parts.at(-1) !== part) known.parts.push(part);
      }
    }
  }
  return [...merged.values()].map(({ warning, parts: [first, ...others] }) => {
    const also = others.length > 0 ? ` The same kind in ${named(others)}.` : '';
    return { ...warning, message: `${shortened(first!.label)}: ${warning.message}${also}` };
  });
}

/** What the parts have in common, and the evidence of each. */
export function mergedReading(parts: readonly TablePart[]): Reading {
  const readings = parts.map(({ table }) => table.reading);
  const common = <T>(values: readonly T[]): T | null =>
    values.every((value) => value === values[0]) ? values[0]! : null;
  return {
    encoding: common(readings.map(({ encoding }) => encoding)),
    delimiter: common(readings.map(({ delimiter }) => delimiter)),
    sheet: common(readings.map(({ sheet }) => sheet)),
    sheets: null,
    headerRow: common(readings.map(({ headerRow }) => headerRow)),
    titleRows: readings[0]!.titleRows,
    evidence: parts.flatMap(({ label, table }) => table.reading.evidence.map((each) => `${label}: ${each}`)),
  };
}

function named(parts: readonly TablePart[]): string {
  const names = parts.slice(0, MAX_NAMED).map(({ label }) => shortened(label));
  return names.join(', ') + (parts.length > MAX_NAMED ? ` and ${parts.length - MAX_NAMED} more` : '');
}
