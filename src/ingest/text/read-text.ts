import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { NormalizationOptions } from '../../model/dataset.js';
import { ConcentricError } from '../../model/errors.js';
import type { RowsLeftOut } from '../../model/schema.js';
import type { RawTable } from '../raw-table.js';
import { type DetectedDialect, detectDialect } from './dialect.js';
import { detectEncoding, type Oddities, type TextEncoding } from './encoding.js';
import { layOutText, type TextLayout } from './layout.js';
import { leaveOutRows } from './leave-out-rows.js';
import { loadRecords } from './load-records.js';
import type { Dialect } from './records.js';
import type { Irregularities } from './regular-file.js';
import { repairText } from './repair-text.js';
import { tableExtent } from './table-extent.js';
import { readTextHead } from './text-head.js';
import { surplusEvidence, textWarnings } from './text-warnings.js';
import { transcode } from './transcode.js';

/**
 * Reads delimited text into a table of text (SEMANTICS.md §1). A regular file goes straight into DuckDB; one that DuckDB
 * refuses in any way is first rewritten by our own reader (writeRegularFile), which reads what is regular alike.
 *
 * @throws EMPTY_FILE, NO_TABLE, TOO_MANY_COLUMNS, UNREADABLE_FILE, INVALID_OPTION
 */
export async function readText(
  connection: DuckDBConnection,
  input: { path: string; options: NormalizationOptions; workFolder: string },
): Promise<RawTable> {
  const name = `text_${randomBytes(8).toString('hex')}`;
  const scratch = { utf8: join(input.workFolder, `${name}.utf8`), regular: join(input.workFolder, `${name}.csv`) };
  try {
    const encoding = await detectEncoding(input.path, input.options.encoding);
    const text = await utf8Text(input.path, encoding, scratch.utf8);
    const head = await readTextHead(text.path, text.bomBytes);
    const detected = detectDialect(head.bytes, head.final, input.options.delimiter);
    const layout = layOutText(head, detected, input.options);
    const irregularities = await load(connection, name, text, detected, layout, scratch.regular);
    return await toRawTable(connection, name, { encoding, replaced: text.replaced, detected, layout, irregularities });
  } finally {
    await Promise.all(Object.values(scratch).map((path) => rm(path, { force: true })));
  }
}

/** A file of UTF-8, the table's text beginning after `bomBytes`. */
interface Utf8Text {
  path: string;
  bomBytes: number;
  oddities: Oddities;
  replaced: number;
}

async function utf8Text(path: string, encoding: TextEncoding, target: string): Promise<Utf8Text> {
  const { bomBytes, oddities } = encoding;
  if (encoding.clean) return { path, bomBytes, oddities, replaced: 0 };
  const { replaced } = await transcode({ source: path, target, encoding: encoding.name, bomBytes });
  const transcoded = await detectEncoding(target, 'UTF-8');
  return { path: target, bomBytes: 0, oddities: transcoded.oddities, replaced };
}

/** Null where the file was regular. */
async function load(
  connection: DuckDBConnection,
  table: string,
  text: Utf8Text,
  { dialect }: DetectedDialect,
  layout: TextLayout,
  target: string,
): Promise<Irregularities | null> {
  const columns = layout.headers.length;
  const offset = text.bomBytes + layout.dataOffset;
  if (layout.regular && readsAlike(text.oddities, dialect, offset)) {
    const whole = { path: text.path, table, dialect, columns, skip: layout.skippedRecords, parallel: true };
    const loaded = await loadRecords(connection, whole).then(
      () => true,
      () => false,
    );
    if (loaded) return null;
  }
  const firstRow = layout.skippedRecords + 1;
  const irregularities = await repairText({ source: text.path, target, dialect, columns, offset, firstRow });
  try {
    const regular = { ...dialect, newline: '\n' as const };
    await loadRecords(connection, { path: target, table, dialect: regular, columns, skip: 0, parallel: false });
  } catch (cause) {
    throw new ConcentricError(
      'UNREADABLE_FILE',
      'The file could not be read as a table. Export it again as CSV in UTF-8 with one line a row, or save it as .xlsx.',
      {},
      { cause },
    );
  }
  return irregularities;
}

/**
 * Whether DuckDB, where it does not complain, reads what stands from `offset` on as we do: it passes over empty lines
 * without a word, so that row numbers would no longer be right; ends lines at a `\r` now and then; and takes a quoted
 * cell for one only after a single space.
 */
function readsAlike(oddities: Oddities, { newline, quote }: Dialect, offset: number): boolean {
  const carriageReturn = newline === '\n' ? oddities.carriageReturn : oddities.loneCarriageReturn;
  const last = Math.max(oddities.emptyLine, carriageReturn, oddities.paddedQuote);
  return newline !== '\r' && quote === '"' && last < offset;
}

async function toRawTable(
  connection: DuckDBConnection,
  name: string,
  read: {
    encoding: TextEncoding;
    replaced: number;
    detected: DetectedDialect;
    layout: TextLayout;
    irregularities: Irregularities | null;
  },
): Promise<RawTable> {
  const { encoding, detected, layout, irregularities } = read;
  const { headerWidth, headerCells, headerRow, titleRows, skippedRecords } = layout;
  const columns = layout.headers.length;
  const kept = await leaveOutRows(connection, { table: name, columns, firstRow: skippedRecords + 1, headerCells });
  const extent = await tableExtent(connection, kept.table, layout);
  if (extent.rows === 0) {
    throw new ConcentricError(
      'NO_TABLE',
      'The file holds a header but no rows. It must hold at least one row below the header; if the header is another row, name it with the option headerRow.',
      { headerRow },
    );
  }
  return {
    table: kept.table,
    headers: layout.headers.slice(0, columns - extent.emptyAtEnd),
    rowCount: extent.rows,
    sourceRow: kept.sourceRow,
    reading: {
      encoding: encoding.name,
      delimiter: detected.delimiter,
      sheet: null,
      sheets: null,
      headerRow,
      titleRows,
      evidence: [encoding.evidence, ...detected.evidence, ...layout.evidence, ...surplusEvidence(irregularities)],
    },
    warnings: textWarnings({
      replaced: read.replaced,
      irregularities,
      headerWidth,
      rowsBeyondHeader: extent.rowsBeyondHeader,
    }),
    rowsLeftOut: mergedByReason([...layout.rowsLeftOut, ...kept.rowsLeftOut]),
  };
}

function mergedByReason(parts: readonly RowsLeftOut[]): RowsLeftOut[] {
  const merged = new Map<RowsLeftOut['reason'], RowsLeftOut>();
  for (const { reason, count, rows } of parts) {
    const before = merged.get(reason) ?? { reason, count: 0, rows: [] };
    merged.set(reason, { reason, count: before.count + count, rows: [...before.rows, ...rows].slice(0, 100) });
  }
  return [...merged.values()];
}
