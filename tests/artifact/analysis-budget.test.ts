import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AnalysisBudget, type AnalysisLimits } from '../../src/artifact/analysis-budget.js';
import { createLayout } from '../../src/storage/layout.js';
import { silent, temporaryStorage } from '../catalog/open-storage.js';

const unlimited = { maxBytes: 1e12, maxCount: 1e9, maxBytesPerVersion: 1e12, maxCountPerVersion: 1e9 };
const BLOCK = 4096;
const ids = ['ds_0000000000000000000000', 'ds_1111111111111111111111'] as const;

/** A storage folder with analyses that were used in the order of their numbers. */
async function storageWith(limits: Partial<AnalysisLimits>) {
  const layout = createLayout(await temporaryStorage());
  const hashOf = (n: number) => n.toString(16).padStart(32, '0');
  const add = (id: string, version: number, n: number, extensions = ['json'], bytes = 100) => {
    mkdirSync(layout.analyses(id, version), { recursive: true });
    for (const extension of extensions) {
      const path = `${layout.analyses(id, version)}/${hashOf(n)}.${extension}`;
      writeFileSync(path, Buffer.alloc(bytes, 'x'));
      const usedAt = new Date(Date.parse('2026-01-01') + n * 60_000);
      utimesSync(path, usedAt, usedAt);
    }
  };
  const left = (id: string, version: number) =>
    readdirSync(layout.analyses(id, version))
      .map((name) => `${Number.parseInt(name, 16)}${name.slice(32)}`)
      .sort();
  const budget = new AnalysisBudget({ layout, limits: { ...unlimited, ...limits }, minFreeBytes: 0, log: silent });
  return { layout, budget, add, left, hashOf };
}

describe('stored analyses', () => {
  it('stay within the number allowed for a version, least recently used removed first with all their files', async () => {
    const { budget, add, left } = await storageWith({ maxCountPerVersion: 5 });
    for (let n = 1; n <= 7; n++) add(ids[0], 1, n, ['json', 'csv', 'xlsx']);
    add(ids[0], 2, 1);
    await budget.open();
    expect(left(ids[0], 1)).toEqual([4, 5, 6, 7].flatMap((n) => [`${n}.csv`, `${n}.json`, `${n}.xlsx`]));
    expect(left(ids[0], 2)).toEqual(['1.json']);
    await budget.close();
  });

  it('stay within the bytes allowed for a version, CSV and XLSX counted', async () => {
    const { budget, add, left } = await storageWith({ maxBytesPerVersion: 10 * BLOCK });
    for (let n = 1; n <= 4; n++) add(ids[0], 1, n, ['json', 'csv', 'xlsx'], BLOCK);
    await budget.open();
    expect(left(ids[0], 1).filter((name) => name.endsWith('.json'))).toEqual(['2.json', '3.json', '4.json']);
    await budget.close();
  });

  it.each([
    ['number', { maxCount: 4 }],
    ['bytes', { maxBytes: 4 * BLOCK }],
  ])('stay within the %s allowed in total, over all datasets and versions', async (_, limits) => {
    const { budget, add, left } = await storageWith(limits);
    for (const n of [1, 4, 5]) add(ids[0], 1, n);
    for (const n of [2, 3, 6]) add(ids[1], 7, n);
    await budget.open();
    expect([left(ids[0], 1), left(ids[1], 7)]).toEqual([['4.json', '5.json'], ['6.json']]);
    await budget.close();
  });

  it('count as soon as they are stored, and a use protects them, in a process that starts later too', async () => {
    const { layout, budget, add, left, hashOf } = await storageWith({ maxCountPerVersion: 3 });
    for (const n of [1, 2, 3]) add(ids[0], 1, n);
    await budget.open();
    await budget.used(ids[0], 1, hashOf(1));
    await budget.close();
    const limits = { ...unlimited, maxCountPerVersion: 3 };
    const next = new AnalysisBudget({ layout, limits, minFreeBytes: 0, log: silent });
    await next.open();
    add(ids[0], 1, 4);
    await next.stored(ids[0], 1, hashOf(4));
    expect(left(ids[0], 1)).toEqual(['1.json', '4.json']);
    await next.close();
  });

  it('that other processes stored are counted before those of other versions are removed', async () => {
    const { budget, add, left, hashOf } = await storageWith({ maxCount: 3 });
    await budget.open();
    for (const n of [1, 2, 3]) add(ids[0], 1, n);
    add(ids[1], 1, 9);
    await budget.stored(ids[1], 1, hashOf(9));
    await budget.open();
    expect([left(ids[0], 1), left(ids[1], 1)]).toEqual([['3.json'], ['9.json']]);
    await budget.close();
  });

  it('keep the newest one, however large', async () => {
    const { budget, add, left, hashOf } = await storageWith({ maxBytes: BLOCK });
    add(ids[0], 1, 1, ['json'], 10 * BLOCK);
    await budget.stored(ids[0], 1, hashOf(1));
    expect(left(ids[0], 1)).toEqual(['1.json']);
    await budget.close();
  });

  it('that are removed meanwhile, with their dataset or alone, are no error', async () => {
    const { layout, budget, hashOf } = await storageWith({ maxCount: 1 });
    mkdirSync(layout.datasets, { recursive: true });
    await budget.stored(ids[0], 1, hashOf(1));
    await budget.used(ids[0], 1, hashOf(1));
    await budget.open();
    await budget.close();
  });
});
