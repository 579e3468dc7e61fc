/**
 * What an analysis costs beside the bare GROUP BY by period and entity, from the same Parquet, in the same run:
 *
 *     npm run build && node bench/analysis/analysis.mjs [rows = 1000000] [entities = 20000]
 *
 * Each of five rounds starts one process for either, so that the peak memory is its own; the figure of a round is the
 * median of three runs in its process. An analysis here is all of Analyses.run: 24 months and TOTAL, the three files
 * written. Prints one line of JSON. Rows are made by hashing, so that every run has the same.
 */
import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { Analyses } from '../../dist/src/analysis/analyses.js';
import { Engine } from '../../dist/src/duckdb/engine.js';
import { createLayout, filesIn } from '../../dist/src/storage/layout.js';

const ROUNDS = 5;
const RUNS = 3;
const MEMORY_LIMIT_BYTES = 512 * 1024 ** 2;
const VERSION = { id: 'ds_bench', version: 1, status: 'READY' };

if (process.send) process.once('message', measure);
else await main(Number(process.argv[2] ?? 1_000_000), Number(process.argv[3] ?? 20_000));

async function main(rows, entities) {
  const folder = mkdtempSync(join(tmpdir(), 'concentric-bench-'));
  try {
    await makeRows(folder, rows, entities);
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({
        floor: await inProcess({ folder, what: 'floor' }),
        analysis: await inProcess({ folder, what: 'analysis' }),
      });
    }
    const report = {
      rows,
      entities,
      floorMs: Math.round(median(rounds.map(({ floor }) => floor.ms))),
      analysisMs: Math.round(median(rounds.map(({ analysis }) => analysis.ms))),
      ratio: Number(median(rounds.map(({ floor, analysis }) => analysis.ms / floor.ms)).toFixed(2)),
      floorPeakMb: Math.round(Math.max(...rounds.map(({ floor }) => floor.peakMb))),
      analysisPeakMb: Math.round(Math.max(...rounds.map(({ analysis }) => analysis.peakMb))),
      floorLagP99Ms: Number(median(rounds.map(({ floor }) => floor.lagP99Ms)).toFixed(1)),
      lagP99Ms: Number(median(rounds.map(({ analysis }) => analysis.lagP99Ms)).toFixed(1)),
      lagMaxMs: Number(Math.max(...rounds.map(({ analysis }) => analysis.lagMaxMs)).toFixed(1)),
    };
    console.log(JSON.stringify(report));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function inProcess(task) {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url));
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`${task.what} ended with code ${code}`)));
    child.send(task);
  });
}

async function measure({ folder, what }) {
  const layout = createLayout(folder);
  const engine = await openEngine(folder);
  const run = what === 'floor' ? floor(engine, layout) : analysis(engine, layout);
  // node:perf_hooks measures how late a timer of 5 ms comes.
  const lag = monitorEventLoopDelay({ resolution: 5 });
  lag.enable();
  const times = [];
  for (let index = 0; index < RUNS; index++) {
    const start = performance.now();
    await run.once(index);
    times.push(performance.now() - start);
  }
  lag.disable();
  await run.close?.();
  process.send(
    {
      ms: median(times),
      peakMb: process.resourceUsage().maxRSS / 1024,
      lagP99Ms: lag.percentile(99) / 1e6 - 5,
      lagMaxMs: lag.max / 1e6 - 5,
    },
    () => process.exit(),
  );
}

function floor(engine, layout) {
  const parquet = layout.parquet(VERSION.id, VERSION.version);
  return {
    once: () =>
      engine.withConnection((connection) =>
        connection.run(
          `CREATE TEMP TABLE groups AS SELECT (year(paid) * 12 + month(paid) - 1)::INTEGER AS period, entity, sum(amount), count(*)
           FROM read_parquet('${parquet}') WHERE amount IS NOT NULL GROUP BY ALL`,
        ),
      ),
  };
}

function analysis(engine, layout) {
  const folders = { withVersion: ({ id, version }, work) => work(layout.version(id, version)) };
  const analyses = new Analyses({ engine, layout, owner: 'bench', folders });
  const column = (name, dataType, role, timePart = null) => ({ name, dataType, role, timePart });
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
  return {
    once: () =>
      analyses.run(VERSION, schema, { groupBy: 'entity', value: 'amount', thresholds: [10, 20, 50 + Math.random()] }),
    close: () => analyses.close(),
  };
}

async function makeRows(folder, rows, entities) {
  const version = createLayout(folder).version(VERSION.id, VERSION.version);
  mkdirSync(version, { recursive: true });
  const engine = await openEngine(folder);
  // A few entities have most rows: the square of a uniform number. DECIMAL(38, 2) as the ingest writes it.
  await engine.withConnection((connection) =>
    connection.run(
      `COPY (
         SELECT 'Entity ' || floor(${entities} * pow((hash(i) % 1000003) / 1000003.0, 2))::INTEGER AS entity,
           ((hash(i + 77) % 100000000) / 100.0)::DECIMAL(38, 2) AS amount,
           DATE '2022-01-01' + (hash(i + 5) % 730)::INTEGER AS paid
         FROM range(${rows}) AS t(i)
       ) TO '${filesIn.parquet(version)}' (FORMAT parquet, COMPRESSION zstd)`,
    ),
  );
  engine.close();
  console.error(`${rows} rows, ${(statSync(filesIn.parquet(version)).size / 1e6).toFixed(1)} MB of Parquet`);
}

function openEngine(folder) {
  return Engine.open({ threads: 2, memoryLimitBytes: MEMORY_LIMIT_BYTES, tempDirectory: join(folder, 'spill') });
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
