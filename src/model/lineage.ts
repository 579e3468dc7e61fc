import type { Warning } from './schema.js';

export interface Parameter {
  name: string;
  value: string;
}

/** One step from the upload to the Parquet, as `lineage.json` keeps it. Inputs and outputs are paths below the version, with checksums where they are files. */
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
