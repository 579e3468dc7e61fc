import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { print } from 'graphql';
import ts from 'typescript';
import { root, run } from '../steps.mjs';

/**
 * Generates the typed documents (codegen.yml), their ids and the page of error codes from the contract and
 * schema/operations/. Returns the names of the outdated files; with `check` it does not write them.
 */
export async function codegen({ check }) {
  const command = ['node_modules/@graphql-codegen/cli/esm/bin.js', '--silent', ...(check ? ['--check'] : [])];
  const isUpToDate = run(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  if (!isUpToDate && !check) throw new Error('graphql-codegen failed; its message is above.');

  const operations = await persistedOperations();
  const files = {
    'schema/persisted-documents.json': manifest(operations),
    'clients/typescript/generated/document-ids.ts': documentIds(operations),
    'docs/errors.md': await errorsPage(),
  };
  const changed = Object.entries(files).filter(([file, text]) => text !== read(file));
  if (!check) for (const [file, text] of changed) writeFileSync(join(root, file), text);
  return [...(isUpToDate ? [] : ['clients/typescript/generated/graphql.ts']), ...changed.map(([file]) => file)];
}

/**
 * The typed documents as clients print and send them. The id is the SHA-256 of that text, as Apollo's links compute it.
 */
async function persistedOperations() {
  const { outputText } = ts.transpileModule(read('clients/typescript/generated/graphql.ts'), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  const module = await import(`data:text/javascript,${encodeURIComponent(outputText)}`);
  return Object.values(module)
    .filter(({ definitions }) => definitions[0].kind === 'OperationDefinition')
    .map((document) => {
      const [{ name, operation: type }] = document.definitions;
      const body = print(document);
      return { id: createHash('sha256').update(body).digest('hex'), name: name.value, type, body };
    });
}

/** In Apollo's format: https://www.apollographql.com/docs/graphos/platform/security/persisted-queries#manifest-format */
function manifest(operations) {
  return `${JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }, null, 2)}\n`;
}

function documentIds(operations) {
  const lines = operations.map(({ name, id }) => `  ${name}: '${id}',`);
  return `/** By the name of the operation: the SHA-256 of its document as \`print\` of graphql writes it. */
export const documentIds = {\n${lines.join('\n')}\n} as const;\n`;
}

async function errorsPage() {
  const { ERROR_CODES } = await import('../../dist/src/model/errors.js');
  const rows = Object.entries(ERROR_CODES).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  return `${ERRORS_HEAD}\n${rows.join('\n')}\n`;
}

const ERRORS_HEAD = `# Errors

Every error has a stable code in \`extensions.code\`, and a message that says what was expected, what was received, where, and what to do.
The enum \`ErrorCode\` of the contract lists the codes; \`Failure.code\` of a dataset uses the same ones. New codes may be added.

- \`extensions\` also holds the facts of the message as data, and \`requestId\`, which is in the log.
- A field that fails is null and has an error with its \`path\`. The fields beside it are answered.
- Errors outside of GraphQL (downloads, unknown paths) have the form \`{"error": {"code", "message", "requestId"}}\`.

Written by \`npm run schema\` from \`src/model/errors.ts\`.

| code | what happened, what to do |
| --- | --- |`;

function read(file) {
  const path = join(root, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
