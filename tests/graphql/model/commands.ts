import type fc from 'fast-check';
import { expect } from 'vitest';
import type { TestApp } from '../../support/app.js';
import { expectAlike } from './expect-alike.js';
import { expectSameFiles } from './expect-same-files.js';
import { type DateOrder, expectedAnalysis, fileOf, type Grain, type Request, type Spend } from './spend-table.js';

/** What the service of the test keeps. */
export const KEEP_VERSIONS = 2;

interface Version {
  rows: readonly Spend[];
  order: DateOrder;
  /** Ids of the analyses that were asked of it. */
  analyses: Set<string>;
}

interface Dataset {
  id: string;
  name: string;
  /** By number. */
  versions: Map<number, Version>;
  current: number;
  grain: Grain;
}

/** What the service holds, as whoever changed it would say: a list in the order of creation. */
export interface Model {
  datasets: Dataset[];
}

export const GRAINS = ['DATE', 'YEAR_MONTH', 'YEAR_QUARTER', 'YEAR', 'NONE'] as const;
/** The names there are, as they are searched and sorted. */
export const FOLDED: Record<string, string> = {
  'Énergie 1': 'energie 1',
  Spend: 'spend',
  'spend 2': 'spend 2',
  Ärzte: 'arzte',
};
export const ORDERS = ['NEWEST', 'OLDEST', 'NAME', 'ROWS'] as const;
type Order = (typeof ORDERS)[number];

async function asked(app: TestApp, query: string, variables: object = {}) {
  const { data, errors } = await app.gql(query, { ...variables });
  expect(errors).toBeUndefined();
  return data;
}

const BUCKET = '{ count value valueExact share }';
const PERIOD = `{ period rowCount entityCount total totalExact hhi gini effectiveEntities
  thresholds { threshold within ${BUCKET} reaching ${BUCKET} topPercent ${BUCKET} } top { n count value valueExact share }
  limits { limit } classes { name upTo count value valueExact share }
  head(first: 50) { rank entity value valueExact share cumulativeShare } problem { code }
  change { previous total totalExact totalPercent hhi entered left enteredValue enteredValueExact leftValue leftValueExact
    enteredEntities(first: 20) { entity value valueExact } leftEntities(first: 20) { entity value valueExact } } }`;
const ANALYSIS = `query($id: ID!, $input: AnalysisInput!, $files: Boolean = false) { dataset(id: $id) { analysis(input: $input) {
  id datasetVersion parameters { periodGrain thresholds topN } total ${PERIOD} byPeriod ${PERIOD}
  artifacts @include(if: $files) { format url } } } }`;

/** An operation of the service, and of the model. `at` chooses among the datasets there are. */
export abstract class Command implements fc.AsyncCommand<Model, TestApp> {
  constructor(protected readonly at = 0) {}
  check(_model: Readonly<Model>): boolean {
    return true;
  }
  abstract run(model: Model, app: TestApp): Promise<void>;
  protected of({ datasets }: Model): Dataset {
    return datasets[this.at % datasets.length]!;
  }
}

abstract class OnDataset extends Command {
  override check({ datasets }: Readonly<Model>): boolean {
    return datasets.length > 0;
  }
}

export class Upload extends Command {
  constructor(
    private readonly rows: readonly Spend[],
    private readonly name: string,
    private readonly order: DateOrder,
  ) {
    super();
  }
  override async run(model: Model, app: TestApp) {
    const input = { name: this.name, options: { dateOrder: this.order } };
    const { data } = await app.upload({ content: fileOf(this.rows), fileName: 'rows.csv', input });
    const { id, version, rowCount } = data.uploadDataset.dataset;
    expect(rowCount).toBe(this.rows.length);
    const versions = new Map([[version, { rows: this.rows, order: this.order, analyses: new Set<string>() }]]);
    model.datasets.push({ id, name: this.name, versions, current: version, grain: 'YEAR_MONTH' });
  }
  override toString = () => `upload ${this.name} of ${this.rows.length} rows as ${this.order}`;
}

/** A version takes the place of the current one; the oldest beyond those kept goes. */
function publish(dataset: Dataset, version: number, made: Omit<Version, 'analyses'>): void {
  expect(version).toBeGreaterThan(dataset.current);
  dataset.versions.set(version, { ...made, analyses: new Set() });
  dataset.current = version;
  for (const old of [...dataset.versions.keys()].sort((a, b) => a - b).slice(0, -KEEP_VERSIONS)) {
    dataset.versions.delete(old);
  }
}

export class Replace extends OnDataset {
  constructor(
    at: number,
    private readonly rows: readonly Spend[],
  ) {
    super(at);
  }
  override async run(model: Model, app: TestApp) {
    const dataset = this.of(model);
    const { data } = await app.upload({ content: fileOf(this.rows), fileName: 'rows.csv', input: { id: dataset.id } });
    // Month first, where nothing is said and nothing proves it.
    publish(dataset, data.replaceDataset.dataset.version, { rows: this.rows, order: 'MDY' });
  }
  override toString = () => `replace ${this.at} by ${this.rows.length} rows`;
}

