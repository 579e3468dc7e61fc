import { describe, expect, it } from 'vitest';
import { datasetName } from '../../../src/ingest/intake/dataset-name.js';

describe('datasetName', () => {
  it.each([
    [null, 'Sales 2024.csv', 'Sales 2024'],
    [undefined, 'C:\\Users\\me\\sales.xlsx', 'sales'],
    [null, '\u202Evsc.selas', 'vsc'],
    [null, '\u200B\u202E', 'Untitled'],
    ['  Umsätze  ', 'x.csv', 'Umsätze'],
    ['Sales \u202Egpj.exe', 'x.csv', 'Sales gpj.exe'],
    ['two\u2028lines', 'x.csv', 'twolines'],
  ])('of the requested name %j and the file %j is %j', (requested, fileName, name) => {
    expect(datasetName(requested, fileName)).toBe(name);
  });

  it.each(['', '   ', '\u200B', 'x'.repeat(201)])('is rejected for the requested name %j', (requested) => {
    expect(() => datasetName(requested, 'x.csv')).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});
