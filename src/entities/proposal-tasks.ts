import type { EntityMapping } from '../model/entity-mapping.js';
import type { EntityProposal } from '../model/similar-names.js';

/** What proposal-worker.ts does. */
export type ProposalTasks = {
  propose: { input: NamesToCompare; output: Proposed };
};

export interface NamesToCompare {
  /** JSON of `[name, rows, value][]`; the names differ in more than case and spaces. */
  batches: Uint8Array[];
  /** Of all rows, also those without a name. */
  total: number;
  mapping: EntityMapping;
}

export interface Proposed {
  /** The first of them, those that would move the most value. */
  proposals: EntityProposal[];
  count: number;
}
