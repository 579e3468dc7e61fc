import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readOperations } from '../graphql/operations.js';
import { HttpError } from './errors.js';

const require = createRequire(import.meta.url);

/** Everything the page loads, from the packages' prebuilt files: nothing comes from another host. */
const assets: Readonly<Record<string, string>> = {
  'react.js': packageFile('react', 'umd/react.production.min.js'),
  'react-dom.js': packageFile('react-dom', 'umd/react-dom.production.min.js'),
  'graphiql.js': packageFile('graphiql', 'graphiql.min.js'),
  'graphiql.css': packageFile('graphiql', 'graphiql.min.css'),
};

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** Changes with the package, so that its files can be cached for ever. */
const base = `/graphiql/${packageVersion('graphiql')}`;

/** GraphiQL sends no files. */
const uploadTab = `# A file of your own: CSV, TSV, XLSX or Parquet.
# This page cannot send one, a terminal can:
#
#   curl http://127.0.0.1:4000/graphql -H 'apollo-require-preflight: 1' \\
#     -F operations='{"query":"mutation($file: Upload!) { uploadDataset(input: {file: $file}) { dataset { id status rowCount } } }","variables":{"file":null}}' \\
#     -F map='{"0":["variables.file"]}' \\
#     -F 0=@sales.csv
#
# The answer is a READY dataset, or an error that
# says what is wrong with the file. Then look at it:
query UploadedDataset {
  datasets(first: 1, orderBy: NEWEST) {
    nodes {
      id
      name
      status
      rowCount
      columnCount
    }
  }
}
`;

const operations = readOperations();
const tabs = [
  ...['Datasets', 'DatasetSchema', 'Analysis'].map((name) => operations.find((each) => each.name === name)!.text),
  uploadTab,
].map((query) => ({ query }));

/** Fills the tabs with the newest dataset and its best pair of columns, so that each of them runs at one click. */
const startScript = `
const url = '/graphql';
const query = '{ datasets(first: 1) { nodes { id suggestions { groupBy value } } } }';
const tabs = JSON.parse(document.getElementById('tabs').textContent);
// A link of the explorer's: #query=…&variables=… opens as a tab of its own.
const linked = Object.fromEntries([...new URLSearchParams(location.hash.slice(1))].filter(([name]) => name === 'query' || name === 'variables'));

fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) })
  .then((response) => response.json())
  .then(({ data }) => data.datasets.nodes[0])
  .catch(() => undefined)
  .then((dataset) => {
    const { groupBy = 'customer', value = 'amount' } = dataset?.suggestions[0] ?? {};
    const known = { id: dataset?.id ?? 'ds_…', input: { groupBy, value } };
    const defaultTabs = tabs.map(({ query }) => ({
      query: query.replaceAll('http://127.0.0.1:4000', location.origin),
      variables: JSON.stringify(Object.fromEntries(Object.entries(known).filter(([name]) => query.includes('$' + name + ':'))), null, 2),
    }));
    const fetcher = GraphiQL.createFetcher({ url });
    ReactDOM.createRoot(document.getElementById('graphiql')).render(
      React.createElement(GraphiQL, { fetcher, defaultTabs, ...linked, shouldPersistHeaders: false, defaultEditorToolsVisibility: 'variables' }),
    );
  });
`;

export const graphiqlPage = {
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
  },
  html: `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Concentric: GraphiQL</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="${base}/graphiql.css">
    <style>body { margin: 0 } #graphiql { height: 100dvh }</style>
  </head>
  <body>
    <div id="graphiql"></div>
    <script id="tabs" type="application/json">${JSON.stringify(tabs).replaceAll('<', '\\u003c')}</script>
    <script src="${base}/react.js"></script>
    <script src="${base}/react-dom.js"></script>
    <script src="${base}/graphiql.js"></script>
    <script src="${base}/start.js"></script>
  </body>
</html>
`,
};

/** Where TRUSTED_DOCUMENTS_ONLY is set, GraphiQL could run nothing that is typed into it, and not even read the schema. */
export const trustedOnlyPage = {
  headers: graphiqlPage.headers,
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
    <p>To explore the API, start a service without <code>TRUSTED_DOCUMENTS_ONLY</code>, such as <code>npm start</code> on your own machine.</p>
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
    if (file === 'start.js') return reply.header('cache-control', 'no-cache').send(startScript);
    const path = Object.hasOwn(assets, file) && assets[file];
    if (!path) throw new HttpError(404, 'NOT_FOUND', `GraphiQL has no file ${JSON.stringify(file.slice(0, 80))}.`);
    return reply.send(createReadStream(path));
  });
}

function packageFile(name: string, file: string): string {
  return join(dirname(require.resolve(`${name}/package.json`)), file);
}

function packageVersion(name: string): string {
  return (require(`${name}/package.json`) as { version: string }).version;
}
