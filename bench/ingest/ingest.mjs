/**
 * What reading a messy CSV costs beside DuckDB's own clean, typed ingest of the same facts, in the same run:
 *
 *     npm run build && node bench/ingest/ingest.mjs [rows = 1000000]
 *
 * Floor: a clean CSV, types given, straight to zstd Parquet. Ours: the same rows with day-first dates, currency signs,
 * thousands, parentheses, null markers and stray spaces, nothing given: format and encoding detected, header found,
 * every column examined whole, normalized, described, every cell accounted for. In turn, each in a process of its own.
 */
import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { Engine } from '../../dist/src/duckdb/engine.js';
import { detectFormat } from '../../dist/src/ingest/detect-format.js';
import { createIngestFile } from '../../dist/src/ingest/ingest-file.js';

const ROUNDS = 5;
const MEMORY_LIMIT_BYTES = 1_000_000_000;

if (process.send) process.once('message', measure);
else await main(Number(process.argv[2] ?? 1_000_000));

async function main(rows) {
  const folder = mkdtempSync(join(tmpdir(), 'concentric-bench-'));
  try {
    await makeFiles(folder, rows);
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({
        floor: await inProcess({ folder, what: 'floor' }),
        ours: await inProcess({ folder, what: 'ours' }),
      });
    }
    const report = {
      rows,
      floorMs: Math.round(median(rounds.map(({ floor }) => floor.ms))),
      ingestMs: Math.round(median(rounds.map(({ ours }) => ours.ms))),
      ratio: Number(median(rounds.map(({ floor, ours }) => ours.ms / floor.ms)).toFixed(2)),
      floorPeakMb: Math.round(Math.max(...rounds.map(({ floor }) => floor.peakMb))),
      ingestPeakMb: Math.round(Math.max(...rounds.map(({ ours }) => ours.peakMb))),
      lagP99Ms: Number(median(rounds.map(({ ours }) => ours.lagP99Ms)).toFixed(1)),
      lagMaxMs: Number(Math.max(...rounds.map(({ ours }) => ours.lagMaxMs)).toFixed(1)),
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
  const engine = await openEngine(folder);
  const target = mkdtempSync(join(folder, 'version-'));
  // node:perf_hooks measures how late a timer of 5 ms comes.
  const lag = monitorEventLoopDelay({ resolution: 5 });
  lag.enable();
  const start = performance.now();
  await (what === 'floor' ? floor(engine, folder, target) : ours(engine, folder, target));
  const ms = performance.now() - start;
  lag.disable();
  process.send(
    {
      ms,
      peakMb: process.resourceUsage().maxRSS / 1024,
      lagP99Ms: lag.percentile(99) / 1e6 - 5,
      lagMaxMs: lag.max / 1e6 - 5,
    },
    () => process.exit(),
  );
}

function floor(engine, folder, target) {
  return engine.withConnection((connection) =>
    connection.run(
      `COPY (SELECT * FROM read_csv('${join(folder, 'clean.csv')}', header = true, delim = ',', columns = {
         d: 'DATE', customer: 'VARCHAR', region: 'VARCHAR', invoice: 'VARCHAR', amount: 'DECIMAL(18, 2)', units: 'BIGINT'
       })) TO '${join(target, 'normalized.parquet')}' (FORMAT parquet, COMPRESSION zstd)`,
    ),
  );
}

async function ours(engine, folder, target) {
  const sourcePath = join(folder, 'messy.csv');
  const format = await detectFormat(sourcePath, 'messy.csv');
  await createIngestFile(engine)({ sourcePath, format, options: {}, folder: target });
}

async function makeFiles(folder, rows) {
  mkdirSync(folder, { recursive: true });
  const engine = await openEngine(folder);
  const facts = `SELECT i, DATE '2023-01-01' + (i * 7919 % 730)::INTEGER AS d, hash(i) % 20000 AS customer,
    ['North', 'South', 'East', 'West'][1 + (hash(i + 1) % 4)::INTEGER] AS region,
    (hash(i + 2) % 10000000) / 100.0 AS amount, (hash(i + 3) % 50)::INTEGER AS units FROM range(${rows}) AS t(i)`;
  const messy = `CASE WHEN i % 50 = 0 THEN 'n/a' WHEN i % 7 = 0 THEN format('(\${:,.2f})', amount) ELSE format('\${:,.2f}', amount) END`;
  await engine.withConnection(async (connection) => {
    await connection.run(
      `COPY (SELECT d, 'Customer ' || customer AS customer, region, 'INV-' || i AS invoice, amount::DECIMAL(18, 2) AS amount, units
       FROM (${facts})) TO '${join(folder, 'clean.csv')}' (HEADER)`,
    );
    await connection.run(
      `COPY (SELECT strftime(d, '%d/%m/%Y') AS "Order date", ' Customer ' || customer AS "Customer", region AS "Region",
         'INV-' || i AS "Invoice", ${messy} AS "Amount", units AS "Units" FROM (${facts})) TO '${join(folder, 'messy.csv')}' (HEADER)`,
    );
  });
  engine.close();
  console.error(`${rows} rows, ${(statSync(join(folder, 'messy.csv')).size / 1e6).toFixed(1)} MB of messy CSV`);
}

function openEngine(folder) {
  return Engine.open({ threads: 2, memoryLimitBytes: MEMORY_LIMIT_BYTES, tempDirectory: join(folder, 'spill') });
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
