/** Written for tests alone: calendar days as texts, counted one by one. */
const nextDay = (day: string) => {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
};

function daysBetween(from: string, to: string): number {
  let days = 0;
  for (let day = from; day < to; day = nextDay(day)) days++;
  return days;
}

function gapThatIsUsual(sorted: readonly string[], distance: (from: string, to: string) => number): number | undefined {
  const gaps: number[] = [];
  for (let at = 1; at < sorted.length; at++) gaps.push(distance(sorted[at - 1]!, sorted[at]!));
  // One exception from the second gap on, another from the 102nd on, …
  for (let others = gaps.length - 1; others > 0; others -= 100) gaps.splice(gaps.indexOf(Math.max(...gaps)), 1);
  return gaps.length === 0 ? undefined : Math.max(...gaps);
}

const monthsBetween = (from: string, to: string) => {
  let months = 0;
  for (let at = from.slice(0, 7); at < to.slice(0, 7); at = followingMonth(at)) months++;
  return months;
};

/** Of `2024-12`, `2025-01`. */
export function followingMonth(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number];
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

/** Whether dates fill a period, by the rule of docs/semantics.md §3. `from` and `to` are its first and last day. */
export function isPartialByHand(dates: readonly string[], from: string, to: string): boolean {
  const sorted = [...new Set(dates)].sort();
  const [first, last] = [sorted[0]!, sorted.at(-1)!];
  const gap = gapThatIsUsual(sorted, daysBetween);
  if (gap === undefined) return false;
  if (sorted.length >= 11 && gap < 28) {
    const length = daysBetween(from, nextDay(to));
    return [daysBetween(from, first), daysBetween(last, to)].some(
      (missing) => missing >= gap && missing >= 4 && (missing * 20 >= length || missing >= 28),
    );
  }
  const months = [...new Set(sorted.map((day) => `${day.slice(0, 7)}-01`))];
  const usual = gapThatIsUsual(months, monthsBetween) ?? 1;
  return [monthsBetween(from, first), monthsBetween(last, to)].some((missing) => missing >= 1 && missing >= usual);
}

/** Of `2024-02`, `2024-02-29`. */
export function lastDayOf(month: string): string {
  return new Date(Date.parse(`${followingMonth(month)}-01T00:00:00Z`) - 1).toISOString().slice(0, 10);
}
