import { expect } from 'vitest';
import { readCsvTable, readWorkbookTable, selectionOf, type Table } from './artifact-tables.js';
import { expectAlike } from './expect-alike.js';

/** The three files of an analysis say what its answer says, number by number. */
// biome-ignore lint/suspicious/noExplicitAny: an answer of any shape
export async function expectSameFiles({ artifacts, total, byPeriod }: any) {
  const file = async (format: string) => {
    const response = await fetch(artifacts.find((artifact: { format: string }) => artifact.format === format).url);
    expect(response.status).toBe(200);
    return response;
  };
  const json = await (await file('JSON')).json();
  const withoutMessages = JSON.parse(JSON.stringify(json), (key, value) =>
    key === 'problem' && value !== null ? { code: value.code } : NOT_ASKED.includes(key) ? undefined : value,
  );
  expect({ total: withoutMessages.total, byPeriod: withoutMessages.byPeriod }).toEqual({ total, byPeriod });
  const csv = readCsvTable(await (await file('CSV')).text());
  expect(csv).toEqual(tableOf([...byPeriod, total]));
  const workbook = await readWorkbookTable(await (await file('XLSX')).arrayBuffer());
  expectAlike(plain(workbook), plain(selectionOf(csv, { hasPeriods: byPeriod.length > 0 })), 'workbook');
}

/** Fields of the file that the query does not select. */
const NOT_ASKED = ['lorenz', 'assignedTotal', 'assignedTotalExact', 'unassigned', 'measuresProblem', 'parts'];

const plain = (table: Table) => Object.fromEntries([...table].map(([period, of]) => [period, Object.fromEntries(of)]));

/** An answer as the CSV has it, written down here once more. */
// biome-ignore lint/suspicious/noExplicitAny: an answer of any shape
function tableOf(periods: any[]): Table {
  const numbers = (count: number | null = null, value: number | null = null, share: number | null = null) => [
    ...[count, value, share],
  ];
  return new Map(
    periods.map((of) => {
      const rows: [string, (number | null)[]][] = [
        ['rows', numbers(of.rowCount)],
        ['entities', numbers(of.entityCount)],
        ['total', numbers(null, of.total)],
        ['hhi', numbers(null, of.hhi)],
        ['gini', numbers(null, of.gini)],
        ['effective_entities', numbers(null, of.effectiveEntities)],
      ];
      for (const { threshold, within, reaching, topPercent } of of.thresholds) {
        for (const [name, part] of Object.entries({ within, reaching, top_percent: topPercent })) {
          rows.push([`${name} ${threshold}`, numbers(part.count, part.value, part.share)]);
        }
      }
      for (const { n, count, value, share } of of.top) rows.push([`top_n ${n}`, numbers(count, value, share)]);
      for (const { name, count, value, share } of of.classes)
        rows.push([`class ${name}`, numbers(count, value, share)]);
      for (const { entity, value, share } of of.head) rows.push([`entity ${entity}`, numbers(1, value, share)]);
      const { change } = of;
      if (change !== null) {
        rows.push([`change_total ${change.previous}`, numbers(null, change.total, change.totalPercent)]);
        rows.push([`change_hhi ${change.previous}`, numbers(null, change.hhi)]);
        rows.push([`change_entered ${change.previous}`, numbers(change.entered, change.enteredValue)]);
        rows.push([`change_left ${change.previous}`, numbers(change.left, change.leftValue)]);
        for (const { entity, value } of change.enteredEntities)
          rows.push([`entered_entity ${entity}`, numbers(1, value)]);
        for (const { entity, value } of change.leftEntities) rows.push([`left_entity ${entity}`, numbers(1, value)]);
      }
      return [of.period, new Map(rows)];
    }),
  );
}
