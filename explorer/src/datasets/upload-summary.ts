import { count } from '../format/numbers.js';
import type { Upload } from './uploads.js';

/** Several files in a few words, failures first: "3 of 9 failed, 2 being read". */
export function uploadSummary(uploads: readonly Pick<Upload, 'state'>[]): string {
  const of = (...kinds: Upload['state']['kind'][]) => uploads.filter(({ state }) => kinds.includes(state.kind)).length;
  const failed = of('failed');
  const waiting = of('queued', 'sending', 'reading');
  const all = count(uploads.length);
  const parts = [
    failed > 0 ? `${count(failed)} of ${all} failed` : undefined,
    waiting > 0 ? `${count(waiting)}${failed > 0 ? '' : ` of ${all}`} being read` : undefined,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(', ') : `All ${all} are ready`;
}

/** Order of a list of uploads: failed ones, then those in progress, then those that are ready. */
export function failedFirst(a: Pick<Upload, 'state'>, b: Pick<Upload, 'state'>): number {
  return urgency(a) - urgency(b);
}

function urgency({ state }: Pick<Upload, 'state'>): number {
  if (state.kind === 'failed') return 0;
  return state.kind === 'done' ? 2 : 1;
}
