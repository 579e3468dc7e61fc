import type { NormalizationOptions } from '../schema/dataset.input.js';
import type * as model from '../src/model/dataset.js';

/** The options that are set: clients write null for "not set". */
export function readingOptions(input: NormalizationOptions | null | undefined): model.NormalizationOptions {
  const { subtotals, ...options } = input ?? {};
  const set = Object.fromEntries(Object.entries(options).filter(([, value]) => value != null));
  return subtotals == null ? set : { ...set, leaveOutSubtotals: subtotals === 'LEAVE_OUT' };
}
