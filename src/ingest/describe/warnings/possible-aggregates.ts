import { parquetSql, quoteIdentifier, quotePath, quoteText } from '../../../duckdb/quote.js';
import { type Column, MAX_WARNING_VALUES } from '../../../model/schema.js';
import { quantity, shortened } from '../../../model/text.js';
import { rowsInBatches } from '../../shape/rows-in-batches.js';
import { isGroupOfCountries, namesAll } from '../aggregates/aggregate-names.js';
import { isCountryCode, isCountryName } from '../aggregates/countries.js';
import { sumsOfSources } from '../aggregates/sums-of-sources.js';
import { type PeriodValue, sumsOverPeriods } from '../aggregates/sums-over-periods.js';
import type { DescribedTable, FindWarnings } from './warning-kind.js';

/** Names of countries or kinds are few; a column with more is one of customers, of whom none is an aggregate. */
const MAX_NAMES = 2000;
const MIN_NAMES = 4;
/** Columns of names, and amounts that are compared for each. They bound the work. */
const MAX_COLUMNS = 6;
const MAX_AMOUNTS = 2;
const MAX_VALUES = 100_000;
/** Share of country codes, and of names of countries, from which on a column is one of countries. */
const MIN_CODES = 0.5;
const MIN_COUNTRIES = 0.3;
const MAX_LISTED = 10;

/**
 * Names that may represent several others of their column, such as "World" among countries (docs/semantics.md §1, "possible
 * aggregates"). They stay in the data, and are named because they count twice.
 */
export const possibleAggregates: FindWarnings = async (table) => {
  const columns = table.columns
    .filter(({ dataType, timePart, cardinality, role }) => {
      const isName = dataType === 'STRING' && timePart === null && role !== 'IDENTIFIER';
      return isName && cardinality >= MIN_NAMES && cardinality <= MAX_NAMES;
    })
    .slice(0, MAX_COLUMNS);
  const findings = [];
  const source = sourceColumn(table);
  if (source && !columns.includes(source)) columns.push(source);
  for (const column of columns) {
    const names = column === source ? await sourcesThatSum(table, source) : await aggregatesOf(table, column);
    if (names.length === 0) continue;
    const listed = names.slice(0, MAX_LISTED).map((name) => `"${shortened(name)}"`);
    const more = names.length > MAX_LISTED ? `, and ${names.length - MAX_LISTED} more` : '';
    const what = quantity(names.length, 'name', 'names');
    findings.push({
      message: `${what} in "${column.name}" may represent several of the others: ${listed.join(', ')}${more}. What they sum then counts twice. Leave them out if they do.`,
      column: column.name,
      count: names.length,
      values: names.slice(0, MAX_WARNING_VALUES),
    });
  }
  return findings;
};

/** The column that names the sheet or file of each row. */
function sourceColumn({ raw, planned, columns }: DescribedTable): Column | undefined {
  if (raw.sourceIndex === undefined) return undefined;
  return columns[planned.findIndex(({ reading }) => reading.raw === `c${raw.sourceIndex! + 1}`)];
}

function sourcesThatSum({ connection, columns, parquetPath }: DescribedTable, source: Column): Promise<string[]> {
  const amounts = columns.filter(isAmount).map(({ name }) => name);
  return sumsOfSources(connection, { source: source.name, amounts, parquetPath });
}

async function aggregatesOf(table: DescribedTable, column: Column): Promise<string[]> {
  const { connection, parquetPath } = table;
  const name = quoteIdentifier(column.name);
  const reader = await connection.runAndReadAll(
    `SELECT ${name} FROM ${parquetSql(parquetPath)} WHERE ${name} IS NOT NULL GROUP BY ${name} ORDER BY ${name}`,
  );
  const names = reader.getRows().map(([text]) => text as string);
  const found = new Set<string>();
  const isOfCountries = names.filter(isCountryName).length >= MIN_COUNTRIES * names.length;
  if (isOfCountries) {
    for (const each of names) if (isGroupOfCountries(each) && !isCountryName(each)) found.add(each);
  }
  for (const each of await namesWithoutCountryCode(table, column)) found.add(each);
  for (const each of await namesOfSums(table, column, names)) found.add(each);
  return found.size > 0 ? largestFirst(table, column, found) : [];
}

async function largestFirst(
  { connection, parquetPath, columns }: DescribedTable,
  column: Column,
  found: ReadonlySet<string>,
): Promise<string[]> {
  const name = quoteIdentifier(column.name);
  const amount = columns.find(isAmount);
  const reader = await connection.runAndReadAll(
    `SELECT ${name} FROM ${parquetSql(parquetPath)} WHERE ${name} IN (${[...found].map(quoteText).join(', ')})
     GROUP BY ${name} ORDER BY ${amount ? `sum(${quoteIdentifier(amount.name)}) DESC NULLS LAST, ` : ''}${name}`,
  );
  return reader.getRows().map(([text]) => text as string);
}

