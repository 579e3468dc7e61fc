import { existsSync, readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges } from 'graphql';
import { describe, expect, it } from 'vitest';
import { buildGraphqlSchema } from '../../src/graphql/build-schema.js';
import { printGraphqlSchema } from '../../src/graphql/print-schema.js';

const contractPath = new URL('../../../shared/design/contract.graphql', import.meta.url);
const schema = buildGraphqlSchema();

describe('the schema', () => {
  it('equals schema/schema.graphql', () => {
    const committed = readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8');
    expect(printGraphqlSchema()).toBe(committed);
  });

  it.skipIf(!existsSync(contractPath))('keeps every promise of ../shared/design/contract.graphql', () => {
    const contract = buildSchema(readFileSync(contractPath, 'utf8'));
    const broken = findBreakingChanges(contract, schema).map(({ description }) => description);
    expect(broken).toEqual([]);
  });
});
