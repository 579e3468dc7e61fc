import pg from 'pg';
import { ConcentricError } from '../model/errors.js';
import type { Database } from './database.js';
import { unavailable } from './database-errors.js';
import { MIGRATIONS, SCHEMA_VERSION } from './migrations.js';

/** Of the advisory lock: "conc" in ASCII. */
const LOCK = 0x636f6e63;
const CREATE_VERSIONS =
  'CREATE TABLE IF NOT EXISTS migrations (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())';

/**
 * Applies the steps that the database does not have, each in a transaction, under an advisory lock: several processes may
 * start it at the same time. Returns the numbers of the applied steps.
 * @throws STORAGE_UNAVAILABLE, and the errors of a step
 */
export async function migrate(url: string): Promise<number[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'concentric-migrate' });
  const applied: number[] = [];
  try {
    await client.connect();
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query(CREATE_VERSIONS);
    const { rows } = await client.query<{ version: number }>(
      'SELECT coalesce(max(version), 0) AS version FROM migrations',
    );
    for (let version = rows[0]!.version + 1; version <= SCHEMA_VERSION; version++) {
      await client.query('BEGIN');
      await client.query(MIGRATIONS[version - 1]!);
      await client.query('INSERT INTO migrations (version) VALUES ($1)', [version]);
      await client.query('COMMIT');
      applied.push(version);
    }
    return applied;
  } catch (error) {
    throw unavailable('Migrating the database', error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * A build works with its own schema version and with the next one, so that hosts can be updated one after the other.
 * @throws STORAGE_UNAVAILABLE for any other version
 */
export async function requireSchemaVersion(database: Database): Promise<void> {
  const doing = 'Opening the database';
  const [table] = await database.query<{ exists: boolean }>(doing, {
    text: "SELECT to_regclass('migrations') IS NOT NULL AS exists",
  });
  const [row] = table!.exists
    ? await database.query<{ version: number }>(doing, { text: 'SELECT max(version) AS version FROM migrations' })
    : [];
  const version = row?.version ?? 0;
  if (version === SCHEMA_VERSION || version === SCHEMA_VERSION + 1) return;
  const remedy =
    version < SCHEMA_VERSION
      ? 'Run this build once with ROLE=migrate, then start again'
      : 'Start the newer build that migrated it';
  throw new ConcentricError(
    'STORAGE_UNAVAILABLE',
    `DATABASE_URL: the database has schema version ${version}, and this build works with ${SCHEMA_VERSION} and ${SCHEMA_VERSION + 1}. ${remedy}.`,
    { version, expected: SCHEMA_VERSION },
  );
}
