import { numbersOf } from '../../../duckdb/first-row.js';
import { percentage } from '../../../model/text.js';
import { isNameOfNothingSql } from '../../cells/cell.js';
import type { Finding, FindWarnings } from './warning-kind.js';

/** From this share of the rows on, they are hardly all names. */
const MIN_SHARE = 0.05;

/** Text columns with many `None`, `Null`, `Nan` or `Na`, which are names and also what programs write for a missing value. */
export const nullLikeNames: FindWarnings = async ({ connection, raw, planned }) => {
  const findings: Finding[] = [];
  for (const { name, reading } of planned) {
    if (reading.kind !== 'TEXT' || reading.sampledNames < MIN_SHARE / 2) continue;
    const [count] = await numbersOf(
      connection,
      `SELECT count(*) FILTER (${isNameOfNothingSql(reading.cell)}) FROM ${raw.table}`,
    );
    if (count! < raw.rowCount * MIN_SHARE) continue;
    const message = `${percentage(count! / raw.rowCount)} of the cells in "${name}" are "None", "Null", "Nan" or "Na". They count as names; if a program wrote them for a missing value, leave them blank in the file.`;
    findings.push({ message, column: name, count: count! });
  }
  return findings;
};
