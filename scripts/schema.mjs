// `npm run schema`: what is written from the code and committed. After a change of the schema's classes or of an operation.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { codegen } from './codegen.mjs';
import { withUnreleased } from './contract/changelog.mjs';
import { buildService, install, requireNode, root } from './steps.mjs';

requireNode();
install();
buildService();

const { printGraphqlSchema } = await import('../dist/src/graphql/print-schema.js');
const printed = printGraphqlSchema();
writeFileSync(join(root, 'schema', 'schema.graphql'), printed);

await codegen({ check: false });

const changelog = join(root, 'docs', 'schema-changelog.md');
const released = buildSchema(readFileSync(join(root, 'schema', 'released.graphql'), 'utf8'));
writeFileSync(changelog, await withUnreleased(readFileSync(changelog, 'utf8'), released, buildSchema(printed)));
