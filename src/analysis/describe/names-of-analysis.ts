import type { Connection } from '../../duckdb/connection.js';
import { parquetSql } from '../../duckdb/quote.js';
import { type NameShare, nameWarnings } from '../../entities/name-warnings.js';
import type { EntityMapping } from '../../model/entity-mapping.js';
import type { Warning } from '../../model/schema.js';
import type { Groups } from '../group/groups.js';
import { holdsCodes } from '../group/merge-spellings.js';
import type { ResolvedRequest } from '../parameters/parameters.js';

/** Whether the entities are names that may need warnings: not parents, tuples, numbers or codes. */
export function hasNamesToCheck({ parameters: { level } }: ResolvedRequest, { columns }: Groups): boolean {
  return columns.length === 1 && columns[0]!.matching === 'FOLDED' && level !== 'PARENT';
}

/** Warnings about the names of the largest entities. @param names those with at least MIN_NAME_SHARE */
export async function warningsAboutNames(
  connection: Connection,
  parquetPath: string,
  { groupBy }: ResolvedRequest,
  names: readonly NameShare[],
  mapping: EntityMapping | null,
): Promise<Warning[]> {
  const column = groupBy[0]!.name;
  const warnings = nameWarnings({ column, names: [...names], mapping });
  // Asked last: it reads the whole column.
  return warnings.length === 0 || (await holdsCodes(connection, { rows: parquetSql(parquetPath), column }))
    ? []
    : warnings;
}
