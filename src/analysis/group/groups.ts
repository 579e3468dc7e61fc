import { type EntityMatching } from '../../model/analysis.js';
import type { PeriodScheme } from '../../period/period-scheme.js';
import type { AlsoSum } from './also.js';
import { namesTable, textColumn } from './entity-names.js';
import type { Measure } from './measure.js';
import type { MergedSpellings } from './merge-spellings.js';
import type { DateSpan } from './partial-periods.js';
import type { PeriodGroups } from './period-groups.js';
import type { OutsideRows } from './period-range.js';
import type { Selection } from './select-entities.js';

/** How one column of `groupBy` was matched. */
export interface GroupedColumn {
  name: string;
  matching: EntityMatching;
  hasMerged: boolean;
  spellings: MergedSpellings | null;
  /** Whether the rows are grouped by the ids of its texts. */
  hasIds: boolean;
  /** Whether the ids of its names are in code-point order of the names. */
  isOrdered: boolean;
}

/**
 * The rows of a dataset that the filter selects, with a value and an entity, grouped by period and entity in a temporary
 * table of the connection: `concentration_groups(period INTEGER, entity INTEGER, units, row_count)`. `units` is an exact sum;
 * its type is the measure's. `entity` is an id of entityTable(); ids say nothing, they can differ between two runs.
 */
export interface Groups {
  measure: Measure;
  /** Further columns of `concentration_groups` and `concentration_unassigned`. */
  also: AlsoSum[];
  columns: GroupedColumn[];
  /** Where entities have their names, if not where `columns` say. */
  entities?: EntityTable;
  /** By id: names of entities that are in no table, because only a mapping has them. */
  addedNames?: ReadonlyMap<number, string>;
  /** Whether the name `(blank)` means rows without an entity. */
  isBlankEntity: boolean;
  /** How rows are divided into periods; null where the grain is NONE. */
  scheme: PeriodScheme | null;
  /** How far the rows of the file reach; null where it is not known, or periods are days. */
  span: DateSpan | null;
  /** By time, then UNKNOWN, then TOTAL; only TOTAL where the grain is NONE, nothing where no row has a value. */
  periods: PeriodGroups[];
  /** Whether the groups of TOTAL are the sums of those of the periods, and none are in the table. */
  isTotalSummed: boolean;
  /** The rows that the periods of the answer leave out; null where they are not limited. */
  outside: OutsideRows | null;
  /** More than the largest `entity`, in the table or of `knownBefore`. */
  entityIds: number;
  /** Entities with rows before all periods; null where periods are not bridged. */
  knownBefore: Int32Array | null;
  rows: { blankEntity: number; negativeValue: number };
  /** Null where the request selects no entities; else there is `concentration_left_out` (select-entities.ts). */
  selection: Selection | null;
}

/** Where entities have their names: a table with at least `id` and `text`. */
export interface EntityTable {
  table: string;
  /** SQL: by code point, of several columns part by part. */
  order: string;
  /** Columns with the parts of an entity, blanks NULL; none where an entity is the value of one column. */
  parts: string[];
  /** Whether the ids are in that order; then there is a column `key` too, with the folded spellings. */
  isOrdered: boolean;
}

export function entityTable({ columns, entities }: Pick<Groups, 'columns' | 'entities'>): EntityTable {
  if (entities !== undefined) return entities;
  const [only, ...others] = columns;
  if (others.length === 0) return { table: namesTable(0), order: 'text', parts: [], isOrdered: only!.isOrdered };
  const parts = columns.map((_, index) => textColumn(index));
  const order = parts.map((part) => `${part} NULLS LAST`).join(', ');
  return { table: 'concentration_tuples', order, parts, isOrdered: false };
}

/** Summed for each group beside its units, as a column of the tables of groups. */
export interface GroupSum {
  name: string;
  /** SQL over the rows of a group. */
  aggregate: string;
}
