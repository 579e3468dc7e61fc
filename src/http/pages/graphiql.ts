import { createReadStream, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type DocumentNode, Kind } from 'graphql';
import { readOperations } from '../../graphql/operations.js';
import { HttpError } from '../../model/http-error.js';

const require = createRequire(import.meta.url);

/** Everything the page loads, from the packages' prebuilt files: nothing comes from another host. */
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

/** Changes with the packages, so that their files can be cached for ever. */
const base = `/graphiql/${packageVersion('graphiql')}-${packageVersion('graphql-sse')}`;

/** Our own part of it. */
const pageScript = readFileSync(new URL('./graphiql-page.js', import.meta.url));

/** What it opens with, in the order of a first visit. */
const TABS = ['Datasets', 'DatasetSchema', 'Suggestions', 'Analysis', 'UploadDataset', 'DatasetProgress'];

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

/** The same whoever asks; where a key is needed it says so, before it asks for anything. */
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
      /* Side by side, neither the query nor its answer could be read. */
      @media (max-width: 45rem) {
        .graphiql-container .graphiql-main, .graphiql-container .graphiql-session { flex-direction: column }
        .graphiql-container .graphiql-horizontal-drag-bar { display: none !important }
        .graphiql-container .graphiql-response { border-top: 1px solid hsla(var(--color-neutral), var(--alpha-background-heavy)) }
      }
    </style>
  </head>
  <body data-needs-key="${needsKey}">
    <div id="graphiql"></div>
    <template id="ask-for-key">
      <form>
        <h1>This service needs a key</h1>
        <label for="key">Its operator gives you one. It is kept until this tab is closed, and sent to this service alone.</label>
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

/** Where TRUSTED_DOCUMENTS_ONLY is set, GraphiQL could run nothing that is typed into it, and not even read the schema. */
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
    <p>This service runs the operations its front ends were built with (<code>schema/persisted-documents.json</code>) and refuses
    every other, so there is nothing for GraphiQL to do here.</p>
    <p><a href="/">The explorer</a> is one of these front ends. To explore the API itself, start a service without <code>TRUSTED_DOCUMENTS_ONLY</code>, such as <code>npm start</code> on your own machine.</p>
  </body>
</html>
`,
};

/** A browser that opens the address, not a client that asks. */
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

/** The variables an operation does not run without, with their types. */
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
