import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { readApiKeys } from './model/api-key.js';
import { readRedisUrl } from './model/redis-target.js';

export type Config = Readonly<{ [Name in keyof typeof variables as (typeof variables)[Name]['key']]: Value<Name> }>;

type Value<Name extends keyof typeof variables> = z.output<(typeof variables)[Name]['schema']>;

/** What a person who starts the process can read and fix: a line for each variable that is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Every variable the service reads; the table in docs/configuration.md is written from here (`npm run config:docs`). */
const variables = {
  HOST: variable({
    key: 'host',
    description: 'Address to listen on; `0.0.0.0` for all.',
    expected: 'an address or a host name',
    fallback: '127.0.0.1',
    schema: z.string().regex(/^[\w.:-]+$/),
  }),
  PORT: variable({
    key: 'port',
    description: 'Port to listen on; 0 takes a free one.',
    expected: 'a whole number from 0 to 65535',
    fallback: '4000',
    schema: wholeNumber(0, 65_535),
  }),
  PUBLIC_URL: variable({
    key: 'publicUrl',
    description: 'Where clients reach the service; download links begin with it. Default: the address it listens on.',
    expected: 'an http or https URL without query',
    fallback: '',
    schema: baseUrl(),
  }),
  API_KEYS: variable({
    key: 'apiKeys',
    description:
      'API keys: entries `name:role:sha256` as `npm run key` prints them, separated by commas or white space. Default: none; everyone may do everything.',
    expected: 'entries name:role:sha256 as npm run key prints them, each name once',
    fallback: '',
    schema: z.string().transform((text, context) => {
      const keys = readApiKeys(text);
      if (keys === null) context.addIssue('not API keys');
      return keys ?? [];
    }),
  }),
  ALLOW_ANONYMOUS: variable({
    key: 'allowAnonymous',
    description:
      'Serve other machines without API_KEYS: everyone who reaches the service may read, change and delete everything.',
    expected: 'true or false',
    fallback: 'false',
    schema: trueOrFalse(),
  }),
  CORS_ORIGINS: variable({
    key: 'corsOrigins',
    description:
      'Origins whose pages may send requests, such as `https://app.example.org http://localhost:5173`, separated by commas or white space. Default: only the service’s own.',
    expected: 'origins such as https://app.example.org, without a path',
    fallback: '',
    schema: z
      .string()
      .transform((text) => text.split(/[\s,]+/).filter((origin) => origin !== ''))
      .pipe(z.array(z.string().refine((text) => /^https?:/.test(text) && URL.parse(text)?.origin === text))),
  }),
  MAX_CONNECTIONS: variable({
    key: 'maxConnections',
    description:
      'Open connections at most. Beyond that a new one replaces the oldest that has sent no request, else the oldest idle one.',
    expected: 'a whole number from 10 to 100000',
    fallback: '1000',
    schema: wholeNumber(10, 100_000),
  }),
  RATE_LIMIT: variable({
    key: 'rateLimit',
    description:
      'Points that each API key (without keys, each address) may spend per minute in each process: one for a request, and the cost of its operation (`extensions.cost`) unless the answer came from memory. Beyond that 429 with Retry-After. 0: no limit.',
    expected: 'a whole number from 0 to 999999999',
    fallback: '0',
    schema: wholeNumber(0, 999_999_999),
  }),
  INTROSPECTION: variable({
    key: 'introspection',
    description:
      'Whether the schema can be read, as GraphiQL and code generators do. With API_KEYS set, this needs a key too.',
    expected: 'true or false',
    fallback: 'true',
    schema: trueOrFalse(),
  }),
  LINK_SECRET: variable({
    key: 'linkSecret',
    description:
      'Secret that signs download links where API_KEYS are set. Hosts with different storage folders need the same. Default: created once in STORAGE_DIR.',
    expected: 'at least 32 characters',
    fallback: '',
    schema: z.union([z.literal('').transform(() => null), z.string().min(32)]),
  }),
  LINK_SECONDS: variable({
    key: 'linkSeconds',
    description: 'Minimum time that a signed download link works; the maximum is twice as long.',
    expected: 'a whole number from 60 to 604800',
    fallback: '3600',
    schema: wholeNumber(60, 604_800),
  }),
  ROLE: variable({
    key: 'role',
    description:
      'What the process does: `all` serves and reads files; `web` serves and leaves the reading of files to other hosts; `worker` reads files and answers only `/health` and `/metrics`; `migrate` brings the database of DATABASE_URL to the schema of this build, and ends. All but `all` need DATABASE_URL.',
    expected: 'all, web, worker or migrate',
    fallback: 'all',
    schema: z.enum(['all', 'web', 'worker', 'migrate']),
  }),
  PROCESSES: variable({
    key: 'processes',
    description:
      'Processes that serve on the same port, for a machine with many cores. Each has its own memory, THREADS, CACHE_MEMORY, MEMORY_LIMIT and MAX_CONCURRENT_INGESTS.',
    expected: 'a whole number from 1 to 128',
    fallback: '1',
    schema: wholeNumber(1, 128),
  }),
  DATABASE_URL: variable({
    key: 'databaseUrl',
    description:
      'PostgreSQL (15 or newer) that holds the records of the datasets, for a service on several hosts: `postgresql://user:password@host:port/database`. Default: none; the records are in STORAGE_DIR ([scaling.md](scaling.md)).',
    expected: 'postgresql://user:password@host:port/database',
    fallback: '',
    schema: z.union([
      z.literal('').transform(() => null),
      z.url({ protocol: /^postgres(ql)?$/ }).refine((url) => (URL.parse(url)?.pathname.length ?? 0) > 1),
    ]),
  }),
  QUEUE_REDIS_URL: variable({
    key: 'queue',
    description:
      'A Redis for BullMQ, which notifies hosts of waiting files. It needs `maxmemory-policy noeviction`, so it is another one than that of REDIS_URL. Form as REDIS_URL, but no Cluster. Needs DATABASE_URL. Default: none; hosts look for files in PostgreSQL twice a second.',
    expected: 'redis://host:port, rediss://host:port or redis+sentinel://host:port,host:port/master',
    fallback: '',
    schema: z.string().transform((url, context) => {
      const target = url === '' ? null : readRedisUrl(url);
      if (url !== '' && (target === null || target.kind === 'cluster')) context.addIssue('not a Redis URL');
      return target?.kind === 'cluster' ? null : target;
    }),
  }),
  DATABASE_POOL_SIZE: variable({
    key: 'databasePoolSize',
    description: 'Connections of each process to PostgreSQL, beside one for the freshness check.',
    expected: 'a whole number from 1 to 100',
    fallback: '5',
    schema: wholeNumber(1, 100),
  }),
  SERVE_STALE_SECONDS: variable({
    key: 'serveStaleSeconds',
    description:
      'With DATABASE_URL, while PostgreSQL is unavailable: cached answers are served for that long after the last comparison with it, marked as stale, and may be outdated ([freshness.md](freshness.md#stale-answers)). 0: none, they get 503.',
    expected: 'a whole number from 0 to 86400',
    fallback: '0',
    schema: wholeNumber(0, 86_400),
  }),
  S3_BUCKET: variable({
    key: 's3Bucket',
    description:
      'Bucket of an S3-compatible store that holds the files of the datasets, for hosts without a shared file system. It must exist. Needs DATABASE_URL. Default: none; the files are in STORAGE_DIR ([scaling.md](scaling.md)).',
    expected: 'the name of a bucket',
    fallback: '',
    schema: z.union([z.literal('').transform(() => null), z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{1,254}$/)]),
  }),
  S3_ENDPOINT: variable({
    key: 's3Endpoint',
    description: 'Address of the store, such as `http://seaweedfs:8333`. Default: that of AWS in S3_REGION.',
    expected: 'an http or https URL without query',
    fallback: '',
    schema: baseUrl(),
  }),
  S3_REGION: variable({
    key: 's3Region',
    description: 'Region of the store. Many stores other than AWS accept any.',
    expected: 'a region such as us-east-1',
    fallback: 'us-east-1',
    schema: z.string().regex(/^[\w-]{1,64}$/),
  }),
  S3_FORCE_PATH_STYLE: variable({
    key: 's3ForcePathStyle',
    description: 'Whether the bucket is part of the path instead of the host name, as most stores other than AWS need.',
    expected: 'true or false',
    fallback: 'false',
    schema: trueOrFalse(),
  }),
  S3_SIGNED_LINKS: variable({
    key: 's3SignedLinks',
    description:
      'Whether downloads are redirected to the store, by links that it accepts for five minutes, so that files do not pass through the hosts. Clients must reach the store ([scaling.md](scaling.md#downloads-from-the-store)).',
    expected: 'true or false',
    fallback: 'false',
    schema: trueOrFalse(),
  }),
  S3_PUBLIC_ENDPOINT: variable({
    key: 's3PublicEndpoint',
    description: 'Address of the store for clients, with S3_SIGNED_LINKS. Default: S3_ENDPOINT.',
    expected: 'an http or https URL without query',
    fallback: '',
    schema: baseUrl(),
  }),
  AWS_ACCESS_KEY_ID: variable({
    key: 'awsAccessKeyId',
    description: 'Key of the store. Default: what the AWS SDK finds, for example the role of the machine.',
    expected: 'a key',
    fallback: '',
    schema: textOrNull(),
  }),
  AWS_SECRET_ACCESS_KEY: variable({
    key: 'awsSecretAccessKey',
    description: 'Secret of AWS_ACCESS_KEY_ID.',
    expected: 'a secret',
    fallback: '',
    schema: textOrNull(),
  }),
  AWS_SESSION_TOKEN: variable({
    key: 'awsSessionToken',
    description: 'Token of AWS_ACCESS_KEY_ID, where it is temporary.',
    expected: 'a token',
    fallback: '',
    schema: textOrNull(),
  }),
  DISK_CACHE_BYTES: variable({
    key: 'diskCacheBytes',
    description:
      'With S3_BUCKET: disk space in STORAGE_DIR for copies of files of the store. Those least recently used are removed; the copies may be deleted at any time.',
    expected: 'a size of at least 100MB, such as 50GB',
    fallback: '20GB',
    schema: bytes(100_000_000),
  }),
  STORAGE_DIR: variable({
    key: 'storageDir',
    description:
      'Folder of all data; with S3_BUCKET of copies and temporary files, for each host its own. Created if it does not exist.',
    expected: 'a path',
    fallback: './storage',
    schema: z.string().min(1),
  }),
  SAMPLE_DATA: variable({
    key: 'sampleData',
    description: 'Load a small sample dataset if the storage is empty. Not with DATABASE_URL.',
    expected: 'true or false',
    fallback: 'true',
    schema: trueOrFalse(),
  }),
  MAX_UPLOAD_BYTES: variable({
    key: 'maxUploadBytes',
    description: 'Largest file that is accepted.',
    expected: 'a size such as 500MB, 2GiB or 1000000',
    fallback: '1GiB',
    schema: bytes(1),
  }),
  MIN_FREE_BYTES: variable({
    key: 'minFreeBytes',
    description:
      'Room on the disk below which nothing is accepted that can wait: uploads are refused, analyses are answered but not stored, and `/health/ready` is 503. Deletions still work.',
    expected: 'a size such as 200MB, 1GiB or 0',
    fallback: '200MB',
    schema: bytes(0),
  }),
  ANALYSES_MAX_BYTES: variable({
    key: 'analysesMaxBytes',
    description:
      'Disk space for the stored analyses of all datasets with their files; beyond it those least recently used are removed, and computed again when requested.',
    expected: 'a size of at least 1MB, such as 2GB',
    fallback: '2GB',
    schema: bytes(1_000_000),
  }),
  ANALYSES_MAX_COUNT: variable({
    key: 'analysesMaxCount',
    description: 'The same as a number of analyses.',
    expected: 'a whole number from 1 to 999999999',
    fallback: '20000',
    schema: wholeNumber(1, 999_999_999),
  }),
  ANALYSES_MAX_BYTES_PER_VERSION: variable({
    key: 'analysesMaxBytesPerVersion',
    description: 'Disk space for the stored analyses of one version of a dataset.',
    expected: 'a size of at least 1MB, such as 256MB',
    fallback: '256MB',
    schema: bytes(1_000_000),
  }),
  ANALYSES_MAX_COUNT_PER_VERSION: variable({
    key: 'analysesMaxCountPerVersion',
    description: 'Number of stored analyses of one version of a dataset.',
    expected: 'a whole number from 1 to 999999999',
    fallback: '2000',
    schema: wholeNumber(1, 999_999_999),
  }),
  MAX_CONCURRENT_INGESTS: variable({
    key: 'maxConcurrentIngests',
    description: 'Files read at the same time; others wait.',
    expected: 'a whole number from 1 to 64',
    fallback: '2',
    schema: wholeNumber(1, 64),
  }),
  KEEP_VERSIONS: variable({
    key: 'keepVersions',
    description: 'Versions kept of each dataset, including the current one; each can be requested by its number.',
    expected: 'a whole number from 1 to 1000',
    fallback: '3',
    schema: wholeNumber(1, 1000),
  }),
  MEMORY_LIMIT: variable({
    key: 'memoryLimitBytes',
    description: 'Memory that DuckDB may use; what does not fit goes to disk.',
    expected: 'a size of at least 64MB, such as 1GB or 512MiB',
    fallback: '1GB',
    schema: bytes(64_000_000),
  }),
  THREADS: variable({
    key: 'threads',
    // One thread alone cuts the Parquet of a large file into other groups of rows than any other number of them does.
    description: 'Threads of DuckDB, 2 or more. Default: the number of cores.',
    expected: 'a whole number from 2 to 256',
    fallback: String(Math.max(2, availableParallelism())),
    schema: wholeNumber(2, 256),
  }),
  REDIS_URL: variable({
    key: 'redis',
    description:
      'The cache that processes share: `redis://[user:password@]host:port[/db]`, `rediss://…` with TLS, `redis+sentinel://host:port,host:port/master` or `redis+cluster://host:port,host:port`. Default: none; each process caches in its own memory.',
    expected:
      'redis://host:port, rediss://host:port, redis+sentinel://host:port,host:port/master or redis+cluster://host:port,host:port',
    fallback: '',
    schema: z.string().transform((url, context) => {
      const target = url === '' ? null : readRedisUrl(url);
      if (url !== '' && target === null) context.addIssue('not a Redis URL');
      return target;
    }),
  }),
  CACHE_PREFIX: variable({
    key: 'cachePrefix',
    description: 'Prefix of every key in Redis, for services that share one.',
    expected: 'up to 64 characters without braces or blanks',
    fallback: '',
    schema: z.string().regex(/^[^\s{}]{0,64}$/),
  }),
  CACHE_TTL_SECONDS: variable({
    key: 'cacheTtlSeconds',
    description:
      'Maximum time that a cached value is stored, 1 to 6 hours; up to a tenth less, so that values do not all expire at once. `auto`: between these, by the share of misses that had expired ([operating.md](operating.md#time-to-live)).',
    expected: 'auto, or a whole number from 3600 to 21600',
    fallback: '10800',
    schema: z.union([z.literal('auto'), wholeNumber(3600, 21_600)]),
  }),
  CACHE_COLD_TTL_SECONDS: variable({
    key: 'cacheColdTtlSeconds',
    description:
      'The same for datasets that have not changed for a day: 1 hour to 30 days. Default: CACHE_TTL_SECONDS.',
    expected: 'a whole number from 3600 to 2592000',
    fallback: '',
    schema: z.union([z.literal('').transform(() => null), wholeNumber(3600, 2_592_000)]),
  }),
  CACHE_SECRET: variable({
    key: 'cacheSecret',
    description:
      'Secret that seals values in Redis. Hosts with different storage folders that share a Redis need the same. Default: created once in STORAGE_DIR.',
    expected: 'at least 32 characters',
    fallback: '',
    schema: z.union([z.literal('').transform(() => null), z.string().min(32)]),
  }),
  CACHE_AUDIT_SECONDS: variable({
    key: 'cacheAuditSeconds',
    description: 'How often a stored analysis is computed again, in the background, and compared (docs/operating.md).',
    expected: 'a whole number from 1 to 86400',
    fallback: '600',
    schema: wholeNumber(1, 86_400),
  }),
  CACHE_MEMORY: variable({
    key: 'cacheMemoryBytes',
    description: 'Memory for cached answers in each process.',
    expected: 'a size of at least 1MB, such as 64MB or 1GiB',
    fallback: '64MB',
    schema: bytes(1_000_000),
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: variable({
    key: 'otlpEndpoint',
    description:
      'Collector for traces, as OTLP over HTTP (JSON), such as `http://localhost:4318`. Default: none; no traces.',
    expected: 'an http or https URL without query',
    fallback: '',
    schema: baseUrl(),
  }),
  TRUSTED_DOCUMENTS_ONLY: variable({
    key: 'trustedDocumentsOnly',
    description:
      'Run only the operations of `schema/persisted-documents.json`, and refuse all others and introspection: for a service with known clients.',
    expected: 'true or false',
    fallback: 'false',
    schema: trueOrFalse(),
  }),
  RESPONSE_CACHE_EXTENSION: variable({
    key: 'responseCacheExtension',
    description:
      'For debugging: answers say in `extensions.responseCache` whether they were cached, and the answer front stores none. The header `Cache-Status` always says so.',
    expected: 'true or false',
    fallback: 'false',
    schema: trueOrFalse(),
  }),
  LOG_LEVEL: variable({
    key: 'logLevel',
    description:
      'Minimum level that is logged, as JSON lines on stderr: fatal, error, warn, info, debug, trace or silent.',
    expected: 'fatal, error, warn, info, debug, trace or silent',
    fallback: 'info',
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
  }),
};

/**
 * The environment as the service reads it, checked and frozen; an empty variable counts as not set.
 *
 * @throws ConfigError with one line for each variable that is wrong: its name, what was expected and what came
 */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const entries = Object.entries(variables).map(([name, { key, expected, fallback, schema }]) => {
    const text = textOf(name, environment, problems) || fallback;
    const result = schema.safeParse(text);
    if (!result.success) problems.push(`${name}: expected ${expected}, got ${shown(name, text)}`);
    return [key, result.data];
  });
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  const config = Object.freeze(Object.fromEntries(entries)) as Config;
  requireKeys(config);
  requireSharedSettings(config);
  return config;
}

