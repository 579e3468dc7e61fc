import type { Connection } from '../../duckdb/connection.js';
import type { BridgeAgainst } from '../../model/bridge.js';
import { periodsOfYear } from '../../period/fiscal-year.js';
import { comparedPeriod, firstCovered, hasOverlaps, type PeriodScheme } from '../../period/period-scheme.js';
import { EARLIER, type PeriodGroups, TOTAL, UNKNOWN } from './period-groups.js';

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

/** Adds to each period, in order, the ones that it is compared with and bridged from. */
export function withPrevious(
  periods: readonly PeriodGroups[],
  scheme: PeriodScheme | null,
  against: BridgeAgainst | undefined,
): PeriodGroups[] {
  const listed = new Set(periods.map(({ period }) => period));
  const compared = periods.map(({ period }, index) => {
    // UNKNOWN is no point in time. In the list, periods may be missing between two.
    if (scheme === null || period >= UNKNOWN) return null;
    const previous = comparedPeriod(scheme, period) ?? periods[index - 1]?.period ?? null;
    return previous !== null && listed.has(previous) ? previous : null;
  });
  const bridged = periods.map(({ period }, index) => {
    if (scheme === null || period >= UNKNOWN || against !== 'YEAR_BEFORE') return compared[index]!;
    const yearBefore = period - periodsOfYear(scheme.grain)!;
    return listed.has(yearBefore) ? yearBefore : null;
  });
  const isBridged = new Set(bridged);
  return periods.map((each, index) => ({
    ...each,
    previous: compared[index]!,
    bridge:
      scheme === null || against === undefined || each.period >= UNKNOWN
        ? null
        : {
            previous: bridged[index]!,
            isPrevious: isBridged.has(each.period),
            firstCovered: firstCovered(scheme, each.period),
          },
  }));
}

/**
 * Adds the entities of rows before all periods of the answer to the groups by spelling, as groups of the period EARLIER, so
 * that their names are matched as all others are.
 */
export async function addEarlier(
  connection: Connection,
  { source, keys, number, sumCount }: { source: string; keys: readonly string[]; number: string; sumCount: number },
): Promise<void> {
  await connection.run(
    `INSERT INTO concentration_spelled
     SELECT ${EARLIER}, ${keys.join(', ')}, 0, 0${', 0'.repeat(sumCount)} FROM ${source} WHERE ${number} IS NOT NULL GROUP BY ALL`,
  );
}

/** Takes the groups of EARLIER out again. @returns the ids of their entities */
export async function takeEarlier(connection: Connection, hasLeftOut: boolean): Promise<Int32Array> {
  const found = await connection.runAndReadAll(
    `SELECT DISTINCT entity FROM concentration_groups WHERE period = ${EARLIER}`,
  );
  const entities = Int32Array.from(found.getRowsJS() as [number][], ([entity]) => entity);
  const leftOut = hasLeftOut ? ['concentration_left_out'] : [];
  for (const table of ['concentration_groups', 'concentration_unassigned', ...leftOut]) {
    await connection.run(`DELETE FROM ${table} WHERE period = ${EARLIER}`);
  }
  return entities;
}
