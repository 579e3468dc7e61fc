import type { Column, DatasetSchema, SchemaOverrides, WarningCode } from '../model/schema.js';
import { defaultGrain, grainCandidates } from '../period/grains.js';
import { allowsRole } from './column-roles.js';

/** Warnings about detected time columns; they do not apply to chosen ones. */
const TIME_DETECTION_WARNINGS: readonly WarningCode[] = ['NO_TIME_DIMENSION', 'MULTIPLE_TIME_CANDIDATES'];

/** The detected schema with the overrides applied. The overrides must fit it (merge-overrides.ts). */
export function applyOverrides(detected: DatasetSchema, overrides: SchemaOverrides | null): DatasetSchema {
  if (overrides === null) return detected;
  const { timeColumns, periodGrain, periodGrainCandidates, warnings } = timeOf(detected, overrides.timeColumns);
  return {
    ...detected,
    columns: withColumnOverrides(detected.columns, overrides),
    timeColumns,
    periodGrain: overrides.periodGrain ?? periodGrain,
    periodGrainCandidates,
    warnings,
  };
}

function withColumnOverrides(columns: Column[], overrides: SchemaOverrides): Column[] {
  const byName = new Map(overrides.columns.map((override) => [override.name, override]));
  return columns.map((column) => {
    const override = byName.get(column.name);
    if (!override) return column;
    // Records of releases before roles were checked can have roles that the values do not allow.
    const isRoleUsable = override.role !== null && allowsRole(column, override.role);
    return {
      ...column,
      role: isRoleUsable ? override.role! : column.role,
      label: override.label ?? null,
      description: override.description ?? column.description,
    };
  });
}

/** Chosen time columns determine the grains (docs/semantics.md §3); without a choice the detected ones apply. */
function timeOf(
  detected: DatasetSchema,
  timeColumns: string[] | null,
): Pick<DatasetSchema, 'timeColumns' | 'periodGrain' | 'periodGrainCandidates' | 'warnings'> {
  if (timeColumns === null) return detected;
  const chosen = timeColumns.flatMap((name) => detected.columns.find((column) => column.name === name) ?? []);
  const periodGrainCandidates = grainCandidates(chosen);
  return {
    timeColumns,
    periodGrain: defaultGrain(periodGrainCandidates),
    periodGrainCandidates,
    warnings: detected.warnings.filter((warning) => !TIME_DETECTION_WARNINGS.includes(warning.code)),
  };
}