function isAmount({ role, representation }: Column): boolean {
  return role === 'NUMERIC' && representation !== 'PERCENT';
}

/** Names whose code in another column is no country's, where most are. */
async function namesWithoutCountryCode(
  { connection, parquetPath, columns }: DescribedTable,
  column: Column,
): Promise<string[]> {
  const mayBeCodes = columns.filter(
    ({ name, dataType, cardinality, samples }) =>
      name !== column.name &&
      dataType === 'STRING' &&
      Math.abs(cardinality - column.cardinality) <= 0.05 * column.cardinality &&
      samples.every((sample) => /^[A-Z]{2,3}$/.test(sample.trim())),
  );
  for (const { name } of mayBeCodes) {
    const [names, codes] = [quoteIdentifier(column.name), quoteIdentifier(name)];
    const pairs = await connection.runAndReadAll(
      `SELECT DISTINCT ${names}, ${codes} FROM ${parquetSql(parquetPath)} WHERE ${names} IS NOT NULL AND ${codes} IS NOT NULL`,
    );
    const rows = pairs.getRows() as [string, string][];
    const countries = rows.filter(([, code]) => isCountryCode(code));
    if (countries.length < MIN_CODES * rows.length || rows.length > column.cardinality * 1.05) continue;
    return rows.filter(([, code]) => !isCountryCode(code)).map(([text]) => text);
  }
  return [];
}

/** Names whose amounts are the sums of others in most periods; "All …" also where it is the largest. */
async function namesOfSums(table: DescribedTable, column: Column, names: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  const amounts = table.columns.filter(isAmount).slice(0, MAX_AMOUNTS);
  if (amounts.length === 0 || (table.timeColumns.length === 0 && !names.some(namesAll))) return found;
  const indexes = new Map(names.map((name, index) => [name, index]));
  for (const values of await periodValues(table, column, amounts, indexes)) {
    for (const index of await sumsOverPeriods(values)) found.add(names[index]!);
    const totals = names.map(() => 0);
    for (const { name, value } of values) totals[name]! += value;
    const largest = names[totals.indexOf(Math.max(...totals))];
    if (values.length > 0 && largest !== undefined && namesAll(largest)) found.add(largest);
  }
  return found;
}

/** For each of the amounts its sums by period and name; none where there are too many. */
async function periodValues(
  { connection, parquetPath, columns, timeColumns }: DescribedTable,
  column: Column,
  amounts: readonly Column[],
  indexes: ReadonlyMap<string, number>,
): Promise<PeriodValue[][]> {
  const times = timeColumns.map((time, index) => {
    const isDay = /DATE|TIMESTAMP/.test(columns.find(({ name }) => name === time)?.dataType ?? '');
    return {
      key: `${isDay ? `${quoteIdentifier(time)}::DATE` : quoteIdentifier(time)} AS time${index}`,
      period: isDay ? `date_trunc('month', time${index})::VARCHAR` : `time${index}::VARCHAR`,
    };
  });
  const period = times.length > 0 ? `concat_ws('|', ${times.map((time) => time.period).join(', ')})` : "''";
  const keys = [...times.map(({ key }) => key), `${quoteIdentifier(column.name)} AS name`];
  const parts = amounts.map(({ name }, index) => `sum(${quoteIdentifier(name)}) AS part${index}`);
  const sums = amounts.map((_, index) => `sum(part${index})::DOUBLE`);
  // By day first, which are few: the month and its text cost more than all else if each row computes them.
  const rows = rowsInBatches(
    connection,
    `WITH parts AS (SELECT ${[...keys, ...parts].join(', ')}, min(file_row_number) AS place
                    FROM read_parquet(${quotePath(parquetPath)}, hive_partitioning = false, file_row_number = true)
                    WHERE ${quoteIdentifier(column.name)} IS NOT NULL GROUP BY ALL),
          sums AS (SELECT ${period} AS period, name, [${sums.join(', ')}] AS amounts, min(place) AS place
                   FROM parts GROUP BY ALL LIMIT ${MAX_VALUES + 1})
     SELECT (dense_rank() OVER (ORDER BY period))::INTEGER, name, amounts FROM sums ORDER BY period, place`,
    amounts.length + 2,
  );
  const values = amounts.map((): PeriodValue[] => []);
  let count = 0;
  for await (const [at, name, row] of rows as AsyncIterable<[number, string, (number | null)[]]>) {
    count++;
    for (const [index, value] of row.entries()) {
      if (value !== null) values[index]!.push({ period: at, name: indexes.get(name)!, value });
    }
  }
  return count > MAX_VALUES ? [] : values;
}
