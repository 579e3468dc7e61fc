import type { Connection } from '../duckdb/connection.js';
import { comparedPeriod, firstCovered, hasOverlaps, type PeriodScheme } from '../period/period-scheme.js';
import { type PeriodGroups, TOTAL, UNKNOWN } from './period-groups.js';

/**
 * Makes of groups by month, quarter or year (`concentration_groups`, `concentration_unassigned`) the groups of rolling
 * windows or years to date, and those of TOTAL, in which each row counts once: sums of groups, so that no row is read again.
 * Each period ends with one that can have rows, from the first that has some to the last, within the scheme's limits.
 */
export async function expandPeriods(
  connection: Connection,
  scheme: PeriodScheme,
  { sums, hasLeftOut }: GroupTables,
): Promise<void> {
  if (!hasOverlaps(scheme)) return hasLeftOut ? sumLeftOut(connection) : undefined;
  const tables = {
    concentration_groups: { columns: 'entity, ', sums },
    concentration_unassigned: { columns: '', sums },
    ...(hasLeftOut ? { concentration_left_out: { columns: 'entity, ', sums: [] } } : {}),
  };
  const all = Object.keys(tables).map((table) => `SELECT period FROM ${table}`);
  const known = await connection.runAndReadAll(
    `SELECT min(period), max(period) FROM (${all.join(' UNION ALL ')}) WHERE period < ${UNKNOWN}`,
  );
  const [first, last] = known.getRowsJS()[0] as [number | null, number | null];
  const ends: string[] = [];
  if (first !== null && last !== null) {
    for (let period = Math.max(first, scheme.from ?? first); period <= Math.min(last, scheme.to ?? last); period++) {
      ends.push(`(${period}, ${Math.max(first, firstCovered(scheme, period))})`);
    }
  }
  await connection.run(
    ends.length === 0
      ? 'CREATE OR REPLACE TEMP TABLE concentration_covers (period INTEGER, covered INTEGER)'
      : `CREATE OR REPLACE TEMP TABLE concentration_covers AS
         SELECT period, unnest(range(first, period + 1))::INTEGER AS covered
         FROM (VALUES ${ends.join(', ')}) AS ends(period, first)`,
  );
  for (const [table, { columns, sums: more }] of Object.entries(tables)) {
    const moreSummed = more.map((name) => `, sum(${name}) AS ${name}`).join('');
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE concentration_expanded AS
       SELECT covers.period, ${columns} sum(units) AS units, sum(row_count)::BIGINT AS row_count${moreSummed}
       FROM ${table} AS groups JOIN concentration_covers AS covers ON covers.covered = groups.period GROUP BY ALL
       UNION ALL
       SELECT period, ${columns} units, row_count${more.map((name) => `, ${name}`).join('')} FROM ${table} WHERE period = ${UNKNOWN}
       UNION ALL
       SELECT ${TOTAL}, ${columns} sum(units), sum(row_count)::BIGINT${moreSummed} FROM ${table} GROUP BY ALL HAVING count(*) > 0`,
    );
    await connection.run(`DROP TABLE ${table}`);
    await connection.run(`ALTER TABLE concentration_expanded RENAME TO ${table}`);
  }
  await connection.run('DROP TABLE concentration_covers');
}

/** What is in the tables of groups. */
export interface GroupTables {
  /** Further columns of `concentration_groups` and `concentration_unassigned` that are sums. */
  sums: readonly string[];
  /** Whether there is `concentration_left_out` (select-entities.ts). */
  hasLeftOut: boolean;
}

/** The other tables have no groups of TOTAL where these are the sums of all periods. */
async function sumLeftOut(connection: Connection): Promise<void> {
  await connection.run(
    `INSERT INTO concentration_left_out
     SELECT ${TOTAL}, entity, sum(units), sum(row_count) FROM concentration_left_out GROUP BY entity`,
  );
}

/** Adds to each period, in order, the one that it is compared with. */
export function withPrevious(periods: readonly PeriodGroups[], scheme: PeriodScheme | null): PeriodGroups[] {
  const listed = new Set(periods.map(({ period }) => period));
  return periods.map((each, index) => {
    // UNKNOWN is no point in time. In the list, periods may be missing between two.
    if (scheme === null || each.period >= UNKNOWN) return { ...each, previous: null };
    const compared = comparedPeriod(scheme, each.period) ?? periods[index - 1]?.period ?? null;
    return { ...each, previous: compared !== null && listed.has(compared) ? compared : null };
  });
}
