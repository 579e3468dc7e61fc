import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { print } from 'graphql';
import ts from 'typescript';
import { root, run } from '../steps.mjs';

/**
 * What front ends are given, from the contract and schema/operations/: the typed documents (codegen.yml), their ids, and
 * the codes of errors. The names of the files that were not up to date; with `check` they stay as they are.
 */
export async function codegen({ check }) {
  const command = ['node_modules/@graphql-codegen/cli/esm/bin.js', '--silent', ...(check ? ['--check'] : [])];
  const isUpToDate = run(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  if (!isUpToDate && !check) throw new Error('graphql-codegen failed; its message is above.');

  const operations = await persistedOperations();
  const files = {
    'schema/persisted-documents.json': manifest(operations),
    'clients/typescript/generated/document-ids.ts': documentIds(operations),
    'clients/typescript/generated/error-codes.ts': await errorCodes(),
  };
  const changed = Object.entries(files).filter(([file, text]) => text !== read(file));
  if (!check) for (const [file, text] of changed) writeFileSync(join(root, file), text);
  return [...(isUpToDate ? [] : ['clients/typescript/generated/graphql.ts']), ...changed.map(([file]) => file)];
}

/**
 * The typed documents as every client prints and sends them. Their id is the SHA-256 of that text, which is what Apollo's
 * links compute by themselves.
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

async function errorCodes() {
  const { ErrorCode, RequestErrorCode } = await import('../../dist/src/model/errors.js');
  const lines = Object.keys({ ...ErrorCode, ...RequestErrorCode }).sort();
  return `/** Every value of \`extensions.code\` of an error, and of \`failure.code\`. */
export type ErrorCode =\n${lines.map((code) => `  | '${code}'`).join('\n')};\n`;
}

function read(file) {
  const path = join(root, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
