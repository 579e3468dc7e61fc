import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Connection } from '../../src/duckdb/connection.js';
import { Engine } from '../../src/duckdb/engine.js';

let engine: Engine;
let connection: Connection;
beforeEach(async () => {
  engine = await Engine.open({ threads: 2, memoryLimitBytes: 256 * 1024 ** 2, tempDirectory: '/nowhere' });
  connection = await engine.connect();
});
afterEach(async () => {
  await connection.close();
  engine.close();
});

const numbers = async (sql: string) => (await connection.runAndReadAll(sql)).getRows().flat().map(Number);
/** Slow enough that later calls would overtake it without the queue. */
const SLOW = 'SELECT sum(hash(range)) FROM range(3_000_000)';

describe('Connection', () => {
  it('runs concurrent calls in the order in which they were made', async () => {
    await connection.run('CREATE TEMP TABLE log (entry INTEGER)');
    const finished: string[] = [];
    const record = (name: string) => (): void => void finished.push(name);
    await Promise.all([
      connection.runAndReadAll(SLOW).then(record('slow')),
      connection.run('INSERT INTO log VALUES (1)').then(record('insert')),
      connection.stream('SELECT entry FROM log', drain).then(record('stream')),
      connection.append('texts', [['a']]).then(record('append'), record('append fails')),
      numbers('SELECT count(*) FROM log').then(record('count')),
    ]);
    expect(finished).toEqual(['slow', 'insert', 'stream', 'append fails', 'count']);
  });

  it('appends beside the queries of concurrent callers without breaking either', async () => {
    await connection.run('CREATE TEMP TABLE texts (a VARCHAR, b VARCHAR)');
    const rows = Array.from({ length: 2048 }, (_, row) => [`${row}`, `${row % 7}`]);
    const found = await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        at % 3 === 0
          ? connection.append('texts', rows).then(() => 3_000)
          : numbers(`SELECT count(DISTINCT range % 3000) FROM range(${30_000 + at})`).then(([count]) => count),
      ),
    );
    expect(new Set(found)).toEqual(new Set([3_000]));
    expect(await numbers('SELECT count(*) FROM texts')).toEqual([20 * 2048]);
  });

  it('delays other calls until a stream has been consumed', async () => {
    let isConsumed = false;
    const streamed = connection.stream('SELECT range FROM range(100_000)', async (chunks) => {
      let rows = 0;
      for await (const chunk of chunks) {
        rows += chunk.rowCount;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      isConsumed = true;
      return rows;
    });
    const after = connection.run('SELECT 1').then(() => isConsumed);
    expect(await streamed).toBe(100_000);
    expect(await after).toBe(true);
  });

  it('refuses a call from inside a stream, which would wait for itself', async () => {
    const nested = connection.stream('SELECT 1', () => connection.run('SELECT 2'));
    await expect(nested).rejects.toThrow('inside a stream of the same connection');
    expect(await numbers('SELECT 3')).toEqual([3]);
  });

  it('allows a call on another connection from inside a stream', async () => {
    await engine.withConnection(async (other) => {
      await connection.stream('SELECT 1', () => other.run('SELECT 2'));
    });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['statement', () => connection.run('SELECT nonsense')],
    ['stream', () => connection.stream('SELECT nonsense', drain)],
    ['consumer', () => connection.stream('SELECT range FROM range(10_000)', () => Promise.reject(new Error('no')))],
    ['append', () => connection.append('absent', [['a']])],
  ])('stays usable after a failed %s', async (_, fail) => {
    await expect(fail()).rejects.toThrow();
    expect(await numbers('SELECT 3')).toEqual([3]);
  });

  it('waits for the running call before it closes, and rejects waiting calls', async () => {
    const running = numbers(SLOW);
    await new Promise((resolve) => setImmediate(resolve));
    const waiting = connection.run('SELECT 1');
    const refused = expect(waiting).rejects.toThrow('closed before this query ran');
    await connection.close();
    expect(await running).toHaveLength(1);
    await refused;
    await expect(connection.run('SELECT 1')).rejects.toThrow('closed');
    connection = await engine.connect();
  });

  it('reports the progress of a query while it runs', async () => {
    await connection.run('SET enable_progress_bar = true; SET enable_progress_bar_print = false');
    const seen: number[] = [];
    const look = setInterval(() => seen.push(connection.progressPercent), 5);
    await numbers('SELECT count(*) FROM range(20_000_000) WHERE hash(range) % 7 = 0');
    clearInterval(look);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every((percent) => percent >= -1 && percent <= 100)).toBe(true);
  });
});

async function drain(chunks: AsyncIterable<{ rowCount: number }>): Promise<void> {
  for await (const chunk of chunks) expect(chunk.rowCount).toBeGreaterThan(0);
}
