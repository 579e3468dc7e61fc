import type { Column, DatasetSchema, SchemaOverrides, WarningCode } from '../model/schema.js';
import { defaultGrain, grainCandidates } from '../period/grains.js';

/** Warnings about the choice of time columns: they no longer hold once somebody has chosen. */
const ABOUT_THE_CHOICE: readonly WarningCode[] = ['NO_TIME_DIMENSION', 'MULTIPLE_TIME_CANDIDATES'];

/** The schema as it reads with the overrides laid over what was detected. The overrides must fit (merge-overrides.ts). */
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
    return { ...column, role: override.role, description: override.description ?? column.description };
  });
}

/** Chosen time columns bring their own grains (SEMANTICS.md §3); without a choice what was detected stands. */
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
    warnings: detected.warnings.filter((warning) => !ABOUT_THE_CHOICE.includes(warning.code)),
  };
}
