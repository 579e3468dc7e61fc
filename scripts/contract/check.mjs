// The check of `npm run contract`; scripts/contract.mjs describes it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildASTSchema, parse, validate } from 'graphql';
import { root } from '../steps.mjs';
import { breakingChanges, openEndedDeprecations } from './breaking-changes.mjs';
import { withUnreleased } from './changelog.mjs';
import { codegen } from './codegen.mjs';
import { operationUses, touchedAt } from './operation-uses.mjs';
import { undescribed } from './undescribed.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { released: { type: 'string', default: join(root, 'schema', 'released.graphql') } },
});
const [proposed] = positionals;

const { printGraphqlSchema } = await import('../../dist/src/graphql/print-schema.js');
const { readOperations } = await import('../../dist/src/http/pages/operations.js');

const text = proposed ? readFileSync(proposed, 'utf8') : printGraphqlSchema();
const contract = parse(text);
const schema = buildASTSchema(contract);
const released = parse(readFileSync(values.released, 'utf8'));
const operations = readOperations();

const problems = [
  ...(proposed ? [] : await outdated()),
  ...(await broken()),
  ...invalid(),
  ...section('Without a description', undescribed(contract), 'Each needs a description: it is the documentation.'),
  ...section(
    'Deprecated without an end date',
    openEndedDeprecations(contract),
    'Add the date, as in "Use reaching. Stays until 2027-06-30."; after that day it may be removed.',
  ),
];

if (problems.length === 0) {
  console.log(`The contract holds, for ${operations.length} operations.`);
} else {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}

/** Generated files that are outdated. */
async function outdated() {
  const changelog = read('docs/schema-changelog.md');
  const files = [
    text !== read('schema/schema.graphql') && 'schema/schema.graphql',
    changelog !== (await withUnreleased(changelog, buildASTSchema(released), schema)) && 'docs/schema-changelog.md',
    ...(await codegen({ check: true })),
  ].filter(Boolean);
  return section('Outdated files', files, 'Run `npm run schema` and commit its changes.');
}

async function broken() {
  const promised = buildASTSchema(released);
  const uses = operations.map((operation) => ({ operation, uses: operationUses(operation.document, promised) }));
  const lines = (await breakingChanges(released, schema)).flatMap((change) => {
    const touched = uses.flatMap(({ operation, uses }) => {
      const place = touchedAt(uses, change);
      return place ? [`  breaks ${nameOf(operation)}, at ${place}`] : [];
    });
    return [change.message, ...(touched.length > 0 ? touched : ['  used by no operation of ours; others may use it'])];
  });
  return section(
    'Breaks the released contract',
    lines,
    'Keep it beside its replacement, deprecated until a date that front ends can meet. docs/contract.md describes intended breaks.',
  );
}

function invalid() {
  const lines = operations.flatMap((operation) => {
    const errors = validate(schema, operation.document).map(({ message, nodes }) => `  ${message} ${placeOf(nodes)}`);
    return errors.length > 0 ? [nameOf(operation), ...errors] : [];
  });
  return section('Invalid operations', lines, 'Change the operation, or keep the field that it selects.');
}

function section(title, lines, advice) {
  return lines.length > 0 ? [`${title}:`, ...lines.map((line) => `  ${line}`), `  → ${advice}`, ''] : [];
}

function nameOf({ type, name, file }) {
  return `${type} ${name} (${file})`;
}

function placeOf([node] = []) {
  return node?.loc ? `(${node.loc.source.name}:${node.loc.startToken.line})` : '';
}

function read(file) {
  return readFileSync(join(root, file), 'utf8');
}
