import { type Client, createClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

interface Progress {
  stage: string;
  rowsDone: number;
  bytesDone: number;
  bytesTotal: number | null;
  fraction: number | null;
  failure: { code: string } | null;
  dataset: { id: string; status: string; version: number; rowCount: number | null };
}
type Result = { data?: { datasetProgress: Progress } | null; errors?: readonly { extensions: { code?: unknown } }[] };

const query = `subscription($id: ID!) {
  datasetProgress(id: $id) {
    stage rowsDone bytesDone bytesTotal fraction failure { code } dataset { id status version rowCount }
  }
}`;
const stages = ['RECEIVING', 'READING', 'PROFILING', 'NORMALIZING', 'WRITING', 'DONE'];

/** A few tenths of a second of work. */
const rows = 60_000;
const largeCsv = `city,day,sales\n${Array.from({ length: rows }, (_, row) => `City ${row % 500},2024-0${(row % 9) + 1}-11,${row}.25\n`).join('')}`;

describe('datasetProgress', () => {
  let app: TestApp;
  let events: Client;
  beforeAll(async () => {
    app = await startApp();
    events = createClient({ url: `${app.url}/graphql`, retryAttempts: 0 });
  });
  afterAll(async () => {
    events.dispose();
    await app.close();
  });

  function subscribe(id: string): AsyncIterableIterator<Result> {
    return events.iterate({ query, variables: { id } }) as AsyncIterableIterator<Result>;
  }

  async function uploadWithoutWaiting(content: string, fileName = 'sales.csv'): Promise<string> {
    const { data } = await app.upload({ content, fileName, input: { wait: false } });
    return data.uploadDataset.dataset.id;
  }

  it('reports every stage of a reading in order, with a fraction that rises to 1', async () => {
    const id = await uploadWithoutWaiting(largeCsv);
    const told = await all(subscribe(id));
    const order = told.map(({ stage }) => stages.indexOf(stage));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(new Set(told.map(({ stage }) => stage))).toEqual(new Set(stages.slice(stages.indexOf(told[0]!.stage))));
    expect(told.length).toBeGreaterThan(4);

    const fractions = told.map(({ fraction }) => fraction!);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(new Set(told.map(({ bytesDone, bytesTotal }) => `${bytesDone} of ${bytesTotal}`))).toEqual(
      new Set([`${largeCsv.length} of ${largeCsv.length}`]),
    );
    expect(told.find(({ stage }) => stage === 'NORMALIZING')).toMatchObject({
      rowsDone: rows,
      dataset: { status: 'PROCESSING' },
    });
    expect(told.at(-1)).toEqual({
      stage: 'DONE',
      rowsDone: rows,
      bytesDone: largeCsv.length,
      bytesTotal: largeCsv.length,
      fraction: 1,
      failure: null,
      dataset: { id, status: 'READY', version: 1, rowCount: rows },
    });
  });

  it('reports the same end to two subscribers, and the present state to one that reconnects', async () => {
    const id = await uploadWithoutWaiting(largeCsv);
    const other = all(subscribe(id));
    const first = subscribe(id);
    const { value } = await first.next();
    await first.return!();
    const again = await all(subscribe(id));
    expect(again[0]!.fraction).toBeGreaterThanOrEqual(value.data.datasetProgress.fraction);
    expect(again.at(-1)).toMatchObject({ stage: 'DONE', dataset: { status: 'READY' } });
    expect((await other).at(-1)).toEqual(again.at(-1));
  });

  it('ends with FAILED and the code when the file cannot be read', async () => {
    const id = await uploadWithoutWaiting(',,\n,,\n');
    const failed = { stage: 'FAILED', failure: { code: 'NO_TABLE' }, dataset: { id, status: 'FAILED' } };
    expect((await all(subscribe(id))).at(-1)).toMatchObject(failed);
    // Long after, the record says the same.
    expect(await all(subscribe(id))).toMatchObject([failed]);
  });

  it('reports one DONE for a dataset that is not being read', async () => {
    const { data } = await app.upload({ content: 'city,sales\nOslo,3\n', fileName: 'a.csv' });
    const told = await all(subscribe(data.uploadDataset.dataset.id));
    expect(told).toMatchObject([{ stage: 'DONE', rowsDone: 1, bytesDone: 18, fraction: 1 }]);
  });

  it('reports one FAILED when the replacement of a READY dataset could not be read', async () => {
    const { data } = await app.upload({ content: 'city,sales\nOslo,3\n', fileName: 'a.csv' });
    const { id } = data.uploadDataset.dataset;
    await app.upload({ content: ',,\n,,\n', fileName: 'b.csv', input: { id } });
    expect(await all(subscribe(id))).toMatchObject([
      { stage: 'FAILED', failure: { code: 'NO_TABLE' }, dataset: { status: 'READY', version: 1 } },
    ]);
  });

  it('ends with DATASET_NOT_FOUND for an unknown id', async () => {
    const results: Result[] = [];
    for await (const result of subscribe('ds_nothing')) results.push(result);
    expect(results).toMatchObject([{ errors: [{ extensions: { code: 'DATASET_NOT_FOUND' } }] }]);
  });
});

async function all(results: AsyncIterable<Result>): Promise<Progress[]> {
  const told: Progress[] = [];
  for await (const { data, errors } of results) {
    expect(errors).toBeUndefined();
    told.push(data!.datasetProgress);
  }
  return told;
}
