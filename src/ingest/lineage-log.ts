import type { LineageStep, Parameter } from '../model/lineage.js';
import type { Warning } from '../model/schema.js';
import { type Observe, unobserved } from '../telemetry/observe.js';

/** The lineage entry of a step; values become text. */
export interface StepEntry {
  inputs: string[];
  outputs: string[];
  parameters?: Record<string, unknown>;
  metrics?: Record<string, unknown>;
  warnings?: Warning[];
}

/** The lineage of one ingest: its steps in order, with their durations. */
export class LineageLog {
  readonly steps: LineageStep[] = [];

  constructor(readonly observe: Observe = unobserved) {}

  /** Runs `work` as a step; `entryOf` describes what it read, wrote and found. */
  async step<T>(operation: string, work: () => Promise<T>, entryOf: (result: T) => StepEntry): Promise<T> {
    const startedAt = new Date();
    const started = performance.now();
    const result = await this.observe(`ingest.${operation.toLowerCase()}`, work);
    const { inputs, outputs, parameters = {}, metrics = {}, warnings = [] } = entryOf(result);
    this.steps.push({
      id: `step-${this.steps.length + 1}`,
      operation,
      startedAt: startedAt.toISOString(),
      durationMs: Math.round((performance.now() - started) * 10) / 10,
      inputs,
      outputs,
      parameters: listOf(parameters),
      metrics: listOf(metrics),
      warnings,
    });
    return result;
  }
}

function listOf(values: Record<string, unknown>): Parameter[] {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => ({ name, value: typeof value === 'string' ? value : JSON.stringify(value) }));
}
