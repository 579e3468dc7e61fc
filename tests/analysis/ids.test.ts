import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RememberedClasses } from '../../src/analysis/group/name-classes.js';
import { resolveRequest } from '../../src/analysis/parameters/parameters.js';
import { columnsOfFile } from '../../src/analysis/rows/columns-of-file.js';
import { HeldColumns } from '../../src/analysis/rows/held-columns.js';
import { runAnalysis } from '../../src/analysis/run-analysis.js';
import { quoteText } from '../../src/duckdb/quote.js';
import type { AnalysisRequest } from '../../src/model/analysis.js';
import type { EntityMapping } from '../../src/model/entity-mapping.js';
import type { DatasetSchema } from '../../src/model/schema.js';
import { foldSpelling } from '../../src/names/fold-spelling.js';
import { analysisFixtureWithThread } from '../support/analysis-fixture.js';

const { fixture, thread } = await analysisFixtureWithThread();

interface Row {
  who: string | null;
  region: string | null;
  amount: number | null;
  year: number;
}

/** A version with the rows; with ids of the texts where `columns` are named. */
async function version(rows: readonly Row[], columns: readonly ('who' | 'region')[]) {
  const namesOf = (column: 'who' | 'region') =>
    [...new Set(rows.flatMap((row) => row[column] ?? []))].sort((a, b) =>
      Buffer.compare(Buffer.from(a), Buffer.from(b)),
    );
  const text = (value: string | null) => (value === null ? 'NULL' : quoteText(value));
  const values = rows.map((row) => {
    const ids = columns.map((column) => (row[column] === null ? 'NULL' : namesOf(column).indexOf(row[column])));
    return `(${[text(row.who), text(row.region), row.amount ?? 'NULL', row.year, ...ids].join(', ')})`;
  });
  const ids = columns.map((column) => `"${column}#id"`);
  const { parquetPath, schema } = await fixture.dataset(
    `SELECT who::VARCHAR AS who, region::VARCHAR AS region, amount::BIGINT AS amount, year::BIGINT AS year
       ${ids.map((id) => `, ${id}::INTEGER AS ${id}`).join('')}
     FROM (VALUES ${values.join(', ')}) AS t(${['who', 'region', 'amount', 'year', ...ids].join(', ')})`,
    { grain: 'YEAR', parts: { year: 'YEAR' } },
  );
  const names = columns.flatMap((column) => {
    const keys = namesOf(column).map(foldSpelling);
    return namesOf(column).map(
      (name, id) => `('${column}', ${id}, ${text(name)}, ${text(keys[id]!)}, ${keys.indexOf(keys[id]!)})`,
    );
  });
  if (names.length === 0) return { parquetPath, schema, namesPath: null };
  const namesPath = join(dirname(parquetPath), 'names.parquet');
  await fixture.engine.withConnection((connection) =>
    connection.run(
      `COPY (SELECT * FROM (VALUES ${names.join(', ')}) AS t(column_name, id, text, key, folded)) TO ${quoteText(namesPath)} (FORMAT parquet)`,
    ),
  );
  return {
    parquetPath,
    schema: { ...schema, columns: schema.columns.filter(({ name }) => !name.includes('#')) },
    namesPath,
  };
}

const NAMES = ['a', 'A', ' a', 'A  B', 'a b', 'é', 'E\u0301', 'ß', 'SS', '(blank)', 'x-1', 'X-1', '漢', 'zz', '·'];

const row = fc.record<Row>({
  who: fc.option(fc.constantFrom(...NAMES), { freq: 6 }),
  region: fc.option(fc.constantFrom('North', 'NORTH', 'South'), { freq: 6 }),
  amount: fc.option(fc.integer({ min: -5, max: 50 }), { freq: 9 }),
  year: fc.constantFrom(2020, 2021, 2023),
});

type Asked = Partial<AnalysisRequest> & { groupBy: string[] };

/** For `groupBy` of any length: cut to it. */
const keys = fc.array(
  fc.record({ parts: fc.tuple(fc.constantFrom('a', 'É', 'New', 'none', null), fc.constantFrom('North', 'a', null)) }),
  { minLength: 1, maxLength: 3 },
);

const periods = fc.constantFrom<AnalysisRequest['periods']>(
  undefined,
  { grain: 'YEAR', from: '2021' },
  { grain: 'YEAR', window: { months: 24 } },
);

const request = fc.record<Asked>({
  groupBy: fc.constantFrom(['who'], ['region'], ['who', 'region'], ['year', 'who']),
  entityMatching: fc.constantFrom('FOLDED', 'EXACT'),
  blanks: fc.constantFrom('APART', 'ENTITY'),
  periodGrain: fc.constantFrom('YEAR', 'NONE'),
  periods,
  level: fc.constantFrom('ENTITY', 'PARENT'),
  only: fc.option(keys, { freq: 4, nil: undefined }),
  exclude: fc.option(keys, { freq: 4, nil: undefined }),
  where: fc.constantFrom(
    undefined,
    { column: 'region', eq: 'north' },
    { not: { column: 'who', in: ['a', 'É', 'nobody'] } },
    { column: 'who', contains: 'a' },
  ),
});

