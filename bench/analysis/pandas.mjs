import { spawnSync } from 'node:child_process';

/** The same measures by hand, from a frame in memory: nothing is exact, compared by name, warned about or stored. */
const SCRIPT = `
import resource, sys, time
import numpy as np
import pandas as pd
rows = pd.read_csv(sys.argv[1], parse_dates=["paid"])

def measures(values):
    ranked = values.sort_values(ascending=False)
    total = ranked.sum()
    shares = 100 * ranked / total
    cumulative = shares.cumsum()
    n = len(ranked)
    hhi = (shares ** 2).sum()
    gini = (2 * ranked.cumsum().sum() - (n + 1) * total) / (n * total)
    reaching = [int(np.searchsorted(cumulative.to_numpy(), threshold)) + 1 for threshold in (10, 20, 50)]
    top = [cumulative.iloc[min(n, count) - 1] for count in (1, 5, 10, 20, 50)]
    return total, hhi, 10000 / hhi, gini, reaching, top, shares.head(50), cumulative.head(50)

start, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
month = rows["paid"].dt.year * 12 + rows["paid"].dt.month
grouped = rows.groupby([month, "entity"])["amount"].sum()
periods, before = [], None
for period, values in grouped.groupby(level=0):
    values = values.droplevel(0)
    if before is not None:
        entered, left = values.index.difference(before.index), before.index.difference(values.index)
        change = values[entered].sum(), before[left].sum(), values[entered].nlargest(20), before[left].nlargest(20)
    periods.append(measures(values))
    before = values
measures(rows.groupby("entity")["amount"].sum())
now = resource.getrusage(resource.RUSAGE_SELF)
cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
print((time.perf_counter() - start) * 1000, cpu * 1000, now.ru_maxrss / 1024)
`;

/** The first question with pandas (Debian: python3-pandas); null without it. */
export function pandas(path) {
  const { status, stdout } = spawnSync('/usr/bin/python3', ['-c', SCRIPT, path]);
  if (status !== 0) return null;
  const [ms, cpuMs, peakMb] = stdout.toString().split(' ').map(Number);
  return { ms, cpuMs, peakMb, lagP99Ms: Number.NaN, lagMaxMs: Number.NaN };
}