/** The value of a variable, or of the file that `<name>_FILE` names where the variable can be a secret. */
function textOf(
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
  problems: string[],
): string | undefined {
  const text = environment[name]?.trim();
  const path = SECRETS.includes(name) ? environment[`${name}_FILE`]?.trim() : undefined;
  if (!path) return text;
  if (text) problems.push(`${name}_FILE: expected to be the only one, but ${name} is set too`);
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    problems.push(
      `${name}_FILE: expected the path of a readable file, got ${JSON.stringify(path)} (${(error as NodeJS.ErrnoException).code})`,
    );
    return undefined;
  }
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;

/** Serving other machines requires keys, or the explicit permission for everyone. */
function requireKeys({ host, apiKeys, allowAnonymous }: Config): void {
  if (apiKeys.length > 0 || allowAnonymous || LOOPBACK.test(host)) return;
  throw new ConfigError(
    `HOST: ${host} serves other machines, and without API_KEYS anyone there could read, change and delete everything. Set API_KEYS (npm run key -- <name> <role> makes one), or ALLOW_ANONYMOUS=true if that is what you want.`,
  );
}

/** Hosts that share a database share links and cached values too: a secret that each creates for itself would refuse both. */
function requireSharedSettings(config: Config): void {
  const { role, databaseUrl, redis, queue, cacheSecret, apiKeys, linkSecret } = config;
  const { s3Bucket, awsAccessKeyId, awsSecretAccessKey, s3SignedLinks, s3PublicEndpoint, serveStaleSeconds } = config;
  const problems: string[] = [];
  if (s3Bucket !== null && databaseUrl === null) problems.push('DATABASE_URL: expected with S3_BUCKET');
  if (s3SignedLinks && s3Bucket === null) problems.push('S3_BUCKET: expected with S3_SIGNED_LINKS');
  if (s3PublicEndpoint !== null && !s3SignedLinks) problems.push('S3_SIGNED_LINKS: expected with S3_PUBLIC_ENDPOINT');
  if ((awsAccessKeyId === null) !== (awsSecretAccessKey === null) && s3Bucket !== null) {
    const [missing, other] = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
    problems.push(
      awsAccessKeyId === null ? `${missing}: expected with ${other}` : `${other}: expected with ${missing}`,
    );
  }
  if (role !== 'all' && databaseUrl === null) problems.push(`DATABASE_URL: expected with ROLE=${role}`);
  if (serveStaleSeconds > 0 && databaseUrl === null) problems.push('DATABASE_URL: expected with SERVE_STALE_SECONDS');
  if (queue !== null && databaseUrl === null) problems.push('DATABASE_URL: expected with QUEUE_REDIS_URL');
  const isShared = role !== 'migrate' && databaseUrl !== null;
  const create = 'such as from `openssl rand -hex 32`';
  if (isShared && redis !== null && cacheSecret === null) {
    problems.push(`CACHE_SECRET: expected with DATABASE_URL and REDIS_URL, the same for every host, ${create}`);
  }
  if (isShared && apiKeys.length > 0 && linkSecret === null) {
    problems.push(`LINK_SECRET: expected with DATABASE_URL and API_KEYS, the same for every host, ${create}`);
  }
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
}

