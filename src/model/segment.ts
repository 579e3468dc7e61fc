/** What a segment is: one value of `splitBy`, all values beyond the largest, or the rows without one. */
export const SegmentKind = { VALUE: 'VALUE', OTHER: 'OTHER', UNASSIGNED: 'UNASSIGNED' } as const;
export type SegmentKind = keyof typeof SegmentKind;
