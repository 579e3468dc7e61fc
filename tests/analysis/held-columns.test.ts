import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HeldColumns } from '../../src/analysis/rows/held-columns.js';
import type { Engine } from '../../src/duckdb/engine.js';
import { analysisFixture } from '../support/analysis-fixture.js';

let fixture: Awaited<ReturnType<typeof analysisFixture>>;
let paths: string[];
/** Of a column of 8 bytes a value. */
const BYTES = 8 * 1000;

beforeAll(async () => {
  fixture = await analysisFixture();
  const files = [1, 2].map((nth) =>
    fixture.dataset(`SELECT i::BIGINT AS n, (i * ${nth})::BIGINT AS m, 't' || i AS text FROM range(1000) AS t(i)`),
  );
  paths = (await Promise.all(files)).map(({ parquetPath }) => parquetPath);
});

afterAll(() => fixture.close());

const held = (maxBytes: number, minRows = 0, engine = fixture.engine) => new HeldColumns({ engine, maxBytes, minRows });

/** The sum of `m`, and where it was read from. */
async function sum(
  columns: HeldColumns,
  path: string,
  names = ['m'],
  engine = fixture.engine,
): Promise<{ sum: number; isHeld: boolean }> {
  return columns.withRows(
    path,
    path,
    () => names,
    (source) =>
      engine.withConnection(async (connection) => {
        const summed = await connection.runAndReadAll(`SELECT sum(m)::DOUBLE FROM ${source}`);
        return { sum: summed.getRowsJS()[0]![0] as number, isHeld: source.startsWith('held_columns') };
      }),
  );
}

async function tablesHeld(engine: Engine): Promise<number> {
  const found = await engine.withConnection((connection) =>
    connection.runAndReadAll(`SELECT count(*)::INTEGER FROM duckdb_tables() WHERE table_name LIKE 'held_columns%'`),
  );
  return found.getRowsJS()[0]![0] as number;
}

describe('HeldColumns', () => {
  it('reads the file for the first question and memory for the next, with further columns when they are requested', async () => {
    const columns = held(1_000_000);
    const answers = [
      await sum(columns, paths[0]!),
      await sum(columns, paths[0]!),
      await sum(columns, paths[0]!, ['m', 'n']),
    ];
    expect(answers).toEqual([false, true, true].map((isHeld) => ({ sum: 499_500, isHeld })));
  });

  it('drops the file used least recently where both do not fit, and reads it from the file again', async () => {
    const engine = await fixture.openEngine(2);
    const columns = held(1.5 * BYTES, 0, engine);
    const ask = (path: string) => sum(columns, path, ['m'], engine);
    for (const path of [paths[0]!, paths[0]!, paths[1]!]) await ask(path);
    expect(await ask(paths[1]!)).toEqual({ sum: 999_000, isHeld: true });
    expect(await ask(paths[0]!)).toEqual({ sum: 499_500, isHeld: false });
    // An evicted table is dropped after the question that evicted it.
    await expect.poll(() => tablesHeld(engine)).toBe(1);
    engine.close();
  });

  it('reads the file where columns are texts, are larger than the bound, or the file is small', async () => {
    for (const [columns, names] of [
      [held(1_000_000), ['m', 'text']],
      [held(BYTES - 1), ['m']],
      [held(1_000_000, 1001), ['m']],
    ] as const) {
      await sum(columns, paths[0]!, [...names]);
      expect(await sum(columns, paths[0]!, [...names])).toEqual({ sum: 499_500, isHeld: false });
    }
  });

  it('answers questions at the same time while columns are evicted', async () => {
    const columns = held(1.5 * BYTES);
    const answers = await Promise.all(Array.from({ length: 30 }, (_, nth) => sum(columns, paths[nth % 2]!)));
    expect(answers.map((answer) => answer.sum)).toEqual(answers.map((_, nth) => (nth % 2 === 0 ? 499_500 : 999_000)));
  });
});
