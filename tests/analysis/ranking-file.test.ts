import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unitsSql, writeRanking } from '../../src/analysis/entity-list/ranking-file.js';
import { groupRows } from '../../src/analysis/group/group-rows.js';
import { resolveRequest } from '../../src/analysis/parameters/parameters.js';
import { parquetSql } from '../../src/duckdb/quote.js';
import { analysisFixture } from '../support/analysis-fixture.js';

let fixture: Awaited<ReturnType<typeof analysisFixture>>;

beforeAll(async () => {
  fixture = await analysisFixture();
});

afterAll(() => fixture.close());

/** They make more groups than a DuckDB thread takes at a time, which is 122,880. */
const MANY_ROWS = 130_000;
const SOME_ROWS = 2000;

describe('the ranking', () => {
  const cents = `replace(amount::VARCHAR, '.', '')::BIGNUM`;
  const text = (units: string) => `${units}::BIGNUM`;
  it.each([
    ['DECIMAL', MANY_ROWS, '(((hash(i + 2) % 100000)::BIGINT - 20000) / 100)::DECIMAL(18, 2)', cents, text],
    ['DECIMAL whose sums have 34 digits', SOME_ROWS, '(hash(i + 2)::HUGEINT * 100000000)::DECIMAL(38, 2)', cents, text],
    [
      'DECIMAL whose sums have 42',
      SOME_ROWS,
      '((hash(i + 2)::HUGEINT - 10::HUGEINT ** 19) * 10::HUGEINT ** 18)::DECIMAL(38, 0)',
      cents,
      text,
    ],
    [
      'DOUBLE',
      SOME_ROWS,
      '((hash(i + 2) % 100000)::BIGINT - 20000)::DOUBLE / 64',
      '(amount * 64)::HUGEINT',
      (units: string) => `(${units}::HUGEINT // (split_part(unit, '/', 2)::HUGEINT // 64))`,
    ],
  ])(
    'has the ranks and running sums of window functions over all rows: %s',
    async (_, rowCount, amount, whole, written) => {
      const rows = `SELECT 'e' || (hash(i) % 90000)::VARCHAR AS who, ${amount} AS amount, (2023 + i % 2)::BIGINT AS year
                  FROM range(${rowCount}) AS t(i)`;
      const { parquetPath, schema } = await fixture.dataset(rows, { grain: 'YEAR', parts: { year: 'YEAR' } });
      const request = resolveRequest(schema, { groupBy: ['who'], value: 'amount', entityMatching: 'EXACT' });
      const path = join(fixture.folder, `${randomUUID()}.parquet`);
      const differing = await fixture.engine.withConnection(async (connection) => {
        const source = { source: parquetSql(parquetPath), namesPath: null };
        await writeRanking(connection, await groupRows(connection, source, request, []), path);
        const found = await connection.runAndReadAll(
          `WITH grouped AS (
           SELECT coalesce(year - 2023, 2) AS nth, who AS entity, sum(${whole}) AS units, count(*) AS row_count
           FROM ${parquetSql(parquetPath)} GROUP BY GROUPING SETS ((year, who), (who))),
         expected AS (
           SELECT nth, row_number() OVER ranks AS rank, entity, row_count, units, sum(units) OVER (ranks ROWS UNBOUNDED PRECEDING) AS cumulative
           FROM grouped WINDOW ranks AS (PARTITION BY nth ORDER BY units DESC, entity)),
         written AS (
           SELECT nth, rank, entity, row_count, ${written(unitsSql('units'))} AS units, ${written(unitsSql('cumulative'))} AS cumulative
           FROM ${parquetSql(path)})
         SELECT count(*)::INTEGER, (SELECT count(*)::INTEGER FROM written)
         FROM ((FROM expected EXCEPT ALL FROM written) UNION ALL (FROM written EXCEPT ALL FROM expected))`,
        );
        return found.getRowsJS()[0];
      });
      expect(differing).toEqual([0, expect.any(Number)]);
      expect(differing![1]).toBeGreaterThan(rowCount === MANY_ROWS ? 122_880 : SOME_ROWS);
    },
  );
});
