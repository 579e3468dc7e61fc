import type { Analysis, PeriodConcentration } from '../model/analysis.js';
import { shortened } from '../model/text.js';

/** What an analysis says, in a sentence: `Customer: the 3 largest of 25 make up 52.4 % of Amount (€).`, or `of the rows`. */
export function headline({ total, source }: Analysis): string {
  const who = shortened(source.groupByHeader);
  if (total.problem !== null) {
    const why = source.valueHeader === null ? 'there are no rows' : 'the total is not above zero';
    return `${measuredBy(source)}: ${why}, so there are no shares.`;
  }
  const bucket = readAloud(total)?.reaching;
  if (bucket == null) return notReached(total, measuredBy(source));
  const share = `${bucket.share.toLocaleString('en-US', { maximumFractionDigits: 1 })} % of ${source.valueHeader === null ? 'the rows' : shortened(source.valueHeader)}`;
  const all = total.entityCount.toLocaleString('en-US');
  return bucket.count === 1
    ? `${who}: the largest of ${all} makes up ${share}.`
    : `${who}: the ${bucket.count.toLocaleString('en-US')} largest of ${all} make up ${share}.`;
}

/** `Amount (€) by Customer`, `Rows by Customer`. */
export function measuredBy({ groupByHeader, valueHeader }: Analysis['source']): string {
  return `${valueHeader === null ? 'Rows' : shortened(valueHeader)} by ${shortened(groupByHeader)}`;
}

function notReached({ entityCount, unassigned }: PeriodConcentration, what: string): string {
  const share = (unassigned.share ?? 0).toLocaleString('en-US', { maximumFractionDigits: 1 });
  return `${what}: ${share} % is assigned to none of ${entityCount.toLocaleString('en-US')}.`;
}

/** `2023-M01 to 2024-M12`; empty where there are no periods. */
export function periodRange({ byPeriod }: Analysis): string {
  const known = byPeriod.map(({ period }) => period).filter((period) => period !== 'UNKNOWN');
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined) return '';
  return first === last ? first : `${first} to ${last}`;
}

/** The threshold that is named: 50 where it was requested, else the largest below it, else the smallest. */
function readAloud({ thresholds }: PeriodConcentration) {
  return thresholds.findLast(({ threshold }) => threshold <= 50) ?? thresholds[0];
}
