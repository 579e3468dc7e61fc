// Imports run one way (docs/): each layer may use those below it, never one above. Parts of one layer may use each other.
const layers = [
  '^src/main\\.ts',
  '^src/(app|load-sample)\\.ts',
  '^src/(http|access)/',
  '^src/graphql/',
  '^resolvers/',
  '^schema/',
  '^src/(catalog|ingest|analysis|artifact|cache)/',
  '^src/(period|duckdb|storage|worker|telemetry)/',
  '^src/(model/|config\\.ts|project-root\\.ts)',
];

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    ...layers.slice(1).map((layer, index) => ({
      name: `layer-${index + 1}-imports-down`,
      severity: 'error',
      from: { path: layer },
      to: { path: layers.slice(0, index + 1) },
    })),
    {
      name: 'duckdb-through-its-connection',
      comment: 'src/duckdb serializes what runs on one connection; a raw connection elsewhere would bypass that.',
      severity: 'error',
      from: { path: '^(src|resolvers|schema)/', pathNot: '^src/duckdb/' },
      to: { path: '@duckdb/node-' },
    },
    {
      name: 'every-file-in-a-layer',
      severity: 'error',
      from: { path: '^(src|resolvers|schema)/', pathNot: layers },
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
