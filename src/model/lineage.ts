import type { Warning } from './schema.js';

export interface Parameter {
  name: string;
  value: string;
}

/**
 * One step from the upload to the Parquet, as stored in `lineage.json`. Inputs and outputs are paths relative to the
 * version's folder, with checksums for files.
 */
export interface LineageStep {
  id: string;
  operation: string;
  startedAt: string;
  durationMs: number;
  inputs: string[];
  outputs: string[];
  parameters: Parameter[];
  metrics: Parameter[];
  warnings: Warning[];
}
