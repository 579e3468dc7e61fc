import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

const HEADER = 'who,region,amount,day,note';
/** More than 20,000 rows, so that texts have ids (docs/adr/0015). */
const SIZES = { short: 700, long: 20_400 };

/** More than 50 regions in several spellings, blanks in every column, negative amounts. */
function lines(count: number): string[] {
  const names = ['Acme', 'ACME', 'Bolt', '', 'Core'];
  return Array.from({ length: count }, (_, n) => {
    const at = (n * 31) % 70;
    const region = n % 13 === 0 ? '' : n % 3 === 0 ? `Region  ${at % 60}` : `region ${at % 60}`;
    const cents = ((n * 7919) % 100_000) - (n % 17 === 0 ? 120_000 : 0) + 1;
    const amount = n % 23 === 5 ? '' : (cents / 100).toFixed(2);
    return `${names[n % 5]},${region},${amount},202${2 + (n % 3)}-${String(1 + (n % 12)).padStart(2, '0')}-15,note ${n % 50}`;
  });
}

interface Line {
  number: number;
  who: string | null;
  region: string | null;
  cents: number | null;
  year: string;
  note: string;
}

const blank = (text: string) => (text === '' ? null : text);
const folded = (text: string) => text.replaceAll(/ +/g, ' ').toLowerCase();

/** Written for this test alone: a loop over the lines of the file. */
function read(content: readonly string[]): Line[] {
  return content.map((line, index) => {
    const [who = '', region = '', amount = '', day = '', note = ''] = line.split(',');
    const cents = amount === '' ? null : Math.round(Number(amount) * 100);
    return { number: index + 2, who: blank(who), region: blank(region), cents, year: day.slice(0, 4), note };
  });
}

const QUERY = `query($id: ID!, $input: AnalysisInput!) { dataset(id: $id) { analysis(input: $input) {
  segments { kind name concentration { ...figures } byPeriod { concentration { ...figures } } } } } }
  fragment figures on PeriodConcentration { period rowCount totalExact unassigned { rows valueExact } head(first: 10) { key { parts } valueExact } }`;
const ROWS = `query($id: ID!, $input: AnalysisInput!, $segment: SegmentKeyInput, $entity: EntityKeyInput, $period: String, $where: RowFilter, $search: String, $orderBy: RowOrder) {
  dataset(id: $id) { analysis(input: $input) {
    rows(segment: $segment, entity: $entity, period: $period, where: $where, search: $search, orderBy: $orderBy, first: 100) {
      totalCount sumExact nodes { rowNumber valueExact } } } } }`;
const LINKS = `query($id: ID!, $input: AnalysisInput!, $segment: SegmentKeyInput, $where: RowFilter, $search: String) {
  dataset(id: $id) { analysis(input: $input) {
    artifacts(content: ROWS, segment: $segment, where: $where, search: $search) { format url } } } }`;

let app: TestApp;
const ids = {} as Record<keyof typeof SIZES, string>;
const files = {} as Record<keyof typeof SIZES, Line[]>;
beforeAll(async () => {
  app = await startApp();
  for (const size of ['short', 'long'] as const) {
    const content = lines(SIZES[size]);
    files[size] = read(content);
    const uploaded = await app.upload({ content: `${[HEADER, ...content].join('\n')}\n`, fileName: `${size}.csv` });
    ids[size] = uploaded.data.uploadDataset.dataset.id;
  }
});
afterAll(() => app.close());

const INPUT = { groupBy: ['who'], value: 'amount', splitBy: 'region', periods: { grain: 'YEAR' } };

interface Figures {
  period: string;
  rowCount: number;
  totalExact: string;
  unassigned: { rows: number; valueExact: string };
  head: { key: { parts: (string | null)[] }; valueExact: string }[];
}
interface Segment {
  kind: string;
  name: string | null;
  concentration: Figures;
  byPeriod: { concentration: Figures }[] | null;
}

async function segmentsOf(input: object, size: keyof typeof SIZES = 'short'): Promise<Segment[]> {
  const { data, errors } = await app.gql(QUERY, { id: ids[size], input });
  expect(errors).toBeUndefined();
  return data.dataset.analysis.segments;
}

async function rowsOf(input: object, figure: object, size: keyof typeof SIZES = 'short') {
  const { data, errors } = await app.gql(ROWS, { id: ids[size], input, ...figure });
  expect(errors).toBeUndefined();
  return data.dataset.analysis.rows as { totalCount: number; sumExact: string; nodes: { rowNumber: number }[] };
}

async function linksOf(figure: object): Promise<Record<string, string>> {
  const { data, errors } = await app.gql(LINKS, { id: ids.short, input: INPUT, ...figure });
  expect(errors).toBeUndefined();
  const links = data.dataset.analysis.artifacts as { format: string; url: string }[];
  return Object.fromEntries(links.map(({ format, url }) => [format, url]));
}

const summary = (found: readonly Line[]) => ({
  totalCount: found.length,
  sumExact: String(found.reduce((sum, { cents }) => sum + cents!, 0) / 100),
  nodes: found.slice(0, 100).map(({ number }) => ({ rowNumber: number })),
});

