import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { openLinks } from '../../src/access/artifact-links.js';
import { createAuthenticate } from '../../src/access/authenticate.js';
import { createRateLimit } from '../../src/access/rate-limit.js';
import type { CurrentVersions } from '../../src/cache/answer-versions.js';
import { FreshnessChecks } from '../../src/cache/freshness-checks.js';
import type { Services } from '../../src/graphql/context.js';
import { Documents } from '../../src/graphql/documents.js';
import { startGraphqlServer } from '../../src/graphql/server.js';
import type { FindArtifact } from '../../src/http/artifacts.js';
import type { ReadinessChecks } from '../../src/http/ops/health.js';
import { createHttpServer } from '../../src/http/server.js';
import type { ApiKey } from '../../src/model/api-key.js';
import { Telemetry } from '../../src/telemetry/telemetry.js';
import { EVERYTHING_CURRENT, operationAnswers, responseMemory } from './answer-memory.js';
import { createClient } from './client.js';
import { fakeServices, MAX_UPLOAD_BYTES } from './fake-services.js';

interface Options {
  services?: Partial<Services>;
  findArtifact?: FindArtifact;
  readinessChecks?: ReadinessChecks;
  apiKeys?: ApiKey[];
  publicUrl?: string | null;
  corsOrigins?: string[];
  maxConnections?: number;
  /** Points per minute; 0: no limit. */
  rateLimit?: number;
  introspection?: boolean;
  /** What cached answers are compared with; by default everything is current. */
  current?: CurrentVersions;
  /** SERVE_STALE_SECONDS in milliseconds. */
  maxStaleMs?: number;
}

/** The HTTP and GraphQL layers on a free port, over fakes of what lies below. `logged` holds the log's lines. */
export async function startHttpServer({
  services,
  findArtifact = async () => null,
  readinessChecks = {},
  apiKeys = [],
  publicUrl = null,
  corsOrigins = [],
  maxConnections = 1_000,
  rateLimit = 0,
  introspection = true,
  current = EVERYTHING_CURRENT,
  maxStaleMs = 0,
}: Options = {}) {
  const logged: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const telemetry = await Telemetry.open(null, log, { role: 'all', host: 'test' });
  const fakes = fakeServices(services);
  const authenticate = createAuthenticate({ apiKeys, allowAnonymous: false, publicUrl });
  const documents = new Documents();
  const answers = responseMemory({ current });
  const freshnessChecks = new FreshnessChecks(current, maxStaleMs);
  const server = await startGraphqlServer({
    ...{ log, documents, introspection },
    responseCache: { answers: operationAnswers(current), freshnessChecks, inExtensions: false },
  });
  const app = createHttpServer({
    log,
    server,
    documentRules: { documents, trustedOnly: false },
    services: fakes.services,
    authenticate,
    ...{ requests: telemetry, metrics: telemetry.metrics },
    hasKeys: apiKeys.length > 0,
    answers,
    freshnessChecks,
    maxUploadBytes: MAX_UPLOAD_BYTES,
    findArtifact,
    artifactLinks: openLinks(authenticate),
    corsOrigins,
    readinessChecks,
    maxConnections,
    rateLimit: createRateLimit(rateLimit, apiKeys.length > 0),
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return {
    ...createClient(`http://127.0.0.1:${port}`),
    port,
    received: fakes.received,
    logged,
    cutConnections: () => app.server.closeAllConnections(),
    async close() {
      freshnessChecks.close();
      await app.close();
      await server.stop();
    },
  };
}
