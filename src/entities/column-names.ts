import { LRUCache } from 'lru-cache';
import { isFolded } from '../analysis/filter/filter-values.js';
import type { Connection } from '../duckdb/connection.js';
import type { Engine } from '../duckdb/engine.js';
import { parquetSql, quoteIdentifier } from '../duckdb/quote.js';
import type { DatasetRecord } from '../model/dataset.js';
import type { Column } from '../model/schema.js';
import { foldNames } from '../names/fold-names.js';
import { foldSpelling } from '../names/fold-spelling.js';

/** Of a column whose names are matched exactly. */
const exactly = (name: string) => name.trim();
const MAX_REMEMBERED_ANSWERS = 1000;
/** A name with more than a third of its letters changed is another name, not a typo. */
const MAX_EDIT_SHARE = 1 / 3;
/** Comparing a name with all others takes DuckDB about half a second a million. */
const MAX_NEAREST = 5;

export interface ColumnNamesOptions {
  engine: Engine;
  versions: {
    withVersion<T>(
      record: DatasetRecord,
      work: (files: { localPath(file: 'normalized.parquet'): Promise<string> }) => Promise<T>,
    ): Promise<T>;
  };
}

/** What makes two names of a column the same one. */
export function keyOfNames(column: Pick<Column, 'dataType' | 'role'>): (name: string) => string {
  return isFolded(column) ? foldSpelling : exactly;
}

/** A name that does not occur in a column, with the one that is most like it. */
export interface UnknownName {
  /** Of the list that was looked up. */
  index: number;
  nearest: string | null;
}

/** Looks up names in the data of a version. */
export class ColumnNames {
  /** Indexes of unknown names by version, column and names: the data of a version never changes. */
  private readonly remembered = new LRUCache<string, number[]>({ max: MAX_REMEMBERED_ANSWERS });

  constructor(private readonly options: ColumnNamesOptions) {}

  /** Which of the names do not occur in the column of the record's version; for the first of them the nearest name. */
  async unknown(record: DatasetRecord, column: Column, names: readonly string[]): Promise<UnknownName[]> {
    if (names.length === 0) return [];
    return this.withNames(record, column, async (connection) => {
      const missing = await missingNames(connection, names.map(keyOfNames(column)));
      return Promise.all(
        missing.map(async (index, nth) => ({
          index,
          nearest: nth < MAX_NEAREST ? await nearestName(connection, keyOfNames(column)(names[index]!)) : null,
        })),
      );
    });
  }

  /** As unknown(), remembered under `key`, which must identify the names. */
  async unused(record: DatasetRecord, column: Column, names: readonly string[], key: string): Promise<string[]> {
    const place = `${record.id}/${record.version}/${column.name}/${column.role}/${key}`;
    let missing = this.remembered.get(place);
    if (missing === undefined) {
      missing =
        names.length === 0
          ? []
          : await this.withNames(record, column, (connection) =>
              missingNames(connection, names.map(keyOfNames(column))),
            );
      this.remembered.set(place, missing);
    }
    return missing.map((index) => names[index]!);
  }

  /** Runs `work` on a connection with the temporary table `entity_names(text, key)`: every text of the column once. */
  private withNames<T>(record: DatasetRecord, column: Column, work: (connection: Connection) => Promise<T>) {
    return this.options.versions.withVersion(record, async (files) => {
      const source = parquetSql(await files.localPath('normalized.parquet'));
      const name = quoteIdentifier(column.name);
      return this.options.engine.withConnection(async (connection) => {
        const texts = `SELECT DISTINCT ${name} AS text FROM ${source} WHERE ${name} IS NOT NULL`;
        if (isFolded(column)) {
          await connection.run(`CREATE TEMP TABLE entity_texts AS ${texts}`);
          await foldNames(connection, { from: 'entity_texts', to: 'entity_names' });
        } else {
          await connection.run(`CREATE TEMP TABLE entity_names AS SELECT text, text AS key FROM (${texts})`);
        }
        return work(connection);
      });
    });
  }
}

/** Indexes of the keys that no name has, ascending. */
async function missingNames(connection: Connection, keys: readonly string[]): Promise<number[]> {
  await connection.run('CREATE OR REPLACE TEMP TABLE wanted_names (key VARCHAR, place VARCHAR)');
  for (let start = 0; start < keys.length; start += APPENDED_ROWS) {
    const batch = keys.slice(start, start + APPENDED_ROWS);
    await connection.append(
      'wanted_names',
      batch.map((key, nth) => [key, String(start + nth)]),
    );
  }
  const missing = await connection.runAndReadAll(
    'SELECT place::INTEGER FROM wanted_names ANTI JOIN entity_names USING (key) ORDER BY 1',
  );
  return missing.getRowsJS().map(([place]) => place as number);
}

/** The most rows that one append takes. */
const APPENDED_ROWS = 2048;

async function nearestName(connection: Connection, key: string): Promise<string | null> {
  const limit = Math.max(1, Math.floor(key.length * MAX_EDIT_SHARE));
  const nearest = await connection.runAndReadAll(
    `SELECT text FROM (
       SELECT text, damerau_levenshtein(key, $1) AS edits FROM entity_names
       WHERE length(key) BETWEEN length($1) - ${limit} AND length($1) + ${limit})
     WHERE edits <= ${limit} ORDER BY edits, text LIMIT 1`,
    [key],
  );
  return (nearest.getRowsJS()[0]?.[0] as string | undefined) ?? null;
}