const keyOf = ({ kind, name }: Segment) => ({ kind, name });

describe('the rows of a segment', () => {
  it.each(['short', 'long'] as const)('are those of the file, and add up to its figures (%s)', async (size) => {
    const input = { ...INPUT, segmentPeriods: true };
    const segments = await segmentsOf(input, size);
    const listed = new Set(segments.flatMap(({ name }) => (name === null ? [] : [folded(name)])));
    expect(listed.size).toBe(50);
    const isIn = ({ kind, name }: Segment, { region }: Line) => {
      if (region === null) return kind === 'UNASSIGNED';
      return kind === 'OTHER' ? !listed.has(folded(region)) : kind === 'VALUE' && folded(region) === folded(name!);
    };
    expect(segments.map(({ kind }) => kind).slice(-2)).toEqual(['OTHER', 'UNASSIGNED']);
    for (const segment of [segments[0]!, segments[49]!, ...segments.slice(-2)]) {
      const ofSegment = files[size].filter((line) => line.cents !== null && isIn(segment, line));
      const all = await rowsOf(input, { segment: keyOf(segment) }, size);
      expect(all).toMatchObject(summary(ofSegment));
      expect([all.totalCount, all.sumExact]).toEqual([
        segment.concentration.rowCount,
        segment.concentration.totalExact,
      ]);
      const { concentration } = segment.byPeriod!.at(-1)!;
      const { period, rowCount, totalExact, head } = concentration;
      const inPeriod = ofSegment.filter(({ year }) => year === period);
      const rows = await rowsOf(input, { segment: keyOf(segment), period }, size);
      expect(rows).toMatchObject(summary(inPeriod));
      expect([rows.totalCount, rows.sumExact]).toEqual([rowCount, totalExact]);
      for (const { key, valueExact } of head.slice(0, 1)) {
        const ofEntity = await rowsOf(input, { segment: keyOf(segment), period, entity: key }, size);
        expect(ofEntity).toMatchObject(
          summary(inPeriod.filter(({ who }) => who !== null && folded(who) === folded(key.parts[0]!))),
        );
        expect(ofEntity.sumExact).toBe(valueExact);
      }
    }
  });

  it.each<[string, object]>([
    ['two columns', { groupBy: ['who', 'note'] }],
    ['counted rows', { measure: 'COUNT', value: null }],
    ['spellings', { entityMatching: 'EXACT' }],
    ['blank cells as an entity', { blanks: 'ENTITY' }],
    ['a filter', { where: { column: 'region', startsWith: 'region 1' } }],
    ['all but some entities', { exclude: [{ parts: ['acme'] }] }],
    ['a column of numbers', { splitBy: 'amount' }],
    ['a column of dates', { splitBy: 'day' }],
    ['rolling windows', { periods: { grain: 'YEAR', window: { months: 24 } } }],
  ])('add up to its figures for %s', async (_, question) => {
    const input = { ...INPUT, ...question };
    const segments = await segmentsOf(input);
    for (const segment of new Set([segments[0]!, segments[1]!, ...segments.slice(-2)])) {
      const { rowCount, totalExact, unassigned, head } = segment.concentration;
      const all = await rowsOf(input, { segment: keyOf(segment) });
      expect([segment.name, all.totalCount, all.sumExact]).toEqual([segment.name, rowCount, totalExact]);
      for (const { key, valueExact } of head.slice(0, 2)) {
        const rows = await rowsOf(input, { segment: keyOf(segment), entity: key });
        expect([segment.name, key, rows.sumExact]).toEqual([segment.name, key, valueExact]);
      }
      if ('blanks' in question) continue;
      const none = await rowsOf(input, { segment: keyOf(segment), entity: { parts: input.groupBy.map(() => null) } });
      expect([none.totalCount, none.sumExact]).toEqual([unassigned.rows, unassigned.valueExact]);
    }
  });

  it('are those of merged values, and of values by their parents', async () => {
    const save = `mutation($input: SaveEntitiesInput!) { saveEntities(input: $input) { dataset { id } } }`;
    const { data } = await app.upload({ content: `${[HEADER, ...lines(200)].join('\n')}\n`, fileName: 'merged.csv' });
    const { id } = data.uploadDataset.dataset;
    const merges = [{ entity: 'North', names: ['region 1', 'region 2'] }];
    const parents = [
      { entity: 'North', parent: 'Europe' },
      { entity: 'region 4', parent: 'Europe' },
    ];
    const saved = await app.gql(save, { input: { id, column: 'region', merges, parents } });
    expect(saved.errors).toBeUndefined();
    for (const [level, name, regions] of [
      ['ENTITY', 'north', ['region 1', 'region 2']],
      ['PARENT', 'Europe', ['region 1', 'region 2', 'region 4']],
    ] as const) {
      const found = await app.gql(ROWS, { id, input: { ...INPUT, level }, segment: { name } });
      expect(found.errors).toBeUndefined();
      const expected = files.short
        .slice(0, 200)
        .filter(({ region, cents }) => cents !== null && regions.some((each) => each === folded(region ?? '')));
      expect(expected.length).toBeGreaterThan(3);
      expect(found.data.dataset.analysis.rows).toMatchObject(summary(expected));
    }
  });

  it('are filtered, searched and sorted as all rows are', async () => {
    const [segment] = await segmentsOf(INPUT);
    const selected = {
      segment: keyOf(segment!),
      where: { column: 'amount', gte: '200' },
      search: 'NOTE 1',
      orderBy: { column: 'amount', descending: true },
    };
    const expected = files.short
      .filter(({ region, cents, note }) => {
        return (
          region !== null && folded(region) === folded(segment!.name!) && cents! >= 20_000 && note.includes('note 1')
        );
      })
      .sort((a, b) => b.cents! - a.cents!);
    expect(expected.length).toBeGreaterThan(0);
    expect(await rowsOf(INPUT, selected)).toMatchObject(summary(expected));
  });

  it('are none where no row has another value, or none', async () => {
    const input = { ...INPUT, where: { column: 'region', eq: 'region 1' } };
    for (const kind of ['OTHER', 'UNASSIGNED']) {
      expect(await rowsOf(input, { segment: { kind } })).toEqual({ totalCount: 0, sumExact: '0', nodes: [] });
    }
  });

  it.each<[object, object, string, RegExp]>([
    [{ splitBy: null }, { name: 'region 1' }, 'segment', /Set "splitBy"/],
    [{}, { name: 'regio 1' }, 'segment.name', /Did you mean "[Rr]egion +1"\?/],
    [{}, { kind: 'VALUE' }, 'segment.name', /expected a value/],
    [{}, { kind: 'OTHER', name: 'region 1' }, 'segment.name', /which has no name/],
  ])('are refused for %j and %j', async (question, segment, argument, message) => {
    const { errors } = await app.gql(ROWS, { id: ids.short, input: { ...INPUT, ...question }, segment });
    expect(errors).toHaveLength(1);
    expect(errors![0]).toMatchObject({ message, extensions: { code: 'INVALID_INPUT', argument } });
  });
});

