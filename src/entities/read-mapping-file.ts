import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../duckdb/engine.js';
import type { RawTable } from '../ingest/read/raw-table.js';
import { readSource } from '../ingest/read/read-source.js';
import type { SourceFormat } from '../model/dataset.js';
import type { EntityMapping } from '../model/entity-mapping.js';
import { ConcentricError } from '../model/errors.js';
import { quoted } from './check-mapping.js';
import { MAPPING_HEADERS, unshielded } from './mapping-csv.js';

type Header = (typeof MAPPING_HEADERS)[number];
/** Each has up to three names of a mapping (check-mapping.ts). */
const MAX_ROWS = 200_000;
const ROWS_PER_BATCH = 4096;

/**
 * Reads what mappingCsv writes, in any form that datasets are read in. A blank entity is the name itself; columns may
 * come in any order, beside others; entity or parent may be absent.
 * @throws INVALID_INPUT (no such columns, too many rows), ENTITY_NAME_REPEATED, and as readSource does
 */
export async function readMappingFile(
  engine: Engine,
  { path, format, folder }: { path: string; format: SourceFormat; folder: string },
  keyOf: (name: string) => string,
): Promise<Pick<EntityMapping, 'merges' | 'parents'>> {
  const workFolder = join(folder, 'work');
  await mkdir(workFolder);
  return engine.withConnection(async (connection) => {
    const options = format === 'PARQUET' ? {} : { headerRow: 1 };
    const [table] = (await readSource(connection, { path, format, options, workFolder })) as [RawTable];
    if (table.rowCount > MAX_ROWS) {
      throw new ConcentricError(
        'INVALID_INPUT',
        `The file has ${table.rowCount.toLocaleString('en-US')} rows; a mapping has at most ${MAX_ROWS.toLocaleString('en-US')}. Map the largest entities only.`,
        { path: 'file', max: MAX_ROWS, got: table.rowCount },
      );
    }
    const columns = MAPPING_HEADERS.map((header) => columnOf(table.headers, header)).join(', ');
    const collected = new MappingRows(keyOf);
    for (let start = 0; start < table.rowCount; start += ROWS_PER_BATCH) {
      const batch = await connection.runAndReadAll(
        `SELECT ${columns}, (${table.sourceRow})::DOUBLE FROM ${table.table}
         WHERE rowid >= ${start} AND rowid < ${start + ROWS_PER_BATCH} ORDER BY rowid`,
      );
      for (const [name, entity, parent, row] of batch.getRowsJS() as [...(string | null)[], number][]) {
        collected.add(cell(name), cell(entity), cell(parent), row as number);
      }
    }
    return collected.mapping();
  });
}

/** SQL of a column; NULL where it is absent and may be. */
function columnOf(headers: readonly string[], wanted: Header): string {
  const index = headers.findIndex((header) => header.trim().toLowerCase() === wanted);
  if (index !== -1) return `c${index + 1}`;
  const hasOthers = headers.some((header) => ['entity', 'parent'].includes(header.trim().toLowerCase()));
  if (wanted !== 'name' && hasOthers) return 'NULL';
  throw new ConcentricError(
    'INVALID_INPUT',
    `A mapping is a table with the columns name, entity and parent in its first row; the file has: ${headers.slice(0, 20).map(quoted).join(', ')}. Name its columns so; entity or parent may be absent.`,
    { path: 'file', headers: headers.slice(0, 20) },
  );
}

function cell(text: string | number | null | undefined): string {
  return unshielded(String(text ?? '').trim());
}

class MappingRows {
  private readonly names = new Map<string, { entity: string; names: string[] }>();
  private readonly parents = new Map<string, { entity: string; parent: string; row: number }>();

  constructor(private readonly keyOf: (name: string) => string) {}

  add(name: string, entityOrBlank: string, parent: string, row: number): void {
    if (name === '') return;
    const entity = entityOrBlank === '' ? name : entityOrBlank;
    const key = this.keyOf(entity);
    const merge = this.names.get(key);
    if (merge === undefined) this.names.set(key, { entity, names: [name] });
    else merge.names.push(name);
    if (parent === '' || this.keyOf(parent) === key) return;
    const earlier = this.parents.get(key);
    if (earlier === undefined) this.parents.set(key, { entity, parent, row });
    else if (this.keyOf(earlier.parent) !== this.keyOf(parent)) {
      throw new ConcentricError(
        'ENTITY_NAME_REPEATED',
        `${quoted(entity)} has two parents: ${quoted(earlier.parent)} in row ${earlier.row} and ${quoted(parent)} in row ${row}. Leave one of them out.`,
        { name: entity, path: `file row ${row}`, row },
      );
    }
  }

  mapping(): Pick<EntityMapping, 'merges' | 'parents'> {
    const isItself = ({ entity, names }: { entity: string; names: string[] }) =>
      names.every((name) => this.keyOf(name) === this.keyOf(entity));
    return {
      merges: [...this.names.values()].filter((merge) => !isItself(merge)),
      parents: [...this.parents.values()].map(({ entity, parent }) => ({ entity, parent })),
    };
  }
}
