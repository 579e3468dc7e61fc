import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

const client = fileURLToPath(new URL('../../clients/typescript/', import.meta.url));
const page = readFileSync(join(client, 'README.md'), 'utf8');

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ SAMPLE_DATA: 'true' });
  // Another dataset of that name: the program must find the sample all the same.
  await app.upload({ content: 'customer;amount\nA;1\n', fileName: 'sales.csv' });
});
afterAll(() => app.close());

/** The program of the page, inside the repository, so that its imports are found. */
function writeProgram(): { path: string; output: string } {
  const [, program = '', output = ''] = /```ts\n(\/\/ first\.ts\n.*?)```.*?```\n(.*?)```/s.exec(
    page.replace(/```sh\nnpx tsc first\.ts.*?```\n/s, ''),
  )!;
  const path = join(mkdtempSync(join(client, '../../dist/first-')), 'first.ts');
  const text = program.replace('@concentric/client', join(client, 'index.ts'));
  writeFileSync(path, text.replace('http://127.0.0.1:4000', app.url));
  return { path, output };
}

it('the first typed query of the client compiles without null checks that are missing', () => {
  const { path } = writeProgram();
  const program = ts.createProgram([path], {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    types: [],
  });
  const problems = program.getSemanticDiagnostics(program.getSourceFile(path));
  rmSync(dirname(path), { recursive: true });
  expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))).toEqual([]);
});

it('the first typed query of the client prints the output that its page shows', async () => {
  const { path, output } = writeProgram();
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  await import(path);
  const printed = log.mock.calls.map(([line]) => `${line}\n`).join('');
  log.mockRestore();
  rmSync(dirname(path), { recursive: true });
  expect(printed).toBe(output);
});
