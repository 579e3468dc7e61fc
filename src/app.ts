import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { openLinks, signedLinks } from './access/artifact-links.js';
import { createAuthenticate } from './access/authenticate.js';
import { createRateLimit } from './access/rate-limit.js';
import { Analyses } from './analysis/analyses.js';
import { DataRows } from './analysis/rows/data-rows.js';
import { suggestAnalyses } from './analysis/suggest/suggestions.js';
import { AdaptiveTtl } from './cache/adaptive-ttl.js';
import { Auditor } from './cache/auditor.js';
import { buildDigest } from './cache/build-digest.js';
import { Caches } from './cache/caches.js';
import { FreshnessChecks, freshnessOf, isStale } from './cache/freshness-checks.js';
import { watchAuditor, watchCaches, watchFreshnessChecks } from './cache/metrics.js';
import { recordingCatalog } from './cache/recording-catalog.js';
import { Catalog } from './catalog/catalog.js';
import { deleteDataset } from './catalog/delete-dataset.js';
import { adoptVersions } from './catalog/integrity/adopt-versions.js';
import { createSealVersion } from './catalog/integrity/seal-version.js';
import { VersionIntegrity } from './catalog/integrity/version-integrity.js';
import { recordsOfVersions, withReading } from './catalog/kept-versions.js';
import { sweep } from './catalog/sweep.js';
import { VersionFolders } from './catalog/version-folders.js';
import { Versions } from './catalog/versions.js';
import type { Config } from './config.js';
import { Engine } from './duckdb/engine.js';
import { watchEngine } from './duckdb/engine-metrics.js';
import { ColumnNames } from './entities/column-names.js';
import { Entities } from './entities/entities.js';
import { MappingFiles } from './entities/mapping-files.js';
import { Proposals } from './entities/proposals.js';
import type { Services } from './graphql/context.js';
import { Documents } from './graphql/documents.js';
import { startGraphqlServer } from './graphql/server.js';
import { artifactPath } from './http/artifacts.js';
import { createHttpServer } from './http/server.js';
import { detectFormat } from './ingest/intake/detect-format.js';
import { watchIngestion } from './ingest/jobs/metrics.js';
import { Ingestion } from './ingest/jobs/service.js';
import { createIngestFile } from './ingest/pipeline.js';
import { loadSample } from './load-sample.js';
import { openAuthority } from './open-authority.js';
import { networkFileSystem, networkWarning } from './storage/file-system.js';
import { probeStorage, requireRoom, storageRoom } from './storage/free-space.js';
import { keptSecret } from './storage/kept-secret.js';
import { createLayout } from './storage/layout.js';
import { watchCopies } from './storage/objects/metrics.js';
import { StorageReserve } from './storage/reserve.js';
import type { LogDestination } from './telemetry/log-destination.js';
import { Telemetry } from './telemetry/telemetry.js';

/** How long close() leaves requests to finish by themselves. */
const FINISH_MS = 10_000;
/** How long the start waits for leftovers to be swept, which goes on in the background. */
const MAX_SWEEP_WAIT_MS = 500;
/** Of DuckDB's memory, for columns of the datasets that are being queried; the rest is for the queries themselves. */
const MAX_HELD_SHARE = 1 / 3;

/** Values of the others stay until they are evicted. */
const EXPIRING_STORES = ['memory.front', 'memory.answer', 'redis'];

export interface App {
  /** Starts to serve; the address clients reach it at. @throws as node's server.listen does */
  listen(): Promise<string>;
  /** Takes nothing more, lets finish what is under way, and undoes buildApp from its end. */
  close(): Promise<void>;
}

/**
 * The service, put together: the only place that knows every part.
 * @throws STORAGE_UNAVAILABLE where the storage folder cannot be written
 */
