// `npm run schema`: writes schema/schema.graphql from the code, and what is generated from it (codegen.mjs); with --check only
// compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, install, requireNode, root } from './steps.mjs';

requireNode();
install();
build();

const { printGraphqlSchema } = await import('../dist/src/graphql/print-schema.js');
const path = join(root, 'schema', 'schema.graphql');
const printed = printGraphqlSchema();

if (!process.argv.includes('--check')) {
  writeFileSync(path, printed);
} else if (readFileSync(path, 'utf8') !== printed) {
  console.error('schema/schema.graphql is not what the code declares: run `npm run schema` and commit it.');
  process.exitCode = 1;
}

await import('./codegen.mjs');
