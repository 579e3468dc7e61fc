import type { Certainty, SimilarityReason } from '../../../clients/typescript/generated/graphql.js';

/** What two names differ in, to complete "They differ in …". */
export const reasonWords: Record<SimilarityReason, string> = {
  PUNCTUATION: 'punctuation',
  ACCENTS: 'accents',
  LEGAL_FORM: 'the legal form',
  WORD_ORDER: 'the order of words',
  WORD_BREAKS: 'spaces',
  TYPO: 'one letter',
};

export const certaintyWords: Record<Certainty, string> = {
  HIGH: 'very likely one',
  MEDIUM: 'likely one',
  LOW: 'possibly one',
};
