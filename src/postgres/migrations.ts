/**
 * The schema of the database, as numbered steps that are never changed once released. A step must leave the tables usable for the build
 * before it: while hosts are updated one after the other, both run (docs/scaling.md). So it adds tables, indexes, and columns
 * that have a default or may be null (tests/hosts/rolling-update.test.ts).
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
  `
  -- The objects in the object store (storage/objects/object-table.ts). An object is recorded before its first byte is sent;
  -- refs counts the rows of files that refer to it, and one that was swept never gets any.
  CREATE TABLE objects (
    name text PRIMARY KEY,
    dataset text NOT NULL,
    sha256 text NOT NULL,
    size_bytes bigint NOT NULL,
    refs integer NOT NULL DEFAULT 0 CHECK (refs >= 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    swept_at timestamptz
  );
  CREATE INDEX objects_by_checksum ON objects (dataset, sha256);
  CREATE INDEX objects_unused ON objects (created_at) WHERE refs = 0;

  -- Which object a key refers to. Compared by bytes, so that what is below a key is a range.
  CREATE TABLE files (
    key text COLLATE "C" PRIMARY KEY,
    dataset text NOT NULL,
    object text NOT NULL REFERENCES objects,
    attempt uuid NOT NULL,
    modified_at timestamptz NOT NULL,
    used_at timestamptz NOT NULL DEFAULT now(),
    is_analysis boolean GENERATED ALWAYS AS (key LIKE '%/analyses/%') STORED
  );
  CREATE INDEX files_analyses ON files (used_at) WHERE is_analysis;
  CREATE INDEX files_by_dataset ON files (dataset);
  CREATE INDEX files_by_object ON files (object);

  -- The jobs of idempotency keys (ingest/jobs/idempotency.ts).
  CREATE TABLE claims (digest text PRIMARY KEY, folder text NOT NULL, claim text NOT NULL, claimed_at timestamptz NOT NULL);
  `,
  `
  -- How far the files are that are being read, written once a second at most. It makes no revision, and may be lost.
  CREATE UNLOGGED TABLE readings (
    dataset text PRIMARY KEY,
    folder text NOT NULL,
    progress jsonb NOT NULL,
    at timestamptz NOT NULL DEFAULT now()
  );
  `,
];

export const SCHEMA_VERSION = MIGRATIONS.length;
