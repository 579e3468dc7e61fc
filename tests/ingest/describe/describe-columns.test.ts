import { expect, it } from 'vitest';
import { ingest, quoteField } from '../../support/ingest.js';

const ROWS = 25_000;
/** Deterministic pseudo-random values. */
const scrambled = (row: number, below: number) => (row * 7919) % below;

// Depending on their content, columns are described from distinct cells, a bitmap or the Parquet.
it('describes a long table with the figures of an independent count', async () => {
  const table: Record<string, (row: number) => string> = {
    narrow: (row) => ((scrambled(row, 60_000) - 20_000) / 100).toFixed(2),
    wide: (row) => String(scrambled(row, 1_000_003) * 1_000_003),
    exact: (row) => (row % 4 === 0 ? '0.5' : `${scrambled(row, 24_001)}.25`),
    few: (row) => ['7', '-3', 'n/a', '1,000', '2.5'][row % 5]!,
    name: (row) => ` Name ${scrambled(row, 999)} `,
    only: (row) => `row ${row}`,
    day: (row) => new Date(Date.UTC(2020, 0, 1 + scrambled(row, 365))).toISOString().slice(0, 10),
    when: (row) => `2024-05-01 ${String(10 + (row % 10))}:${String(row % 60).padStart(2, '0')}:00`,
    odd: (row) => (row % 1000 === 0 ? 'unknown' : String(row % 300)),
    // Longer than the text in Parquet statistics, and equal up to that length.
    long: (row) => `${'é'.repeat(200)} ${row}`,
    empty: () => '',
  };
  const names = Object.keys(table);
  const rows = Array.from({ length: ROWS }, (_, row) => names.map((name) => table[name]!(row)));
  const { column } = await ingest([names, ...rows].map((cells) => `${cells.map(quoteField).join(',')}\n`).join(''));

  const figuresOf = (name: string) => {
    const { cardinality, min, max, dataType } = column(name);
    return { cardinality, min, max, dataType };
  };
  /** Numbers by value, others as text. */
  const counted = (name: string, compare: (a: string, b: string) => number = (a, b) => (a < b ? -1 : 1)) => {
    const values = [...new Set(rows.map((cells) => cells[names.indexOf(name)]!.trim()))].sort(compare);
    return { cardinality: values.length, min: values[0], max: values.at(-1) };
  };
  const byValue = (a: string, b: string) => Number(a) - Number(b);
  expect(figuresOf('narrow')).toEqual({ dataType: 'DECIMAL', ...counted('narrow', byValue) });
  expect(figuresOf('wide')).toEqual({ dataType: 'INTEGER', ...counted('wide', byValue) });
  const exact = counted('exact', byValue);
  expect(figuresOf('exact')).toEqual({ dataType: 'DECIMAL', ...exact, min: '0.25' });
  expect(figuresOf('few')).toEqual({ dataType: 'DECIMAL', cardinality: 4, min: '-3.0', max: '1000.0' });
  expect(figuresOf('name')).toEqual({ dataType: 'STRING', ...counted('name') });
  expect(figuresOf('only')).toEqual({ dataType: 'STRING', ...counted('only') });
  expect(figuresOf('day')).toEqual({ dataType: 'DATE', ...counted('day') });
  expect(figuresOf('when')).toEqual({ dataType: 'TIMESTAMP', ...counted('when') });
  expect(figuresOf('odd')).toEqual({ dataType: 'INTEGER', cardinality: 300, min: '0', max: '299' });
  expect(figuresOf('long')).toEqual({ dataType: 'STRING', ...counted('long') });
  expect(figuresOf('empty')).toEqual({ dataType: 'STRING', cardinality: 0, min: null, max: null });
  expect(column('odd').reconciliation).toEqual({
    cells: ROWS,
    blank: 0,
    nullMarkers: 0,
    rejected: 25,
    typed: ROWS - 25,
  });
  expect(column('few').reconciliation).toEqual({
    cells: ROWS,
    blank: 0,
    nullMarkers: 5000,
    rejected: 0,
    typed: 20_000,
  });
});
