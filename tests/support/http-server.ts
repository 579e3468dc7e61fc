import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { openLinks } from '../../src/access/artifact-links.js';
import { createAuthenticate } from '../../src/access/authenticate.js';
import type { WatchedVersions } from '../../src/cache/answer-versions.js';
import type { SharedAnswers } from '../../src/cache/answers/shared-answers.js';
import type { Services } from '../../src/graphql/context.js';
import { Documents } from '../../src/graphql/documents.js';
import { startGraphqlServer } from '../../src/graphql/server.js';
import type { FindArtifact } from '../../src/http/artifacts.js';
import type { ReadinessChecks } from '../../src/http/ops/health.js';
import { createHttpServer } from '../../src/http/server.js';
import type { ApiKey } from '../../src/model/api-key.js';
import { Telemetry } from '../../src/telemetry/telemetry.js';
import { answerStore } from './answer-store.js';
import { createClient } from './client.js';
import { fakeServices, MAX_UPLOAD_BYTES } from './fake-services.js';

interface Options {
  services?: Partial<Services>;
  findArtifact?: FindArtifact;
  readinessChecks?: ReadinessChecks;
  apiKeys?: ApiKey[];
  publicUrl?: string | null;
  corsOrigins?: string[];
  introspection?: boolean;
  /** What kept answers are compared with; where it is not given, everything is current. */
  current?: WatchedVersions;
  /** Where answers are kept, in place of this process's memory. */
  shared?: SharedAnswers;
}

/** The HTTP and GraphQL layers on a free port, over fakes of what lies below. `logged` holds the log's lines. */
export async function startHttpServer({
  services,
  findArtifact = async () => null,
  readinessChecks = {},
  apiKeys = [],
  publicUrl = null,
  corsOrigins = [],
  introspection = true,
  current,
  shared,
}: Options = {}) {
  const logged: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const telemetry = await Telemetry.open(null, log);
  const fakes = fakeServices(services);
  const authenticate = createAuthenticate({ apiKeys, allowAnonymous: false, publicUrl });
  const documents = new Documents();
  const answers = answerStore({ name: 'front', ...(current && { current }), ...(shared && { shared, maxBytes: 8 }) });
  const server = await startGraphqlServer({
    ...{ log, documents, introspection },
    responseCache: { store: answerStore({ name: 'answer', ...(current && { current }) }), inExtensions: false },
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
    maxUploadBytes: MAX_UPLOAD_BYTES,
    findArtifact,
    artifactLinks: openLinks(authenticate),
    corsOrigins,
    readinessChecks,
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
      await app.close();
      await server.stop();
    },
  };
}
