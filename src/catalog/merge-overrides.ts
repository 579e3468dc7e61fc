import { requireColumn } from '../model/column-not-found.js';
import { ConcentricError } from '../model/errors.js';
import type {
  Column,
  ColumnOverride,
  ColumnRole,
  DatasetSchema,
  PeriodGrain,
  SchemaOverrides,
} from '../model/schema.js';
import { visibleText } from '../model/visible-text.js';
import { grainCandidates } from '../period/grains.js';
import { applyOverrides } from './apply-overrides.js';
import { allowsRole, requireRoleFits } from './column-roles.js';

/** The changes requested by saveSchema; null and absent fields change nothing. */
export interface SchemaChange {
  columns?: ColumnChange[] | null;
  periodGrain?: PeriodGrain | null;
  timeColumns?: string[] | null;
}

/** An empty label or description removes the one that was given. */
export interface ColumnChange {
  name: string;
  role?: ColumnRole | null;
  label?: string | null;
  description?: string | null;
}

const MAX_LABEL_CHARACTERS = 200;

const NO_OVERRIDES: SchemaOverrides = { columns: [], periodGrain: null, timeColumns: null };

/**
 * The overrides after a change: later ones replace earlier ones, columns by name.
 * @throws COLUMN_NOT_FOUND, ROLE_NOT_AVAILABLE, INVALID_INPUT (a column named twice, a label that is too long),
 * TIME_COLUMNS_INVALID, GRAIN_NOT_AVAILABLE
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
  const columns = overrides.columns.flatMap((override) => {
    const column = find(detected, override.name);
    const fitting = column && { ...override, role: fittingRole(column, override.role) };
    return fitting && isMeaningful(fitting) ? [fitting] : [];
  });
  const times = overrides.timeColumns?.flatMap((name) => find(detected, name) ?? []);
  const doTimesFit = times?.length === overrides.timeColumns?.length && grainCandidates(times ?? []).length > 0;
  const timeColumns = doTimesFit ? overrides.timeColumns : null;
  const fitting = { columns, timeColumns, periodGrain: null };
  const periodGrain =
    overrides.periodGrain && isAvailable(detected, fitting, overrides.periodGrain) ? overrides.periodGrain : null;
  const isEmpty = columns.length === 0 && timeColumns === null && periodGrain === null;
  return isEmpty ? null : { columns, timeColumns, periodGrain };
}

function fittingRole(column: Column, role: ColumnRole | null): ColumnRole | null {
  return role !== null && allowsRole(column, role) ? role : null;
}

function isMeaningful({ role, label, description }: ColumnOverride): boolean {
  return role !== null || Boolean(label) || description !== null;
}

function mergeColumns(
  detected: DatasetSchema,
  earlier: readonly ColumnOverride[],
  changes: readonly ColumnChange[],
): ColumnOverride[] {
  const merged = new Map(earlier.map((override) => [override.name, override]));
  const named = new Set<string>();
  for (const { name, role, label, description } of changes) {
    const column = requireColumn(detected, name);
    if (role) requireRoleFits(column, role);
    if (named.has(name)) {
      throw new ConcentricError('INVALID_INPUT', `Column "${name}" is named twice in "columns"; name each once.`, {
        column: name,
      });
    }
    named.add(name);
    const before = merged.get(name);
    merged.set(name, {
      name,
      role: role ?? before?.role ?? null,
      label: label == null ? (before?.label ?? null) : checkedLabel(label, name),
      description: description ?? before?.description ?? null,
    });
  }
  return [...merged.values()];
}

/** Without invisible characters and white space around it; null where nothing is left. */
function checkedLabel(requested: string, column: string): string | null {
  const label = visibleText(requested).trim();
  const length = [...label].length;
  if (length <= MAX_LABEL_CHARACTERS) return label || null;
  throw new ConcentricError(
    'INVALID_INPUT',
    `The label of column "${column}" must have at most ${MAX_LABEL_CHARACTERS} characters; got ${length}.`,
    { argument: 'columns.label', column, max: MAX_LABEL_CHARACTERS, got: length },
  );
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

function find(detected: DatasetSchema, name: string): Column | undefined {
  return detected.columns.find((column) => column.name === name);
}

function withPart(column: Column): string {
  return `${column.name} (${column.timePart?.toLowerCase() ?? 'no time'})`;
}
