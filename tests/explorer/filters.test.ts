import { describe, expect, it } from 'vitest';
import {
  type Condition,
  conditionInWords,
  conditionsOf,
  filterOf,
  parsed,
  written,
} from '../../explorer/src/analysis/filters/conditions.js';
import { keyName, parsedKey, writtenKey } from '../../explorer/src/analysis/filters/entity-keys.js';
import { csvOf, tabSeparated } from '../../explorer/src/format/csv.js';

const conditions: Condition[] = [
  { kind: 'values', column: 'region', values: ['EMEA', 'APAC'], isNot: false },
  { kind: 'values', column: 'region', values: ['a~b', 'back\\slash', 'c:d, e'], isNot: true },
  { kind: 'values', column: 'region', values: [null], isNot: false },
  { kind: 'values', column: 'region', values: [null, 'North'], isNot: true },
  { kind: 'range', column: 'amount', from: '-10.5', to: null },
  { kind: 'range', column: 'date', from: '2024-01-01', to: '2024-12-31T23:59:59' },
  { kind: 'contains', column: 'name', text: '50 ~ off', isNot: true },
  {
    kind: 'other',
    filter: {
      or: [
        { column: 'a', eq: '1' },
        { column: 'b', isBlank: true },
      ],
    },
  },
];

describe('the filters in the address', () => {
  it.each(conditions)('are read back as they were written: %j', (condition) => {
    expect(parsed(written(condition))).toEqual(condition);
  });

  it('are ignored where they say nothing', () => {
    for (const text of ['', 'region', 'region~is', 'region~equals~x', 'amount~range~~', '{not json']) {
      expect(parsed(text), text).toBeUndefined();
    }
  });

  it('become one filter of the API', () => {
    expect(filterOf([])).toBeNull();
    expect(filterOf([conditions[0]!])).toEqual({ column: 'region', in: ['EMEA', 'APAC'] });
    expect(filterOf([conditions[4]!, conditions[6]!])).toEqual({
      and: [{ column: 'amount', gte: '-10.5' }, { not: { column: 'name', contains: '50 ~ off' } }],
    });
  });

  it('say of blank cells what was chosen: in has none, notIn has all', () => {
    expect(filterOf([conditions[2]!])).toEqual({ column: 'region', isBlank: true });
    expect(filterOf([conditions[3]!])).toEqual({
      and: [
        { column: 'region', notIn: ['North'] },
        { column: 'region', isBlank: false },
      ],
    });
    expect(filterOf([{ kind: 'values', column: 'r', values: ['x', null], isNot: false }])).toEqual({
      or: [
        { column: 'r', in: ['x'] },
        { column: 'r', isBlank: true },
      ],
    });
  });

  it('are made from the filter of an earlier analysis, as chips where there is a form for them', () => {
    expect(
      conditionsOf({
        and: [
          { column: 'region', in: ['EMEA'] },
          { column: 'year', gte: '2023' },
          { column: 'x', gt: '1' },
        ],
      }),
    ).toEqual([
      { kind: 'values', column: 'region', values: ['EMEA'], isNot: false },
      { kind: 'range', column: 'year', from: '2023', to: null },
      { kind: 'other', filter: { column: 'x', gt: '1' } },
    ]);
    expect(conditionsOf({ column: 'x', in: ['a'], gte: '1' })[0]!.kind).toBe('other');
  });

  it('are said in words, with the labels of the columns', () => {
    const words = (condition: Condition) => conditionInWords(condition, (name) => name.toUpperCase());
    expect(words(conditions[0]!)).toBe('REGION is EMEA or APAC');
    expect(words(conditions[3]!)).toBe('REGION is not blank or North');
    expect(words(conditions[4]!)).toBe('AMOUNT from -10.5');
    expect(words(conditions[7]!)).toBe('A is 1 or B is blank');
    expect(words({ kind: 'values', column: 'c', values: ['1', '2', '3', '4', '5'], isNot: false })).toBe(
      'C is 1, 2 or 3 more',
    );
  });
});

describe('the entities in the address', () => {
  it.each([[['World']], [['[x]']], [[null]], [['Acme', null]], [['a', 'b', 'c']], [['']]])(
    'are read back as they were written: %j',
    (parts) => {
      expect(parsedKey(writtenKey(parts))).toEqual(parts);
    },
  );

  it('are plain names where that says it all', () => {
    expect(writtenKey(['High income'])).toBe('High income');
    expect(parsedKey('[by hand')).toEqual(['[by hand']);
    expect(keyName(['Acme', null])).toBe('Acme · (blank)');
  });
});

describe('the tables that people take with them', () => {
  it('begin with a byte order mark as CSV, so that Excel reads accents', () => {
    expect(
      csvOf([
        ['Garnier Frères', '1,5'],
        ['say "so"', '-2.5'],
      ]),
    ).toBe('\uFEFFGarnier Frères,"1,5"\r\n"say ""so""",-2.5\r\n');
  });

  it('run no formula in a spreadsheet', () => {
    expect(csvOf([['=1+1', '-x', '-1', '@a']])).toBe("\uFEFF'=1+1,'-x,-1,'@a\r\n");
  });

  it('are cells and lines on the clipboard', () => {
    expect(
      tabSeparated([
        ['a\tb', 'c'],
        ['d\ne', 'f'],
      ]),
    ).toBe('a b\tc\nd e\tf');
  });
});
