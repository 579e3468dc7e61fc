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

const MEASURES: Record<string, string> = {
  ...{ 'Within %': 'within', 'Reaching %': 'reaching', 'Top % of entities': 'top_percent', Top: 'top_n' },
};
const PARTS = ['entities', 'value', 'share'];
const inPercent = (fraction: unknown) => (typeof fraction === 'number' ? 100 * fraction : null);

/** Summary, Entities and Changes of the workbook, in the names of the CSV; shares in percent as there. */
export async function readWorkbookTable(bytes: ArrayBuffer): Promise<Table> {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load(bytes);
  const table: Table = new Map();
  const rowsOf = (name: string) => {
    const [header = [], ...rows] = (workbook.getWorksheet(name)?.getSheetValues() ?? []).slice(1) as unknown[][];
    return rows.map((row) => header.map((title, index) => [String(title), row[index] ?? null] as const).slice(1));
  };
  for (const cells of rowsOf('Summary')) {
    const of = new Map(cells);
    const period = String(of.get('Period'));
    const number = (title: string) => of.get(title) as number | null;
    note(table, period, 'rows', [number('Rows')]);
    note(table, period, 'entities', [number('Entities')]);
    note(table, period, 'total', [null, number('Total')]);
    note(table, period, 'hhi', [null, number('HHI')]);
    note(table, period, 'gini', [null, number('Gini')]);
    note(table, period, 'effective_entities', [null, number('Effective entities')]);
    for (const [title, value] of cells) {
      const [, word, parameter, percent = '', part] =
        /^(\w+) ([\d.]+)( %(?: of entities)?)?: (entities|value|share)$/.exec(title) ?? [];
      // A period without shares has empty cells.
      if (word === undefined || number(title) === null) continue;
      const key = `${MEASURES[word + percent]} ${parameter}`;
      const numbers = table.get(period)!.get(key) ?? [null, null, null];
      numbers[PARTS.indexOf(part!)] = part === 'share' ? inPercent(value) : number(title);
      note(table, period, key, numbers);
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
  for (const cells of rowsOf('Entities')) {
    const [period, , entity, value, share] = cells.map(([, cell]) => cell);
    note(table, String(period), `entity ${entity}`, [1, value as number, inPercent(share)]);
  }
  for (const cells of rowsOf('Changes')) {
    const [period, , what, , entity, value] = cells.map(([, cell]) => cell);
    note(table, String(period), `${String(what).toLowerCase()}_entity ${entity}`, [1, value as number]);
  }
  return table;
}

function note(table: Table, period: string, measure: string, numbers: (number | null)[]): void {
  if (!table.has(period)) table.set(period, new Map());
  table.get(period)!.set(
    measure,
    [0, 1, 2].map((index) => numbers[index] ?? null),
  );
}
