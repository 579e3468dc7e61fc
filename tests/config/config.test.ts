import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ConfigError, configTable, parseConfig } from '../../src/config.js';

describe('the configuration', () => {
  it('has a default for every variable', () => {
    expect(parseConfig({})).toEqual({
      host: '127.0.0.1',
      port: 4000,
      publicUrl: null,
      otlpEndpoint: null,
      apiKeys: [],
      allowAnonymous: false,
      corsOrigins: [],
      introspection: true,
      linkSecret: null,
      linkSeconds: 3600,
      role: 'all',
      processes: 1,
      databaseUrl: null,
      databasePoolSize: 5,
      s3Bucket: null,
      s3Endpoint: null,
      s3Region: 'us-east-1',
      s3SignedLinks: false,
      s3ForcePathStyle: false,
      s3PublicEndpoint: null,
      awsAccessKeyId: null,
      awsSecretAccessKey: null,
      awsSessionToken: null,
      diskCacheBytes: 20_000_000_000,
      storageDir: './storage',
      sampleData: true,
      serveStaleSeconds: 0,
      maxUploadBytes: 1_073_741_824,
      minFreeBytes: 200_000_000,
      analysesMaxBytes: 2_000_000_000,
      analysesMaxCount: 20_000,
      analysesMaxBytesPerVersion: 256_000_000,
      analysesMaxCountPerVersion: 2000,
      maxConcurrentIngests: 2,
      maxConnections: 1000,
      queue: null,
      rateLimit: 0,
      keepVersions: 3,
      memoryLimitBytes: 1_000_000_000,
      threads: availableParallelism(),
      redis: null,
      cachePrefix: '',
      cacheSecret: null,
      cacheAuditSeconds: 600,
      cacheColdTtlSeconds: null,
      cacheTtlSeconds: 10_800,
      cacheMemoryBytes: 64_000_000,
      responseCacheExtension: false,
      trustedDocumentsOnly: false,
      logLevel: 'info',
    });
  });

  it('treats an empty variable as not set', () => {
    expect(parseConfig({ PORT: '', HOST: '  ' })).toMatchObject({ port: 4000, host: '127.0.0.1' });
  });

  it.each([
    ['500MB', 500_000_000],
    ['2GiB', 2_147_483_648],
    ['1.5 kb', 1_500],
    ['64kib', 65_536],
    ['1000000', 1_000_000],
    ['12 B', 12],
  ])('reads the size %s', (text, bytes) => {
    expect(parseConfig({ MAX_UPLOAD_BYTES: text }).maxUploadBytes).toBe(bytes);
  });

  it('removes the slash at the end of PUBLIC_URL', () => {
    expect(parseConfig({ PUBLIC_URL: 'https://data.example.org/api/' }).publicUrl).toBe('https://data.example.org/api');
  });

  it('is frozen', () => {
    expect(Object.isFrozen(parseConfig({}))).toBe(true);
  });

  it('reports every invalid variable in a line of its own, with the expected and the given value', () => {
    const wrong = { PORT: 'http', MAX_UPLOAD_BYTES: '-1', SAMPLE_DATA: 'maybe', THREADS: '4' };
    expect(() => parseConfig(wrong)).toThrow(
      new ConfigError(
        [
          'PORT: expected a whole number from 0 to 65535, got "http"',
          'SAMPLE_DATA: expected true or false, got "maybe"',
          'MAX_UPLOAD_BYTES: expected a size such as 500MB, 2GiB or 1000000, got "-1"',
        ].join('\n'),
      ),
    );
  });

  it.each([
    ['PORT', '65536'],
    ['CORS_ORIGINS', 'https://app.example.org/'],
    ['CORS_ORIGINS', '*'],
    ['PORT', '1e3'],
    ['PORT', '-1'],
    ['MAX_UPLOAD_BYTES', '0'],
    ['MAX_UPLOAD_BYTES', '5 parsecs'],
    ['MAX_UPLOAD_BYTES', '99999999TiB'],
    ['MEMORY_LIMIT', '1MB'],
    ['THREADS', '1'],
    ['KEEP_VERSIONS', '1.5'],
    ['LOG_LEVEL', 'loud'],
    ['PUBLIC_URL', 'ftp://example.org'],
    ['PUBLIC_URL', 'https://example.org/?a=1'],
    ['HOST', 'a host'],
  ])('refuses %s=%s', (name, value) => {
    expect(() => parseConfig({ [name]: value })).toThrow(new RegExp(`^${name}: expected .+, got "`));
  });

  it('reads keys by their hashes', () => {
    const [a, b] = ['a'.repeat(64), 'B'.repeat(64)];
    expect(parseConfig({ API_KEYS: `front.end:reader:${a},\n  ops@example:ADMIN:${b}\n` }).apiKeys).toEqual([
      { name: 'front.end', role: 'READER', sha256: a },
      { name: 'ops@example', role: 'ADMIN', sha256: b.toLowerCase() },
    ]);
  });

  it.each([
    'a key',
    `a:owner:${'a'.repeat(64)}`,
    `a:reader:${'a'.repeat(63)}`,
    `a:b:reader:${'a'.repeat(64)}`,
    `a:reader:${'a'.repeat(64)},a:admin:${'b'.repeat(64)}`,
  ])('refuses the keys %s without repeating them', (text) => {
    expect(() => parseConfig({ API_KEYS: text })).toThrow(
      new ConfigError('API_KEYS: expected entries name:role:sha256 as npm run key prints them, each name once, got …'),
    );
  });

  it.each(['0.0.0.0', '::', '192.168.0.10', 'data.example.org', '128.0.0.1', '127.example.org'])(
    'refuses to serve other machines at %s without keys, unless it is told to in so many words',
    (HOST) => {
      expect(() => parseConfig({ HOST })).toThrow(/^HOST: .+API_KEYS.+ALLOW_ANONYMOUS=true/);
      expect(parseConfig({ HOST, ALLOW_ANONYMOUS: 'true' }).host).toBe(HOST);
      expect(parseConfig({ HOST, API_KEYS: `a:reader:${'a'.repeat(64)}` }).host).toBe(HOST);
    },
  );

  it.each(['localhost', '127.0.0.1', '127.1.2.3', '::1'])('serves this machine at %s without keys', (HOST) => {
    expect(parseConfig({ HOST }).host).toBe(HOST);
  });

  it.each(['mysql://u:p@h/db', 'postgresql://u:secret@h:5432', 'postgresql://u:secret@h:5432/', 'a database'])(
    'refuses DATABASE_URL=%s without repeating its password',
    (DATABASE_URL) => {
      const refusal = /^DATABASE_URL: expected postgresql:\/\/user:password@host:port\/database, got "(?!.*secret)/;
      expect(() => parseConfig({ DATABASE_URL })).toThrow(refusal);
    },
  );

  it('requires the secrets that hosts share, where they are used', () => {
    const DATABASE_URL = 'postgres://u:p@h/db';
    const API_KEYS = `a:reader:${'a'.repeat(64)}`;
    const [REDIS_URL, secret] = ['redis://h', 's'.repeat(32)];
    expect(parseConfig({ DATABASE_URL }).databaseUrl).toBe(DATABASE_URL);
    expect(() => parseConfig({ DATABASE_URL, REDIS_URL })).toThrow(/^CACHE_SECRET: expected .+[^\n]$/);
    expect(() => parseConfig({ DATABASE_URL, API_KEYS })).toThrow(/^LINK_SECRET: expected .+[^\n]$/);
    expect(() => parseConfig({ DATABASE_URL, API_KEYS, REDIS_URL })).toThrow(/^CACHE_SECRET: .+\nLINK_SECRET: .+$/);
    parseConfig({ DATABASE_URL, API_KEYS, REDIS_URL, CACHE_SECRET: secret, LINK_SECRET: secret });
    parseConfig({ API_KEYS, REDIS_URL });
  });

  it('needs a database with a bucket, and both keys or none', () => {
    const [DATABASE_URL, S3_BUCKET, id, secret] = ['postgresql://h/db', 'data', 'AKIA1', 'the secret'];
    expect(parseConfig({ DATABASE_URL, S3_BUCKET })).toMatchObject({ s3Bucket: 'data', awsAccessKeyId: null });
    expect(() => parseConfig({ S3_BUCKET })).toThrow(/^DATABASE_URL: expected with S3_BUCKET$/);
    const one = { DATABASE_URL, S3_BUCKET };
    expect(() => parseConfig({ ...one, AWS_ACCESS_KEY_ID: id })).toThrow(
      /^AWS_SECRET_ACCESS_KEY: expected with AWS_ACCESS_KEY_ID$/,
    );
    expect(() => parseConfig({ ...one, AWS_SECRET_ACCESS_KEY: secret })).toThrow(
      /^AWS_ACCESS_KEY_ID: expected with AWS_SECRET_ACCESS_KEY$/,
    );
    expect(() => parseConfig({ S3_SIGNED_LINKS: 'true' })).toThrow(/^S3_BUCKET: expected with S3_SIGNED_LINKS$/);
    const S3_PUBLIC_ENDPOINT = 'https://files.example.org';
    expect(() => parseConfig({ ...one, S3_PUBLIC_ENDPOINT })).toThrow(
      /^S3_SIGNED_LINKS: expected with S3_PUBLIC_ENDPOINT$/,
    );
    // Of another program on the machine: they concern nothing here.
    parseConfig({ AWS_ACCESS_KEY_ID: id });
    expect(() => parseConfig({ ...one, S3_ENDPOINT: 'seaweedfs:8333' })).toThrow(/^S3_ENDPOINT: .+"seaweedfs:8333"$/);
    expect(() => parseConfig({ ...one, DISK_CACHE_BYTES: '1MB' })).toThrow(/^DISK_CACHE_BYTES: /);
  });

  it('requires a database with SERVE_STALE_SECONDS, which would have no effect without one', () => {
    const SERVE_STALE_SECONDS = '30';
    expect(() => parseConfig({ SERVE_STALE_SECONDS })).toThrow(/^DATABASE_URL: expected with SERVE_STALE_SECONDS$/);
    expect(parseConfig({ SERVE_STALE_SECONDS, DATABASE_URL: 'postgres://h/db' }).serveStaleSeconds).toBe(30);
  });

  it.each(['migrate', 'web'])('requires a database with ROLE=%s', (ROLE) => {
    expect(() => parseConfig({ ROLE })).toThrow(new ConfigError(`DATABASE_URL: expected with ROLE=${ROLE}`));
    expect(parseConfig({ ROLE, DATABASE_URL: 'postgres://h/db' }).role).toBe(ROLE);
  });

  describe('a secret in a file', () => {
    const file = (content: string) => {
      const folder = mkdtempSync(join(tmpdir(), 'concentric-config-'));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      writeFileSync(join(folder, 'secret'), content);
      return join(folder, 'secret');
    };

    it('is read without the line break at its end', () => {
      const secret = 's'.repeat(40);
      expect(parseConfig({ LINK_SECRET_FILE: file(`${secret}\n`) }).linkSecret).toBe(secret);
      expect(parseConfig({ DATABASE_URL_FILE: file('postgres://u:p@h/db\n') }).databaseUrl).toBe('postgres://u:p@h/db');
    });

    it('is refused where it cannot be read, where it is invalid, and beside the variable itself', () => {
      expect(() => parseConfig({ LINK_SECRET_FILE: '/missing' })).toThrow(
        /^LINK_SECRET_FILE: .+"\/missing" \(ENOENT\)$/,
      );
      expect(() => parseConfig({ LINK_SECRET_FILE: file('short') })).toThrow(/^LINK_SECRET: .+, got …$/);
      const both = { LINK_SECRET: 's'.repeat(40), LINK_SECRET_FILE: file('t'.repeat(40)) };
      expect(() => parseConfig(both)).toThrow(
        /^LINK_SECRET_FILE: expected to be the only one, but LINK_SECRET is set too$/,
      );
    });

    it('is not read for other variables', () => {
      expect(parseConfig({ PORT_FILE: '/missing' }).port).toBe(4000);
    });
  });

  it('documents every variable', () => {
    const rows = configTable().split('\n').slice(2);
    expect(rows).toHaveLength(Object.keys(parseConfig({})).length);
    expect(rows[1]).toBe('| `PORT` | `4000` | Port to listen on; 0 takes a free one. |');
  });
});
