// Reads one file after the other as an upload would be read, as the parent process says, and tells what came of each.
import { createHash } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Engine } from '../../dist/src/duckdb/engine.js';
import { quoteText } from '../../dist/src/duckdb/quote.js';
import { detectFormat } from '../../dist/src/ingest/intake/detect-format.js';
import { createIngestFile } from '../../dist/src/ingest/pipeline.js';
import { ConcentricError } from '../../dist/src/model/errors.js';

const scratch = await mkdtemp(join(tmpdir(), 'concentric-fuzz-reader-'));
const engine = await Engine.open({
  threads: 1,
  memoryLimitBytes: 256 * 1024 ** 2,
  tempDirectory: join(scratch, 'spill'),
});
const ingestFile = createIngestFile(engine);

process.on('message', async ({ path, options, to }) => {
  process.send(to === undefined ? await read(path, options) : await append(path, to));
});
process.once('disconnect', async () => {
  await rm(scratch, { recursive: true, force: true });
  process.exit();
});
process.send('ready');

async function read(sourcePath, options) {
  const folder = await mkdtemp(join(scratch, 'version-'));
  try {
    const format = await detectFormat(sourcePath, basename(sourcePath));
    const file = { name: basename(sourcePath), path: sourcePath, format };
    const {
      schema,
      sources: [source],
    } = await ingestFile({ sources: [file], options, folder });
    return {
      outcome: 'read',
      format,
      headerRow: source.headerRow,
      ...(await essence(schema, join(folder, 'normalized.parquet'))),
    };
  } catch (error) {
    if (error instanceof ConcentricError) return { outcome: 'refused', code: error.code, message: error.message };
    return { outcome: 'fault', message: String(error?.stack ?? error) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Both files stacked; the same again with the stored rows of both (docs/adr/0018). */
async function append(added, first) {
  const folders = [await mkdtemp(join(scratch, 'version-')), await mkdtemp(join(scratch, 'version-'))];
  try {
    const files = [];
    for (const path of [first, added]) {
      files.push({ name: basename(path), path, format: await detectFormat(path, basename(path)) });
    }
    const read = await ingestFile({ sources: files, options: {}, folder: folders[0] });
    await cp(join(folders[0], 'rows'), join(folders[1], 'rows'), { recursive: true });
    const stored = files.map((file, nth) => ({ ...file, storedRows: read.sources[nth].storedRows }));
    const again = await ingestFile({ sources: stored, options: {}, folder: folders[1] });
    const [whole, fromRows] = [read, again].map(({ schema }) => JSON.stringify(schema));
    const { faults, ...seen } = await essence(read.schema, join(folders[0], 'normalized.parquet'));
    const { essence: other } = await essence(again.schema, join(folders[1], 'normalized.parquet'));
    const differs = whole === fromRows && seen.essence === other ? [] : ['stored rows give another version'];
    return { outcome: 'read', ...seen, faults: [...faults, ...differs] };
  } catch (error) {
    if (error instanceof ConcentricError) return { outcome: 'refused', code: error.code, message: error.message };
    return { outcome: 'fault', message: String(error?.stack ?? error) };
  } finally {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }
}

/** What must be the same however a table was written, and what does not add up. */
async function essence({ columns, rowCount, periodGrain, timeColumns, rowsLeftOut }, parquet) {
  const [rows, sha256] = await engine.withConnection(async (connection) => {
    const reader = await connection.runAndReadAll(`SELECT COLUMNS(*)::VARCHAR FROM ${quoteText(parquet)}`);
    const rows = reader.getRows();
    return [rows.length, createHash('sha256').update(JSON.stringify(rows)).digest('hex')];
  });
  const faults = [];
  if (rows !== rowCount) faults.push(`rowCount is ${rowCount}, the Parquet has ${rows}`);
  for (const {
    name,
    reconciliation: { cells, blank, nullMarkers, rejected, typed },
  } of columns) {
    if (cells !== rowCount || cells !== blank + nullMarkers + rejected + typed)
      faults.push(`the cells of ${name} do not add up`);
  }
  if (new Set(columns.map(({ name }) => name)).size < columns.length) faults.push('two columns have one name');
  const seen = columns.map(({ originalName, coercions, ...column }) => column);
  return { faults, essence: JSON.stringify({ seen, rowCount, periodGrain, timeColumns, sha256 }), rowsLeftOut };
}