describe('the download of rows', () => {
  it('has those of the segment, the filter and the search', async () => {
    const where = { column: 'amount', gte: '100.0' };
    const figure = { segment: { kind: 'OTHER' }, where, search: 'Note 1' };
    const links = await linksOf(figure);
    // The same rows have the same link; others have another.
    expect(
      await linksOf({ ...figure, where: { and: [{ column: 'amount', gte: '100' }] }, search: ' note  1' }),
    ).toEqual(links);
    expect((await linksOf({ ...figure, search: 'note 2' })).CSV).not.toBe(links.CSV);
    expect(await linksOf({ search: '', where: null, segment: null })).toEqual(await linksOf({}));

    const names = (await segmentsOf(INPUT)).flatMap(({ name }) => (name === null ? [] : [folded(name)]));
    const expected = files.short.filter(({ region, cents, note }) => {
      return region !== null && !names.includes(folded(region)) && cents! >= 10_000 && note.includes('note 1');
    });
    expect(expected.length).toBeGreaterThan(3);
    const text = await (await fetch(links.CSV!)).text();
    const rowNumbers = text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',')[2]));
    expect(rowNumbers).toEqual(expected.map(({ number }) => number));

    const book = new ExcelJS.Workbook();
    await book.xlsx.load(await (await fetch(links.XLSX!)).arrayBuffer());
    const sheet = book.getWorksheet('Rows')!;
    expect(sheet.rowCount).toBe(expected.length + 2);
    const method: string[] = [];
    book.getWorksheet('Method and sources')!.eachRow((row) => method.push(String(row.getCell(3).value)));
    expect(method.find((each) => each.startsWith('The rows of'))).toBe(
      'The rows of all entities and without one, other region, all periods, each with its place in the source. Of these only the rows where amount is at least 100 and a cell contains "note 1".',
    );
  });

  it.each([
    ['an unknown column', { where: { column: 'amuont', gte: '1' } }, 'COLUMN_NOT_FOUND'],
    ['an unknown segment', { segment: { name: 'nowhere' } }, 'INVALID_INPUT'],
    [
      'a filter too long for a link',
      { where: { column: 'note', in: Array.from({ length: 900 }, (_, n) => `a long note ${n}`) } },
      'INVALID_INPUT',
    ],
  ])('is refused for %s', async (_, figure, code) => {
    const { errors } = await app.gql(LINKS, { id: ids.short, input: INPUT, ...figure });
    expect(errors).toHaveLength(1);
    expect(errors![0]!.extensions?.code).toBe(code);
  });

  it('has no link with a filter of another form', async () => {
    const { CSV } = await linksOf({ where: { column: 'amount', gte: '1' } });
    for (const where of [{ column: 5 }, { and: 'x' }, [], { not: null }, { column: 'amount', regex: '.' }]) {
      const token = Buffer.from(JSON.stringify({ entity: null, period: 'TOTAL', where })).toString('base64url');
      const response = await fetch(CSV!.replace(/[\w-]+(?=\.rows\.csv)/, token));
      expect(response.status).toBe(400);
    }
  });
});
