/** What names that are probably one differ in. */
export const SimilarityReason = {
  PUNCTUATION: 'PUNCTUATION',
  ACCENTS: 'ACCENTS',
  LEGAL_FORM: 'LEGAL_FORM',
  WORD_ORDER: 'WORD_ORDER',
  WORD_BREAKS: 'WORD_BREAKS',
  TYPO: 'TYPO',
} as const;
export type SimilarityReason = keyof typeof SimilarityReason;

/** How sure it is that names are one. */
export const Certainty = { HIGH: 'HIGH', MEDIUM: 'MEDIUM', LOW: 'LOW' } as const;
export type Certainty = keyof typeof Certainty;

/** Names of a column that are probably one entity, for a person to decide. */
export interface EntityProposal {
  /** By value (rows, where none was given) descending, then code point. */
  names: ProposedName[];
  reasons: SimilarityReason[];
  certainty: Certainty;
  /** Of all names together. */
  value: number;
  rowCount: number;
  /** In percent of the total of all rows, as `share` of each name; null where the total is not above zero. */
  share: number | null;
}

export interface ProposedName {
  name: string;
  value: number;
  rowCount: number;
  share: number | null;
}
