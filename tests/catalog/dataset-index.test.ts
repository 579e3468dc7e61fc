import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DatasetIndex } from '../../src/catalog/dataset-index.js';
import type { DatasetOrder, DatasetRecord } from '../../src/model/dataset.js';
import { aRecord } from './open-storage.js';

function record(fields: Partial<DatasetRecord> & { fileName?: string }): DatasetRecord {
  const { fileName = 'sales.csv', ...rest } = fields;
  const base = aRecord(rest);
  const createdAt = fields.createdAt ?? '2024-01-01T00:00:00.000Z';
  return { revision: 1, updatedAt: createdAt, ...base, createdAt, source: { ...base.source, fileName } };
}

function indexOf(...records: DatasetRecord[]): DatasetIndex {
  const index = new DatasetIndex();
  for (const each of records) index.put(each);
  return index;
}

function namesIn(index: DatasetIndex, orderBy: DatasetOrder, search?: string): string[] {
  return index.page({ first: 200, orderBy, search }).edges.map((edge) => edge.node.name);
}

const january = record({ id: 'ds_1', name: 'banana', createdAt: '2024-01-01T00:00:00.000Z', rowCount: 7 });
const february = record({ id: 'ds_2', name: 'Éclair', createdAt: '2024-02-01T00:00:00.000Z', rowCount: null });
const march = record({ id: 'ds_3', name: 'Apple', createdAt: '2024-03-01T00:00:00.000Z', rowCount: 30 });

describe('the orders', () => {
  const index = indexOf(january, february, march);

  it.each([
    ['NEWEST', ['Apple', 'Éclair', 'banana']],
    ['OLDEST', ['banana', 'Éclair', 'Apple']],
    ['NAME', ['Apple', 'banana', 'Éclair']],
    ['ROWS', ['Apple', 'banana', 'Éclair']],
  ] as const)('%s', (order, names) => {
    expect(namesIn(index, order)).toEqual(names);
  });

  it('follow a change', () => {
    const changing = indexOf(january, february, march);
    changing.put({ ...january, name: 'Zebra', rowCount: 100 });
    expect(namesIn(changing, 'NAME')).toEqual(['Apple', 'Éclair', 'Zebra']);
    expect(namesIn(changing, 'ROWS')).toEqual(['Zebra', 'Apple', 'Éclair']);
    changing.delete(march.id);
    expect(namesIn(changing, 'NEWEST')).toEqual(['Éclair', 'Zebra']);
  });
});

describe('many records at once', () => {
  it('are in the same order, with the same pending ones, as one after the other', () => {
    const records = fc.array(
      fc.record({
        id: fc.integer({ min: 1, max: 400 }).map((n) => `ds_${n}`),
        name: fc.string({ maxLength: 3 }),
        rowCount: fc.option(fc.integer({ min: 0, max: 5 })),
        isPending: fc.boolean(),
      }),
      { minLength: 260, maxLength: 320 },
    );
    const pending = { folder: 'f' } as DatasetRecord['pending'];
    const made = records.map((each) =>
      each.map(({ isPending, ...fields }) => record({ ...fields, pending: isPending ? pending : null })),
    );
    const property = fc.property(made, (all) => {
      const [one, other] = [indexOf(january, ...all), indexOf(january)];
      other.putAll(all);
      for (const order of ['NEWEST', 'OLDEST', 'NAME', 'ROWS'] as const) {
        expect(namesIn(other, order)).toEqual(namesIn(one, order));
      }
      const ids = (index: DatasetIndex) => index.pendingRecords().map(({ id }) => id);
      expect(ids(other).sort()).toEqual(ids(one).sort());
      other.delete(all[0]!.id);
      one.delete(all[0]!.id);
      expect(namesIn(other, 'NAME')).toEqual(namesIn(one, 'NAME'));
    });
    fc.assert(property, { numRuns: 20 });
  });
});

