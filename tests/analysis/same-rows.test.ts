import { describe, expect, it } from 'vitest';
import { resolveRequest } from '../../src/analysis/parameters/parameters.js';
import { runAnalysis } from '../../src/analysis/run-analysis.js';
import { analysisFixtureWithThread, type TimeOptions } from '../support/analysis-fixture.js';

const { fixture, thread } = await analysisFixtureWithThread();

describe('the same rows', () => {
  const time: TimeOptions = { grain: 'YEAR', parts: { year: 'YEAR' } };
  const rows = (amount: string, order: string) =>
    `SELECT 'e' || (hash(i) % 9000)::VARCHAR AS who, ${amount} AS amount, (2000 + hash(i + 1) % 4)::BIGINT AS year
     FROM range(60000) AS t(i) ORDER BY ${order}`;

  it.each([
    ['DECIMAL', '((hash(i + 2) % 100000)::BIGINT - 1000)::DECIMAL(38, 2) / 100'],
    ['DOUBLE', 'ln(2 + (hash(i + 2) % 100000)::DOUBLE) / 7'],
    ['DECIMAL of 30 digits', '(hash(i + 2)::HUGEINT * 10000000000)::DECIMAL(38, 4)'],
  ])('give the same bits with 1, 2 and 4 threads and in any order: %s', async (_, amount) => {
    const answers: string[] = [];
    for (const [threads, order] of [
      [1, 'i'],
      [2, 'hash(i + 3)'],
      [4, 'hash(i + 4)'],
      [4, 'i DESC'],
    ] as const) {
      const { parquetPath, schema } = await fixture.dataset(rows(amount, order), time);
      const resolved = resolveRequest(schema, { groupBy: ['who'], value: 'amount' });
      const engine = await fixture.openEngine(threads);
      answers.push(
        JSON.stringify(
          await engine.withConnection((connection) => runAnalysis(connection, thread, parquetPath, schema, resolved)),
        ),
      );
      engine.close();
    }
    expect(new Set(answers).size).toBe(1);
  });
});