export async function buildApp(
  config: Config,
  log: FastifyBaseLogger,
  destination: Pick<LogDestination, 'droppedLines'> = { droppedLines: 0 },
): Promise<App> {
  const undo: (() => unknown)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return { listen: await build(config, log, destination, undo), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function build(
  config: Config,
  log: FastifyBaseLogger,
  destination: Pick<LogDestination, 'droppedLines'>,
  undo: (() => unknown)[],
): Promise<App['listen']> {
  const telemetry = await Telemetry.open(config.otlpEndpoint, log, { role: config.role, host: hostname() });
  undo.push(() => telemetry.close());
  const { metrics, observe } = telemetry;
  metrics.counter('log_lines_dropped_total', 'Log lines dropped because stderr was not read.', [], () => [
    { value: destination.droppedLines },
  ]);

  metrics.gauge('processes', 'Processes whose metrics these are; several with PROCESSES.', [], () => [{ value: 1 }]);

  const layout = createLayout(config.storageDir);
  const authority = await openAuthority(config, layout, log, undo);
  const { processes, board, tempDirectory, bytes } = authority;
  if (authority.copies) watchCopies(metrics, authority.copies);
  const network = config.databaseUrl === null ? await networkFileSystem(layout.root) : null;
  if (network !== null) log.warn({ storageDir: layout.root }, networkWarning(network));
  const { owner } = processes;

  const reserve = new StorageReserve(layout, owner, log);
  await reserve.fill();
  const { threads, memoryLimitBytes } = config;
  const engine = await Engine.open({ threads, memoryLimitBytes, tempDirectory });
  undo.push(() => engine.close());
  watchEngine(metrics, engine);

  const folders = new VersionFolders({ bytes, keepVersions: config.keepVersions });
  undo.push(() => folders.close());
  const seal = createSealVersion(engine);
  const ingestFile = createIngestFile(engine, observe);
  const integrity = new VersionIntegrity({
    bytes,
    seal,
    readSource: ingestFile,
    publish: ({ id, version }, reading) =>
      catalog.change(id, (record) => withReading(record, version, reading), { isEdit: false }),
    isNewest: (record) => catalog.isNewest(record),
    log,
  });
  const versions = new Versions(folders, engine, integrity);
  let origin = config.publicUrl ?? '';
  const records = await authority.openRecords();
  undo.push(() => records.close());
  const freshnessChecks = new FreshnessChecks(records, config.serveStaleSeconds * 1000);
  undo.push(() => freshnessChecks.close());
  watchFreshnessChecks(metrics, freshnessChecks);
  const adaptive = config.cacheTtlSeconds === 'auto' ? new AdaptiveTtl(() => expiringMisses()) : null;
  undo.push(() => adaptive?.close());
  const ttl = {
    get seconds() {
      return adaptive?.seconds ?? Number(config.cacheTtlSeconds);
    },
    get coldSeconds() {
      return config.cacheColdTtlSeconds ?? this.seconds;
    },
  };
  metrics.gauge('cache_ttl_seconds', 'How long a value is stored at most: CACHE_TTL_SECONDS.', [], () => [
    { value: ttl.seconds },
  ]);
  const caches: Caches = await Caches.open({
    redis: config.redis,
    secret: config.cacheSecret ?? (await keptSecret(layout.cacheSecret, tempDirectory, 'CACHE_SECRET')),
    build: buildDigest(),
    prefix: config.cachePrefix,
    ttl,
    memoryBytes: config.cacheMemoryBytes,
    readSchema: (record) => versions.schema(record),
    current: records,
    setting: () => JSON.stringify([origin, config.trustedDocumentsOnly]),
    log,
    observe,
  });
  undo.push(() => caches.close());
  const expiringMisses = () =>
    caches.missReasons().flatMap(({ name, counts }) => (EXPIRING_STORES.includes(name) ? [counts] : []));
  watchCaches(metrics, caches);
  const catalog = await Catalog.open({
    records,
    bytes,
    versions,
    log,
    afterChange: (id, before, after) => caches.afterChange(id, before, after),
  });
  const sweeping = new AbortController();
  const swept = sweep({ bytes, processes, catalog, folders, log }, sweeping.signal).catch((error: unknown) =>
    log.warn({ err: error }, 'leftovers could not be swept; the next start tries again'),
  );
  undo.push(() => {
    sweeping.abort();
    return swept;
  });
  // Ten thousands of datasets take minutes.
  await Promise.race([swept, pause(MAX_SWEEP_WAIT_MS, undefined, { ref: false })]);

  const { maxUploadBytes, maxConcurrentIngests } = config;
  const ingestion = new Ingestion({
    bytes,
    catalog,
    folders,
    processes,
    board,
    log,
    claims: authority.claims,
    ingestFile,
    seal,
    detectFormat,
    maxUploadBytes,
    maxConcurrentIngests,
    observe,
    verifyVersion: (record) => versions.verify(record),
    ...authority.takeover,
    readsFiles: config.role !== 'web',
    async requireRoom() {
      await Promise.all([records.barrier(), authority.checkStore?.()]);
      requireRoom(await storageRoom(layout.root, config.minFreeBytes));
    },
  });
  watchIngestion(metrics, ingestion);
  const budget = authority.openBudget(
    {
      maxBytes: config.analysesMaxBytes,
      maxCount: config.analysesMaxCount,
      maxBytesPerVersion: config.analysesMaxBytesPerVersion,
      maxCountPerVersion: config.analysesMaxCountPerVersion,
    },
    config.minFreeBytes,
  );
  undo.push(() => budget.close());
  const mappings = new MappingFiles(bytes, async (id, revision) => (await catalog.get(id))?.revision === revision);
  const findRecord = async (datasetId: string, wanted: number) => {
    const dataset = await catalog.get(datasetId);
    return dataset && (recordsOfVersions(dataset).find(({ version }) => version === wanted) ?? null);
  };
  const analyses = new Analyses({
    engine,
    bytes,
    folders: versions,
    findRecord,
    cache: caches.analyses,
    budget,
    mappings,
    maxHeldBytes: memoryLimitBytes * MAX_HELD_SHARE,
    observe,
  });
  undo.push(() => analyses.close());
  const proposals = new Proposals({ engine, versions, files: mappings });
  undo.push(() => proposals.close());
  const entities = new Entities({
    engine,
    catalog,
    versions,
    bytes,
    maxUploadBytes,
    proposals,
    files: mappings,
    names: new ColumnNames({ engine, versions }),
  });
  const authenticate = createAuthenticate(config);
  const artifactLinks =
    config.apiKeys.length === 0
      ? openLinks(authenticate)
      : signedLinks({
          secret: config.linkSecret ?? (await keptSecret(layout.linkSecret, tempDirectory, 'LINK_SECRET')),
          seconds: config.linkSeconds,
          authenticate,
        });

  const documents = new Documents();
  const server = await startGraphqlServer({
    log,
    documents,
    observe,
    introspection: config.introspection,
    trustedOnly: config.trustedDocumentsOnly,
    responseCache: { answers: caches.operations, freshnessChecks, inExtensions: config.responseCacheExtension },
  });
  undo.push(() => server.stop());
  const services: Services = {
    catalog: {
      ...recordingCatalog(catalog),
      saveSchema: (id, change) => catalog.saveSchema(id, change),
      rename: (id, name) => catalog.rename(id, name),
      delete: (id) => deleteDataset(id, { catalog, bytes, reserve }),
    },
    entities,
    summaries: caches.schemas,
    cache: caches,
    ingestion,
    versions,
    dataRows: new DataRows({ engine, folders: versions }),
    analyses,
    suggest: suggestAnalyses,
    links: {
      artifact({ datasetId, datasetVersion: version, parameters: { hash } }, format, figure) {
        const { path, expiresAt } = artifactLinks.make(artifactPath({ datasetId, version, hash, format, figure }));
        return { url: origin + path, expiresAt };
      },
    },
  };
  const http = createHttpServer({
    log,
    servesGraphql: config.role !== 'worker',
    server,
    documentRules: { documents, trustedOnly: config.trustedDocumentsOnly },
    maxUploadBytes,
    requests: telemetry,
    metrics,
    authenticate,
    artifactLinks,
    corsOrigins: config.corsOrigins,
    maxConnections: config.maxConnections,
    rateLimit: createRateLimit(config.rateLimit, config.apiKeys.length > 0),
    hasKeys: config.apiKeys.length > 0,
    answers: caches.responses,
    freshnessChecks,
    services,
    findArtifact: (place) => analyses.findArtifact(place, () => findRecord(place.datasetId, place.version)),
    readinessChecks: {
      ...(config.databaseUrl !== null && {
        async database() {
          const freshnessCheck = await freshnessChecks.check();
          return isStale(freshnessCheck) ? freshnessOf(freshnessCheck) : undefined;
        },
      }),
      ...(authority.checkStore && { objects: authority.checkStore }),
      async storage() {
        await probeStorage(layout, tempDirectory);
        const room = await storageRoom(layout.root, config.minFreeBytes);
        requireRoom(room);
        return room;
      },
      engine: () => engine.withConnection(async (connection) => void (await connection.run('SELECT 1'))),
    },
  });
  undo.push(async () => {
    const answered = http.close();
    await Promise.race([answered, pause(FINISH_MS, undefined, { ref: false })]);
    // Requests that still wait for their file to be read end here; the next process reads it.
    await ingestion.drain();
    await answered;
  });

  const auditor = new Auditor({
    catalog: {
      get: (id) => catalog.get(id),
      all: () => catalog.all(),
      async isCurrent({ id, revision }) {
        await records.barrier();
        return records.isCurrent(id, revision);
      },
      outdateAnalyses: (id) => catalog.change(id, ({ revision }) => ({ analysesFrom: revision + 1 })),
    },
    analyses: {
      storedHashes: (record) => analyses.storedHashes(record),
      async recompute(record, hash) {
        const schema = await versions.schema(record);
        return schema && analyses.recompute(record, schema, hash);
      },
      removeStored: (record, hash) => analyses.removeStored(record, hash),
    },
    isVerified: (record) => versions.verify(record),
    everyMs: config.cacheAuditSeconds * 1000,
    log,
  });
  auditor.start();
  undo.push(() => auditor.close());
  watchAuditor(metrics, auditor);

  const adopting = new AbortController();
  const adopted = adoptVersions({ catalog, bytes, seal, log }, adopting.signal);
  undo.push(() => {
    adopting.abort();
    return adopted;
  });
  await ingestion.recover();
  ingestion.workOnHints();
  // Counting and limiting what is stored does not hold up the start.
  void budget.open();
  // Several hosts would load several.
  if (config.sampleData && config.databaseUrl === null) await loadSample(catalog, ingestion, log);

  return async () => {
    await http.listen({ host: config.host, port: config.port });
    origin = config.publicUrl ?? localUrl(http.server.address() as AddressInfo);
    return origin;
  };
}

function localUrl({ address, family, port }: AddressInfo): string {
  const isEverywhere = address === '0.0.0.0' || address === '::';
  const host = isEverywhere ? 'localhost' : family === 'IPv6' ? `[${address}]` : address;
  return `http://${host}:${port}`;
}
