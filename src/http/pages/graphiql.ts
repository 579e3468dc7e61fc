import { createReadStream, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type DocumentNode, Kind } from 'graphql';
import { HttpError } from '../../model/http-error.js';
import { readOperations } from './operations.js';

const require = createRequire(import.meta.url);

/** The prebuilt files of the packages that the page loads; it loads nothing from other hosts. */
const assets: Readonly<Record<string, string>> = {
  'react.js': packageFile('react', 'umd/react.production.min.js'),
  'react-dom.js': packageFile('react-dom', 'umd/react-dom.production.min.js'),
  'graphiql.js': packageFile('graphiql', 'graphiql.min.js'),
  'graphiql.css': packageFile('graphiql', 'graphiql.min.css'),
  'graphql-sse.js': packageFile('graphql-sse', 'umd/graphql-sse.min.js'),
};

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** Contains the versions of the packages, so that the files can be cached permanently. */
const base = `/graphiql/${packageVersion('graphiql')}-${packageVersion('graphql-sse')}`;

/** The page's own script. */
const pageScript = readFileSync(new URL('./graphiql-page.js', import.meta.url));

/** The operations of the first tabs. */
const TABS = [
  'Datasets',
  'DatasetSchema',
  'Suggestions',
  'Analysis',
  'Entities',
  'Rows',
  'Segments',
  'Bridge',
  'LimitsAndClasses',
  'RollingWindows',
  'Comparison',
  'EntityProposals',
  'UploadDataset',
  'DatasetProgress',
];

const operations = readOperations();
const tabs = TABS.map((name) => {
  const { text, document } = operations.find((each) => each.name === name)!;
  return { query: text, required: requiredVariables(document) };
});

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-cache',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
};

interface Page {
  headers: Record<string, string>;
  html: string;
}

/** Where API keys are set, the page asks for a key before it sends any query. */
export function graphiqlPage({ needsKey }: { needsKey: boolean }): Page {
  const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Concentric: GraphiQL</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="${base}/graphiql.css">
    <style>
      :root { color-scheme: light dark }
      body { margin: 0 }
      #graphiql { height: 100dvh }
      #graphiql form { display: grid; gap: 1rem; max-width: 30rem; margin: auto; padding: 20vh 1rem; font: 1rem/1.5 system-ui, sans-serif }
      #graphiql form input, #graphiql form button { font: inherit; padding: .5rem .75rem }
      #graphiql form p:empty { display: none }
      #graphiql form p { margin: 0; color: light-dark(#b00020, #ff8a9a) }
      /* Narrow screens: the answer goes below the query. */
      @media (max-width: 45rem) {
        .graphiql-container .graphiql-main, .graphiql-container .graphiql-session { flex-direction: column }
        .graphiql-container .graphiql-horizontal-drag-bar { display: none !important }
        .graphiql-container .graphiql-response { border-top: 1px solid hsla(var(--color-neutral), var(--alpha-background-heavy)) }
      }
    </style>
  </head>
  <body data-needs-key="${needsKey}">
    <div id="graphiql"></div>
    <template id="key-form">
      <form>
        <h1>API key required</h1>
        <label for="key">The operator of this service can give you an API key. It is kept until you close this tab, and sent to this service only.</label>
        <input id="key" name="key" type="password" autocomplete="off" required autofocus>
        <p role="alert"></p>
        <button>Open GraphiQL</button>
      </form>
    </template>
    <script id="tabs" type="application/json">${JSON.stringify(tabs).replaceAll('<', '\\u003c')}</script>
    <script src="${base}/react.js"></script>
    <script src="${base}/react-dom.js"></script>
    <script src="${base}/graphiql.js"></script>
    <script src="${base}/graphql-sse.js"></script>
    <script src="${base}/page.js"></script>
  </body>
</html>
`;
  return { headers, html };
}

/** Shown instead of GraphiQL where TRUSTED_DOCUMENTS_ONLY is set: it could neither run an operation nor read the schema. */
export const trustedOnlyPage: Page = {
  headers,
  html: `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Concentric: trusted documents only</title>
    <link rel="icon" href="data:,">
    <style>
      :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
      body { margin: 15vh auto; max-width: 36rem; padding: 0 1rem }
    </style>
  </head>
  <body>
    <h1>Trusted documents only</h1>
    <p>This service only runs the operations of its own front ends (<code>schema/persisted-documents.json</code>), so GraphiQL
    is not available.</p>
    <p>You can use <a href="/">the explorer</a>. To try the API, run a service without <code>TRUSTED_DOCUMENTS_ONLY</code>, for example with <code>npm start</code> on your own machine.</p>
  </body>
</html>
`,
};

/** Whether a browser opens the address, as opposed to a client that sends an operation. */
export function wantsGraphiql({ method, headers, query }: FastifyRequest): boolean {
  const asksNothing = Object.keys(query as object).length === 0;
  return method === 'GET' && asksNothing && (headers.accept ?? '').includes('text/html');
}

export function serveGraphiqlAssets(app: FastifyInstance): void {
  app.get<{ Params: { file: string } }>(`${base}/:file`, async (request, reply) => {
    const { file } = request.params;
    reply.headers({
      'content-type': contentTypes[extname(file)],
      'cache-control': 'public, max-age=31536000, immutable',
    });
    if (file === 'page.js') return reply.header('cache-control', 'no-cache').send(pageScript);
    const path = Object.hasOwn(assets, file) && assets[file];
    if (!path) throw new HttpError(404, 'NOT_FOUND', `GraphiQL has no file ${JSON.stringify(file.slice(0, 80))}.`);
    return reply.send(createReadStream(path));
  });
}

/** The required variables of an operation, with their types. */
function requiredVariables({ definitions: [operation] }: DocumentNode): Record<string, string> {
  const variables = operation?.kind === Kind.OPERATION_DEFINITION ? (operation.variableDefinitions ?? []) : [];
  const required = variables.flatMap(({ variable, type }) =>
    type.kind === Kind.NON_NULL_TYPE && type.type.kind === Kind.NAMED_TYPE
      ? [[variable.name.value, type.type.name.value] as const]
      : [],
  );
  return Object.fromEntries(required);
}

function packageFile(name: string, file: string): string {
  return join(dirname(require.resolve(`${name}/package.json`)), file);
}

function packageVersion(name: string): string {
  return (require(`${name}/package.json`) as { version: string }).version;
}
