/**
 * An independent reading of docs/semantics.md §4: a plain loop over rows with BigInt fractions, no SQL, no Arquero and none
 * of the code under test. Slow on purpose.
 */
export interface OracleRow {
  period: string | null;
  entity: string | null;
  /** Decimal text; null where there is no value. */
  value: string | null;
}

export interface Rational {
  n: bigint;
  d: bigint;
}

export interface OraclePeriod {
  rowCount: number;
  entities: { name: string; value: Rational }[];
  total: Rational;
  within(percent: string): number;
  reaching(percent: string): number;
  topPercent(percent: string): number;
  hhi(): Rational;
  gini(): Rational;
}

/** Exact value of `-12.50` and the like. */
export function rational(text: string): Rational {
  const [whole = '', digits = ''] = text.split('.');
  return { n: BigInt(whole + digits), d: 10n ** BigInt(digits.length) };
}

const add = (a: Rational, b: Rational): Rational => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
const compare = (a: Rational, b: Rational): number => {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};
const times = (a: Rational, b: Rational): Rational => ({ n: a.n * b.n, d: a.d * b.d });

/** To about 17 digits: for comparisons within 1e-12, not to the bit. */
export function approximately({ n, d }: Rational): number {
  const sign = n < 0n !== d < 0n ? -1 : 1;
  const [top, bottom] = [n < 0n ? -n : n, d < 0n ? -d : d];
  if (top === 0n) return 0;
  const digits = 40 + bottom.toString().length - top.toString().length;
  const quotient = digits >= 0 ? (top * 10n ** BigInt(digits)) / bottom : top / (bottom * 10n ** BigInt(-digits));
  return sign * Number(`${quotient}e${-digits}`);
}

export function oracle(rows: readonly OracleRow[]): OraclePeriod {
  const sums = new Map<string, Rational>();
  let rowCount = 0;
  for (const { entity, value } of rows) {
    if (value === null) continue;
    rowCount++;
    const name = entity ?? '(blank)';
    sums.set(name, add(sums.get(name) ?? { n: 0n, d: 1n }, rational(value)));
  }
  const entities = [...sums]
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => compare(b.value, a.value) || byCodePoint(a.name, b.name));
  const total = entities.reduce((sum, { value }) => add(sum, value), { n: 0n, d: 1n });
  const prefix = entities.map((_, k) =>
    entities.slice(0, k + 1).reduce((s, { value }) => add(s, value), { n: 0n, d: 1n }),
  );
  const hundred = { n: 100n, d: 1n };
  // c_k compared with X as 100·sum against X·total; total is above zero wherever these are asked.
  const against = (sum: Rational, percent: string) => compare(times(hundred, sum), times(rational(percent), total));
  const n = entities.length;
  return {
    rowCount,
    entities,
    total,
    within(percent) {
      let k = 0;
      while (k < n && against(prefix[k]!, percent) <= 0) k++;
      return Math.max(k, 1);
    },
    reaching(percent) {
      let k = 0;
      while (against(prefix[k]!, percent) < 0) k++;
      return k + 1;
    },
    topPercent(percent) {
      const { n: top, d: bottom } = rational(percent);
      let k = 0;
      while (BigInt(k) * 100n * bottom < BigInt(n) * top) k++;
      return k;
    },
    hhi() {
      const squares = entities.reduce((sum, { value }) => add(sum, times(value, value)), { n: 0n, d: 1n });
      return { n: squares.n * 10_000n * total.d * total.d, d: squares.d * total.n * total.n };
    },
    gini() {
      const ascending = [...entities].reverse();
      const weighted = ascending.reduce(
        (sum, { value }, index) => add(sum, times({ n: BigInt(2 * (index + 1) - n - 1), d: 1n }, value)),
        { n: 0n, d: 1n },
      );
      return { n: weighted.n * total.d, d: weighted.d * total.n * BigInt(n) };
    },
  };
}

function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = left[index]!.codePointAt(0)! - right[index]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
