import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
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
      storageDir: './storage',
      sampleData: true,
      maxUploadBytes: 1_073_741_824,
      minFreeBytes: 200_000_000,
      analysesMaxBytes: 2_000_000_000,
      analysesMaxCount: 20_000,
      analysesMaxBytesPerVersion: 256_000_000,
      analysesMaxCountPerVersion: 2000,
      maxConcurrentIngests: 2,
      maxConnections: 1000,
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

  it('documents every variable', () => {
    const rows = configTable().split('\n').slice(2);
    expect(rows).toHaveLength(Object.keys(parseConfig({})).length);
    expect(rows[1]).toBe('| `PORT` | `4000` | Port to listen on; 0 takes a free one. |');
  });
});
