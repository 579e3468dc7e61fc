import { randomUUID } from 'node:crypto';
import type { Database, Query, Statement } from '../../postgres/database.js';
import type { BytesEntry } from '../bytes.js';

/** An object that no key refers to belongs to an upload that is under way, or to one that was given up. */
const ORPHAN_AGE = '1 day';
/** Another process may be removing an object. */
const RETRY_AGE = '10 minutes';
const MAX_SWEPT = 1_000;
/** Of the advisory locks that serialize the changes of a dataset's files: "obj" in ASCII. */
const LOCK = 0x6f626a;
const ATTEMPTS = 3;

/** An object of the store, by its name there. */
export interface StoredObject {
  object: string;
  /** Hexadecimal. */
  sha256: string;
  sizeBytes: number;
}

export interface StoredFile extends StoredObject {
  key: string;
}

export interface NewFile {
  key: string;
  object: string;
  modifiedAt?: Date;
}

export type Published = 'published' | 'taken' | 'gone';

/**
 * Which object of the store a key refers to, in PostgreSQL. It alone decides: the store has no operation that only one of
 * two writers can win. Several keys may refer to one object, as hard links do.
 *
 * An object is recorded before its first byte is sent, with no references. Publication adds the references; it is
 * refused for an object that was marked as swept. A sweeper marks only objects without references, then removes them.
 */
export class ObjectTable {
  constructor(private readonly database: Database) {}

  async datasetIds(): Promise<string[]> {
    const rows = await this.database.query<{ dataset: string }>('Listing the files', {
      text: 'SELECT DISTINCT dataset FROM files',
    });
    return rows.map(({ dataset }) => dataset);
  }

  async find(key: string): Promise<StoredFile | null> {
    const [row] = await this.database.read<FileRow>(`Looking for ${key}`, {
      name: 'find-file',
      text: `SELECT ${FILE} FROM files JOIN objects o ON o.name = object WHERE key = $1`,
      values: [key],
    });
    return row ? fileOf(row) : null;
  }

  /** The files below a key, and the one with this key. */
  async findAll(key: string): Promise<StoredFile[]> {
    const rows = await this.database.read<FileRow>(`Looking for ${key}`, {
      text: `SELECT ${FILE} FROM files JOIN objects o ON o.name = object WHERE ${BELOW}`,
      values: [key],
    });
    return rows.map(fileOf);
  }

  async exists(key: string): Promise<boolean> {
    const rows = await this.database.read(`Looking for ${key}`, {
      text: `SELECT 1 FROM files WHERE ${BELOW} LIMIT 1`,
      values: [key],
    });
    return rows.length > 0;
  }

  /** The entries directly below a key, each with the time of its oldest file. */
  async list(key: string): Promise<BytesEntry[]> {
    const rows = await this.database.read<{ name: string; modified_at: Date }>(`Listing ${key}`, {
      text: `SELECT split_part(substr(key, length($1) + 2), '/', 1) AS name, min(modified_at) AS modified_at
        FROM files WHERE ${BELOW} AND key <> $1 GROUP BY 1`,
      values: [key],
    });
    return rows.map(({ name, modified_at }) => ({ name, modifiedAtMs: modified_at.getTime() }));
  }

  /** Objects of the dataset that have these bytes already. */
  async withChecksums(dataset: string, checksums: readonly string[]): Promise<StoredObject[]> {
    const rows = await this.database.read<ObjectRow>('Looking for stored files', {
      text: `SELECT DISTINCT ON (sha256) name AS object, sha256, size_bytes FROM objects
        WHERE dataset = $1 AND sha256 = ANY($2) AND refs > 0 AND swept_at IS NULL`,
      values: [dataset, checksums],
    });
    return rows.map(objectOf);
  }

  /** Records objects before their first byte is sent. */
  async begin(dataset: string, objects: readonly StoredObject[]): Promise<void> {
    if (objects.length === 0) return;
    await this.database.query('Recording files', {
      // Repeated where the reply to the first attempt was lost.
      text: `INSERT INTO objects (name, dataset, sha256, size_bytes)
        SELECT name, $1, sha256, size_bytes FROM unnest($2::text[], $3::text[], $4::bigint[]) AS n (name, sha256, size_bytes)
        ON CONFLICT DO NOTHING`,
      values: [
        dataset,
        objects.map(({ object }) => object),
        objects.map(({ sha256 }) => sha256),
        objects.map(({ sizeBytes }) => sizeBytes),
      ],
    });
  }

  /**
   * Makes keys refer to objects, all at once. `mode` `once`: only if `key` has nothing below it yet, else `taken`;
   * `replace`: in place of what `key` has. `gone`: one of the objects was swept meanwhile, or there is nothing below `within`.
   * Returns the names of objects that have no references any more, and are marked as swept.
   */
  publish(
    dataset: string,
    key: string,
    files: readonly NewFile[],
    { mode, within }: { mode: 'once' | 'replace'; within?: string | undefined },
  ): Promise<{ result: Published; unused: string[] }> {
    const attempt = randomUUID();
    return this.change(`Publishing ${key}`, dataset, async (query) => {
      const before = await query<{ attempt: string }>({
        text: `SELECT attempt FROM files WHERE ${BELOW} LIMIT 1`,
        values: [key],
      });
      // Published by an attempt whose reply was lost.
      if (before[0]?.attempt === attempt) return { result: 'published', unused: [] };
      if (mode === 'once' && before.length > 0) return { result: 'taken', unused: [] };
      if (within !== undefined && !(await hasAny(query, within))) return { result: 'gone', unused: [] };
      const names = files.map(({ object }) => object);
      if (!(await addReferences(query, names))) return { result: 'gone', unused: [] };
      const unused = before.length > 0 ? await removeFiles(query, key) : [];
      await query({
        text: `INSERT INTO files (key, dataset, object, attempt, modified_at)
          SELECT key, $1, object, $2, coalesce(modified_at, now())
          FROM unnest($3::text[], $4::text[], $5::timestamptz[]) AS n (key, object, modified_at)`,
        values: [dataset, attempt, files.map((file) => file.key), names, files.map((file) => file.modifiedAt ?? null)],
      });
      return { result: 'published', unused };
    });
  }

