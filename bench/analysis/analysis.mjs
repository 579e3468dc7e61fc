/**
 * What an analysis costs beside the bare GROUP BY by period and entity, from the same Parquet, in the same run:
 *
 *     npm run bench -- analysis [rows = 1000000]
 *
 * Each of five rounds starts one process for either, so that the peak memory is its own; the figure of a round is the
 * median of three runs in its process. An analysis here is all of Analyses.run: 24 months and TOTAL, its JSON
 * written. Rows are made by hashing, so that every run has the same.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Analyses } from '../../dist/src/analysis/analyses.js';
import { createLayout, filesIn } from '../../dist/src/storage/layout.js';
import { answerWith, beside, columns, inProcess, openEngine, summary } from '../in-process.mjs';

const ROUNDS = 5;
const RUNS = 3;
const ENTITIES = 20_000;
const MEMORY_LIMIT_BYTES = 512 * 1024 ** 2;
const VERSION = {
  id: 'ds_bench',
  version: 1,
  status: 'READY',
  source: { fileName: 'rows.csv', sha256: '', sheet: null },
};

export { columns };

export const about = 'What an analysis costs beside the bare GROUP BY by period and entity, from the same Parquet.';

if (process.send) process.once('message', measureInChild);

export async function measure(rows) {
  const folder = mkdtempSync(join(tmpdir(), 'concentric-bench-'));
  try {
    await makeRows(folder, rows);
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({
        floor: await inProcess(import.meta.url, { folder, what: 'floor' }),
        ours: await inProcess(import.meta.url, { folder, what: 'analysis' }),
      });
    }
    const what = `analysis of ${rows.toLocaleString('en')} rows, ${ENTITIES.toLocaleString('en')} entities, 24 months`;
    return [beside({ what, floor: 'DuckDB, the bare GROUP BY', target: '≤ 5' }, summary(rounds))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureInChild({ folder, what }) {
  const layout = createLayout(folder);
  const engine = await openEngine(folder, MEMORY_LIMIT_BYTES);
  await answerWith(what === 'floor' ? floor(engine, layout) : analysis(engine, layout), RUNS);
}

function floor(engine, layout) {
  const parquet = layout.parquet(VERSION.id, VERSION.version);
  return () =>
    engine.withConnection((connection) =>
      connection.run(
        `CREATE TEMP TABLE groups AS SELECT (year(paid) * 12 + month(paid) - 1)::INTEGER AS period, entity, sum(amount), count(*)
           FROM read_parquet('${parquet}') WHERE amount IS NOT NULL GROUP BY ALL`,
      ),
    );
}

function analysis(engine, layout) {
  const folders = {
    hold: (_version, work) => work(),
    withVersion: ({ id, version }, work) => work({ localPath: async () => layout.parquet(id, version) }),
  };
  const analyses = new Analyses({ engine, layout, owner: 'bench', folders });
  const column = (name, dataType, role, timePart = null) => ({ name, originalName: name, dataType, role, timePart });
  const schema = {
    datasetId: VERSION.id,
    version: VERSION.version,
    columns: [
      column('entity', 'STRING', 'CATEGORICAL'),
      column('amount', 'DECIMAL', 'NUMERIC'),
      column('paid', 'DATE', 'DATETIME', 'DATE'),
    ],
    periodGrain: 'YEAR_MONTH',
    periodGrainCandidates: ['YEAR_MONTH'],
    timeColumns: ['paid'],
  };
  // Another threshold each time: a stored answer would be read, not computed.
  return () =>
    analyses.run(VERSION, schema, { groupBy: ['entity'], value: 'amount', thresholds: [10, 20, 50 + Math.random()] });
}

async function makeRows(folder, rows) {
  const version = createLayout(folder).version(VERSION.id, VERSION.version);
  mkdirSync(version, { recursive: true });
  const engine = await openEngine(folder, MEMORY_LIMIT_BYTES);
  // A few entities have most rows: the square of a uniform number. DECIMAL(38, 2) as the ingest writes it.
  await engine.withConnection((connection) =>
    connection.run(
      `COPY (
         SELECT 'Entity ' || floor(${ENTITIES} * pow((hash(i) % 1000003) / 1000003.0, 2))::INTEGER AS entity,
           ((hash(i + 77) % 100000000) / 100.0)::DECIMAL(38, 2) AS amount,
           DATE '2022-01-01' + (hash(i + 5) % 730)::INTEGER AS paid
         FROM range(${rows}) AS t(i)
       ) TO '${filesIn.parquet(version)}' (FORMAT parquet, COMPRESSION zstd)`,
    ),
  );
  engine.close();
  console.error(`${rows} rows, ${(statSync(filesIn.parquet(version)).size / 1e6).toFixed(1)} MB of Parquet`);
}
