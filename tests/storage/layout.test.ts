import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { createLayout, filesIn, readEntry } from '../../src/storage/layout.js';

const layout = createLayout('/data');

it('names the files of a dataset as the documentation does', () => {
  expect(layout.record('ds_1', 7)).toBe('/data/datasets/ds_1/dataset.7.json');
  expect(layout.parquet('ds_1', 2)).toBe('/data/datasets/ds_1/v2/normalized.parquet');
  expect(layout.analysis('ds_1', 2, 'abc', 'XLSX')).toBe('/data/datasets/ds_1/v2/analyses/abc.xlsx');
  expect(filesIn.source(layout.version('ds_1', 2), { fileName: '../x/sales.csv' })).toBe(
    '/data/datasets/ds_1/v2/source/sales.csv',
  );
});

it('recognizes an entry by its name', () => {
  expect(readEntry('dataset.12.json')).toEqual({ kind: 'record', revision: 12 });
  expect(readEntry('v3')).toEqual({ kind: 'version', version: 3 });
  const temporary = basename(layout.temporary('ds_1', 'my-host-12-abcdef'));
  expect(readEntry(temporary)).toEqual({ kind: 'temporary', owner: 'my-host-12-abcdef' });
  for (const name of ['dataset.json', 'v', 'v1x', '.tmp', 'source']) expect(readEntry(name)).toEqual({ kind: 'other' });
});
