import { afterEach, describe, expect, it } from 'vitest';
import { Auditor, type AuditorOptions } from '../../src/cache/auditor.js';
import type { DatasetRecord } from '../../src/model/dataset.js';
import { datasets } from './open-caches.js';

const [first, second] = datasets(2) as [DatasetRecord, DatasetRecord];

let auditors: Auditor[] = [];
afterEach(async () => {
  for (const auditor of auditors) await auditor.close();
  auditors = [];
});

type Options = Partial<Omit<AuditorOptions, 'catalog' | 'analyses'>> & {
  catalog?: Partial<AuditorOptions['catalog']>;
  analyses?: Partial<AuditorOptions['analyses']>;
};

/** An auditor over these records, each with the stored analyses h1 and h2, all of them right unless the test says otherwise. */
function auditorOf(records: DatasetRecord[], { catalog, analyses, ...options }: Options = {}) {
  const did: string[] = [];
  const note = (_: object, message: string) => void did.push(`log: ${message}`);
  const auditor = new Auditor({
    catalog: {
      get: async (id) => records.find((record) => record.id === id) ?? null,
      all: async () => records,
      isCurrent: async ({ id, revision }) => records.some((record) => record.id === id && record.revision === revision),
      outdateAnalyses: async (id) => void did.push(`outdate ${id}`),
      ...catalog,
    },
    analyses: {
      storedHashes: async () => ['h1', 'h2'],
      recompute: async (record, hash) => {
        did.push(`recompute ${record.id} ${hash}`);
        return { isSame: true };
      },
      removeStored: async (record, hash) => void did.push(`remove ${record.id} ${hash}`),
      ...analyses,
    },
    isVerified: async () => true,
    everyMs: 5,
    log: { info: note, warn: note, error: note },
    ...options,
  });
  auditors.push(auditor);
  return { auditor, did };
}

const different = async () => ({ isSame: false });

describe('the auditor', () => {
  it('recomputes one stored analysis at a time until all were recomputed', async () => {
    const { auditor, did } = auditorOf([first, second]);
    await auditor.auditNext();
    expect(did).toHaveLength(1);
    for (let time = 0; time < 3; time++) await auditor.auditNext();
    expect([...did].sort()).toEqual([first, second].flatMap(({ id }) => [`recompute ${id} h1`, `recompute ${id} h2`]));
    await auditor.auditNext();
    expect(did).toHaveLength(5);
    expect(auditor.recomputed).toEqual({ same: 5, different: 0 });
  });

  it('removes an analysis that differs, outdates cached values, and logs it', async () => {
    const { auditor, did } = auditorOf([first], { analyses: { recompute: different } });
    await auditor.auditNext();
    expect(did).toEqual([
      'log: a stored analysis differs from what its rows give; it was removed',
      `remove ${first.id} h1`,
      `outdate ${first.id}`,
    ]);
    expect(auditor.recomputed).toEqual({ same: 0, different: 1 });
  });

  it('computes nothing when rows are not verified or the version is not current or not ready', async () => {
    const recompute = () => Promise.reject(new Error('it computed'));
    const cases: Options[] = [
      { isVerified: async () => false, analyses: { recompute } },
      { catalog: { isCurrent: async () => false }, analyses: { recompute } },
      { catalog: { get: async () => null }, analyses: { recompute } },
      { catalog: { get: async () => ({ ...first, status: 'PROCESSING' }) }, analyses: { recompute } },
    ];
    for (const options of cases) {
      const { auditor, did } = auditorOf([first], options);
      await auditor.auditNext();
      expect(did).toEqual([]);
    }
  });

  it('removes nothing when the dataset changed meanwhile or the result is unknown', async () => {
    let isCurrent = true;
    const changing = auditorOf([first], {
      catalog: { isCurrent: async () => isCurrent },
      analyses: {
        recompute: async () => {
          isCurrent = false;
          return { isSame: false };
        },
      },
    });
    const unknown = auditorOf([first], { analyses: { recompute: async () => null } });
    for (const { auditor, did } of [changing, unknown]) {
      await auditor.auditNext();
      expect(did).toEqual([]);
      expect(auditor.recomputed).toEqual({ same: 0, different: 0 });
    }
  });

  it('continues after an error and stops when it is closed', async () => {
    let calls = 0;
    const recompute = async () => {
      if (++calls === 1) throw new Error('the disk says no');
      return { isSame: true };
    };
    const { auditor, did } = auditorOf([first], { analyses: { recompute } });
    auditor.start();
    await expect.poll(() => auditor.recomputed.same, { timeout: 10_000 }).toBeGreaterThan(0);
    expect(did[0]).toBe('log: a stored analysis could not be audited');
    await auditor.close();
    const { same } = auditor.recomputed;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(auditor.recomputed.same).toBe(same);
  });
});
