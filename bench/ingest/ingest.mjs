/**
 * The cost of reading a messy CSV compared with DuckDB's typed ingest of the same facts from a clean CSV, in the same run:
 *
 *     npm run bench -- ingest [rows = 1000000]
 *
 * Floor: a clean CSV with given types, written to zstd Parquet. The service: the same rows with day-first dates, currency
 * signs, thousands separators, parentheses, null markers and stray spaces, without options: it detects format, encoding
 * and header, examines every column completely, normalizes, describes, and accounts for every cell. The two alternate,
 * each in a separate process.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { detectFormat } from '../../dist/src/ingest/intake/detect-format.js';
import { createIngestFile } from '../../dist/src/ingest/pipeline.js';
import { answerWith, beside, columns, inProcess, openEngine, summary } from '../in-process.mjs';

/** The requested number of rows, and ten times as many, which spill to disk. */
const SIZES = [
  { times: 1, rounds: 5, target: '≤ 2.2' },
  { times: 10, rounds: 3, target: '≤ 2.0' },
];
const MEMORY_LIMIT_BYTES = 1_000_000_000;

export { columns };

export const about =
  "The cost of reading a messy CSV compared with DuckDB's typed ingest of the same facts from a clean CSV.";

if (process.send) process.once('message', measureInChild);

export async function measure(rows) {
  const cells = [];
  for (const { times, rounds, target } of SIZES) {
    const figures = await alternate(times * rows, rounds);
    const what = `ingest of ${(times * rows).toLocaleString('en')} messy rows`;
    cells.push(beside({ what, floor: 'DuckDB, clean CSV, given types', target }, figures));
  }
  return cells;
}

async function alternate(rows, rounds) {
  const folder = mkdtempSync(join(tmpdir(), 'concentric-bench-'));
  try {
    await makeFiles(folder, rows);
    const measured = [];
    for (let round = 0; round < rounds; round++) {
      measured.push({
        floor: await inProcess(import.meta.url, { folder, what: 'floor' }),
        ours: await inProcess(import.meta.url, { folder, what: 'ours' }),
      });
    }
    return summary(measured);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureInChild({ folder, what }) {
  const engine = await openEngine(folder, MEMORY_LIMIT_BYTES);
  const target = mkdtempSync(join(folder, 'version-'));
  await answerWith(() => (what === 'floor' ? floor(engine, folder, target) : ours(engine, folder, target)), 1);
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
  await createIngestFile(engine)({
    sources: [{ name: 'messy.csv', path: sourcePath, format }],
    options: {},
    folder: target,
  });
}

async function makeFiles(folder, rows) {
  mkdirSync(folder, { recursive: true });
  const engine = await openEngine(folder, MEMORY_LIMIT_BYTES);
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
