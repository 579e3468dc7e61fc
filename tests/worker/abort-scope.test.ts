import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Engine } from '../../src/duckdb/engine.js';
import { abortable } from '../../src/worker/abort-scope.js';
import { runInThread } from '../../src/worker/run-in-thread.js';

/** Hours of work. */
const ENDLESS = 'SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b';

describe('aborted work', () => {
  let folder: string;
  let engine: Engine;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'concentric-abort-'));
    engine = await Engine.open({ threads: 2, memoryLimitBytes: 256e6, tempDirectory: folder });
  });
  afterAll(async () => {
    engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('ends the running query and all later ones of its connection, with the reason', async () => {
    const abort = new AbortController();
    const reason = new Error('cancelled');
    const later: unknown[] = [];
    const work = abortable(abort.signal, () =>
      engine.withConnection(async (connection) => {
        setImmediate(() => abort.abort(reason));
        await connection.run(ENDLESS).catch(() => undefined);
        later.push(await connection.run('SELECT 1').catch((error) => error));
        await connection.run(ENDLESS);
      }),
    );
    await expect(work).rejects.toBe(reason);
    expect(later).toEqual([reason]);
  });

  it('ends at whatever instant it is aborted', async () => {
    for (let ms = 0; ms < 30; ms += 3) {
      const abort = new AbortController();
      const work = abortable(abort.signal, () =>
        engine.withConnection(async (connection) => {
          for (let query = 0; query < 3; query++) await connection.run(`SELECT count(*) FROM range(${1e5})`);
          await connection.run(ENDLESS);
        }),
      );
      setTimeout(() => abort.abort(new Error(`after ${ms} ms`)), ms);
      await expect(work).rejects.toThrow(`after ${ms} ms`);
    }
  });

  it('ends its threads', async () => {
    const abort = new AbortController();
    const work = abortable(abort.signal, () =>
      runInThread(new URL('children/endless.mjs', import.meta.url).pathname, 'file:///', { input: null }),
    );
    setTimeout(() => abort.abort(new Error('cancelled')), 50);
    await expect(work).rejects.toThrow('cancelled');
  });

  it('does not touch other work', async () => {
    const abort = new AbortController();
    const aborted = abortable(abort.signal, () => engine.withConnection((connection) => connection.run(ENDLESS)));
    const other = engine.withConnection(async (connection) => {
      await pause(20);
      return (await connection.runAndReadAll('SELECT 42')).getRows();
    });
    abort.abort(new Error('cancelled'));
    await expect(aborted).rejects.toThrow('cancelled');
    expect(await other).toEqual([[42]]);
    await expect(abortable(abort.signal, async () => 1)).rejects.toThrow('cancelled');
  });
});
