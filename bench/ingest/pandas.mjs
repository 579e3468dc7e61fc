import { spawnSync } from 'node:child_process';

/** What an analyst writes for this one file: every column and form is named, nothing is detected or accounted for. */
const SCRIPT = `
import resource, sys, time
import pandas as pd
start, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
rows = pd.read_csv(sys.argv[1], dtype={"Invoice": "string", "Customer": "string", "Region": "string"}, na_values=["n/a"])
rows["Order date"] = pd.to_datetime(rows["Order date"], format="%d/%m/%Y")
for name in ["Customer", "Region", "Invoice"]:
    rows[name] = rows[name].str.strip()
amount = rows["Amount"]
number = pd.to_numeric(amount.str.replace("[$,()]", "", regex=True))
rows["Amount"] = number.where(~amount.str.startswith("(", na=False), -number)
now = resource.getrusage(resource.RUSAGE_SELF)
cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
print((time.perf_counter() - start) * 1000, cpu * 1000, now.ru_maxrss / 1024)
`;

/** Reads and cleans the messy file with pandas (Debian: python3-pandas); null without it. */
export function pandas(path) {
  const { status, stdout } = spawnSync('/usr/bin/python3', ['-c', SCRIPT, path]);
  if (status !== 0) return null;
  const [ms, cpuMs, peakMb] = stdout.toString().split(' ').map(Number);
  return { ms, cpuMs, peakMb, lagP99Ms: Number.NaN, lagMaxMs: Number.NaN };
}