const mapping = fc.constantFrom<Partial<EntityMapping> | null>(
  null,
  { merges: [{ entity: 'New', names: ['a', 'zz'] }] },
  { merges: [{ entity: 'a b', names: ['ß', '(blank)'] }], parents: [{ entity: 'A  B', parent: 'X-1' }] },
  {
    parents: [
      { entity: 'a', parent: 'New' },
      { entity: 'new', parent: 'é' },
    ],
  },
);

/** A question with its mapping; what cannot be asked together is left out. */
function resolve(
  schema: DatasetSchema,
  { only, exclude, periods, periodGrain, ...others }: Asked,
  saved: Partial<EntityMapping> | null,
) {
  const cut = (list: typeof only) => list?.map(({ parts }) => ({ parts: parts.slice(0, others.groupBy.length) }));
  const request = {
    value: 'amount',
    ...others,
    ...(only ? { only: cut(only) } : {}),
    ...(exclude ? { exclude: cut(exclude) } : {}),
    ...(periods ? { periods, bridge: 'PREVIOUS' as const } : { periodGrain }),
  };
  const entries = saved ? [{ column: 'who', sha256: 'ab', savedAt: '2026-01-01T00:00:00.000Z' }] : [];
  const resolved = resolveRequest(schema, request, entries);
  const mappings = resolved.groupBy.map(({ name }) =>
    saved && name === 'who' ? { merges: [], parents: [], distinct: [], ...saved } : null,
  );
  return { resolved, mappings };
}

describe('an analysis', () => {
  it('is the same whether rows are grouped by texts, or by ids in tables or typed arrays, with 1, 2 and 4 threads', async () => {
    const engines = await Promise.all([1, 2, 4, 2].map((threads) => fixture.openEngine(threads)));
    const ways = [
      { columns: [], minSummedNames: 0 },
      { columns: ['who', 'region'], minSummedNames: Number.POSITIVE_INFINITY },
      { columns: ['who', 'region'], minSummedNames: 0 },
      { columns: ['who'], minSummedNames: 0 },
    ] as const;
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 60 }), request, mapping, async (rows, asked, saved) => {
        const answers: string[] = [];
        for (const [index, { columns, minSummedNames }] of ways.entries()) {
          const { parquetPath, namesPath, schema } = await version(rows, columns);
          const { resolved, mappings } = resolve(schema, asked, saved);
          const computed = await engines[index]!.withConnection((connection) =>
            runAnalysis(connection, thread, parquetPath, schema, resolved, { mappings, namesPath, minSummedNames }),
          );
          answers.push(JSON.stringify(computed));
        }
        for (const answer of answers) expect(answer).toBe(answers[0]);
      }),
      { numRuns: 45 },
    );
    for (const engine of engines) engine.close();
  });

  it('is the same whether its columns are read from the file, held in memory or evicted in between', async () => {
    const engines = await Promise.all([1, 2, 4].map((threads) => fixture.openEngine(threads)));
    let [fromMemory, fromFile] = [0, 0];
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 40 }),
        fc.array(row, { minLength: 1, maxLength: 40 }),
        fc.array(fc.record({ asked: request, saved: mapping, isSecond: fc.boolean() }), { minLength: 3, maxLength: 6 }),
        async (first, second, questions) => {
          const versions = [await version(first, ['who', 'region']), await version(second, ['who', 'region'])];
          const engine = engines[questions.length % engines.length]!;
          // The second bound has room for a file or two, but not for all columns of both; and for the names of one question.
          for (const maxBytes of [1_000_000, 1000]) {
            const held = new HeldColumns({ engine, maxBytes, minRows: 0 });
            const classes = new RememberedClasses(10 * maxBytes);
            for (const { asked, saved, isSecond } of questions) {
              const { parquetPath, namesPath, schema } = versions[Number(isSecond)]!;
              const { resolved, mappings } = resolve(schema, asked, saved);
              const remembered = { classes, key: JSON.stringify([parquetPath, saved]) };
              const compute = (source?: string) =>
                engine.withConnection((connection) =>
                  runAnalysis(connection, thread, parquetPath, schema, resolved, {
                    ...{ mappings, namesPath, source, minSummedNames: 0 },
                    remembered: source === undefined ? undefined : remembered,
                  }),
                );
              const read = (hasColumn: (name: string) => boolean) =>
                columnsOfFile(resolved, (name) => namesPath !== null && hasColumn(name));
              const found = await held.withRows(parquetPath, parquetPath, read, (source) => {
                if (source.startsWith('held_')) fromMemory++;
                else fromFile++;
                return compute(source);
              });
              expect(JSON.stringify(found)).toBe(JSON.stringify(await compute()));
            }
          }
        },
      ),
      { numRuns: 6 },
    );
    for (const engine of engines) engine.close();
    expect(fromMemory).toBeGreaterThan(5);
    expect(fromFile).toBeGreaterThan(5);
  });
});
