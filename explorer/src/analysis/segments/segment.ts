import type { ExplorerSegmentsQuery } from '../../../../clients/typescript/generated/graphql.js';
import { plural } from '../../format/numbers.js';
import type { Condition } from '../filters/conditions.js';
import { addCondition } from '../filters/filter-state.js';
import type { Question } from '../question.js';

type Analysis = NonNullable<NonNullable<ExplorerSegmentsQuery['dataset']>['analysis']>;
export type SegmentAnswer = NonNullable<Analysis['segments']>[number];
export type Concentration = SegmentAnswer['concentration'];

/** A segment with its name and what it shows. */
export interface Segment {
  name: string;
  /** In percent of the total of all; null where that is not above zero. */
  share: number | null;
  concentration: Concentration;
  /** Keeps only its rows; undefined for those that no filter selects. */
  onOpen: (() => void) | undefined;
  /** What selects its rows; undefined where no condition does. */
  condition: Condition | undefined;
}

export function segmentOf(
  { kind, name, values, share, concentration }: SegmentAnswer,
  { question, splitBy, label }: { question: Question; splitBy: string; label: string },
): Segment {
  const shown = { share: share ?? null, concentration };
  if (kind === 'OTHER')
    return { ...shown, name: plural(values, 'other value'), onOpen: undefined, condition: undefined };
  const cell = kind === 'VALUE' ? (name ?? '') : null;
  const text = cell ?? 'blank';
  const condition: Condition = { kind: 'values', column: splitBy, values: [cell], isNot: false };
  return {
    ...shown,
    name: cell ?? '(blank)',
    onOpen: () => addCondition(question, condition, `Only rows where ${label} is ${text}.`),
    condition,
  };
}