export class ReplaceByNonsense extends OnDataset {
  override async run(model: Model, app: TestApp) {
    const { id } = this.of(model);
    const { errors } = await app.upload({ content: 'prose\n', fileName: 'rows.csv', input: { id } });
    expect(errors).toHaveLength(1);
  }
  override toString = () => `replace ${this.at} by what is no table`;
}

export class Normalize extends OnDataset {
  constructor(
    at: number,
    private readonly order: DateOrder | null,
  ) {
    super(at);
  }
  override async run(model: Model, app: TestApp) {
    const dataset = this.of(model);
    const mutation = `mutation($id: ID!, $options: NormalizationOptions!) {
      normalizeDataset(input: { id: $id, options: $options }) { dataset { version } } }`;
    const data = await asked(app, mutation, { id: dataset.id, options: { dateOrder: this.order } });
    const { rows } = dataset.versions.get(dataset.current)!;
    publish(dataset, data.normalizeDataset.dataset.version, { rows, order: this.order ?? 'MDY' });
  }
  override toString = () => `normalize ${this.at} as ${this.order}`;
}

export class SaveGrain extends OnDataset {
  constructor(
    at: number,
    private readonly grain: Grain,
  ) {
    super(at);
  }
  override async run(model: Model, app: TestApp) {
    const dataset = this.of(model);
    const mutation = `mutation($id: ID!, $grain: PeriodGrain!) {
      saveSchema(input: { id: $id, periodGrain: $grain }) { schema { periodGrain version } } }`;
    const { saveSchema } = await asked(app, mutation, { id: dataset.id, grain: this.grain });
    expect(saveSchema.schema).toEqual({ periodGrain: this.grain, version: dataset.current });
    dataset.grain = this.grain;
  }
  override toString = () => `save ${this.grain} of ${this.at}`;
}

export class Delete extends OnDataset {
  override async run(model: Model, app: TestApp) {
    const { id } = this.of(model);
    await asked(app, 'mutation($id: ID!) { deleteDataset(id: $id) { id } }', { id });
    model.datasets = model.datasets.filter((dataset) => dataset.id !== id);
    expect((await asked(app, 'query($id: ID!) { dataset(id: $id) { id } }', { id })).dataset).toBeNull();
  }
  override toString = () => `delete ${this.at}`;
}

export class Analyze extends OnDataset {
  constructor(
    at: number,
    private readonly request: Omit<Request, 'grain'> & { grain: Grain | null },
    /** Of the versions kept, the newest first. */
    private readonly versionsBack: number,
    private readonly files: boolean,
  ) {
    super(at);
  }
  override async run(model: Model, app: TestApp) {
    const { id, versions, current, grain: saved } = this.of(model);
    const version = [...versions.keys()].sort((a, b) => b - a)[this.versionsBack] ?? current;
    const isCurrent = version === current;
    // What was saved of an older version is told by tests/graphql/versions.test.ts; here its grain is always said.
    const grain = this.request.grain ?? (isCurrent ? saved : 'YEAR');
    const { groupBy, thresholds, topN } = this.request;
    const input = {
      ...{ groupBy, value: 'amount', thresholds, topN, periodGrain: isCurrent ? this.request.grain : grain },
      // The model counts texts as they are, and blanks as one more.
      ...{ entityMatching: 'EXACT', blanks: 'ENTITY' },
      version: isCurrent ? null : version,
    };
    const { analysis } = (await asked(app, ANALYSIS, { id, input, files: this.files })).dataset;
    const { rows, order, analyses } = versions.get(version)!;
    analyses.add(analysis.id);
    const ascending = (numbers: readonly number[]) => [...new Set(numbers)].sort((a, b) => a - b);
    const parameters = { periodGrain: grain, thresholds: ascending(thresholds), topN: ascending(topN) };
    expect(analysis).toMatchObject({ datasetVersion: version, parameters });
    const { total, byPeriod } = analysis;
    expectAlike({ total, byPeriod }, expectedAnalysis(rows, order, { groupBy, grain, ...parameters }));
    if (this.files) await expectSameFiles(analysis);
  }
  override toString = () =>
    `analyze ${this.at} by ${JSON.stringify(this.request)}, ${this.versionsBack} back${this.files ? ', with files' : ''}`;
}

