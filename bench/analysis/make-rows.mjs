import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createIngestFile } from '../../dist/src/ingest/pipeline.js';
import { createLayout, filesIn } from '../../dist/src/storage/layout.js';
import { openEngine } from '../in-process.mjs';
import { MEMORY_LIMIT_BYTES, VERSION } from './version.mjs';

/** Writes `rows.csv` into the folder and reads it as version 1 of a dataset there. */
export async function makeRows(folder, rows, { entities, skewed }) {
  const uniform = '(hash(i) % 1000003) / 1000003.0';
  await ingest(
    folder,
    `SELECT 'Entity ' || floor(${entities} * ${skewed ? `pow(${uniform}, 2)` : uniform})::INTEGER AS entity,
       'Region ' || (hash(i + 9) % 12) AS region,
       ((hash(i + 77) % 100000000) / 100.0)::DECIMAL(18, 2) AS amount,
       DATE '2022-01-01' + (hash(i + 5) % 730)::INTEGER AS paid
     FROM range(${rows}) AS t(i)`,
  );
}

const FIRST = [
  'North',
  'Blue',
  'Grand',
  'Royal',
  'Silver',
  'Alpine',
  'Iron',
  'Clear',
  'Red',
  'Harbour',
  'Star',
  'Delta',
];
const SECOND = ['stone', 'field', 'bridge', 'wood', 'land', 'water', 'gate', 'hill', 'ford', 'mont', 'burg', 'port'];
const TRADES = ['Logistics', 'Foods', 'Textiles', 'Energy', 'Media', 'Chemicals', 'Tools', 'Travel', 'Paper', 'Optics'];
const FORMS = ['Ltd', 'GmbH', 'Inc', 'SA', 'Limited', 'Group'];

/** Names of companies as they are written in ledgers, some of them twice. @returns how many there are */
export async function makeNames(folder) {
  const of = (list, by) =>
    `[${list.map((each) => `'${each}'`).join(', ')}][1 + (hash(i + ${by}) % ${list.length})::INTEGER]`;
  const names = 100_000;
  await ingest(
    folder,
    `SELECT DISTINCT ON (entity) * FROM (
       SELECT ${of(FIRST, 1)} || ${of(SECOND, 2)} || ' ' || chr(65 + (hash(i + 3) % 26)::INTEGER) || chr(97 + (hash(i + 4) % 26)::INTEGER)
         || chr(97 + (hash(i + 5) % 26)::INTEGER) || ' ' || ${of(TRADES, 6)} || ' ' || ${of(FORMS, 7)} AS entity,
         'Region ' || (hash(i + 9) % 12) AS region, ((hash(i + 77) % 100000000) / 100.0)::DECIMAL(18, 2) AS amount, DATE '2022-01-01' AS paid
       FROM range(${Math.round(names * 1.02)}) AS t(i)) LIMIT ${names}`,
  );
  return names;
}

async function ingest(folder, query) {
  const version = createLayout(folder).version(VERSION.id, VERSION.version);
  mkdirSync(version, { recursive: true });
  const engine = await openEngine(folder, MEMORY_LIMIT_BYTES);
  const path = join(folder, 'rows.csv');
  await engine.withConnection((connection) => connection.run(`COPY (${query}) TO '${path}' (HEADER)`));
  const sources = [{ name: 'rows.csv', path, format: 'CSV' }];
  await createIngestFile(engine)({ sources, options: {}, folder: version });
  engine.close();
  console.error(`${(statSync(filesIn.parquet(version)).size / 1e6).toFixed(1)} MB of Parquet`);
}
