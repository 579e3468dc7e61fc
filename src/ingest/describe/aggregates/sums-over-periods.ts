import { setImmediate as nextTurn } from 'node:timers/promises';

/** The value of a name in a period. */
export interface PeriodValue {
  period: number;
  name: number;
  value: number;
}

const MIN_PERIODS = 3;
const MIN_SHARE_OF_PERIODS = 0.8;
/** Fewer others equal a sum by chance: 50, 30, 20. */
const MIN_OTHERS = 3;
const RELATIVE_TOLERANCE = 1e-6;
const VALUES_PER_TURN = 5000;

/**
 * The names whose value is, in at least 80 % of at least three periods, the sum of all others or of an adjacent run of at
 * least three others (docs/semantics.md §1, "possible aggregates"). The same value in each period is one coincidence, not many.
 * @param values by period, and within a period in the order of the file
 */
export async function sumsOverPeriods(values: readonly PeriodValue[]): Promise<Set<number>> {
  const seen = new Map<number, number>();
  const equal = new Map<number, Set<number>>();
  const hits = new Map<number, number>();
  for (let start = 0, turn = 0; start < values.length; ) {
    let end = start;
    while (end < values.length && values[end]!.period === values[start]!.period) end++;
    const group = values.slice(start, end);
    if (group.length > MIN_OTHERS) {
      for (const { name } of group) seen.set(name, (seen.get(name) ?? 0) + 1);
      for (const { name, value } of sumsAmong(group)) {
        hits.set(name, (hits.get(name) ?? 0) + 1);
        equal.set(name, (equal.get(name) ?? new Set()).add(value));
      }
    }
    if (end - turn > VALUES_PER_TURN) {
      await nextTurn();
      turn = end;
    }
    start = end;
  }
  const found = new Set<number>();
  for (const [name, count] of hits) {
    const isOften = count >= MIN_PERIODS && count >= MIN_SHARE_OF_PERIODS * seen.get(name)!;
    if (isOften && equal.get(name)!.size >= MIN_PERIODS) found.add(name);
  }
  return found;
}

/** The values of a period that are sums. */
function sumsAmong(group: readonly PeriodValue[]): PeriodValue[] {
  const total = group.reduce((sum, { value }) => sum + value, 0);
  const places = [0];
  for (const { value } of group) places.push(places.at(-1)! + value);
  return group.filter(({ value }, index) => {
    if (value <= 0) return false;
    const agrees = (sum: number) => Math.abs(sum - value) <= RELATIVE_TOLERANCE * value;
    return agrees(total - value) || hasRun(places, index, agrees);
  });
}

/** Whether a run directly after or before the value has a sum that agrees. Runs are searched as far as sums may grow. */
function hasRun(places: readonly number[], index: number, agrees: (sum: number) => boolean): boolean {
  for (let end = index + 1 + MIN_OTHERS; end < places.length && end <= index + MAX_RUN; end++) {
    if (agrees(places[end]! - places[index + 1]!)) return true;
  }
  for (let start = index - MIN_OTHERS; start >= 0 && start >= index - MAX_RUN; start--) {
    if (agrees(places[index]! - places[start]!)) return true;
  }
  return false;
}

/** Others in a run. It bounds the work of periods with many names. */
const MAX_RUN = 60;
