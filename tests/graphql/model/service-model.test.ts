import fc from 'fast-check';
import { afterAll, beforeAll, it } from 'vitest';
import { startApp, type TestApp } from '../../support/app.js';
import {
  Analyze,
  AskVersions,
  Delete,
  FOLDED,
  GRAINS,
  KEEP_VERSIONS,
  type Model,
  Normalize,
  ORDERS,
  PageAnalyses,
  PageDatasets,
  Replace,
  ReplaceByNonsense,
  SaveGrain,
  Upload,
} from './commands.js';
import type { Spend } from './spend-table.js';

/** A long run: `MODEL_RUNS=500 MODEL_SEED=7 npx vitest run tests/graphql/model` (docs/consistency.md). */
const RUNS = Number(process.env.MODEL_RUNS ?? 10);
const SEED = Number(process.env.MODEL_SEED ?? 20_261_124);

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ KEEP_VERSIONS: String(KEEP_VERSIONS) });
});
afterAll(() => app.close());

const number = (min: number, max: number) => fc.integer({ min, max });
const at = fc.nat(20);
const spend: fc.Arbitrary<Spend> = fc.record({
  region: fc.constantFrom('North', 'South', '東'),
  who: fc.option(fc.constantFrom('Alpha', 'beta', 'Ünal, Söhne', 'the "Co"', '=SUM(A1)', 'Ω'), { freq: 8 }),
  cents: fc.option(fc.oneof({ weight: 5, arbitrary: number(0, 100_000) }, number(-30_000, 100)), { freq: 8 }),
  paid: fc.option(fc.tuple(number(1, 12), number(1, 12), number(2023, 2024)), { freq: 8 }),
});
const LAST: Spend = { region: 'West', who: 'Omega', cents: 1_01, paid: [1, 2, 2023] };
const rows = fc.array(spend, { minLength: 7, maxLength: 40 }).map((some) => [...some, LAST]);
const order = fc.constantFrom('MDY', 'DMY');
const upload = fc.tuple(rows, fc.constantFrom(...Object.keys(FOLDED)), order).map((parts) => new Upload(...parts));
const remove = at.map((index) => new Delete(index));
const request = fc.record({
  groupBy: fc.constantFrom('who', 'region'),
  grain: fc.option(fc.constantFrom(...GRAINS)),
  thresholds: fc.array(fc.constantFrom(0.5, 10, 20, 33.3, 50, 75.25, 100), { minLength: 1, maxLength: 5 }),
  topN: fc.array(number(1, 12), { minLength: 1, maxLength: 4 }),
});
const analyze = fc.tuple(at, request, number(0, 1), fc.boolean()).map((parts) => new Analyze(...parts));
const commands = [
  upload,
  analyze,
  analyze,
  analyze,
  fc.tuple(at, rows).map((parts) => new Replace(...parts)),
  at.map((index) => new ReplaceByNonsense(index)),
  fc.tuple(at, fc.option(order)).map((parts) => new Normalize(...parts)),
  fc.tuple(at, fc.constantFrom(...GRAINS)).map((parts) => new SaveGrain(...parts)),
  remove,
  at.map((index) => new AskVersions(index)),
  fc.tuple(at, number(1, 3)).map((parts) => new PageAnalyses(...parts)),
  fc
    .tuple(
      fc.constantFrom(...ORDERS),
      number(1, 3),
      fc.constantFrom('', '', 'PE', 'e'),
      fc.option(fc.oneof(upload, remove)),
    )
    .map((parts) => new PageDatasets(...parts)),
];

it(
  'the service answers like a model of rows and BigInt after any sequence of queries and changes',
  { timeout: 60_000 + RUNS * 6000 },
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(upload, { minLength: 1, maxLength: 2 }),
        fc.commands(commands, { maxCommands: 25 }),
        async (first, cs) => {
          const model: Model = { datasets: [] };
          for (const command of first) await command.run(model, app);
          try {
            await fc.asyncModelRun(() => ({ model, real: app }), cs);
          } finally {
            for (const { id } of model.datasets)
              await app.gql('mutation($id: ID!) { deleteDataset(id: $id) { id } }', { id });
          }
        },
      ),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    ),
);
