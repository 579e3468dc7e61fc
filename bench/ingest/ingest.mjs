/**
 * The cost of reading a messy CSV compared with DuckDB's typed ingest of the same facts from a clean CSV, in the same run:
 *
 *     npm run bench -- ingest [rows = 1000000]
 *     LARGE=1 npm run bench -- ingest    ten times as many rows too, which takes some minutes
 *
 * Floor: a clean CSV with given types, written to zstd Parquet. The service: the same rows with day-first dates, currency
 * signs, thousands separators, parentheses, null markers and stray spaces, without options: it detects format, encoding
 * and header, examines every column completely, normalizes, describes, and accounts for every cell. The two alternate,
 * each in a separate process. An upload by HTTP, with the same floor, goes to a service that was just started. pandas reads
 * and cleans the same file, if Debian's python3-pandas is installed. The last row is the share of the step that looks for
 * totals, subtotals and wide tables, without the sample and the distinct cells that the examination of columns uses too;
 * possible aggregates are part of the description.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { detectFormat } from '../../dist/src/ingest/intake/detect-format.js';
import { createIngestFile } from '../../dist/src/ingest/pipeline.js';
import { answerWith, beside, columns, inProcess, openEngine, summary } from '../in-process.mjs';
import { pandas } from './pandas.mjs';
import { upload } from './upload.mjs';

/** The requested number of rows, and with LARGE=1 ten times as many, whose table of text is a file. */
const SIZES = [
  { times: 1, rounds: 5, isCompared: true },
  ...(process.env.LARGE ? [{ times: 10, rounds: 3, isCompared: false }] : []),
];
const FLOOR = 'DuckDB, clean CSV, given types';
const MEMORY_LIMIT_BYTES = 1_000_000_000;

export { columns };

export const about =
  "The cost of reading a messy CSV compared with DuckDB's typed ingest of the same facts from a clean CSV.";

if (process.send) process.once('message', measureInChild);

export async function measure(rows) {
  const cells = [];
  for (const { times, rounds, isCompared } of SIZES) {
    const measured = await alternate(times * rows, rounds, isCompared);
    const messy = `${(times * rows).toLocaleString('en')} messy rows`;
    const ratio = (ours, floor) => summary(measured.map((round) => ({ ours: round[ours], floor: round[floor] })));
    cells.push(beside({ what: `ingest of ${messy}`, floor: FLOOR, target: '≤ 3.5' }, ratio('ours', 'floor')));
    if (!isCompared) continue;
    const sent = { what: `upload of ${messy} by HTTP`, floor: FLOOR, target: '≤ 4.5' };
    cells.push(beside(sent, ratio('upload', 'floor')));
    const cleaned = { what: `ingest of ${messy}`, floor: 'pandas, reading and cleaning', target: '≤ 0.5' };
    const hasPandas = measured.every(({ pandas }) => pandas !== null);
    cells.push(hasPandas ? beside(cleaned, ratio('ours', 'pandas')) : skipped(cleaned));
    cells.push(shareOfShape(messy, measured));
  }
  return cells;
}

function skipped({ what, floor, target }) {
  return columns.map((column) => ({ what, floor, target })[column] ?? 'skipped');
}

function shareOfShape(messy, measured) {
  const shares = measured.map(({ ours }) => ours.shapeMs / ours.ms).sort((a, b) => a - b);
  const ratio = shares[Math.floor(shares.length / 2)].toFixed(2);
  const cells = {
    what: `search for totals and wide tables in ${messy}`,
    floor: 'the whole ingest',
    ratio,
    target: '≤ 0.1',
  };
  return columns.map((column) => cells[column] ?? '');
}

async function alternate(rows, rounds, isCompared) {
  const folder = mkdtempSync(join(tmpdir(), 'concentric-bench-'));
  try {
    await makeFiles(folder, rows);
    const measured = [];
    for (let round = 0; round < rounds; round++) {
      const messy = join(folder, 'messy.csv');
      measured.push({
        floor: await inProcess(import.meta.url, { folder, what: 'floor' }),
        ours: await inProcess(import.meta.url, { folder, what: 'ours' }),
        upload: isCompared ? await upload(messy, join(folder, `storage-${round}`)) : null,
        pandas: isCompared ? pandas(messy) : null,
      });
    }
    return measured;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureInChild({ folder, what }) {
  const engine = await openEngine(folder, MEMORY_LIMIT_BYTES);
  const target = mkdtempSync(join(folder, 'version-'));
  const steps = {};
  await answerWith(
    () => (what === 'floor' ? floor(engine, folder, target) : ours(engine, { folder, target, steps })),
    1,
    () => ({ shapeMs: steps['ingest.shape'] - steps['ingest.sample'] }),
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

async function ours(engine, { folder, target, steps }) {
  const sourcePath = join(folder, 'messy.csv');
  const format = await detectFormat(sourcePath, 'messy.csv');
  const observe = async (name, run) => {
    const started = performance.now();
    const result = await run();
    steps[name] = performance.now() - started;
    return result;
  };
  await createIngestFile(
    engine,
    observe,
  )({
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
