import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';
import { sharedDataFolder, sharedDataIsThere } from './expectations.js';

/** Written by questions/expected.py, which shares no code with the service. */
interface Question {
  file: string;
  title: string;
  input: Record<string, unknown>;
  /** Arguments of further fields of the analysis. */
  entities?: Record<string, unknown>;
  entity?: Record<string, unknown>;
  rows?: Record<string, unknown>;
  /** A path into the answer, periods by their key, and what is there: exactly a string, else a number as a double. */
  facts: [path: string, expected: string | number | null][];
}

const questions: Question[] = JSON.parse(readFileSync(new URL('./questions/expected.json', import.meta.url), 'utf8'));

const QUERY = `query($id: ID!, $input: AnalysisInput!, $isPaged: Boolean!, $search: String, $skip: Int, $first: Int,
  $hasEntity: Boolean!, $entity: EntityKeyInput!, $hasRows: Boolean!, $of: EntityKeyInput, $firstRows: Int) {
  dataset(id: $id) { analysis(input: $input) {
    total { ...period } byPeriod { ...period }
    segments { name concentration { ...period } byPeriod { share concentration { ...period } } }
    comparison { byPeriod { period otherPeriod total { differenceExact } onlyInThis { count valueExact }
      onlyInOther { count valueExact } inBoth { count total { differenceExact } } } }
    entities(search: $search, skip: $skip, first: $first) @include(if: $isPaged) {
      totalCount nodes { entity rank valueExact rowCount } }
    entity(key: $entity) @include(if: $hasEntity) { byPeriod { period entity { rank valueExact share } } }
    rows(entity: $of, first: $firstRows) @include(if: $hasRows) { totalCount sumExact nodes { rowNumber valueExact } }
  } } }
  fragment period on PeriodConcentration {
    period totalExact entityCount rowCount hhi head(first: 1) { entity valueExact }
    thresholds { reaching { count } } classes { count } limits { count valueExact excess }
    leftOut { entities valueExact }
    bridge { changeExact unchanged new { ...part } returning { ...part } lost { ...part } expanded { ...part }
      contracted { ...part } retention { gross net logoChurn } } }
  fragment part on BridgePart { count changeExact }`;

describe.runIf(sharedDataIsThere)('questions about real files have the answers computed elsewhere', () => {
  let app: TestApp;
  const ids = new Map<string, string>();
  beforeAll(async () => {
    app = await startApp();
    for (const file of new Set(questions.map(({ file }) => file))) {
      const uploaded = await app.upload({ content: readFileSync(join(sharedDataFolder, file)), fileName: file });
      ids.set(file, uploaded.data.uploadDataset.dataset.id);
    }
  });
  afterAll(() => app.close());

  for (const { file, title, input, entities, entity, rows, facts } of questions) {
    it(`${file}: ${title}`, async () => {
      const { data, errors } = await app.gql(QUERY, {
        id: ids.get(file),
        input,
        isPaged: entities !== undefined,
        ...entities,
        hasEntity: entity !== undefined,
        entity: entity ?? { parts: [] },
        hasRows: rows !== undefined,
        of: rows?.entity,
        firstRows: rows?.first,
      });
      expect(errors).toBeUndefined();
      const { analysis } = data.dataset;
      const answer = {
        ...analysis,
        byPeriod: Object.fromEntries(analysis.byPeriod.map((each: { period: string }) => [each.period, each])),
      };
      const found = facts.map(([path]) => [path, valueAt(answer, path)]);
      const close = facts.map(([path, expected]) => [
        path,
        typeof expected === 'number' && !Number.isInteger(expected)
          ? expect.closeTo(expected, digitsOf(expected))
          : expected,
      ]);
      expect(found).toEqual(close);
    });
  }
});

/** Twelve significant digits. */
function digitsOf(value: number): number {
  return Math.max(0, 11 - Math.floor(Math.log10(Math.abs(value))));
}

function valueAt(answer: unknown, path: string): unknown {
  let value = answer;
  // Keys of periods have no dots.
  for (const part of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[part];
  return value;
}
