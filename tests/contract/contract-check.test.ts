import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const contract = readFileSync(join(root, 'schema', 'schema.graphql'), 'utf8');

/** As `npm run contract -- proposed.graphql` is run, on a proposal that differs from the contract as `changes` say. */
describe('the check of the contract', () => {
  const folder = mkdtempSync(join(tmpdir(), 'concentric-contract-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function check(changes: readonly [from: string | RegExp, to: string][], released = contract) {
    const proposed = changes.reduce((text, [from, to]) => {
      const changed = text.replace(from, to);
      expect(changed, String(from)).not.toBe(text);
      return changed;
    }, contract);
    writeFileSync(join(folder, 'proposed.graphql'), proposed);
    writeFileSync(join(folder, 'released.graphql'), released);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['scripts/contract.mjs', join(folder, 'proposed.graphql'), '--released', join(folder, 'released.graphql')],
      { cwd: root, encoding: 'utf8' },
    );
    return { status, stdout, problems: stderr };
  }

  it('accepts additions', () => {
    const { status, stdout } = check([
      [
        '  """The number of rows with a value."""',
        '  """The largest value."""\n  largest: Float\n\n  """The number of rows with a value."""',
      ],
    ]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^The contract holds, for \d+ operations\.\n$/);
  });

  it('refuses removals, new types and new requirements, and names the operations that break', () => {
    const { status, problems } = check([
      [/ {2}"""[^"]*"""\n {2}effectiveEntities: Float\n/, ''],
      [/(type PeriodConcentration \{[^}]*\n {2}total: )Float!/, '$1String!'],
      [/(\n {2}datasets\([\s\S]*? search: )String\n/, '$1String!\n'],
      ['  topN: [Int!] = [1, 5, 10]', '  topN: [Int!]!'],
    ]);
    expect(status).toBe(1);
    // Other operations may use the same; they stand in the lines between.
    expect(problems).toMatch(
      inTurn(
        'Breaks the released contract:',
        "  Input field 'AnalysisInput.topN' changed type from '[Int!]' to '[Int!]!'",
        '    breaks query Analysis (schema/operations/Analysis.graphql), at schema/operations/Analysis.graphql:2',
        "  Field 'effectiveEntities' was removed from object type 'PeriodConcentration'",
        '    breaks query Analysis (schema/operations/Analysis.graphql), at schema/operations/fragments/Concentration.graphql:14',
        "  Field 'PeriodConcentration.total' changed type from 'Float!' to 'String!'",
        '    breaks query Analysis (schema/operations/Analysis.graphql), at schema/operations/fragments/Concentration.graphql:4',
        "  Type for argument 'search' on field 'Query.datasets' changed from 'String' to 'String!'",
        '    breaks query Datasets (schema/operations/Datasets.graphql), at schema/operations/Datasets.graphql:3',
        '  → Keep it beside its replacement',
        'Invalid operations:',
        '  query Analysis (schema/operations/Analysis.graphql)',
        '    Cannot query field "effectiveEntities" on type "PeriodConcentration". (schema/operations/fragments/Concentration.graphql:14)',
        '  query Datasets (schema/operations/Datasets.graphql)',
        '    Variable "$search" of type "String" used in position expecting type "String!". (schema/operations/Datasets.graphql:2)',
      ),
    );
  });

  it('says so when a change breaks no known operation', () => {
    const { problems } = check([[/ {2}"""[^"]*"""\n {2}unreadable: Float!\n/, '']]);
    expect(problems).toContain("Field 'unreadable' was removed from object type 'CacheStoreStats'");
    expect(problems).toContain('used by no operation of ours; others may use it');
  });

  it('allows the removal of a deprecated field from its date on, with the types that only it referred to', () => {
    const withoutStores: [RegExp, string][] = [
      [/ {2}"""[^"]*"""\n {2}stores: \[CacheStoreStats!\]!\n/, ''],
      [/"""[^"]*"""\ntype CacheStoreStats \{[^}]*\}\n/, ''],
    ];
    const deprecatedUntil = (day: string) =>
      contract.replace('[CacheStoreStats!]!', `[CacheStoreStats!]! @deprecated(reason: "Stays until ${day}.")`);
    expect(check(withoutStores, deprecatedUntil('2020-01-31'))).toMatchObject({ status: 0 });

    const { problems } = check(withoutStores, deprecatedUntil('9999-12-31'));
    expect(problems).toContain("Field 'stores' (deprecated) was removed from object type 'CacheStats'");
    expect(problems).toContain("Type 'CacheStoreStats' was removed");
  });

  it('refuses missing descriptions, and a deprecation without a date', () => {
    const { status, problems } = check([
      ['  """The number of rows with a value."""\n', ''],
      ['    """How many, 1 to 50."""\n    first', '    first'],
      [
        '"""How long a period is."""\nenum PeriodGrain {\n  """One day; keys such as `2024-03-31`."""',
        'enum PeriodGrain {',
      ],
      ['  hhi: Float\n', '  hhi: Float @deprecated(reason: "Use another.")\n'],
    ]);
    expect(status).toBe(1);
    expect(problems).toContain(`Without a description:
  PeriodConcentration.head.first
  PeriodConcentration.rowCount
  PeriodGrain
  PeriodGrain.DATE
  →`);
    expect(problems).toMatch(/Deprecated without an end date:\n {2}\w+\.hhi\n {2}→/);
  });
});

/** These lines, or their beginnings, in this order. */
function inTurn(...lines: string[]): RegExp {
  return new RegExp(lines.map((line) => `^${line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`).join('[^]*\\n'), 'm');
}