describe('the search', () => {
  it('finds a part of the name or the file name, whatever its case and accents', () => {
    const index = indexOf(january, february, record({ id: 'ds_4', name: 'Budget', fileName: 'MITTEL_Göttingen.xlsx' }));
    expect(namesIn(index, 'NAME', 'ANAN')).toEqual(['banana']);
    expect(namesIn(index, 'NAME', ' eclair ')).toEqual(['Éclair']);
    expect(namesIn(index, 'NAME', 'göttin')).toEqual(['Budget']);
    expect(namesIn(index, 'NAME', 'nowhere')).toEqual([]);
  });

  it('counts what it found', () => {
    const index = indexOf(january, february, march);
    expect(index.page({ first: 1, orderBy: 'NAME', search: 'a' })).toMatchObject({ totalCount: 3, hasNextPage: true });
    expect(index.page({ first: 0, orderBy: 'NAME', search: 'banana' })).toMatchObject({
      totalCount: 1,
      hasNextPage: true,
      edges: [],
    });
  });
});

describe('pages', () => {
  const orders = fc.constantFrom<DatasetOrder>('NEWEST', 'OLDEST', 'NAME', 'ROWS');
  // Few distinct values, so that most keys are shared and only the ids tell datasets apart.
  const someRecords = fc.uniqueArray(
    fc.record({
      id: fc.stringMatching(/^[a-d]{1,3}$/),
      name: fc.constantFrom('a', 'B', 'c', 'É', 'ab'),
      day: fc.integer({ min: 1, max: 3 }),
      rowCount: fc.constantFrom(null, 0, 5, 9),
    }),
    { selector: ({ id }) => id, maxLength: 30 },
  );
  const build = (each: { id: string; name: string; day: number; rowCount: number | null }) =>
    record({ ...each, createdAt: `2024-01-0${each.day}T00:00:00.000Z` });

  function walk(index: DatasetIndex, orderBy: DatasetOrder, first: number, between: () => void = () => undefined) {
    const ids: string[] = [];
    let after: string | null = null;
    for (;;) {
      const page = index.page({ first, orderBy, after });
      expect(page.hasPreviousPage).toBe(ids.length > 0);
      ids.push(...page.edges.map((edge) => edge.node.id));
      if (!page.hasNextPage) return ids;
      after = page.edges.at(-1)!.cursor;
      between();
    }
  }

  it('one after the other are the whole list, each dataset once', () => {
    fc.assert(
      fc.property(someRecords, orders, fc.integer({ min: 1, max: 7 }), (records, orderBy, first) => {
        const index = indexOf(...records.map(build));
        const whole = index.page({ first: 200, orderBy }).edges.map((edge) => edge.node.id);
        expect(walk(index, orderBy, first)).toEqual(whole);
        expect([...whole].sort()).toEqual(records.map(({ id }) => id).sort());
      }),
    );
  });

  it('neither repeat nor leave out a dataset because others come and go between them', () => {
    fc.assert(
      fc.property(someRecords, someRecords, orders, fc.integer({ min: 1, max: 4 }), (stay, others, orderBy, first) => {
        const index = indexOf(...stay.map(build));
        const coming = others.map((each) => build({ ...each, id: `other_${each.id}` }));
        const leaving: DatasetRecord[] = [];
        const ids = walk(index, orderBy, first, () => {
          const left = leaving.shift();
          if (left) index.delete(left.id);
          const came = coming.shift();
          if (came) index.put(came);
          if (came) leaving.push(came);
        });
        const stayed = index.page({ first: 200, orderBy }).edges.map((edge) => edge.node.id);
        const wanted = stayed.filter((id) => !id.startsWith('other_'));
        expect(ids.filter((id) => !id.startsWith('other_'))).toEqual(wanted);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  it('refuse a cursor that is none, or of another order', () => {
    const index = indexOf(january, february);
    const cursor = index.page({ first: 1, orderBy: 'NAME' }).edges[0]!.cursor;
    const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const after of [
      '',
      'x',
      'bm9uc2Vuc2U',
      forged(null),
      forged(['ROWS', 'x', 'ds_1']),
      forged(['ROWS', 1]),
      cursor,
    ]) {
      expect(() => index.page({ first: 1, orderBy: 'ROWS', after })).toThrow(
        expect.objectContaining({ code: 'INVALID_CURSOR' }),
      );
    }
  });

  it('refuse a size beyond 0 to 200', () => {
    for (const first of [-1, 201, 1.5, Number.NaN]) {
      expect(() => indexOf().page({ first, orderBy: 'NAME' })).toThrow(
        expect.objectContaining({ code: 'INVALID_INPUT' }),
      );
    }
    expect(indexOf().page({ first: 200, orderBy: 'NAME' })).toEqual({
      edges: [],
      totalCount: 0,
      hasNextPage: false,
      hasPreviousPage: false,
    });
  });
});
