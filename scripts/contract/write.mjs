// The work of `npm run schema` (scripts/schema.mjs).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { root } from '../steps.mjs';
import { withUnreleased } from './changelog.mjs';
import { codegen } from './codegen.mjs';

const { printGraphqlSchema } = await import('../../dist/src/graphql/print-schema.js');
const printed = printGraphqlSchema();
writeFileSync(join(root, 'schema', 'schema.graphql'), printed);

await codegen({ check: false });

const changelog = join(root, 'docs', 'schema-changelog.md');
const released = buildSchema(readFileSync(join(root, 'schema', 'released.graphql'), 'utf8'));
writeFileSync(changelog, await withUnreleased(readFileSync(changelog, 'utf8'), released, buildSchema(printed)));
