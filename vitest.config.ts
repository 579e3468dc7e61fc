import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** What cells mean and which numbers come out: DuckDB and pure functions, the same on every Node, so run on one. */
const RULES = [
  'tests/analysis/**/*.test.ts',
  'tests/conformance/**/*.test.ts',
  'tests/ingest/{cells,columns,describe,shape}/**/*.test.ts',
  'tests/ingest/metamorphic.test.ts',
  'tests/ingest/read/text-table.test.ts',
  'tests/period/**/*.test.ts',
];

/** Run on one version of Node too; the others run on every supported version. */
const SLOW = [
  'tests/artifact/stored-analysis-budget.test.ts',
  'tests/browser/**/*.test.ts',
  'tests/cache/auditor-processes.test.ts',
  'tests/cache/consistency/**/*.test.ts',
  'tests/cache/redis/sentinel-and-cluster.test.ts',
  'tests/cache/redis/redis-faults.test.ts',
  'tests/cache/stampede.test.ts',
  'tests/catalog/records/postgres-records.test.ts',
  'tests/fuzz/**/*.test.ts',
  'tests/graphql/model/**/*.test.ts',
  'tests/hostile/**/*.test.ts',
  'tests/hosts/**/*.test.ts',
  'tests/http/answer-front/soak.test.ts',
  'tests/http/graphql/large-upload.test.ts',
  'tests/ingest/jobs/killed-process.test.ts',
  'tests/storage/objects/**/*.test.ts',
];

/** A part of the tests of the service that runs a second time, with PostgreSQL and an object store in place of the folder. */
const OVER_HOSTS = [
  'tests/graphql/corrections.test.ts',
  'tests/graphql/entity-proposals.test.ts',
  'tests/graphql/measures.test.ts',
  'tests/graphql/progress.test.ts',
  'tests/graphql/relay.test.ts',
  'tests/graphql/source-rows.test.ts',
  'tests/graphql/sources.test.ts',
];

export default defineConfig({
  // type-graphql reads decorator metadata, which esbuild does not emit; oxc does.
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  resolve: {
    // graphql ships CommonJS and ESM copies whose types are not compatible: one file for all.
    alias: [
      { find: /^graphql$/, replacement: fileURLToPath(new URL('node_modules/graphql/index.js', import.meta.url)) },
    ],
  },
  test: {
    globalSetup: ['tests/global-setup.ts'],
    projects: [
      { extends: true, test: { name: 'fast', include: ['tests/**/*.test.ts'], exclude: [...RULES, ...SLOW] } },
      { extends: true, test: { name: 'rules', include: RULES } },
      // A browser and child processes are slow beside other suites; what is polled for ends earlier when it is there.
      { extends: true, test: { name: 'slow', include: SLOW, expect: { poll: { timeout: 15_000 } } } },
      { extends: true, test: { name: 'hosts', include: OVER_HOSTS, globalSetup: ['tests/support/hosts-setup.ts'] } },
    ],
    // On two processors vitest would start one worker, which waits for servers and child processes half of the time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
