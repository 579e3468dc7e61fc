import { numbersOf } from '../../../duckdb/first-row.js';
import type { Finding, FindWarnings } from './warning-kind.js';

/** A code as a spreadsheet shows it when it took it for a number. */
const WITH_EXPONENT = '[0-9](?:[.,][0-9]+)?[eE][+][0-9]{2}';

/** Codes such as `4.68E+17`, whose last digits a spreadsheet dropped: different codes may look alike. */
export const digitsLost: FindWarnings = async ({ connection, raw, planned }) => {
  const findings: Finding[] = [];
  for (const { name, reading } of planned) {
    const example = reading.samples.find((cell) => new RegExp(`^${WITH_EXPONENT}$`).test(cell));
    const isCode = reading.meaning.identifier || reading.meaning.account;
    if (reading.kind !== 'TEXT' || !isCode || example === undefined) continue;
    const [count] = await numbersOf(
      connection,
      `SELECT count(*) FILTER (regexp_full_match(${reading.raw}, '${WITH_EXPONENT}')) FROM ${raw.table}`,
    );
    const message = `In "${name}" codes such as "${example}" lost their last digits before the upload, so that different codes may look alike. Export them from their source as text.`;
    findings.push({ message, column: name, count: count! });
  }
  return findings;
};
