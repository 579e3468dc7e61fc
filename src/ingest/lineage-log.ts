import type { LineageStep, Parameter } from '../model/lineage.js';
import type { Warning } from '../model/schema.js';
import { type Observe, unobserved } from '../telemetry/observe.js';

/** What a step tells of itself; values become text. */
export interface StepAccount {
  inputs: string[];
  outputs: string[];
  parameters?: Record<string, unknown>;
  metrics?: Record<string, unknown>;
  warnings?: Warning[];
}

/** Collects the steps of one ingest, in order, with their times. */
export class LineageLog {
  readonly steps: LineageStep[] = [];

  constructor(private readonly observe: Observe = unobserved) {}

  /** Runs `work` as a step; `account` says what it read, made and found. */
  async step<T>(operation: string, work: () => Promise<T>, account: (result: T) => StepAccount): Promise<T> {
    const startedAt = new Date();
    const started = performance.now();
    const result = await this.observe(`ingest.${operation.toLowerCase()}`, work);
    const { inputs, outputs, parameters = {}, metrics = {}, warnings = [] } = account(result);
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