  /** Names what was published under a key; null if there is nothing. */
  async publication(key: string): Promise<string | null> {
    const [row] = await this.database.read<PublicationRow>(`Looking for ${key}`, publicationStatement(key));
    return row?.publication ?? null;
  }

  /**
   * Removes the files below a key, and the one with this key; with `publication` only if they are of that one. Returns the
   * names of objects to be removed, as publish().
   */
  remove(dataset: string, key: string, publication?: string): Promise<string[]> {
    return this.change(`Removing ${key}`, dataset, async (query) => {
      if (publication !== undefined) {
        const [row] = await query<PublicationRow>(publicationStatement(key));
        if (row?.publication !== publication) return [];
      }
      return removeFiles(query, key);
    });
  }

  /** Marks objects that were never published as swept. Returns those that it marked. */
  async abandon(objects: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ name: string }>('Giving up files', {
      text: 'UPDATE objects SET swept_at = now() WHERE name = ANY($1) AND refs = 0 AND swept_at IS NULL RETURNING name',
      values: [objects],
    });
    return rows.map(({ name }) => name);
  }

  /** Marks the objects of uploads that were given up as swept. Returns their names, and those whose removal did not end. */
  async sweep(): Promise<string[]> {
    const rows = await this.database.query<{ name: string }>('Sweeping files', {
      text: `UPDATE objects SET swept_at = now() WHERE name IN (
          SELECT name FROM objects
          WHERE refs = 0 AND coalesce(swept_at + interval '${RETRY_AGE}', created_at + interval '${ORPHAN_AGE}') < now()
          LIMIT ${MAX_SWEPT}
        ) AND refs = 0 RETURNING name`,
    });
    return rows.map(({ name }) => name);
  }

  /** After swept objects were removed from the store. */
  async forget(objects: readonly string[]): Promise<void> {
    await this.database.query('Sweeping files', {
      text: 'DELETE FROM objects WHERE name = ANY($1) AND swept_at IS NOT NULL AND refs = 0',
      values: [objects],
    });
  }

  /** One change of a dataset's files at a time. A change whose reply was lost is repeated; it must recognize itself. */
  private async change<T>(doing: string, dataset: string, work: (query: Query) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.database.transaction(doing, async (query) => {
          await query({ text: 'SELECT pg_advisory_xact_lock($1, hashtext($2))', values: [LOCK, dataset] });
          return work(query);
        });
      } catch (error) {
        const { code } = error as { code?: unknown };
        if (code !== 'STORAGE_UNAVAILABLE' || attempt === ATTEMPTS) throw error;
      }
    }
  }
}

interface PublicationRow {
  publication: string | null;
}

interface ObjectRow {
  object: string;
  sha256: string;
  size_bytes: number;
}

interface FileRow extends ObjectRow {
  key: string;
}

const FILE = 'key, object, o.sha256, o.size_bytes';
/** `0` follows `/` in ASCII, and keys are compared by bytes. */
const BELOW = `(key = $1 OR (key > $1 || '/' AND key < $1 || '0'))`;

function objectOf({ object, sha256, size_bytes }: ObjectRow): StoredObject {
  return { object, sha256, sizeBytes: size_bytes };
}

function fileOf(row: FileRow): StoredFile {
  return { key: row.key, ...objectOf(row) };
}

function publicationStatement(key: string): Statement {
  return {
    text: `SELECT string_agg(DISTINCT attempt::text, ' ' ORDER BY attempt::text) AS publication FROM files WHERE ${BELOW}`,
    values: [key],
  };
}

async function hasAny(query: Query, key: string): Promise<boolean> {
  return (await query({ text: `SELECT 1 FROM files WHERE ${BELOW} LIMIT 1`, values: [key] })).length > 0;
}

/** False, and the transaction must change nothing, if one of the objects was swept. */
async function addReferences(query: Query, names: readonly string[]): Promise<boolean> {
  const present = await query<{ name: string }>({
    text: 'SELECT name FROM objects WHERE name = ANY($1) AND swept_at IS NULL ORDER BY name FOR UPDATE',
    values: [names],
  });
  if (present.length < new Set(names).size) return false;
  await query({
    text: `UPDATE objects SET refs = refs + n FROM
      (SELECT name, count(*) AS n FROM unnest($1::text[]) AS name GROUP BY name) AS added WHERE objects.name = added.name`,
    values: [names],
  });
  return true;
}

async function removeFiles(query: Query, key: string): Promise<string[]> {
  const removed = await query<{ object: string }>({
    text: `DELETE FROM files WHERE ${BELOW} RETURNING object`,
    values: [key],
  });
  if (removed.length === 0) return [];
  const left = await query<{ name: string; refs: number }>({
    text: `WITH less AS (SELECT name, count(*) AS n FROM unnest($1::text[]) AS name GROUP BY name)
      UPDATE objects SET refs = refs - n, swept_at = CASE WHEN refs = n THEN now() END FROM less
      WHERE objects.name = less.name RETURNING objects.name, refs`,
    values: [removed.map(({ object }) => object)],
  });
  return left.filter(({ refs }) => refs === 0).map(({ name }) => name);
}
