import { LRUCache } from 'lru-cache';
import { isFolded } from '../analysis/filter/filter-values.js';
import { isSummable } from '../analysis/parameters/request-columns.js';
import type { Connection } from '../duckdb/connection.js';
import type { Engine } from '../duckdb/engine.js';
import { parquetSql, quoteIdentifier } from '../duckdb/quote.js';
import { columnNotFound, requireColumn } from '../model/column-not-found.js';
import type { DatasetRecord } from '../model/dataset.js';
import { ConcentricError } from '../model/errors.js';
import type { Page, PageRequest } from '../model/page.js';
import type { Column, DatasetSchema } from '../model/schema.js';
import type { EntityProposal } from '../model/similar-names.js';
import { foldNames } from '../names/fold-names.js';
import { TaskThread } from '../worker/task-thread.js';
import type { ColumnNamesOptions } from './column-names.js';
import { type MappingFiles, savedMapping } from './mapping-files.js';
import type { ProposalTasks, Proposed } from './proposal-tasks.js';
import { requireText } from './require-text.js';

/** The largest names that are compared; the others are a small part of any value. */
const MAX_NAMES = 200_000;
const MAX_REMEMBERED = 50;
/** From this part of the names on, a column holds codes: one that differs in a letter is another one. */
const MIN_CODES = 0.9;
const CODE = '[A-Za-z0-9+/=_.:#-]*[0-9][A-Za-z0-9+/=_.:#-]*';

export interface ProposalsOptions extends ColumnNamesOptions {
  engine: Engine;
  files: MappingFiles;
}

export interface ProposalRequest {
  column: string;
  /** A column of amounts; null counts rows. */
  value?: string | null;
}

/** Finds names of a column that are probably one. Lists are made in a thread and remembered. */
export class Proposals {
  private readonly thread = new TaskThread<ProposalTasks>('./proposal-worker.js', import.meta.url);
  /** By everything that a list depends on: the rows of a version never change. */
  private readonly remembered = new LRUCache<string, Promise<Proposed>>({ max: MAX_REMEMBERED });

  constructor(private readonly options: ProposalsOptions) {}

  /**
   * A page of the proposals, those that would move the most value first.
   * @throws COLUMN_NOT_FOUND, COLUMN_NOT_TEXT, COLUMN_NOT_NUMERIC, INVALID_CURSOR, ENTITY_MAPPING_DAMAGED, CONFLICT
   */
  async page(
    record: DatasetRecord,
    schema: DatasetSchema,
    request: ProposalRequest,
    { first, after }: PageRequest,
  ): Promise<Page<EntityProposal>> {
    const start = after == null ? 0 : readCursor(after) + 1;
    const { proposals, count } = await this.list(record, schema, request);
    const nodes = proposals.slice(start, start + first);
    return {
      edges: nodes.map((node, nth) => ({ cursor: cursorOf(start + nth), node })),
      totalCount: count,
      hasNextPage: start + nodes.length < proposals.length,
      hasPreviousPage: start > 0,
    };
  }

  close(): Promise<void> {
    return this.thread.close();
  }

  private list(record: DatasetRecord, schema: DatasetSchema, request: ProposalRequest): Promise<Proposed> {
    const column = requireColumn(schema, request.column);
    requireText(schema, column);
    const value = request.value == null ? null : requireAmounts(schema, request.value);
    // Identifiers can differ by a letter or by case alone.
    if (!isFolded(column)) return Promise.resolve({ proposals: [], count: 0 });
    const mapping = savedMapping(record, column.name)?.sha256 ?? '';
    const key = JSON.stringify([record.id, record.version, column.name, value?.name ?? null, mapping]);
    let list = this.remembered.get(key);
    if (list === undefined) {
      list = this.propose(record, column, value);
      this.remembered.set(key, list);
      list.catch(() => this.remembered.delete(key));
    }
    return list;
  }

  private async propose(record: DatasetRecord, column: Column, value: Column | null): Promise<Proposed> {
    const mapping = (await this.options.files.read(record, column.name)) ?? { merges: [], parents: [], distinct: [] };
    const read = await this.options.versions.withVersion(record, async (files) => {
      const source = parquetSql(await files.localPath('normalized.parquet'));
      return this.options.engine.withConnection((connection) => readNames(connection, source, column, value));
    });
    if (read === null) return { proposals: [], count: 0 };
    return this.thread.run(
      'propose',
      { ...read, mapping },
      read.batches.map(({ buffer }) => buffer as ArrayBuffer),
    );
  }
}

/**
 * The names of the column in the spelling of the largest sum, as batches of JSON `[name, rows, value][]`, largest first;
 * null where the column holds codes.
 */
async function readNames(connection: Connection, source: string, column: Column, value: Column | null) {
  const name = quoteIdentifier(column.name);
  const amount = value === null ? 'count(*)' : sumSql(value);
  const hasAmount = value === null ? 'true' : `${quoteIdentifier(value.name)} IS NOT NULL`;
  await connection.run(
    `CREATE TEMP TABLE spelled AS SELECT ${name} AS text, count(*) AS row_count, ${amount} AS amount
     FROM ${source} WHERE ${name} IS NOT NULL AND ${hasAmount} GROUP BY ${name}`,
  );
  const codes = await connection.runAndReadAll(
    `SELECT count(*) FILTER (regexp_full_match(text, '${CODE}')) >= ${MIN_CODES} * count(*) FROM spelled`,
  );
  if (codes.getRowsJS()[0]?.[0] === true) return null;
  const totals = await connection.runAndReadAll(`SELECT (${amount})::DOUBLE FROM ${source} WHERE ${hasAmount}`);
  const total = (totals.getRowsJS()[0]?.[0] as number | null) ?? 0;
  await foldNames(connection, { from: 'spelled', to: 'keyed' });
  const batches: Uint8Array[] = [];
  await connection.stream(
    `SELECT arg_min(text, {'amount': -amount, 'text': text}), sum(row_count)::DOUBLE, sum(amount)::DOUBLE AS value
     FROM keyed GROUP BY key ORDER BY abs(value) DESC, key LIMIT ${MAX_NAMES}`,
    async (chunks) => {
      for await (const chunk of chunks) batches.push(new TextEncoder().encode(JSON.stringify(chunk.getRows())));
    },
  );
  return { batches, total };
}

/** Exact for decimals and integers, compensated for doubles. */
function sumSql({ name, dataType }: Column): string {
  return dataType === 'DOUBLE' ? `fsum(${quoteIdentifier(name)})` : `sum(${quoteIdentifier(name)})`;
}

function requireAmounts(schema: DatasetSchema, name: string): Column {
  const column = schema.columns.find((each) => each.name === name);
  const available = schema.columns.filter(isSummable).map((each) => each.name);
  if (column === undefined) throw columnNotFound(schema.datasetId, name, available);
  if (isSummable(column)) return column;
  throw new ConcentricError(
    'COLUMN_NOT_NUMERIC',
    `Column ${JSON.stringify(name)} cannot be summed: its type is ${column.dataType}, its role ${column.role}. Columns that can: ${available.join(', ') || 'none'}. Leave "value" out to count rows.`,
    { column: name, available },
  );
}

function cursorOf(index: number): string {
  return Buffer.from(`p${index}`).toString('base64url');
}

function readCursor(cursor: string): number {
  const [, index] = /^p(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (index !== undefined) return Number(index);
  throw new ConcentricError(
    'INVALID_CURSOR',
    '"after" must be a cursor of an earlier page of the same list; pass pageInfo.endCursor unchanged, or leave it out for the first page.',
  );
}
