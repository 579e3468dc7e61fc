// Imports run one way (docs/architecture.md). The lists go from the top down: each entry may import those below it.

/** The layers of the service. */
const layers = [
  '^src/main\\.ts',
  '^src/(serve|processes|import-storage)\\.ts',
  '^src/(app|load-sample|open-authority)\\.ts',
  '^src/(http|access)/',
  '^src/graphql/',
  '^resolvers/',
  '^schema/',
  '^src/(catalog|ingest|entities|analysis|artifact|cache)/',
  '^src/(names|provenance)/',
  '^src/(period|duckdb|storage|postgres|queue|worker|telemetry)/',
  '^src/(model/|config\\.ts|project-root\\.ts)',
];

/** A file on its way to a dataset. `cells`, the grammar of one cell, is used by the readers and by the columns. */
const ingestRooms = [
  '^src/ingest/jobs/',
  '^src/ingest/(pipeline|lineage-log)\\.ts',
  '^src/ingest/describe/',
  '^src/ingest/write/',
  '^src/ingest/shape/',
  '^src/ingest/columns/',
  '^src/ingest/intake/',
  '^src/ingest/read/',
  '^src/ingest/cells/',
];

/** What a room of the domain must not know. Rooms that are not listed here know only the layers below them. */
const strangers = {
  catalog: { rooms: 'ingest|entities|analysis|artifact|cache', why: 'Records know nothing of what is made from them.' },
  ingest: { rooms: 'entities|analysis|artifact|cache', why: 'A dataset is read without knowing what it is used for.' },
  analysis: { rooms: 'ingest|cache', why: 'Analyses read the Parquet and the schema, whoever wrote them.' },
  artifact: { rooms: 'catalog|ingest|entities|analysis|cache', why: 'Files are made from an analysis alone (model/).' },
  cache: {
    rooms: 'ingest|entities|analysis|artifact',
    why: 'Caches hold values of the model; the services that compute them define the ports.',
  },
};

/** A library that has one home: elsewhere its types would become part of our own interfaces. */
const homes = {
  '@duckdb/node-': { home: '^src/duckdb/', why: 'src/duckdb runs one operation at a time on a connection.' },
  arquero: { home: '^src/analysis/', why: 'Shares are computed in one room; nothing else handles its tables.' },
  ioredis: { home: '^src/cache/redis/', why: 'Timeouts, probing and scripts are decided in one room.' },
  bullmq: { home: '^src/queue/', why: 'What a queue may lose, and for how long, is decided in one room.' },
  pg: { home: '^src/postgres/', why: 'Timeouts, lost connections and their errors are decided in one room.' },
  '@aws-sdk/': {
    home: '^src/storage/objects/',
    why: 'Loaded only with S3_BUCKET; timeouts and errors are decided in one room.',
  },
  exceljs: { home: '^src/artifact/workbook/', why: 'Workbooks are read by our own scanner and written by exceljs.' },
  fastify: { home: '^src/(http/|app\\.ts)', why: 'What is below http/ is used without a server too.' },
  '@opentelemetry/': { home: '^src/telemetry/', why: 'Loaded only where traces are configured.' },
  'prom-client': { home: '^src/telemetry/', why: 'Other rooms pass numbers to Metrics.' },
  pino: { home: '^src/telemetry/', why: 'Other rooms know the port model/log.ts.' },
};

/** Each entry of a list may import those below it, never one above. */
function oneWay(name, rooms, comment) {
  return rooms.slice(1).map((room, index) => ({
    name: `${name}-${index + 1}-imports-down`,
    comment,
    severity: 'error',
    from: { path: room },
    to: { path: rooms.slice(0, index + 1) },
  }));
}

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Files that import each other cannot be read, tested or moved alone.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...oneWay('layer', layers, 'A lower layer serves the ones above and must not depend on how it is used.'),
    ...oneWay('ingest-room', ingestRooms, 'A step uses what earlier steps found out, never a later one.'),
    ...oneWay(
      'cache-room',
      ['^src/cache/answers/', '^src/cache/values/', '^src/cache/redis/'],
      'redis/ moves bytes and knows nothing of what they are; a whole answer is the last thing that is cached.',
    ),
    ...oneWay(
      'http-room',
      ['^src/http/server\\.ts', '^src/http/(graphql|pages|artifacts|ops/health)'],
      'The server registers the routes; a route works on every server that registers it.',
    ),
    ...Object.entries(strangers).map(([room, { rooms, why }]) => ({
      name: `${room}-knows-no-strangers`,
      comment: why,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: `^src/(${rooms})/` },
    })),
    ...Object.entries(homes).map(([library, { home, why }]) => ({
      name: `one-home-for-${library}`,
      comment: why,
      severity: 'error',
      from: { path: '^(src|resolvers|schema|explorer|clients)/', pathNot: home },
      to: { path: `^node_modules/${library}` },
    })),
    {
      name: 'resolvers-translate',
      comment: 'A resolver calls a service (resolvers/context.ts); it sees neither Redis nor DuckDB nor files.',
      severity: 'error',
      from: { path: '^(resolvers|schema)/' },
      to: { path: '^src/(cache/(redis|values)|duckdb|storage|ingest/(read|cells|shape|columns|write|describe))/' },
    },
    {
      name: 'pages-speak-graphql',
      comment: 'The explorer and the clients know the service by its contract alone, as every other client does.',
      severity: 'error',
      from: { path: '^(explorer|clients)/' },
      to: { path: '^(src|resolvers|schema)/' },
    },
    {
      name: 'every-file-in-a-layer',
      comment: 'A new folder takes its place in the list of layers.',
      severity: 'error',
      from: { path: '^(src|resolvers|schema)/', pathNot: layers },
      to: {},
    },
    {
      name: 'every-ingest-file-in-a-room',
      comment: 'A new folder takes its place in the list of rooms.',
      severity: 'error',
      from: { path: '^src/ingest/', pathNot: ingestRooms },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js'], conditionNames: ['import', 'node', 'default'] },
  },
};