export class AskVersions extends OnDataset {
  override async run(model: Model, app: TestApp) {
    const { id, versions, current } = this.of(model);
    const kept = [...versions.keys()].sort((a, b) => b - a);
    const { dataset } = await asked(
      app,
      'query($id: ID!) { dataset(id: $id) { version rowCount schema { version periodGrain } versions { version rowCount } } }',
      { id },
    );
    expect(dataset.versions).toEqual(
      kept.map((version) => ({ version, rowCount: versions.get(version)!.rows.length })),
    );
    expect(dataset.schema).toEqual({ version: current, periodGrain: this.of(model).grain });
    for (const version of [...kept.map((each) => each - 1), current + 1]) {
      if (versions.has(version) || version < 1) continue;
      const { errors } = await app.gql(
        'query($id: ID!, $v: Int) { dataset(id: $id) { preview(version: $v) { rows } } }',
        {
          ...{ id, v: version },
        },
      );
      expect(errors?.[0]?.extensions.code).toBe('VERSION_NOT_KEPT');
    }
    const preview = 'query($id: ID!, $v: Int) { dataset(id: $id) { preview(first: 200, version: $v) { rows } } }';
    for (const version of kept) {
      const { rows } = (await asked(app, preview, { id, v: version })).dataset.preview;
      expect(rows.map(([region, who]: string[]) => [region, who])).toEqual(
        versions.get(version)!.rows.map(({ region, who }) => [region, who]),
      );
    }
  }
  override toString = () => `versions of ${this.at}`;
}

export class PageAnalyses extends OnDataset {
  constructor(
    at: number,
    private readonly first: number,
  ) {
    super(at);
  }
  override async run(model: Model, app: TestApp) {
    const { id, versions } = this.of(model);
    const query = `query($id: ID!, $first: Int, $after: String, $version: Int) { dataset(id: $id) {
      page: analyses(first: $first, after: $after, version: $version) {
        totalCount nodes { id datasetVersion } pageInfo { hasNextPage endCursor } } } }`;
    for (const [version, { analyses }] of versions) {
      const pages = await allPages<{ id: string }>(async (after) => {
        const { page } = (await asked(app, query, { id, first: this.first, after, version })).dataset;
        expect(page.totalCount).toBe(analyses.size);
        return page;
      });
      const ids = pages.flat().map((node) => node.id);
      expect([...ids].sort()).toEqual([...analyses].sort());
    }
  }
  override toString = () => `analyses of ${this.at} by ${this.first}`;
}

interface PageOf<Node> {
  nodes: Node[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** Page by page to the end. */
async function allPages<Node>(ask: (after: string | null) => Promise<PageOf<Node>>): Promise<Node[][]> {
  const pages: Node[][] = [];
  let after: string | null = null;
  for (;;) {
    const { nodes, pageInfo }: PageOf<Node> = await ask(after);
    pages.push(nodes);
    if (!pageInfo.hasNextPage) return pages;
    after = pageInfo.endCursor;
  }
}

/** A list, page by page; after the first page something else may be done. */
export class PageDatasets extends Command {
  constructor(
    private readonly order: Order,
    private readonly first: number,
    private readonly search: string,
    private readonly meanwhile: Command | null,
  ) {
    super();
  }
  override async run(model: Model, app: TestApp) {
    const query = `query($first: Int, $after: String, $search: String, $orderBy: DatasetOrder) {
      datasets(first: $first, after: $after, search: $search, orderBy: $orderBy) {
        totalCount nodes { id name rowCount } pageInfo { hasNextPage endCursor } } }`;
    const found = () => model.datasets.filter(({ name }) => FOLDED[name]!.includes(this.search.toLowerCase()));
    const before = found();
    let isFirst = true;
    const pages = await allPages<{ id: string; name: string; rowCount: number }>(async (after) => {
      const { datasets } = await asked(app, query, {
        ...{ first: this.first, after, search: this.search, orderBy: this.order },
      });
      expect(datasets.totalCount).toBe(found().length);
      if (isFirst && this.meanwhile?.check(model)) await this.meanwhile.run(model, app);
      isFirst = false;
      return datasets;
    });
    expect(pages.slice(0, -1).every((page) => page.length === this.first)).toBe(true);
    const ids = pages.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    // What was there all the time is there, whatever came and went.
    const throughout = found().filter((dataset) => before.includes(dataset));
    expect(ids).toEqual(expect.arrayContaining(throughout.map(({ id }) => id)));
    this.expectOrder(pages.flat(), model);
  }
  private expectOrder(nodes: { id: string; name: string; rowCount: number }[], { datasets }: Model) {
    const created = nodes
      .map(({ id }) => datasets.findIndex((dataset) => dataset.id === id))
      .filter((index) => index !== -1);
    const keys = {
      NEWEST: created.map((index) => -index),
      OLDEST: created,
      NAME: nodes.map(({ name }) => FOLDED[name]!),
      ROWS: nodes.map(({ rowCount }) => -rowCount),
    }[this.order] as (string | number)[];
    expect(keys).toEqual([...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
  }
  override toString = () =>
    `list by ${this.order}, ${this.first} a page, "${this.search}", then ${this.meanwhile ?? 'nothing'}`;
}