/** Variables that are never shown. */
const OPAQUE: readonly string[] = [
  'API_KEYS',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'CACHE_SECRET',
  'LINK_SECRET',
];
/** Variables that can also be in a file, named by `<name>_FILE`. */
const SECRETS: readonly string[] = [...OPAQUE, 'DATABASE_URL', 'REDIS_URL', 'QUEUE_REDIS_URL'];

/** Secrets are not for logs: whole variables, and what stands before the @ of a URL. */
function shown(name: string, text: string): string {
  return OPAQUE.includes(name) ? '…' : JSON.stringify(text.replace(/\/\/.*@/, '//…@'));
}

/** The variables as a Markdown table. */
export function configTable(): string {
  const rows = Object.entries(variables).map(([name, { description, fallback }]) => {
    const isOfMachine = name === 'THREADS' || fallback === '';
    return `| \`${name}\` | ${isOfMachine ? '' : `\`${fallback}\``} | ${description} |`;
  });
  return ['| variable | default | meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

interface Variable<Key extends string, Schema extends z.ZodType> {
  key: Key;
  description: string;
  /** Completes "expected …". */
  expected: string;
  fallback: string;
  schema: Schema;
}

function variable<const Key extends string, Schema extends z.ZodType>(definition: Variable<Key, Schema>) {
  return definition;
}

/** Null where it is empty; else without a slash at its end. */
function baseUrl() {
  return z.union([
    z.literal('').transform(() => null),
    z
      .url({ protocol: /^https?$/ })
      .regex(/^[^?#]*$/)
      .transform((url) => url.replace(/\/+$/, '')),
  ]);
}

function textOrNull() {
  return z.string().transform((text) => (text === '' ? null : text));
}

function trueOrFalse() {
  return z.enum(['true', 'false']).transform((text) => text === 'true');
}

function wholeNumber(min: number, max: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.int().min(min).max(max));
}

const BYTES_PER_UNIT: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

function bytes(min: number) {
  return z
    .string()
    .transform((text) => {
      const [, amount, unit = ''] = /^(\d{1,15}(?:\.\d{1,6})?)\s*([kmgt]?i?b)?$/i.exec(text) ?? [];
      return Math.floor(Number(amount) * (BYTES_PER_UNIT[unit.toLowerCase()] ?? Number.NaN));
    })
    .pipe(z.int().min(min));
}
