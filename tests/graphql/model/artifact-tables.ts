import exceljs from 'exceljs';

/** Numbers of a period by measure, as a CSV or a workbook has them: `within 50` → [count, value, share in percent]. */
export type Table = Map<string, Map<string, (number | null)[]>>;

/** The tidy CSV, read by RFC 4180. */
export function readCsvTable(csv: string): Table {
  const [, ...rows] = [...csv.matchAll(/((?:"(?:[^"]|"")*"|[^,\n"]*)(?:,(?:"(?:[^"]|"")*"|[^,\n"]*))*)\n/g)].map(
    ([, line]) =>
      [...line!.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!,
      ),
  );
  const table: Table = new Map();
  for (const [period, measure, parameter, ...numbers] of rows) {
    note(
      table,
      period!,
      // What a spreadsheet would run has an apostrophe in front.
      `${measure} ${parameter!.replace(/^'(?=[=+@-])/, '')}`.trim(),
      numbers.map((text) => (text === '' ? null : Number(text))),
    );
  }
  return table;
}

const inPercent = (fraction: unknown) => (typeof fraction === 'number' ? 100 * fraction : null);

/** What a cell shows: the result of a formula, a period as the API names it. */
function shown(cell: exceljs.Cell): unknown {
  const value = cell.value instanceof Object && 'result' in cell.value ? cell.value.result : cell.value;
  if (value === 'Total') return 'TOTAL';
  if (value === 'No period') return 'UNKNOWN';
  if (!(value instanceof Date)) return value ?? null;
  const day = value.toISOString().slice(0, 10);
  return cell.numFmt === 'mmm yyyy' ? `${day.slice(0, 5)}M${day.slice(5, 7)}` : day;
}

/**
 * By period, Ranking (the head of TOTAL) and Changes of the workbook, in the names of the CSV; shares in percent as there.
 * The workbook has a selection: of a threshold how many entities reach it, of the largest N value and share.
 */
export async function readWorkbookTable(bytes: ArrayBuffer): Promise<Table> {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load(bytes);
  const table: Table = new Map();
  const rowsOf = (name: string): Map<string, unknown>[] => {
    const sheet = workbook.getWorksheet(name);
    const header = ((sheet?.getRow(1).values ?? []) as string[]).slice(1);
    return (sheet?.getRows(2, sheet.rowCount - 1) ?? []).map(
      (row) => new Map(header.map((title, index) => [title, shown(row.getCell(index + 1))])),
    );
  };
  for (const of of rowsOf('By period')) {
    const period = String(of.get('Period'));
    const number = (title: string) => of.get(title) as number | null;
    note(table, period, 'rows', [number('Rows')]);
    note(table, period, 'entities', [number('Entities')]);
    note(table, period, 'total', [null, number('Total')]);
    note(table, period, 'hhi', [null, number('HHI')]);
    note(table, period, 'gini', [null, number('Gini')]);
    note(table, period, 'effective_entities', [null, number('Effective entities')]);
    for (const [title, value] of of) {
      const [, threshold] = /^Entities to reach ([\d.]+) %$/.exec(title) ?? [];
      if (threshold !== undefined && value !== null) note(table, period, `reaching ${threshold}`, [value as number]);
      const [, n] = /^Top (\d+)$/.exec(title) ?? [];
      // A period without shares has empty cells.
      if (n !== undefined && value !== null) {
        note(table, period, `top_n ${n}`, [null, number(`Top ${n}: value`), inPercent(value)]);
      }
    }
    const previous = of.get('Compared with');
    if (previous === null) continue;
    note(table, period, `change_total ${previous}`, [
      null,
      number('Change of total'),
      inPercent(of.get('Change in percent')),
    ]);
    note(table, period, `change_hhi ${previous}`, [null, number('Change of HHI')]);
    note(table, period, `change_entered ${previous}`, [number('Entered'), number('Entered: value')]);
    note(table, period, `change_left ${previous}`, [number('Left'), number('Left: value')]);
  }
  for (const of of rowsOf('Ranking')) {
    if (of.get('Rank') === null || !of.has('Entity')) continue;
    const share = inPercent(of.get('Share'));
    note(table, 'TOTAL', `entity ${of.get('Entity')}`, [1, of.get('Value') as number, share]);
  }
  for (const of of rowsOf('Changes')) {
    const [period, , what, , entity, value] = [...of.values()];
    note(table, String(period), `${String(what).toLowerCase()}_entity ${entity}`, [1, value as number]);
  }
  return table;
}

/** What the workbook has of the CSV, in the form of readWorkbookTable. */
export function selectionOf(csv: Table, { hasPeriods }: { hasPeriods: boolean }): Table {
  const selected: Table = new Map();
  for (const [period, measures] of csv) {
    for (const [measure, numbers] of measures) {
      const [name] = measure.split(' ');
      const [count, value, share] = numbers;
      if (name === 'entity' ? period !== 'TOTAL' : !hasPeriods) continue;
      if (name === 'reaching') note(selected, period, measure, [count!]);
      else if (name === 'top_n') note(selected, period, measure, [null, value!, share!]);
      else if (!NOT_SHOWN.includes(name!)) note(selected, period, measure, numbers);
    }
  }
  return selected;
}

/** Of classes, Ranking has the letter of each entity. */
const NOT_SHOWN = ['within', 'top_percent', 'assigned_total', 'unassigned', 'class'];

function note(table: Table, period: string, measure: string, numbers: (number | null)[]): void {
  if (!table.has(period)) table.set(period, new Map());
  table.get(period)!.set(
    measure,
    [0, 1, 2].map((index) => numbers[index] ?? null),
  );
}
