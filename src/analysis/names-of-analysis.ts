import type { Connection } from '../duckdb/connection.js';
import { parquetSql } from '../duckdb/quote.js';
import { MIN_NAME_SHARE, type NameShare, nameWarnings } from '../entities/name-warnings.js';
import type { EntityMapping } from '../model/entity-mapping.js';
import type { Warning } from '../model/schema.js';
import { quotient } from './fraction.js';
import { entityTable, type Groups, TOTAL } from './group-rows.js';
import { holdsCodes } from './merge-spellings.js';
import type { ResolvedRequest } from './parameters.js';

/** So many at most have MIN_NAME_SHARE of the total, where no value is negative. */
const MAX_NAMES = 5000;

/** Warnings about the names of the largest entities, where these are names: not parents, tuples, numbers or codes. */
export async function warningsAboutNames(
  connection: Connection,
  parquetPath: string,
  { parameters: { level }, groupBy }: ResolvedRequest,
  groups: Groups,
  mapping: EntityMapping | null,
): Promise<Warning[]> {
  const [grouped, ...others] = groups.columns;
  if (grouped?.matching !== 'FOLDED' || others.length > 0 || level === 'PARENT') return [];
  const names = await largeNames(connection, groups);
  const warnings = nameWarnings({ column: grouped.name, names, mapping });
  const rows = parquetSql(parquetPath);
  // Asked last: it reads the whole column.
  return warnings.length === 0 || (await holdsCodes(connection, { rows, column: groupBy[0]!.name })) ? [] : warnings;
}

async function largeNames(connection: Connection, groups: Groups): Promise<NameShare[]> {
  const { table } = entityTable(groups);
  const { digits } = groups.measure;
  const unassigned = groups.periods.find(({ period }) => period === TOTAL)?.unassigned.units ?? 0n;
  const summed = await connection.runAndReadAll(
    `SELECT coalesce(${digits('sum(units)')}, '0') FROM concentration_groups WHERE period = ${TOTAL}`,
  );
  const total = BigInt(summed.getRowsJS()[0]?.[0] as string) + unassigned;
  if (total <= 0n) return [];
  const largest = await connection.runAndReadAll(
    `SELECT text, ${digits('units')} FROM concentration_groups JOIN ${table} AS entities ON entities.id = entity
     WHERE period = ${TOTAL} AND units > 0 ORDER BY units DESC, text LIMIT ${MAX_NAMES}`,
  );
  return (largest.getRowsJS() as [string, string][])
    .map(([name, units]) => ({ name, share: quotient(100n * BigInt(units), total) }))
    .filter(({ share }) => share >= MIN_NAME_SHARE);
}
