/**
 * The schema of the database, as numbered steps that are never changed once released. A step must leave the tables usable for the build
 * before it: while hosts are updated one after the other, both run (docs/scaling.md).
 */
export const MIGRATIONS: readonly string[] = [
  `
  -- The newest revision of each dataset; revision_text is catalog/records/revision-text.ts, with its checksum.
  CREATE TABLE datasets (
    id text PRIMARY KEY,
    revision bigint NOT NULL,
    revision_text text NOT NULL,
    deleted_at timestamptz
  );

  -- One row, which every change of a dataset increases. A sequence or max() would show numbers before their predecessors.
  CREATE TABLE clock (id integer PRIMARY KEY CHECK (id = 1), n bigint NOT NULL, token uuid NOT NULL);
  INSERT INTO clock VALUES (1, 0, gen_random_uuid());

  CREATE TABLE changes (
    n bigint PRIMARY KEY,
    token uuid NOT NULL,
    id text NOT NULL,
    revision bigint NOT NULL,
    change uuid NOT NULL UNIQUE,
    at timestamptz NOT NULL DEFAULT now()
  );

  -- The processes of all hosts, by which pending jobs of dead ones are found.
  CREATE TABLE processes (owner text PRIMARY KEY, seen_at timestamptz NOT NULL DEFAULT now());

  -- What all hosts must have in common.
  CREATE TABLE settings (name text PRIMARY KEY, value text NOT NULL);
  `,
];

export const SCHEMA_VERSION = MIGRATIONS.length;
