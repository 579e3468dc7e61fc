import { columnNotFound } from '../model/column-not-found.js';
import { ConcentricError } from '../model/errors.js';
import type { Column, ColumnOverride, DatasetSchema, PeriodGrain, SchemaOverrides } from '../model/schema.js';
import { grainCandidates } from '../period/grains.js';
import { applyOverrides } from './apply-overrides.js';

/** The changes requested by saveSchema; null and absent fields change nothing. */
export interface SchemaChange {
  columns?: ColumnOverride[] | null;
  periodGrain?: PeriodGrain | null;
  timeColumns?: string[] | null;
}

const NO_OVERRIDES: SchemaOverrides = { columns: [], periodGrain: null, timeColumns: null };

/**
 * The overrides after a change: later ones replace earlier ones, columns by name. Any role may be set; the analysis
 * rejects roles that a column's type does not allow.
 * @throws COLUMN_NOT_FOUND, INVALID_INPUT (a column named twice), TIME_COLUMNS_INVALID, GRAIN_NOT_AVAILABLE
 */
export function mergeOverrides(
  detected: DatasetSchema,
  earlier: SchemaOverrides | null,
  change: SchemaChange,
): SchemaOverrides {
  const base = earlier ?? NO_OVERRIDES;
  const columns = mergeColumns(detected, base.columns, change.columns ?? []);
  const timeColumns = change.timeColumns ? checkedTimeColumns(detected, change.timeColumns) : base.timeColumns;
  const merged = { columns, timeColumns, periodGrain: null };
  if (change.periodGrain) return { ...merged, periodGrain: checkedGrain(detected, merged, change.periodGrain) };
  // New time columns may not allow the grain that was chosen for the old ones.
  const isStillAvailable = base.periodGrain !== null && isAvailable(detected, merged, base.periodGrain);
  return { ...merged, periodGrain: isStillAvailable ? base.periodGrain : null };
}

/** The overrides that fit a newly detected schema; null if none does. */
export function fittingOverrides(detected: DatasetSchema, overrides: SchemaOverrides | null): SchemaOverrides | null {
  if (overrides === null) return null;
  const columns = overrides.columns.filter((override) => find(detected, override.name));
  const times = overrides.timeColumns?.flatMap((name) => find(detected, name) ?? []);
  const doTimesFit = times?.length === overrides.timeColumns?.length && grainCandidates(times ?? []).length > 0;
  const timeColumns = doTimesFit ? overrides.timeColumns : null;
  const fitting = { columns, timeColumns, periodGrain: null };
  const periodGrain =
    overrides.periodGrain && isAvailable(detected, fitting, overrides.periodGrain) ? overrides.periodGrain : null;
  const isEmpty = columns.length === 0 && timeColumns === null && periodGrain === null;
  return isEmpty ? null : { columns, timeColumns, periodGrain };
}

function mergeColumns(
  detected: DatasetSchema,
  earlier: readonly ColumnOverride[],
  changes: readonly ColumnOverride[],
): ColumnOverride[] {
  const merged = new Map(earlier.map((override) => [override.name, override]));
  const named = new Set<string>();
  for (const { name, role, description } of changes) {
    requireColumn(detected, name);
    if (named.has(name)) {
      throw new ConcentricError('INVALID_INPUT', `Column "${name}" is named twice in "columns"; name each once.`, {
        column: name,
      });
    }
    named.add(name);
    merged.set(name, { name, role, description: description ?? merged.get(name)?.description ?? null });
  }
  return [...merged.values()];
}

/** In schema order or its reverse, independent of the requested order. */
function checkedTimeColumns(detected: DatasetSchema, names: readonly string[]): string[] {
  const columns = names.map((name) => requireColumn(detected, name));
  for (const ordered of [columns, columns.toReversed()]) {
    if (grainCandidates(ordered).length > 0) return ordered.map((column) => column.name);
  }
  const usable = detected.columns.filter((column) => column.timePart !== null);
  const given = columns.map(withPart).join(', ') || 'nothing';
  const could = usable.length > 0 ? `Columns that could serve: ${usable.map(withPart).join(', ')}` : 'No column could';
  throw new ConcentricError(
    'TIME_COLUMNS_INVALID',
    `"timeColumns" must be a date, a year and a month, a year and a quarter, a period, or a year; got ${given}. ${could}. To analyse without time set periodGrain to NONE.`,
    { datasetId: detected.datasetId, timeColumns: names, usable: usable.map((column) => column.name) },
  );
}

function checkedGrain(detected: DatasetSchema, overrides: SchemaOverrides, grain: PeriodGrain): PeriodGrain {
  if (isAvailable(detected, overrides, grain)) return grain;
  const { timeColumns, periodGrainCandidates } = applyOverrides(detected, overrides);
  const source = timeColumns.length > 0 ? `by ${timeColumns.join(' + ')}` : 'without a time column';
  throw new ConcentricError(
    'GRAIN_NOT_AVAILABLE',
    `Period grain ${grain} is not available ${source}; available: ${[...periodGrainCandidates, 'NONE'].join(', ')}.`,
    { datasetId: detected.datasetId, periodGrain: grain, available: [...periodGrainCandidates, 'NONE'] },
  );
}

function isAvailable(detected: DatasetSchema, overrides: SchemaOverrides, grain: PeriodGrain): boolean {
  return grain === 'NONE' || applyOverrides(detected, overrides).periodGrainCandidates.includes(grain);
}

function requireColumn(detected: DatasetSchema, name: string): Column {
  const column = find(detected, name);
  if (column) return column;
  const available = detected.columns.map((each) => each.name);
  throw columnNotFound(detected.datasetId, name, available);
}

function find(detected: DatasetSchema, name: string): Column | undefined {
  return detected.columns.find((column) => column.name === name);
}

function withPart(column: Column): string {
  return `${column.name} (${column.timePart?.toLowerCase() ?? 'no time'})`;
}
