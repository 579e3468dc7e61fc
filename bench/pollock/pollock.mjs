/**
 * The Pollock benchmark (Vitagliano et al., VLDB 2023): 2,290 CSV files, each with one deviation from the standard, and the
 * table that a reader should find in it.
 *
 *     npm run bench -- pollock FOLDER
 *
 * FOLDER holds `csv/`, `clean/` and `pollock_weights.json` of github.com/HPI-Information-Systems/Pollock (`polluted_files` and
 * the file beside it). No reader is given any option:
 *
 * - ours: the service's reader of text. Its cells are compared trimmed, as the service publishes them.
 * - DuckDB: `sniff_csv`, then `read_csv` with the dialect, the header and the lines to skip that it found; every column is
 *   text, because a typed value has another spelling. Strict, and with `ignore_errors` and `null_padding`.
 *
 * The simple score is the mean over the files, the weighted one weighs each pollution by how often it occurs in files of open
 * data portals. The maximum is 10. score.mjs documents the measures.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quoteText } from '../../dist/src/duckdb/quote.js';
import { readText } from '../../dist/src/ingest/read/text/read-text.js';
import { openEngine } from '../in-process.mjs';
import { cleanRows, score } from './score.mjs';

const MEMORY_LIMIT_BYTES = 1_000_000_000;

/** How many of the pollutions that cost a reader most are listed. */
const MAX_LISTED = 3;

export const about =
  'How well polluted CSV files are read without any option (Pollock, VLDB 2023; at most 10). Published there with the dialect given: DuckDB 1.2 9.961 / 9.599, SQLite 3.39 9.955 / 9.375, pandas 1.4 9.895 / 9.431; automatic: DuckDB 1.2 9.075 / 8.439.';
export const columns = ['reader', 'files', 'simple', 'weighted', 'refused', 'costliest pollutions (score)'];

const READERS = {
  ours: readOurs,
  'DuckDB, automatic': (connection, path) => readByDuckDb(connection, path, ''),
  'DuckDB, automatic, lenient': (connection, path) =>
    readByDuckDb(connection, path, ', ignore_errors = true, null_padding = true'),
};

export async function measure(_rows, [folder] = []) {
  if (folder === undefined || !existsSync(join(folder, 'csv'))) {
    console.error(
      'Skipped. Name the folder with csv/, clean/ and pollock_weights.json: npm run bench -- pollock FOLDER',
    );
    return null;
  }
  const weights = JSON.parse(readFileSync(weightsPath(folder), 'utf8'));
  const names = readdirSync(join(folder, 'csv')).filter((name) => name.endsWith('.csv'));
  const work = mkdtempSync(join(tmpdir(), 'concentric-bench-'));
  const engine = await openEngine(work, MEMORY_LIMIT_BYTES);
  try {
    const table = [];
    for (const [reader, read] of Object.entries(READERS)) {
      const files = [];
      for (const name of names) {
        const expected = cleanRows(readFileSync(join(folder, 'clean', name), 'utf8'));
        const loaded = await engine
          .withConnection((connection) => read(connection, join(folder, 'csv', name), work))
          .catch(() => null);
        files.push({ name, weight: weights[name] ?? 0, score: score(expected, loaded), isRefused: loaded === null });
      }
      table.push([reader, ...summary(files)]);
    }
    return table;
  } finally {
    engine.close();
    rmSync(work, { recursive: true, force: true });
  }
}

function weightsPath(folder) {
  const inside = join(folder, 'pollock_weights.json');
  return existsSync(inside) ? inside : join(folder, '..', 'pollock_weights.json');
}

function summary(files) {
  const weight = files.reduce((sum, file) => sum + file.weight, 0);
  const weighted = files.reduce((sum, file) => sum + file.weight * file.score, 0) / weight;
  const refused = files.filter(({ isRefused }) => isRefused).length;
  const byKind = new Map();
  for (const file of files) byKind.set(kindOf(file), [...(byKind.get(kindOf(file)) ?? []), file]);
  const kinds = [...byKind].map(([kind, ofKind]) => ({ kind, mean: mean(ofKind) }));
  const costliest = kinds.filter(({ mean }) => mean < 10).sort((a, b) => a.mean - b.mean);
  const listed = costliest.slice(0, MAX_LISTED).map(({ kind, mean }) => `${kind} (${mean.toFixed(2)})`);
  return [files.length, mean(files).toFixed(3), weighted.toFixed(3), refused, listed.join(', ')];
}

function kindOf({ name }) {
  const kind = name.replace(/\.csv$/, '');
  return kind.startsWith('row_') ? kind.replace(/\d+(_0x\w+)?/g, '') : kind;
}

function mean(files) {
  return files.reduce((sum, file) => sum + file.score, 0) / files.length;
}

async function readOurs(connection, path, workFolder) {
  const raw = await readText(connection, { path, options: {}, workFolder });
  const cells = raw.headers.map((_, index) => `coalesce(c${index + 1}, '')`);
  const found = await connection.runAndReadAll(`SELECT ${cells.join(', ')} FROM ${raw.table} ORDER BY rowid`);
  const rows = [...(raw.reading.headerRow === null ? [] : [raw.headers]), ...found.getRowsJS()];
  return rows.map((row) => row.map((cell) => cell.trim()));
}

async function readByDuckDb(connection, path, options) {
  const sniffed = await connection.runAndReadAll(
    `SELECT Delimiter, Quote, Escape, HasHeader, SkipRows FROM sniff_csv(${quoteText(path)}${options})`,
  );
  const [delimiter, quote, escapes, hasHeader, skip] = sniffed.getRowsJS()[0];
  const given = (name, text) => (text === '(empty)' ? `, ${name} = ''` : `, ${name} = ${quoteText(text)}`);
  const found = await connection.runAndReadAll(
    `FROM read_csv(${quoteText(path)}, all_varchar = true, header = ${hasHeader}, skip = ${skip}` +
      `${given('delim', delimiter)}${given('quote', quote)}${given('escape', escapes)}${options})`,
  );
  const rows = [...(hasHeader ? [found.columnNames()] : []), ...found.getRowsJS()];
  return rows.map((row) => row.map((cell) => cell ?? ''));
}
